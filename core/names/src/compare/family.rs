//! Whether a name bears a declared brand, and whether it says anything else. It knows no ownership. Invariant: the
//! brand must be met in all the words that carry it.

use super::align::align;
use super::types::{AlignedPair, PairKind};
use super::word::Word;

/// A brand found in a name.
pub(crate) struct Family {
    /// How sure it is, 0 to 1000.
    pub(crate) score: u16,
    /// Whether nothing but generic words, places and numbers stand beside it.
    pub(crate) alone: bool,
    /// Whether every word of the brand is there as it is written.
    pub(crate) verbatim: bool,
    /// How the words of the name (left) and of the brand (right) stand for each other.
    pub(crate) alignment: Vec<AlignedPair>,
}

/// Looks for `brand` in `name`.
pub(crate) fn family(name: &[&Word], brand: &[&Word]) -> Option<Family> {
    let alignment = align(name, brand);
    let carries = brand.iter().any(|word| word.is_distinctive());
    let missing = |at: &usize| brand.get(*at).is_some_and(|word| word.is_distinctive() || !carries);
    if alignment.alone_right.iter().any(missing) || !alignment.distinctive && carries {
        return None;
    }
    let (mut total, mut met) = (0_u64, 0_u64);
    for pair in &alignment.pairs {
        total += u64::from(pair.right_weight);
        met += u64::from(pair.right_weight) * u64::from(pair.score);
    }
    let others = alignment.alone_left.iter().filter_map(|at| name.get(*at));
    let (mut foreign, mut generic) = (0_u64, 0_u64);
    for word in others {
        if word.is_distinctive() {
            foreign += u64::from(word.weight);
        } else {
            generic += 1;
        }
    }
    let score = met.checked_div(total)?.saturating_sub(5 * generic.min(10));
    let kept = (total * 1000).checked_div(total + foreign)?;
    Some(Family {
        score: u16::try_from(score * kept / 1000).unwrap_or(0),
        alone: foreign == 0,
        verbatim: alignment.pairs.iter().filter(|pair| pair.right_weight > 0).all(|pair| {
            pair.kind.is_same()
                || pair.kind == PairKind::Compound
                || pair.kind == PairKind::Sound && pair.score > 900
        }),
        alignment: alignment.pairs,
    })
}
