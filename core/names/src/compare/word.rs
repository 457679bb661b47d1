//! A word made ready for comparison: its spellings in Latin letters, its group, its sound and its weight. It knows
//! nothing of the words beside it. Invariant: every field follows from text and class, so equal words are equal here.

use super::{romanised, sound};
use crate::fold::transliterated;
use crate::keys::stem_of_folded;
use crate::script::Script;
use crate::tokens::{Token, TokenClass};
use crate::{weights, words};

/// One word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// As folded.
    pub(crate) text: Box<str>,
    /// In Latin letters, without spaces.
    pub(crate) latin: Box<str>,
    /// The word that stands for its group of generic words, in English where it has one; otherwise `latin`.
    pub(crate) group: Box<str>,
    /// In Latin letters without a Slavic ending; otherwise `latin`.
    pub(crate) stem: Box<str>,
    /// In the one form of its Latin spellings; empty for what carries no name.
    pub(crate) romanised: Box<str>,
    /// Empty if it has none.
    pub(crate) sound: Box<str>,
    pub(crate) class: TokenClass,
    pub(crate) script: Script,
    /// How much it says about who is meant, 0 to 100.
    pub(crate) weight: u16,
    /// Letters that occur in `latin`, one bit each.
    pub(crate) letters: u32,
    pub(crate) has_digit: bool,
    /// Whether many firms are called so, or it is a word of English.
    pub(crate) common: bool,
}

impl Word {
    pub(crate) fn new(text: &str, class: TokenClass) -> Self {
        let script = Script::of_text(text);
        let latin = latin(text);
        let group = match class {
            TokenClass::Generic | TokenClass::Place => group(text, &latin),
            _ => latin.clone(),
        };
        let stem = if script == Script::Cyrillic {
            latin_of(&stem_of_folded(text))
        } else {
            adjective_stem(&latin).to_owned()
        };
        let (romanised, sound) = match class {
            TokenClass::Distinctive => {
                let romanised = romanised(&latin);
                let sound = sound::of(&romanised, script);
                (romanised, sound)
            }
            _ => Default::default(),
        };
        Self {
            weight: weights::of(&group, class, script),
            letters: latin.bytes().fold(0, |bits, c| bits | 1 << (c & 31)),
            has_digit: text.contains(char::is_numeric),
            common: weights::is_common(&latin) || words::in_dictionary(&latin),
            text: text.into(),
            latin: latin.into(),
            group: group.into(),
            stem: stem.into(),
            romanised: romanised.into(),
            sound: sound.into(),
            class,
            script,
        }
    }

    pub(crate) fn of(token: &Token) -> Self {
        Self::new(&token.text, token.class)
    }

    /// Whether it may be the initials of two to four other words.
    pub(crate) fn may_be_initials(&self) -> bool {
        self.is_distinctive()
            && (2..=4).contains(&self.latin.len())
            && self.latin.bytes().all(|c| c.is_ascii_lowercase())
    }

    pub(crate) fn is_distinctive(&self) -> bool {
        self.class == TokenClass::Distinctive
    }
}

/// A folded word in Latin letters.
fn latin(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { latin_of(text) }
}

fn latin_of(text: &str) -> String {
    transliterated(text).map_or_else(|| text.to_owned(), |latin| latin.replace(' ', ""))
}

fn group(text: &str, latin: &str) -> String {
    let own = words::canonical(text);
    if let Some(english) = words::meaning(own) {
        return english.to_owned();
    }
    let other = words::canonical(latin);
    if own == text && other != latin { other.to_owned() } else { words::canonical(own).to_owned() }
}

/// The common part of the ways in which Slavic adjectives are spelt in Latin letters: `kaspersky`, `kasperskogo`.
fn adjective_stem(latin: &str) -> &str {
    if latin.len() < 7 {
        return latin;
    }
    for ending in [
        "skogo", "skomu", "skiy", "skij", "skii", "skoy", "skoi", "skaya", "skaia", "skaja", "skoe", "sky",
        "ski",
    ] {
        if let Some(front) = latin.strip_suffix(ending)
            && front.len() >= 3
        {
            return latin.get(..front.len() + 2).unwrap_or(latin);
        }
    }
    latin
}
