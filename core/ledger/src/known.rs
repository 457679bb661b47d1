//! Where things with a 32-byte name stand: decisions, so that an exact retry is not recorded twice, and bodies, so
//! that none is stored twice and each is found.
//!
//! Sixteen bytes each: the first eight bytes of a name are no proof, so a hit is only a place to look at.
//! Invariant: what was added is always among the places given for its name.

use std::collections::HashMap;

/// Bits of a place that hold the offset in a segment: one terabyte.
const OFFSET_BITS: u32 = 40;

/// Places by the first eight bytes of names.
#[derive(Debug, Default)]
pub(crate) struct Known {
    segments: Vec<u64>,
    places: HashMap<u64, u64>,
    /// Places of names that share their first eight bytes with another, which nature does not make but a person
    /// can, and of bodies that were stored again because they were broken.
    clashes: Vec<(u64, u64)>,
}

impl Known {
    /// Adds what stands in a segment: names and offsets.
    pub(crate) fn add<'n>(
        &mut self,
        segment: u64,
        marks: impl ExactSizeIterator<Item = (&'n [u8; 32], u64)>,
    ) {
        if self.segments.last() != Some(&segment) {
            self.segments.push(segment);
        }
        let ordinal = u64::try_from(self.segments.len() - 1).unwrap_or(u64::MAX);
        self.places.reserve(marks.len());
        for (name, offset) in marks {
            let place = ordinal << OFFSET_BITS | offset;
            let key = key(name);
            if let Some(old) = self.places.insert(key, place) {
                self.clashes.push((key, old));
            }
        }
    }

    /// Segments and offsets where a thing of this name may stand, the last one first.
    pub(crate) fn find(&self, name: &[u8; 32]) -> Vec<(u64, u64)> {
        let key = key(name);
        let Some(place) = self.places.get(&key) else { return Vec::new() };
        let clashing = self.clashes.iter().rev().filter(|(other, _)| *other == key).map(|(_, place)| place);
        std::iter::once(place).chain(clashing).filter_map(|place| self.resolve(*place)).collect()
    }

    fn resolve(&self, place: u64) -> Option<(u64, u64)> {
        let segment = self.segments.get(usize::try_from(place >> OFFSET_BITS).ok()?)?;
        Some((*segment, place & ((1 << OFFSET_BITS) - 1)))
    }
}

fn key(name: &[u8; 32]) -> u64 {
    name.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::Known;

    #[test]
    fn names_with_one_beginning_are_all_found() {
        let name = |last: u8| {
            let mut name = [1; 32];
            name[31] = last;
            name
        };
        let mut known = Known::default();
        known.add(1, [(&name(1), 0), (&name(2), 70)].into_iter());
        known.add(9, [(&name(3), 5)].into_iter());
        let mut found = known.find(&name(2));
        assert_eq!(found.first(), Some(&(9, 5)));
        found.sort_unstable();
        assert_eq!(found, [(1, 0), (1, 70), (9, 5)]);
        assert!(known.find(&[2; 32]).is_empty());
    }
}
