//! Words within a few edits of a word, without looking at every word: two words that are close share what is left of
//! their first letters when some are left out. It finds candidates; distances are measured by whoever asks.
//! Invariant: no word within the budget of both lengths is missed, and the order of answers is that of the words.

use std::cell::OnceCell;

use crate::compare::budget;

/// Letters at the front of a word that are varied.
const FRONT: usize = 7;

/// The words, apart by how many edits their lengths allow: a word is looked for among those of about its length.
#[derive(Clone, Debug, Default)]
pub(super) struct Neighbours {
    lengths: [OfLength; LENGTHS.len()],
}

/// Letters of words with a budget of one, two and three edits.
const LENGTHS: [(usize, usize); 3] = [(0, 7), (8, 12), (13, usize::MAX)];

impl Neighbours {
    /// Of words of ASCII letters; the words are known by their place.
    pub(super) fn new<'a>(words: impl Iterator<Item = (u32, &'a str)>) -> Self {
        let mut entries: [Vec<(u32, u32)>; LENGTHS.len()] = Default::default();
        for (id, word) in words {
            let fronts = Fronts::of(word);
            let class = LENGTHS.iter().position(|(_, to)| word.len() <= *to).unwrap_or_default();
            if let Some(entries) = entries.get_mut(class) {
                entries.extend(fronts.within(budget(word.len())).iter().map(|hash| (*hash, id)));
            }
        }
        Self { lengths: entries.map(OfLength::new) }
    }

    /// Every word that may be within the budget of `word` and within `most` edits of it, and others, of those that
    /// `may` be; ascending, none twice.
    pub(super) fn of(
        &self,
        word: &str,
        fronts: &OnceCell<Fronts>,
        most: u32,
        may: impl Fn(u32) -> bool,
        found: &mut Vec<u32>,
    ) {
        found.clear();
        let most = most.min(budget(word.len()));
        for ((from, to), words) in LENGTHS.iter().zip(&self.lengths) {
            let reach = most as usize;
            if words.entries.is_empty()
                || word.len() + reach < *from
                || word.len().saturating_sub(reach) > *to
            {
                continue;
            }
            let fronts = fronts.get_or_init(|| Fronts::of(word));
            words.of(fronts.within(most.min(budget(*to))), &may, found);
        }
        found.sort_unstable();
        found.dedup();
    }
}

/// Words by what is left of their fronts.
#[derive(Clone, Debug, Default)]
struct OfLength {
    /// Hash of what is left, and the word; ascending.
    entries: Vec<(u32, u32)>,
    /// The first entry of each range of hashes with the same high bits.
    starts: Vec<u32>,
    shift: u32,
    /// Whether any hash has these high bits: most that are asked for have none, and this fits a cache.
    any: Vec<u64>,
    any_shift: u32,
}

impl OfLength {
    fn new(mut entries: Vec<(u32, u32)>) -> Self {
        if entries.is_empty() {
            return Self::default();
        }
        entries.sort_unstable();
        entries.dedup();
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
        let any_bits = (entries.len().ilog2() + 4).clamp(6, 26);
        let any_shift = 32 - any_bits;
        let mut any = vec![0_u64; 1 << (any_bits - 6)];
        for (hash, _) in &entries {
            let bit = hash >> any_shift;
            if let Some(bits) = any.get_mut((bit >> 6) as usize) {
                *bits |= 1 << (bit & 63);
            }
        }
        Self { entries, starts, shift, any, any_shift }
    }

    fn of(&self, hashes: &[u32], may: impl Fn(u32) -> bool, found: &mut Vec<u32>) {
        for hash in hashes {
            let bit = hash >> self.any_shift;
            if self.any.get((bit >> 6) as usize).is_none_or(|bits| bits >> (bit & 63) & 1 == 0) {
                continue;
            }
            let range = (hash >> self.shift) as usize;
            let (Some(start), Some(end)) = (self.starts.get(range), self.starts.get(range + 1)) else {
                continue;
            };
            let bucket = self.entries.get(*start as usize..*end as usize).unwrap_or_default();
            let from = bucket.partition_point(|(known, _)| known < hash);
            let same = bucket.get(from..).unwrap_or_default().iter().take_while(|(known, _)| known == hash);
            found.extend(same.map(|(_, id)| *id).filter(|id| may(*id)));
        }
    }
}

/// Hashes of what is left of the front of a word, those with fewer letters left out first.
pub(super) struct Fronts {
    hashes: [u32; MASKS.len()],
    /// How many have at most none, one, two, three letters left out.
    ends: [usize; 4],
}

impl Fronts {
    /// With as many letters left out as the budget of the word allows.
    pub(super) fn of(word: &str) -> Self {
        let bytes = word.as_bytes();
        let front = bytes.get(..FRONT.min(bytes.len())).unwrap_or_default();
        let most = budget(bytes.len());
        let mut fronts = Self { hashes: [0; MASKS.len()], ends: [0; 4] };
        let mut slots = fronts.hashes.iter_mut();
        let mut count = 0;
        for gone in MASKS {
            if gone.count_ones() > most {
                break;
            }
            if gone >> front.len() != 0 {
                continue;
            }
            let kept = front.iter().enumerate().filter(|(at, _)| gone >> at & 1 == 0);
            if let Some(slot) = slots.next() {
                *slot = kept.fold(0x811C_9DC5, |hash, (_, c)| mix(hash, *c));
            }
            count += 1;
            for end in fronts.ends.iter_mut().skip(gone.count_ones() as usize) {
                *end = count;
            }
        }
        fronts
    }

    fn within(&self, most: u32) -> &[u32] {
        let end = self.ends.get(most.min(3) as usize).copied().unwrap_or_default();
        self.hashes.get(..end).unwrap_or_default()
    }
}

/// Which letters of a front may be left out, one bit each, at most three; fewer first.
const MASKS: [u8; 64] = masks();

#[expect(clippy::indexing_slicing, reason = "seen by the compiler: a constant")]
const fn masks() -> [u8; 64] {
    let (mut masks, mut count, mut ones) = ([0; 64], 0, 0);
    while ones <= 3 {
        let mut mask = 0_u8;
        while mask < 1 << FRONT {
            if mask.count_ones() == ones {
                masks[count] = mask;
                count += 1;
            }
            mask += 1;
        }
        ones += 1;
    }
    masks
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
            Neighbours::new(std::iter::once((7, word.as_str()))).of(&other, &OnceCell::new(), 3, |_| true, &mut found);
            prop_assert!(!near || found == [7], "{} {}", word, other);
        }
    }
}
