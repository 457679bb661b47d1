//! Words within a few edits of a word, without looking at every word: two words that are close share what is left of
//! their first letters when some are left out. It finds candidates; distances are measured by whoever asks.
//! Invariant: no word within the budget of both lengths is missed, and the order of answers is that of the words.

use crate::compare::budget;

/// Letters at the front of a word that are varied.
const FRONT: usize = 7;

/// The words, by what is left of their fronts.
#[derive(Clone, Debug, Default)]
pub(super) struct Neighbours {
    /// Hash of what is left, and the word; ascending.
    entries: Vec<(u32, u32)>,
    /// The first entry of each range of hashes with the same high bits.
    starts: Vec<u32>,
    shift: u32,
}

impl Neighbours {
    /// Of words of ASCII letters; the words are known by their place.
    pub(super) fn new<'a>(words: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let mut entries = Vec::new();
        let mut left = Vec::new();
        for (id, word) in words {
            left.clear();
            fronts(word, budget(word.len()), &mut left);
            entries.extend(left.iter().map(|hash| (*hash, id)));
        }
        entries.sort_unstable();
        entries.shrink_to_fit();
        let bits = (entries.len().max(2).ilog2()).clamp(4, 20);
        let shift = 32 - bits;
        let mut starts = Vec::with_capacity((1 << bits) + 1);
        let mut at = 0_usize;
        for range in 0..=(1_u64 << bits) {
            while entries.get(at).is_some_and(|(hash, _)| u64::from(hash >> shift) < range) {
                at += 1;
            }
            starts.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        Self { entries, starts, shift }
    }

    /// Every word that may be within the budget of `word` and within `most` edits of it, and others, of those that
    /// `may` be; ascending, none twice.
    pub(super) fn of(&self, word: &str, most: u32, may: impl Fn(u32) -> bool, found: &mut Vec<u32>) {
        found.clear();
        let mut left = Vec::new();
        fronts(word, most.min(budget(word.len())), &mut left);
        for hash in left {
            let range = (hash >> self.shift) as usize;
            let (Some(start), Some(end)) = (self.starts.get(range), self.starts.get(range + 1)) else {
                continue;
            };
            let bucket = self.entries.get(*start as usize..*end as usize).unwrap_or_default();
            let from = bucket.partition_point(|(known, _)| *known < hash);
            let same = bucket.get(from..).unwrap_or_default().iter().take_while(|(known, _)| *known == hash);
            found.extend(same.map(|(_, id)| *id).filter(|id| may(*id)));
        }
        found.sort_unstable();
        found.dedup();
    }
}

/// Hashes of the front of `word` with up to `most` letters left out; ascending, none twice.
fn fronts(word: &str, most: u32, hashes: &mut Vec<u32>) {
    let bytes = word.as_bytes();
    let front = bytes.get(..FRONT.min(bytes.len())).unwrap_or_default();
    // Each bit is a letter that is left out.
    for gone in 0_u32..1 << front.len() {
        if gone.count_ones() > most {
            continue;
        }
        let kept = front.iter().enumerate().filter(|(at, _)| gone >> at & 1 == 0);
        hashes.push(kept.fold(0x811C_9DC5, |hash, (_, c)| mix(hash, *c)));
    }
    hashes.sort_unstable();
    hashes.dedup();
}

fn mix(hash: u32, c: u8) -> u32 {
    (hash ^ u32::from(c)).wrapping_mul(0x0100_0193).rotate_left(5).wrapping_mul(0x9E37_79B1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::within;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

        #[test]
        fn none_is_missed(word in "[a-c]{4,16}", edits in prop::collection::vec((0usize..16, 0u8..4, "[a-c]"), 0..4)) {
            let mut other = word.clone().into_bytes();
            for (at, kind, letter) in edits {
                let at = at.min(other.len().saturating_sub(1));
                match kind {
                    0 => other.insert(at, letter.as_bytes()[0]),
                    1 if !other.is_empty() => drop(other.remove(at)),
                    2 if at + 1 < other.len() => other.swap(at, at + 1),
                    _ if !other.is_empty() => other[at] = letter.as_bytes()[0],
                    _ => {}
                }
            }
            let most = budget(word.len().min(other.len()));
            let near = within(word.as_bytes(), &other, most).is_some();
            let other = String::from_utf8(other).unwrap();
            let mut found = Vec::new();
            Neighbours::new(std::iter::once((7, word.as_str()))).of(&other, 3, |_| true, &mut found);
            prop_assert!(!near || found == [7], "{} {}", word, other);
        }
    }
}
