//! Whether two words stand for each other, and how well. It sees two words, never two names. Invariant: symmetric.

use super::distance::{budget, within};
use super::types::PairKind;
use super::word::Word;
use crate::script::Script;
use crate::tokens::TokenClass;
use crate::words;

/// Why and how well two words stand for each other; none if they do not.
pub(crate) fn pair(a: &Word, b: &Word) -> Option<(PairKind, u16)> {
    if a.text == b.text {
        return Some((PairKind::Exact, 1000));
    }
    if a.latin == b.latin {
        return Some((PairKind::Transliteration, 985));
    }
    let generic = |word: &Word| !word.is_distinctive();
    if generic(a) && generic(b) {
        if a.group == b.group {
            return Some((PairKind::Abbreviation, 970));
        }
        return cut_off(a, b).or_else(|| cut_off(b, a)).or_else(|| misspelt_generic(a, b));
    }
    if a.has_digit || b.has_digit || a.class == TokenClass::Number || b.class == TokenClass::Number {
        return None;
    }
    if generic(a) || generic(b) {
        return cut_off(a, b).or_else(|| cut_off(b, a)).or_else(|| misspelt_generic(a, b));
    }
    if !a.sound.is_empty() && a.romanised == b.romanised {
        // Within one alphabet nothing shows that the word ever was in another.
        let kind = if a.script == b.script { PairKind::Sound } else { PairKind::Transliteration };
        return Some((kind, romanised_score(a, b)));
    }
    if a.stem == b.stem && a.stem.len() >= 4 {
        let kind = if a.script == b.script { PairKind::Inflection } else { PairKind::Transliteration };
        return Some((kind, 960));
    }
    if let Some(found) = compound(a, b).or_else(|| compound(b, a)) {
        return Some(found);
    }
    let spelt = spelling(a, b);
    let heard = sounds(a, b);
    spelt.into_iter().chain(heard).max_by_key(|(kind, score)| (*score, std::cmp::Reverse(*kind)))
}

/// Two spellings of one word of another alphabet. Where both are in one alphabet, short words are as likely two names.
fn romanised_score(a: &Word, b: &Word) -> u16 {
    if a.script != b.script {
        return 960;
    }
    match a.romanised.len().min(b.romanised.len()) {
        0..=4 => 740,
        5 => 780,
        6 => 820,
        7 => 880,
        8 => 920,
        _ => 950,
    }
}

/// How well two words written together match one word of the other side.
pub(crate) fn joined(together: &str, whole: &Word) -> Option<(PairKind, u16)> {
    if together == &*whole.latin {
        return Some((PairKind::Join, 975));
    }
    if whole.has_digit || together.len() < SHORTEST_PAIR || !whole.latin.is_ascii() || !together.is_ascii() {
        return None;
    }
    let most = budget(together.len().min(whole.latin.len()));
    let edits = within(together.as_bytes(), whole.latin.as_bytes(), most)?;
    Some((PairKind::Spelling, apart_score(edits, together.len().max(whole.latin.len()))))
}

/// Letters of two words written together from which a slip does not make them another.
pub(crate) const SHORTEST_PAIR: usize = 8;

/// How well two words match one that is so many edits from both together; of so many letters is the longer.
pub(crate) fn apart_score(edits: u32, letters: usize) -> u16 {
    // Two slips in one: the space and a letter.
    edit_score(edits, letters).saturating_sub(150)
}

pub(crate) fn edit_score(edits: u32, letters: usize) -> u16 {
    let share = edits * 1000 / u32::try_from(letters).unwrap_or(u32::MAX).max(1);
    // The first slip costs extra, so that no misspelling is as good as the word.
    u16::try_from(960_u32.saturating_sub(share)).unwrap_or(0)
}

fn spelling(a: &Word, b: &Word) -> Option<(PairKind, u16)> {
    if !a.latin.is_ascii() || !b.latin.is_ascii() {
        return None;
    }
    if unspaced(a) && unspaced(b) {
        // One syllable in Latin letters is a whole character: a slip of one letter is another word.
        return None;
    }
    let (x, y) = (a.latin.as_bytes(), b.latin.as_bytes());
    let most = budget(x.len().min(y.len()));
    if most == 0 || (a.letters ^ b.letters).count_ones() > 2 * most {
        return None;
    }
    let edits = within(x, y, most)?;
    let mut score = edit_score(edits, x.len().max(y.len()));
    if plural(&a.latin, &b.latin) {
        return Some((PairKind::Inflection, 950));
    }
    if x.first() != y.first() {
        score = score.saturating_sub(80);
    }
    if a.common && b.common {
        score = score.saturating_sub(250);
    } else if edits == 1 && x.len() == y.len() && a.letters == b.letters && is_swap(x, y) {
        score += SWAP;
    }
    Some((PairKind::Spelling, score))
}

/// What two letters that changed places are nearer than another slip.
pub(crate) const SWAP: u16 = 50;

/// Whether the same letters stand in another order.
fn is_swap(x: &[u8], y: &[u8]) -> bool {
    let sorted = |word: &[u8]| {
        let mut word = word.to_vec();
        word.sort_unstable();
        word
    };
    sorted(x) == sorted(y)
}

pub(crate) fn plural(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() >= 4 && long.strip_suffix('s') == Some(short)
}

fn sounds(a: &Word, b: &Word) -> Option<(PairKind, u16)> {
    if a.sound.is_empty() || a.sound != b.sound {
        return None;
    }
    let score: u16 = if a.script == b.script { 820 } else { 920 };
    Some((PairKind::Sound, if a.common && b.common { score - 250 } else { score }))
}

/// A name that is written together with generic words: `dahuasecurity`.
fn compound(long: &Word, short: &Word) -> Option<(PairKind, u16)> {
    if short.latin.len() < 4 {
        return None;
    }
    let rest = long.latin.strip_prefix(&*short.latin)?;
    (rest.len() >= 2 && words::is_made_of_generic(rest)).then_some((PairKind::Compound, 930))
}

/// The front of a generic word, as an abbreviation that no table has: `softw`, `constr`.
fn cut_off(short: &Word, long: &Word) -> Option<(PairKind, u16)> {
    let front = short.latin.strip_suffix('s').filter(|front| front.len() >= 3).unwrap_or(&short.latin);
    let fits = long.class == TokenClass::Generic
        && matches!(short.class, TokenClass::Generic | TokenClass::Distinctive)
        && front.len() >= 3
        && front.len() + 2 <= long.latin.len()
        && long.latin.starts_with(front);
    // A word that is known for something else is hardly an abbreviation of this.
    fits.then_some((PairKind::Abbreviation, if short.is_distinctive() { 930 } else { 880 }))
}

fn misspelt_generic(a: &Word, b: &Word) -> Option<(PairKind, u16)> {
    let countable =
        |word: &Word| word.class != TokenClass::Number && !word.has_digit && word.latin.is_ascii();
    let (x, y) = (a.latin.as_bytes(), b.latin.as_bytes());
    let shorter = x.len().min(y.len());
    if a.class == b.class && a.class != TokenClass::Generic || !countable(a) || !countable(b) || shorter < 7 {
        return None;
    }
    let edits = within(x, y, budget(shorter).min(2))?;
    Some((PairKind::Spelling, edit_score(edits, x.len().max(y.len())).saturating_sub(60)))
}

fn unspaced(word: &Word) -> bool {
    matches!(word.script, Script::Han | Script::Hangul)
}
