//! From bytes of a folded text back to bytes of the original. Invariant: segments are ordered by folded position
//! and every original offset they hold is a character boundary of the original text.

use std::ops::Range;

/// One stretch of folded bytes and the original bytes it came from.
#[derive(Clone, Copy, Debug)]
struct Segment {
    folded: u32,
    start: u32,
    end: u32,
    /// Each folded byte is the original byte at the same distance.
    linear: bool,
}

/// The map of one folded text. Offsets beyond 4 GiB are clamped.
#[derive(Clone, Debug, Default)]
pub(crate) struct OriginMap {
    segments: Vec<Segment>,
}

impl OriginMap {
    /// Says that the folded bytes from `folded` on, `len` of them, came from `start..end` of the original.
    pub(crate) fn push(&mut self, folded: usize, len: usize, start: u32, end: u32) {
        let folded = u32::try_from(folded).unwrap_or(u32::MAX);
        let linear = len == 1 && end.saturating_sub(start) == 1;
        if let Some(last) = self.segments.last_mut()
            && last.linear
            && linear
            && last.end == start
            && last.end.saturating_sub(last.start) == folded.saturating_sub(last.folded)
        {
            last.end = end;
            return;
        }
        self.segments.push(Segment { folded, start, end, linear });
    }

    /// The smallest original range that covers the folded `range`; an empty one at its start if `range` is empty.
    pub(crate) fn origin(&self, range: Range<usize>) -> Range<usize> {
        let start = self.at(range.start).start;
        if range.end <= range.start {
            return start..start;
        }
        start..self.at(range.end.saturating_sub(1)).end.max(start)
    }

    fn at(&self, folded: usize) -> Range<usize> {
        let folded = u32::try_from(folded).unwrap_or(u32::MAX);
        let after = self.segments.partition_point(|s| s.folded <= folded);
        let Some(s) = after.checked_sub(1).and_then(|at| self.segments.get(at)) else {
            return 0..0;
        };
        let (start, end) = if s.linear {
            let start = s.start.saturating_add(folded.saturating_sub(s.folded)).min(s.end);
            (start, start.saturating_add(1).min(s.end))
        } else {
            (s.start, s.end)
        };
        widen(start)..widen(end)
    }
}

fn widen(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linear_runs_are_one_segment() {
        let mut map = OriginMap::default();
        for at in 0..4u32 {
            map.push(at as usize, 1, at + 2, at + 3);
        }
        map.push(4, 2, 6, 8);
        assert_eq!(map.segments.len(), 2);
        assert_eq!(map.origin(1..3), 3..5);
        assert_eq!(map.origin(3..6), 5..8);
        assert_eq!(map.origin(2..2), 4..4);
        assert_eq!(OriginMap::default().origin(5..9), 0..0);
    }
}
