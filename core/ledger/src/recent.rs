//! Which requests were decided of late, so that a retry finds the earlier answer without a search.
//!
//! Kept a segment at a time. Not complete for ever: beyond a number of segments the oldest go. Invariant: a hit is
//! only a place to look at.

use debar_model::RequestId;
use jiff::Timestamp;
use std::collections::{HashMap, VecDeque};

/// How many segments are kept: 512 MiB of records when segments are of 8 MiB.
pub(crate) const SEGMENTS: usize = 64;

/// Requests of the last segments.
#[derive(Default)]
pub(crate) struct Recent {
    blocks: VecDeque<Block>,
    /// The segment that is written to, and where it ends as far as this process knows or is just making it.
    pub(crate) active: u64,
    pub(crate) end: u64,
    /// Sequence number of the next record, and the name of the next segment.
    pub(crate) next: u64,
    /// Full segments have been added back to this instant.
    pub(crate) back_to: Option<Timestamp>,
}

/// The requests of one segment.
struct Block {
    segment: u64,
    /// Time of the latest of its records.
    last: Timestamp,
    /// Offsets by the first eight bytes of the request's id.
    places: HashMap<u64, Vec<u64>>,
}

impl Recent {
    /// Adds decisions of the segment that is written to: their requests and offsets.
    pub(crate) fn add<'r>(
        &mut self,
        segment: u64,
        time: Timestamp,
        requests: impl Iterator<Item = (&'r [u8; 32], u64)>,
    ) {
        if self.blocks.back().is_none_or(|block| block.segment != segment) {
            self.blocks.push_back(Block { segment, last: time, places: HashMap::new() });
            self.shorten();
        }
        if let Some(block) = self.blocks.back_mut() {
            block.last = block.last.max(time);
            block.add(requests);
        }
    }

    /// Adds an older segment, full, before all others.
    pub(crate) fn add_older<'r>(
        &mut self,
        segment: u64,
        last: Timestamp,
        requests: impl Iterator<Item = (&'r [u8; 32], u64)>,
    ) {
        let mut block = Block { segment, last, places: HashMap::new() };
        block.add(requests);
        self.blocks.push_front(block);
        self.shorten();
    }

    /// Segments that are known.
    pub(crate) fn len(&self) -> usize {
        self.blocks.len()
    }

    pub(crate) fn has(&self, segment: u64) -> bool {
        self.blocks.iter().any(|block| block.segment == segment)
    }

    /// Segments and offsets of decisions on a request, the last one first.
    pub(crate) fn find(&self, request: &RequestId, since: Timestamp) -> Vec<(u64, u64)> {
        let key = key(&request.0.0);
        let mut found = Vec::new();
        for block in self.blocks.iter().rev().filter(|block| block.last >= since) {
            let offsets = block.places.get(&key).into_iter().flatten().rev();
            found.extend(offsets.map(|offset| (block.segment, *offset)));
        }
        found
    }

    fn shorten(&mut self) {
        while self.blocks.len() > SEGMENTS {
            self.blocks.pop_front();
        }
    }
}

impl Block {
    fn add<'r>(&mut self, requests: impl Iterator<Item = (&'r [u8; 32], u64)>) {
        for (request, offset) in requests {
            self.places.entry(key(request)).or_default().push(offset);
        }
    }
}

fn key(request: &[u8; 32]) -> u64 {
    request.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::{Recent, SEGMENTS};
    use debar_model::{RequestId, Sha256Hex};
    use jiff::Timestamp;

    #[test]
    fn what_ended_before_the_window_is_passed_by_and_the_number_of_segments_is_bounded() {
        let at = |second| Timestamp::new(second, 0).unwrap();
        let request = RequestId(Sha256Hex([7; 32]));
        let mut recent = Recent::default();
        recent.add(10, at(100), [(&[7; 32], 5), (&[8; 32], 6)].into_iter());
        recent.add(20, at(200), [(&[7; 32], 1)].into_iter());
        recent.add_older(1, at(50), [(&[7; 32], 9)].into_iter());
        assert_eq!(recent.find(&request, at(0)), [(20, 1), (10, 5), (1, 9)]);
        assert_eq!(recent.find(&request, at(100)), [(20, 1), (10, 5)]);
        assert_eq!(recent.find(&request, at(101)), [(20, 1)]);
        assert_eq!(recent.find(&request, at(201)), []);
        assert_eq!(recent.find(&request, at(0)).len(), 3);
        for segment in 100..200 {
            recent.add(segment, at(1_000), [].into_iter());
        }
        assert_eq!(recent.len(), SEGMENTS);
    }
}
