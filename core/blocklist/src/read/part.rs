//! Reading a part of a file as if it stood in its whole list: for editors, which cannot wait for all of it.
//!
//! The same reader, over less text. What only the whole list can tell is left out: see [`Code::needs_the_whole`].

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::tz::TimeZone;

use super::{Reading, files, root};
use crate::fields::Context;
use crate::{Blocklist, Code, Diagnostic, Section, Sources};

/// The ids of a whole list, kept up to date by whoever edits it.
#[derive(Clone, Debug, Default)]
pub struct KnownIds {
    ids: BTreeMap<Section, HashMap<String, u32>>,
    /// The zone of the root file, when the part is of another file.
    pub outer_zone: Option<TimeZone>,
    /// Zones of authorities that state one.
    pub authority_zones: BTreeMap<String, TimeZone>,
}

impl KnownIds {
    /// Adds one definition of an id.
    pub fn add(&mut self, section: Section, id: &str) {
        let ids = self.ids.entry(section).or_default();
        match ids.get_mut(id) {
            Some(count) => *count += 1,
            None => {
                ids.insert(id.to_owned(), 1);
            }
        }
    }

    /// Takes one definition of an id away.
    pub fn remove(&mut self, section: Section, id: &str) {
        let Some(ids) = self.ids.get_mut(&section) else { return };
        match ids.get_mut(id) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                ids.remove(id);
            }
        }
    }

    /// Whether an id is defined.
    pub fn contains(&self, section: Section, id: &str) -> bool {
        self.ids.get(&section).is_some_and(|ids| ids.contains_key(id))
    }

    /// The ids of a section, in no order.
    pub fn ids(&self, section: Section) -> impl Iterator<Item = &str> {
        self.ids.get(&section).into_iter().flat_map(|ids| ids.keys().map(String::as_str))
    }
}

/// Reads `text` as a part of a list whose other ids are known. Includes are not followed, and nothing is
/// compared across entries. The list in the answer holds the entries of the part alone.
pub fn read_part(name: &str, text: &str, known: &Arc<KnownIds>, sources: &dyn Sources) -> Reading {
    let mut cx = Context::new();
    cx.known = Some(Arc::clone(known));
    let arena = bumpalo::Bump::new();
    let mut loader = files::Loader::new(sources, &arena);
    loader.load_text(&mut cx, name, text);
    let list = root::list(&mut cx, &mut loader);
    let (mut diagnostics, files) = cx.finish();
    diagnostics.retain(|diagnostic| !diagnostic.code.needs_the_whole());
    Reading { list, diagnostics, files }
}

/// Reads a list like [`crate::read`], unless it is stopped on the way.
pub fn read_unless(root: &str, sources: &dyn Sources, stopped: &Arc<AtomicBool>) -> Option<Reading> {
    let mut cx = Context::new();
    cx.stopped = Some(Arc::clone(stopped));
    let arena = bumpalo::Bump::new();
    let mut loader = files::Loader::new(sources, &arena);
    loader.load(&mut cx, root);
    if stopped.load(Ordering::Relaxed) {
        return None;
    }
    let list: Option<Blocklist> = root::list(&mut cx, &mut loader);
    if stopped.load(Ordering::Relaxed) {
        return None;
    }
    let (diagnostics, files) = cx.finish();
    let list = list.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    Some(Reading { list, diagnostics, files })
}

impl Code {
    /// Whether only a reading of the whole list can report it: it compares entries, follows files or asks
    /// what day it is.
    pub const fn needs_the_whole(self) -> bool {
        matches!(
            self,
            Self::IncludeCycle
                | Self::PathOutside
                | Self::MissingFile
                | Self::UnreadableFile
                | Self::PinMismatch
                | Self::MissingEvidenceFile
                | Self::SideFileLine
                | Self::TooManyProblems
                | Self::UnknownForm
                | Self::IdCase
                | Self::DuplicateId
                | Self::DuplicateTable
                | Self::OverrideOfNothing
                | Self::BuyerCycle
                | Self::OwnershipCycle
                | Self::SharesOverWhole
                | Self::AdvisoryDenies
                | Self::ActBeforeAuthority
                | Self::DuplicateName
                | Self::DuplicateRule
                | Self::DuplicateTest
                | Self::UnusedEntry
                | Self::StaleList
                | Self::ExpiredWaiver
                | Self::EndingSoon
                | Self::ReviewDue
                | Self::MonitoringOver
                | Self::PauseOver
                | Self::RuleOver
                | Self::NoEvidence
                | Self::OpenResponse
                | Self::BadFingerprint
                | Self::BadLocation
                | Self::CheckOverdue
                | Self::ContradictingRules
                | Self::DelegatedDecision
                | Self::LapsedDecision
                | Self::LooseningWithoutOverride
                | Self::NotAFileDigest
                | Self::NotWaivable
                | Self::OnlyWeakNames
                | Self::OverrideInUse
                | Self::PauseToConfirm
                | Self::ProposedForLong
                | Self::SameAfterFolding
                | Self::ShadowedRule
                | Self::SharedDomain
                | Self::UnboundRule
                | Self::UnpinnedDecision
                | Self::WrongOffice
        )
    }
}
