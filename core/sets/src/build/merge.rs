//! Sorted runs into one sorted stream of entries, each once, with the least of its kinds.
//!
//! Invariant: what comes out is in order, or it is an error: a table of another set may have been made wrong.

use super::run::{Cursor, Record};
use crate::SetError;

/// The merged stream.
pub(super) struct Merge<'r, const R: usize> {
    /// A heap by the first record of each run: the least is at the top.
    heap: Vec<(Record<R>, Cursor<'r, R>)>,
    /// The order of kinds by their numbers.
    ranks: &'r [u32],
    last: Option<Record<R>>,
}

impl<'r, const R: usize> Merge<'r, R> {
    pub(super) fn new(cursors: Vec<Cursor<'r, R>>, ranks: &'r [u32]) -> Result<Self, SetError> {
        let mut heap = vec![];
        for mut cursor in cursors {
            if let Some(first) = cursor.next()? {
                heap.push((first, cursor));
            }
        }
        heap.sort_by(|a, b| a.0.order(&b.0));
        Ok(Self { heap, ranks, last: None })
    }

    /// The next entry.
    pub(super) fn next(&mut self) -> Result<Option<Record<R>>, SetError> {
        let Some((first, _)) = self.heap.first() else { return Ok(None) };
        let mut entry = *first;
        self.advance()?;
        while let Some((same, _)) = self.heap.first()
            && same.order(&entry).is_eq()
        {
            if self.rank(same.kind) < self.rank(entry.kind) {
                entry.kind = same.kind;
            }
            self.advance()?;
        }
        if self.last.is_some_and(|last| last.order(&entry).is_ge()) {
            return Err(SetError::Order("a table of a set".to_owned()));
        }
        self.last = Some(entry);
        Ok(Some(entry))
    }

    fn rank(&self, kind: u32) -> u32 {
        self.ranks.get(kind as usize).copied().unwrap_or(u32::MAX)
    }

    /// Replaces the top by the next record of its run.
    #[inline]
    fn advance(&mut self) -> Result<(), SetError> {
        let Some((top, cursor)) = self.heap.first_mut() else { return Ok(()) };
        match cursor.next()? {
            Some(next) => *top = next,
            None => {
                self.heap.swap_remove(0);
            }
        }
        let mut at = 0;
        loop {
            let (left, right) = (2 * at + 1, 2 * at + 2);
            let Some(here) = self.heap.get(at) else { return Ok(()) };
            let less = |child: usize, than: &Record<R>| {
                self.heap
                    .get(child)
                    .filter(|(record, _)| record.order(than).is_lt())
                    .map(|(record, _)| *record)
            };
            let to = match less(left, &here.0) {
                Some(least) => {
                    if less(right, &least).is_some() {
                        right
                    } else {
                        left
                    }
                }
                None if less(right, &here.0).is_some() => right,
                None => return Ok(()),
            };
            self.heap.swap(at, to);
            at = to;
        }
    }
}
