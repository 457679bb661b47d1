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

    /// The end of the original range of the last segment.
    pub(crate) fn end(&self) -> u32 {
        self.segments.last().map_or(0, |last| last.end)
    }

    /// The smallest original range that covers the folded `range`; an empty one at its start if `range` is empty.
    pub(crate) fn origin(&self, range: Range<usize>) -> Range<usize> {
        let first = narrow(range.start);
        let last = narrow(range.end.saturating_sub(1)).max(first);
        let from = self.segments.partition_point(|s| s.folded <= first).saturating_sub(1);
        let to = self.segments.partition_point(|s| s.folded <= last).max(from + 1);
        // Not only the two ends: a reversed reading runs backwards through the original.
        let mut found: Option<(u32, u32)> = None;
        for segment in self.segments.get(from..to.min(self.segments.len())).unwrap_or_default() {
            let (start, end) = segment.part(first, last);
            found = Some(found.map_or((start, end), |(low, high)| (low.min(start), high.max(end))));
        }
        let (start, end) = found.unwrap_or_default();
        widen(start)..widen(if range.end > range.start { end } else { start })
    }
}

impl Segment {
    /// The original bytes of the folded bytes `first..=last` as far as they lie in this segment.
    fn part(self, first: u32, last: u32) -> (u32, u32) {
        if !self.linear {
            return (self.start, self.end);
        }
        let start = self.start.saturating_add(first.saturating_sub(self.folded)).min(self.end);
        let end = self.start.saturating_add(last.saturating_sub(self.folded)).saturating_add(1).min(self.end);
        (start, end.max(start))
    }
}

fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
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
