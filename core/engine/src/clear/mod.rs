//! What people decided about a finding before: that this subject is not that listing. Stands between matching and
//! ruling: it finds nothing and judges nothing, it only says which findings a decision still covers.
//!
//! Invariants: a decision covers a finding only while both sides are as they were, for the buyers it was made for, and
//! while it holds; an identifier, a digest or the listed name itself is covered by none; what a decision covers is its
//! own finding and no other.

mod clearance;
mod pins;
mod subject;

use std::collections::BTreeMap;

use debar_blocklist::Blocklist;
use debar_model::{Class, Clearing, Sha256Hex, Slot, fact};

use crate::Ask;
use crate::index::{EntryId, Index, Table};
use crate::matching::Met;

pub use clearance::Clearance;
pub use pins::Pins;
pub use subject::{Subject, SubjectKind};

pub(crate) use pins::pins;

/// What people said of one finding.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    /// The decision that covers it.
    pub cleared: Option<Clearing>,
    /// Decisions that no longer do, and why, a sentence each.
    pub lapsed: Vec<String>,
}

/// What was said of each finding, in their order.
pub(crate) fn said(list: &Blocklist, index: &Index, ask: &Ask<'_>, met: &[Met]) -> Vec<Said> {
    let mut all = vec![Said::default(); met.len()];
    if ask.cleared.is_empty() {
        return all;
    }
    let subjects: Vec<Option<Subject>> =
        met.iter().map(|met| Subject::of(ask.request, met.line, &met.evidence)).collect();
    let asked = Asked { list, index, ask, met, subjects: &subjects };
    let mut known: BTreeMap<(Sha256Hex, EntryId), Said> = BTreeMap::new();
    for ((met, subject), said) in met.iter().zip(&subjects).zip(&mut all) {
        let Some(subject) = subject else { continue };
        let of_pair =
            known.entry((subject.digest, met.entry)).or_insert_with(|| asked.pair(subject, met)).clone();
        *said = of_pair;
        if let Some(cleared) = &mut said.cleared {
            cleared.was = met.class;
        }
    }
    all
}

/// Whether the evidence of a finding is of a kind that a person may decide against, or why not.
///
/// # Errors
/// Why not, in words.
pub(crate) fn clearable(class: Class, kind: SubjectKind) -> Result<(), &'static str> {
    match (class, kind) {
        (Class::Exact, _) => Err("it is the listed name or identifier itself"),
        (Class::Cleared | Class::Weak | Class::Strong, _) => Ok(()),
        (Class::Alias | Class::Family, SubjectKind::Seller | SubjectKind::Maker) => Ok(()),
        (Class::Alias | Class::Family, SubjectKind::Goods) => {
            Err("goods under a listed name or brand are cleared by a waiver or an exception of the list only")
        }
    }
}

struct Asked<'a> {
    list: &'a Blocklist,
    index: &'a Index,
    ask: &'a Ask<'a>,
    met: &'a [Met],
    subjects: &'a [Option<Subject>],
}

impl Asked<'_> {
    /// What was said of a subject and an entry.
    fn pair(&self, subject: &Subject, met: &Met) -> Said {
        let mut said = Said::default();
        let Some(entry) = self.index.entries.find(met.entry) else { return said };
        let of_pair = self.ask.cleared.iter().filter(|one| {
            one.pins.subject == subject.digest
                && one.pins.table == entry.table.word()
                && one.pins.id == entry.id
        });
        for one in of_pair {
            if !self.binds(one) {
                continue;
            }
            match self.lapse(one, subject, met) {
                None => {
                    said.cleared.get_or_insert_with(|| one.clearing(met.class));
                }
                Some(why) => said.lapsed.push(one.lapsed(&why)),
            }
        }
        if said.cleared.is_some() {
            said.lapsed.clear();
        }
        said
    }

    /// Whether every buyer of the question is one for whom it was decided, or part of one.
    fn binds(&self, one: &Clearance) -> bool {
        let buyers = self.ask.facts.values(fact::BUYER);
        let within = |buyer: &String| one.buyers.iter().any(|id| self.list.buyer_is_within(buyer, id));
        if one.buyers.is_empty() {
            buyers.is_empty()
        } else {
            !buyers.is_empty() && buyers.iter().all(within)
        }
    }

    /// Why it does not hold here and now.
    fn lapse(&self, one: &Clearance, subject: &Subject, met: &Met) -> Option<String> {
        if let Some(why) = self.surer(subject, met) {
            return Some(why);
        }
        let Some(now) = pins(self.list, self.index, subject.digest, &one.pins.table, &one.pins.id) else {
            return Some("its listing is gone".to_owned());
        };
        one.pins.change(&now).or_else(|| one.ended(self.ask.at))
    }

    /// What else of the same vendor was met there that is surer than a name.
    fn surer(&self, subject: &Subject, met: &Met) -> Option<String> {
        let vendor = self.vendor_of(met.entry);
        let same = |other: &Met| {
            other.entry == met.entry || (vendor.is_some() && self.vendor_of(other.entry) == vendor)
        };
        let there = |other: &&Met| other.line == met.line && same(other);
        for (other, of_other) in self.met.iter().zip(self.subjects).filter(|(other, _)| there(other)) {
            if other.digest.is_some() {
                return Some("a digest of the listed vendor was met beside it".to_owned());
            }
            if other.class == Class::Exact || is_number(&other.evidence.slot) {
                return Some(format!("`{}` beside it is the listed vendor's own", other.evidence.matched));
            }
            let own = of_other.as_ref().is_some_and(|of_other| of_other.digest == subject.digest);
            if own && let Err(why) = clearable(other.class, subject.kind) {
                return Some(why.to_owned());
            }
        }
        None
    }

    fn vendor_of(&self, entry: EntryId) -> Option<EntryId> {
        let found = self.index.entries.find(entry)?;
        if found.table == Table::Vendor { Some(entry) } else { found.vendor }
    }
}

/// Whether a field holds an identifier or a number of goods, and no name.
fn is_number(slot: &Slot) -> bool {
    matches!(slot, Slot::ProductIdentifier | Slot::PartNumber(_))
}
