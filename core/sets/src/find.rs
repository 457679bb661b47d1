//! Finding a digest in a table. The slots of a table are sorted, and every slot holds an entry: one that has no
//! entry of its own repeats the next one (behind the last, the last). So a lookup begins at the home of its prefix,
//! reads on while smaller ones stand there, and is over at the first larger one.
//!
//! Invariant: a lookup reads at most [`LINEAR`] slots one by one and then halves what is left: digests that an
//! adversary chose cost a logarithm, never a walk.

use std::cmp::Ordering;

use debar_raw::prefetch;

use crate::head::TableHead;

/// Slots that are read one by one.
const LINEAR: u64 = 48;
/// Lookups whose memory accesses overlap.
const BATCH: usize = 32;

/// The entries of one algorithm.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    pub(crate) head: &'a TableHead,
    prefixes: &'a [[u8; 8]],
    rests: &'a [u8],
    kinds: &'a [u8],
    rest: usize,
}

impl<'a> Table<'a> {
    /// None when the sections have not the lengths that the head states.
    pub(crate) fn new(
        head: &'a TableHead,
        prefixes: &'a [u8],
        rests: &'a [u8],
        kinds: &'a [u8],
    ) -> Option<Self> {
        let (prefixes, odd) = prefixes.as_chunks();
        let rest = usize::try_from(head.rest()).ok()?;
        let slots = usize::try_from(head.slots).ok()?;
        let sound = odd.is_empty()
            && prefixes.len() == slots
            && rests.len() == slots.checked_mul(rest)?
            && kinds.len() == slots.checked_mul(usize::from(head.kind_width))?;
        sound.then_some(Self { head, prefixes, rests, kinds, rest })
    }

    /// What the directory says of it.
    pub const fn head(&self) -> &'a TableHead {
        self.head
    }

    /// The slot of a digest of this algorithm's length; none when it is not in the set.
    #[inline]
    pub fn find(&self, digest: &[u8]) -> Option<u64> {
        let (prefix, rest) = self.split(digest)?;
        self.settle(self.home(prefix), prefix, rest)
    }

    /// Looks up many digests, with the accesses to memory overlapping; gives the index of each and its slot, in order.
    pub fn find_many<K: AsRef<[u8]>>(&self, digests: &[K], mut found: impl FnMut(usize, Option<u64>)) {
        let mut base = 0;
        for batch in digests.chunks(BATCH) {
            let mut at = [0_u64; BATCH];
            for (slot, digest) in at.iter_mut().zip(batch) {
                let Some((prefix, _)) = self.split(digest.as_ref()) else { continue };
                *slot = self.home(prefix);
                prefetch(self.prefixes, index(*slot));
            }
            // The first slot that is not smaller by its prefix: most misses are over there.
            for (slot, digest) in at.iter_mut().zip(batch) {
                let Some((prefix, _)) = self.split(digest.as_ref()) else { continue };
                let end = slot.saturating_add(LINEAR);
                while *slot < end && self.prefix(*slot).is_some_and(|there| there < prefix) {
                    *slot += 1;
                }
                if self.prefix(*slot) == Some(prefix) {
                    prefetch(self.rests, index(*slot).saturating_mul(self.rest));
                }
            }
            for ((number, digest), slot) in (base..).zip(batch).zip(at) {
                let outcome =
                    self.split(digest.as_ref()).and_then(|(prefix, rest)| self.settle(slot, prefix, rest));
                found(number, outcome);
            }
            base += batch.len();
        }
    }

    /// The number of the kind of a slot.
    pub fn kind(&self, slot: u64) -> u32 {
        let width = usize::from(self.head.kind_width);
        let at = index(slot).saturating_mul(width);
        let bytes = self.kinds.get(at..at.saturating_add(width)).unwrap_or_default();
        match width {
            0 => self.head.kind,
            _ => bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)),
        }
    }

    /// Every entry once with its slot, in order: prefix as a number, rest.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (u64, u64, &'a [u8])> + use<'a> {
        let mut last = None;
        let rests = self.rests.chunks_exact(self.rest.max(1));
        (0_u64..).zip(self.prefixes).zip(rests).filter_map(move |((slot, prefix), rest)| {
            let entry = (number(prefix), rest);
            (last != Some(entry)).then(|| {
                last = Some(entry);
                (slot, entry.0, entry.1)
            })
        })
    }

    /// The digest in a slot.
    pub(crate) fn digest(&self, slot: u64) -> Option<Vec<u8>> {
        let prefix = self.prefix(slot)?.to_be_bytes();
        Some([&prefix, self.rest_at(slot)?].concat())
    }

    /// From a slot at or before the digest to its slot.
    #[inline]
    fn settle(&self, from: u64, prefix: u64, rest: &[u8]) -> Option<u64> {
        let mut at = from;
        let end = from.saturating_add(LINEAR);
        while at < end {
            let there = self.prefix(at)?;
            let order = there.cmp(&prefix);
            // Rests are elsewhere in memory: they are read only behind an equal prefix.
            let order = if order.is_eq() { self.rest_at(at)?.cmp(rest) } else { order };
            match order {
                Ordering::Less => at += 1,
                Ordering::Equal => return Some(at),
                Ordering::Greater => return None,
            }
        }
        self.search(at, prefix, rest)
    }

    /// Binary search in steps that double, from a slot that is at or before the digest.
    #[cold]
    fn search(&self, from: u64, prefix: u64, rest: &[u8]) -> Option<u64> {
        let order =
            |slot| Some(self.prefix(slot)?.cmp(&prefix).then_with(|| self.rest_at(slot).cmp(&Some(rest))));
        let (mut low, mut step) = (from, LINEAR);
        while order(low.saturating_add(step)).is_some_and(Ordering::is_lt) {
            low = low.saturating_add(step);
            step = step.saturating_mul(2);
        }
        let mut high = low.saturating_add(step).saturating_add(1).min(self.prefixes.len() as u64);
        while low < high {
            let middle = low + (high - low) / 2;
            match order(middle)? {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    #[inline]
    fn split<'k>(&self, digest: &'k [u8]) -> Option<(u64, &'k [u8])> {
        let (prefix, rest) = digest.split_first_chunk::<8>()?;
        (rest.len() == self.rest).then(|| (u64::from_be_bytes(*prefix), rest))
    }

    #[inline]
    fn home(&self, prefix: u64) -> u64 {
        home(prefix, self.head.homes)
    }

    #[inline]
    fn prefix(&self, slot: u64) -> Option<u64> {
        self.prefixes.get(index(slot)).map(number)
    }

    #[inline]
    fn rest_at(&self, slot: u64) -> Option<&'a [u8]> {
        let begin = index(slot).checked_mul(self.rest)?;
        self.rests.get(begin..begin.checked_add(self.rest)?)
    }
}

/// Where a prefix belongs among `homes` slots: the high half of their product, so homes are in the order of prefixes.
#[inline]
pub(crate) fn home(prefix: u64, homes: u64) -> u64 {
    let high = (u128::from(prefix) * u128::from(homes)) >> 64;
    // The high half of a product of two 64-bit numbers.
    u64::try_from(high).unwrap_or(u64::MAX)
}

#[inline]
fn number(bytes: &[u8; 8]) -> u64 {
    u64::from_le_bytes(*bytes)
}

#[inline]
fn index(slot: u64) -> usize {
    usize::try_from(slot).unwrap_or(usize::MAX)
}
