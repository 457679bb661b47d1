//! What met what, and keeping the strongest of several at one place.

use std::collections::BTreeMap;

use debar_model::{Class, Evidence, Slot};

use crate::index::EntryId;

/// A value met an entry.
#[derive(Clone, Debug)]
pub(crate) struct Met {
    pub entry: EntryId,
    pub line: Option<u32>,
    pub class: Class,
    pub evidence: Evidence,
    /// Set when it was a digest.
    pub digest: Option<MetDigest>,
    /// Why a person should look although the evidence is strong.
    pub caution: Option<String>,
}

/// What kind of digest hit it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MetDigest {
    /// Of a file inside the delivered thing.
    pub member: bool,
    /// SHA-1 or MD5.
    pub legacy: bool,
}

type Key = (EntryId, Option<u32>, Slot, String, u64, String);

/// Findings, one per entry, line, field and place.
#[derive(Debug, Default)]
pub(crate) struct Collected(BTreeMap<Key, Met>);

impl Collected {
    pub fn add(&mut self, met: Met) {
        let source = &met.evidence.source;
        let text = if source.pointer.is_empty() { met.evidence.value.clone() } else { String::new() };
        let key =
            (met.entry, met.line, met.evidence.slot.clone(), source.pointer.clone(), source.offset, text);
        match self.0.get(&key) {
            Some(known) if rank(known) >= rank(&met) => {}
            _ => {
                self.0.insert(key, met);
            }
        }
    }

    pub fn finish(self) -> Vec<Met> {
        self.0.into_values().collect()
    }
}

/// Strength: class, then without caution, then the longer match.
fn rank(met: &Met) -> (Class, bool, usize) {
    (met.class, met.caution.is_none(), met.evidence.folded.len())
}
