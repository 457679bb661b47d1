//! A name taken apart once, to be compared many times. Invariant: if the name folds to something, it has a word.

use super::word::Word;
use crate::fold::plain;
use crate::legal::{FormLevel, levels_of};
use crate::scan::squeeze;
use crate::tokens::{TokenClass, tokens_of};

/// A name ready for comparison.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    /// The folded name.
    pub(crate) exact: String,
    /// Its words without legal forms, unless there are no others.
    pub(crate) words: Vec<Word>,
    pub(crate) legal: Legal,
    /// The core in Latin letters without spaces.
    pub(crate) joined: String,
}

/// The legal forms of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Legal {
    pub(crate) text: String,
    pub(crate) levels: Vec<FormLevel>,
}

impl Prepared {
    pub(crate) fn new(name: &str) -> Self {
        Self::of_folded(plain(name))
    }

    /// Of a text that is folded already.
    pub(crate) fn of_folded(exact: String) -> Self {
        let tokens = tokens_of(&exact);
        let core = |class: TokenClass| class != TokenClass::LegalForm;
        let any = tokens.iter().any(|token| core(token.class) && token.class != TokenClass::Stop);
        let words: Vec<Word> =
            tokens.iter().filter(|token| !any || core(token.class)).take(MOST_WORDS).map(Word::of).collect();
        let legal: Vec<&str> = tokens
            .iter()
            .filter(|token| token.class == TokenClass::LegalForm)
            .map(|token| token.text.as_str())
            .collect();
        let legal = if any && !legal.is_empty() {
            Legal { levels: levels_of(&legal), text: legal.join(" ") }
        } else {
            Legal::default()
        };
        let joined = squeeze(&words.iter().map(|word| &*word.latin).collect::<String>());
        Self { exact, words, legal, joined }
    }
}

/// Words of a name that are compared: a longer text is no name.
const MOST_WORDS: usize = 24;
