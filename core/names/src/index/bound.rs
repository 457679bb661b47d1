//! What the identity of two names cannot exceed, told without aligning them. It never prunes by rank, only by a score
//! that is out of reach. Invariant: never below the identity of [`crate::compare::compare_sides`].

use std::cell::OnceCell;
use std::sync::LazyLock;

use super::neighbours::Neighbours;
use super::terms::{Met, WORDS, bit};
use crate::compare::{SWAP, Word, apart_score, edit_score, strength};
use crate::hash::Set;
use crate::tokens::TokenClass;
use crate::words;

/// What is known of a name before it is aligned with another.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    /// Of all words.
    total: u16,
    /// Of those that may have a partner which the terms do not find: not distinctive, like a generic word, or of another
    /// script.
    loose: u16,
    /// Of those that may be the initials of generic words.
    initials: u16,
}

impl Sum {
    /// Of a listed name.
    pub(super) fn of(words: &[&Word]) -> Self {
        let weight = |fits: &dyn Fn(&Word) -> bool| {
            words.iter().filter(|word| fits(word)).map(|word| word.weight).sum()
        };
        Self {
            total: weight(&|_| true),
            loose: weight(&is_loose),
            initials: weight(&|word| !is_loose(word) && word.may_be_initials()),
        }
    }
}

/// The text that is screened.
pub(super) struct Bound {
    total: u32,
    /// Each word; its weight is nothing where it is in `loose`.
    words: Vec<Asked>,
    loose: u32,
    /// Whether generic words stand side by side, of which a listed word may be the initials.
    run: bool,
}

/// A word of the text.
struct Asked {
    own: u32,
    weight: u32,
    /// How well it is met at most with one edit, and with more.
    one: u64,
    more: u64,
}

fn is_loose(word: &Word) -> bool {
    !word.is_distinctive() || word.text != word.latin || near_generic(&word.latin)
}

impl Bound {
    pub(super) fn new(words: &[&Word]) -> Self {
        let generic = |word: &&Word| word.class == TokenClass::Generic;
        let run = words.windows(2).any(|two| two.iter().all(generic));
        let mut bound = Self { total: 0, words: vec![], loose: 0, run };
        for word in words {
            let weight = u32::from(word.weight);
            let loose = is_loose(word) || word.may_be_initials();
            bound.total += weight;
            bound.loose += if loose { weight } else { 0 };
            let letters = word.latin.len();
            bound.words.push(Asked {
                own: weight,
                weight: if loose { 0 } else { weight },
                one: u64::from(edit_score(1, letters + 1) + SWAP),
                more: u64::from(edit_score(2, letters + 3)),
            });
        }
        bound
    }

    /// The most that the identity with a listed name can be which was found by the words that are `met`.
    pub(super) fn identity(&self, listed: Sum, met: Met) -> u32 {
        let each = u64::from(if met.joined { 2 * HEAVIEST } else { HEAVIEST });
        let initials = if self.run { u32::from(listed.initials) } else { 0 };
        let mut left = u64::from(self.loose) * 1000;
        let mut right = u64::from(u32::from(listed.loose) + initials) * 1000;
        for (at, word) in self.words.iter().enumerate() {
            let has = |bits: u32| bits & bit(at) != 0;
            let apart = if has(met.apart) { u64::from(met.apart_score) } else { 0 };
            let score = match () {
                () if has(met.exact) => 1000,
                () if has(met.one) => word.one.max(apart),
                () if has(met.more) => word.more.max(apart),
                () if apart > 0 => apart,
                () => continue,
            };
            left += u64::from(word.weight) * score;
            right += each * score;
        }
        most(left, u64::from(self.total) * 1000, right, u64::from(listed.total) * 1000)
    }

    /// The most edits of the word with these bits with which an identity can still be `least`, all else being met.
    pub(super) fn edits(&self, bits: u32, least: u32) -> u32 {
        let Some(word) = self.words.get(bits.trailing_zeros() as usize) else { return u32::MAX };
        // A plural is one edit and met in full.
        if self.reaches(bits, word.more, least) { u32::MAX } else { 1 }
    }

    /// The same for words of so many letters that are met as one word of the other side, or a word that is met by two.
    pub(super) fn edits_apart(&self, bits: u32, letters: usize, least: u32) -> u32 {
        let fits = |edits: &u32| {
            self.reaches(bits, u64::from(apart_score(*edits, letters + *edits as usize)), least)
        };
        (1..=MOST_EDITS).rev().find(fits).unwrap_or(0)
    }

    /// Whether the identity can be `least` if the words with these bits are met so well, and all others in full.
    fn reaches(&self, bits: u32, score: u64, least: u32) -> bool {
        let total = u64::from(self.total) * 1000;
        let of_these = self.words.iter().enumerate().filter(|(at, _)| bits & bit(*at) != 0);
        let lost: u64 = of_these.map(|(_, word)| u64::from(word.own) * 1000_u64.saturating_sub(score)).sum();
        most(total.saturating_sub(lost), total, total, total) >= least
    }

    /// Words that cannot make an identity `least` without others, the most frequent of them: bits.
    pub(super) fn unsaid(&self, frequencies: &[usize], least: u32) -> u32 {
        let mut order: Vec<usize> = (0..frequencies.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(frequencies.get(*at)));
        let (mut bits, mut met) = (0, u64::from(self.loose) * 1000);
        let total = u64::from(self.total) * 1000;
        for at in order.into_iter().filter(|at| at + 1 < WORDS) {
            let more = met + self.words.get(at).map_or(0, |word| u64::from(word.weight) * 1000);
            if most(more, total, total, total) < least {
                (bits, met) = (bits | bit(at), more);
            }
        }
        bits
    }
}

/// The most that an identity can be by what is met of both sides and what they have, in thousandths of a weight.
fn most(left: u64, left_total: u64, right: u64, right_total: u64) -> u32 {
    // In millionths, as the score is: a bound must not lose to its own rounding.
    let share = |met: u64, total: u64| {
        (met * 1000)
            .checked_mul(1000)
            .and_then(|met| met.checked_div(total))
            .unwrap_or(1_000_000)
            .min(1_000_000)
    };
    let mean = (share(left, left_total) * share(right, right_total)).isqrt();
    let evidence = left.min(right).min(left_total).min(right_total).div_ceil(1000);
    u32::try_from((mean * strength(evidence)).div_ceil(1_000_000)).unwrap_or(u32::MAX)
}

/// More edits than any budget has.
const MOST_EDITS: u32 = 3;
/// The most that a word weighs.
const HEAVIEST: u32 = 100;
/// Letters from which a generic word may be misspelt.
const SLIP: usize = 7;

/// Whether a word may be a generic word or a place, misspelt, cut off or of another script.
fn near_generic(latin: &str) -> bool {
    let front = latin.strip_suffix('s').unwrap_or(latin);
    let after = GENERIC.sorted.partition_point(|word| &**word < front);
    if GENERIC.sorted.get(after).is_some_and(|word| word.starts_with(front)) || GENERIC.exact.contains(latin)
    {
        return true;
    }
    let mut found = Vec::new();
    if latin.len() >= SLIP {
        GENERIC.near.of(latin, &OnceCell::new(), u32::MAX, |_| true, &mut found);
    }
    !found.is_empty()
}

/// Generic words and places in Latin letters.
struct Generic {
    exact: Set<Box<str>>,
    sorted: Vec<Box<str>>,
    near: Neighbours,
}

static GENERIC: LazyLock<Generic> = LazyLock::new(|| {
    let exact: Set<Box<str>> =
        words::not_distinctive().map(|word| Word::new(word, TokenClass::Generic).latin).collect();
    let near = Neighbours::new(exact.iter().filter(|word| word.len() >= SLIP).map(|word| (0, &**word)));
    let mut sorted: Vec<Box<str>> = exact.iter().cloned().collect();
    sorted.sort_unstable();
    Generic { exact, sorted, near }
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::{Prepared, Side, compare_sides};
    use crate::index::terms::TermsBuilder;

    fn name() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            2 => prop::sample::select(vec![
                "Technology", "Technolgy", "Technolojies", "技术", "jishu", "Jishuu", "Systems", "Sistems", "логистик", "logistik",
                "Switzerland", "Switzerlnd", "Shenzhen", "深圳", "Shenzhon", "Lab", "of", "2", "华为技术", "Huawei", "huaweicloud",
                "Delta", "Dela", "Softw", "Constr", "Nets", "NPO", "nauchno", "proizvodstvennoe", "obedinenie", "Globeks", "Globex",
                "Predpriyatie", "предприятие", "Kasperskys", "Kasperksy", "Kapserski", "SK", "strakhovaya", "kompaniya", "Kaspersky", "Kasperski", "Касперского", "Kasper", "Sky", "International", "Internatonal",
            ]).prop_map(str::to_owned),
            1 => "[A-C][a-c]{2,8}",
        ];
        prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

        #[test]
        fn never_too_low(text in name(), listed in name()) {
            let (text, listed) = (Prepared::new(&text), Prepared::new(&listed));
            let (words, theirs): (Vec<&Word>, Vec<&Word>) = (text.words.iter().collect(), listed.words.iter().collect());
            let found = compare_sides(&Side::of(&text, &words), &Side::of(&listed, &theirs));
            let mut terms = TermsBuilder::default();
            terms.add(0, &theirs);
            match terms.finish().candidates(&words, None).first() {
                Some((_, met)) if text.joined != listed.joined => {
                    let most = Bound::new(&words).identity(Sum::of(&theirs), *met);
                    prop_assert!(most >= u32::from(found.identity), "{:?} {:?}: {} {:?}", text.exact, listed.exact, most, found);
                }
                Some(_) => {}
                None => prop_assert!(found.class.is_none() || text.joined == listed.joined, "{:?}", found),
            }
        }
    }
}
