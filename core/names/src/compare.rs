//! Two names side by side: how sure it is that they mean one party, and why. It knows no list; [`crate::NameIndex`]
//! does. Invariant: symmetric, total, integers only, and the score is the sum of what is shown.

mod align;
mod conflict;
mod distance;
mod family;
mod pair;
mod prepared;
mod romanised;
mod sound;
mod types;
mod word;

use crate::thresholds::{T_STRONG, T_WEAK};
use crate::weak::{WeakReason, is_weak_name};
use align::{Alignment, align, align_whole};
use conflict::conflicts;

pub(crate) use distance::{budget, within};
pub(crate) use family::{Family, family};
pub(crate) use pair::{SHORTEST_PAIR, SWAP, apart_score, edit_score, plural};
pub(crate) use prepared::{Legal, Prepared};
pub(crate) use romanised::romanised;
pub(crate) use types::strength;
pub(crate) use word::Word;

pub use types::{AlignedPair, Comparison, Conflict, ConflictKind, NameClass, PairKind, score_of};

/// Compares two names. Neither is listed, so there is no family.
///
/// ```
/// # use debar_names::{NameClass, compare};
/// assert_eq!(compare("Kaspersky Lab, Inc.", "KASPERSKY LAB").class, Some(NameClass::Alias));
/// assert_eq!(compare("Hangzhou Hikvision Digital Technology Co.", "Hangzhou Digital Technology Co.").class, None);
/// ```
pub fn compare(a: &str, b: &str) -> Comparison {
    let (a, b) = (Prepared::new(a), Prepared::new(b));
    let (left, right): (Vec<&Word>, Vec<&Word>) = (a.words.iter().collect(), b.words.iter().collect());
    compare_sides(&Side::of(&a, &left), &Side::of(&b, &right))
}

/// One name of a comparison.
pub(crate) struct Side<'a> {
    pub(crate) exact: &'a str,
    pub(crate) joined: &'a str,
    pub(crate) words: &'a [&'a Word],
    pub(crate) legal: &'a Legal,
}

impl<'a> Side<'a> {
    pub(crate) fn of(name: &'a Prepared, words: &'a [&'a Word]) -> Self {
        Self { exact: &name.exact, joined: &name.joined, words, legal: &name.legal }
    }
}

pub(crate) fn compare_sides(left: &Side<'_>, right: &Side<'_>) -> Comparison {
    let mut alignment = align(left.words, right.words);
    let equal = !left.joined.is_empty() && left.joined == right.joined;
    if equal && alignment.pairs.iter().any(|pair| !pair.kind.is_same()) {
        alignment = align_whole(left.words, right.words);
    }
    let conflicts = conflicts((left.words, left.legal), (right.words, right.legal), &alignment);
    let identity = score_of(&alignment.pairs, &conflicts);
    let class = class_of(left, right, &alignment, &conflicts, identity);
    Comparison { identity, family: None, class, alignment: alignment.pairs, conflicts }
}

fn class_of(
    left: &Side<'_>,
    right: &Side<'_>,
    alignment: &Alignment,
    conflicts: &[Conflict],
    identity: u16,
) -> Option<NameClass> {
    if left.exact.is_empty() || right.exact.is_empty() {
        return None;
    }
    let same = alignment.pairs.iter().all(|pair| pair.kind.is_same());
    let hollow = !alignment.distinctive;
    if left.exact == right.exact {
        return Some(if hollow && says_nothing(left.exact) { NameClass::Weak } else { NameClass::Exact });
    }
    if conflicts.iter().any(|conflict| conflict.kind.is_hard()) {
        return (identity >= T_WEAK && alignment.distinctive).then_some(NameClass::Weak);
    }
    if same {
        let core = spell(left.words);
        // A word that carries a name and only looks like a generic one is not met by that.
        let carries = left.words.iter().chain(right.words).any(|word| word.is_distinctive());
        if hollow && (carries || says_nothing(&core)) {
            return None;
        }
        let forms_differ = conflicts.iter().any(|conflict| conflict.penalty >= 30);
        let weak = is_weak_name(&core).is_some() && forms_differ;
        return Some(if weak { NameClass::Strong } else { NameClass::Alias });
    }
    if hollow {
        return None;
    }
    match identity {
        T_STRONG.. => Some(NameClass::Strong),
        T_WEAK.. => Some(NameClass::Weak),
        _ => None,
    }
}

/// Whether a name is of generic words only.
fn says_nothing(name: &str) -> bool {
    matches!(is_weak_name(name), Some(WeakReason::OnlyGeneric | WeakReason::Empty))
}

fn spell(words: &[&Word]) -> String {
    words.iter().map(|word| &*word.text).collect::<Vec<_>>().join(" ")
}
