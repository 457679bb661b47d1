//! How much a word says about who is meant. It knows single words only. Invariant: 0 to 100, the same for a word
//! wherever it stands; what nobody has seen weighs the most.

mod table;

use std::sync::LazyLock;

use crate::hash::Table;
use crate::script::Script;
use crate::tokens::TokenClass;
use crate::words;

/// The weight of a word, given by its group or its spelling in Latin letters.
pub(crate) fn of(word: &str, class: TokenClass, script: Script) -> u16 {
    let level = LEVELS.get(word).copied();
    // Twice the binary logarithm of how many names have the word, out of that of all names.
    let rarity = level.map_or(100, |level| 100 * TOP.saturating_sub(level) / TOP);
    match class {
        TokenClass::Distinctive => match level {
            Some(_) => rarity.max(30),
            None if words::in_dictionary(word) => 75,
            None => by_length(word, script),
        },
        TokenClass::Generic => rarity.min(80) * 45 / 100 + 2,
        TokenClass::Place => rarity.min(80) * 40 / 100 + 2,
        TokenClass::Number => 35,
        TokenClass::LegalForm => 5,
        TokenClass::Stop => 0,
    }
}

/// About how many names of the background, some 38,000 entries of a public register, have the word.
pub(crate) fn names_with(word: &str) -> u32 {
    let Some(level) = LEVELS.get(word) else { return 0 };
    let whole = 1_u32 << (level / 2).min(30);
    // Half a step is the square root of two.
    if level % 2 == 0 { whole } else { whole * 7 / 5 }
}

/// Whether many firms have the word in their names.
pub(crate) fn is_common(word: &str) -> bool {
    LEVELS.contains_key(word)
}

/// A word that no name of the background has: the shorter, the likelier it is somebody else's too.
fn by_length(word: &str, script: Script) -> u16 {
    let letters = word.chars().count();
    if matches!(script, Script::Han | Script::Hangul) {
        // Of the word in Latin letters: about three a character.
        return if letters <= 3 { 45 } else { 100 };
    }
    match letters {
        0 | 1 => 30,
        2 => 45,
        3 => 75,
        _ => 100,
    }
}

/// The level of a word that every name has.
const TOP: u16 = 28;

static LEVELS: LazyLock<Table<&'static str, u16>> = LazyLock::new(|| {
    let mut levels = Table::default();
    for (level, words) in table::LEVELS {
        levels.extend(words.split_whitespace().map(|word| (word, *level)));
    }
    levels
});

#[cfg(test)]
mod tests;
