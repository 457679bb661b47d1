//! Which decisions are recorded, so that an exact retry is not recorded twice.
//!
//! Sixteen bytes a decision: the first eight bytes of an id are no proof, so a hit is only a place to
//! look at. Invariant: a decision that is recorded is always among the places given for its id.

use std::collections::HashMap;

use crate::index::Mark;

/// Bits of a place that hold the offset in a segment: one terabyte.
const OFFSET_BITS: u32 = 40;

/// Decisions by the first eight bytes of their ids.
#[derive(Default)]
pub(crate) struct Known {
    segments: Vec<u64>,
    places: HashMap<u64, u64>,
    /// Ids that share their first eight bytes with another, which nature does not make but a person can.
    clashes: Vec<(u64, u64)>,
    complete: bool,
}

impl Known {
    /// Adds the decisions of a segment.
    pub(crate) fn add(&mut self, segment: u64, marks: &[Mark]) {
        if self.segments.last() != Some(&segment) {
            self.segments.push(segment);
        }
        let ordinal = u64::try_from(self.segments.len() - 1).unwrap_or(u64::MAX);
        self.places.reserve(marks.len());
        for mark in marks {
            let place = ordinal << OFFSET_BITS | mark.offset;
            let key = key(&mark.decision);
            if let Some(old) = self.places.insert(key, place) {
                self.clashes.push((key, old));
            }
        }
    }

    /// Says that all segments have been added.
    pub(crate) fn complete(&mut self) {
        self.complete = true;
    }

    /// Whether all segments have been added.
    pub(crate) fn is_complete(&self) -> bool {
        self.complete
    }

    /// Segments and offsets where a decision of this id may stand.
    pub(crate) fn find(&self, decision: &[u8; 32]) -> Vec<(u64, u64)> {
        let key = key(decision);
        let Some(place) = self.places.get(&key) else { return Vec::new() };
        let clashing = self.clashes.iter().filter(|(other, _)| *other == key).map(|(_, place)| place);
        std::iter::once(place).chain(clashing).filter_map(|place| self.resolve(*place)).collect()
    }

    fn resolve(&self, place: u64) -> Option<(u64, u64)> {
        let segment = self.segments.get(usize::try_from(place >> OFFSET_BITS).ok()?)?;
        Some((*segment, place & ((1 << OFFSET_BITS) - 1)))
    }
}

fn key(decision: &[u8; 32]) -> u64 {
    decision.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::{Known, Mark};

    #[test]
    fn ids_with_one_beginning_are_all_found() {
        let mark = |last: u8, offset| {
            let mut decision = [1; 32];
            decision[31] = last;
            Mark { decision, request: [0; 32], offset }
        };
        let mut known = Known::default();
        known.add(1, &[mark(1, 0), mark(2, 70)]);
        known.add(9, &[mark(3, 5)]);
        let mut found = known.find(&mark(2, 0).decision);
        found.sort_unstable();
        assert_eq!(found, [(1, 0), (1, 70), (9, 5)]);
        assert!(known.find(&[2; 32]).is_empty());
    }
}
