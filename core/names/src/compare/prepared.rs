//! A name taken apart once, to be compared many times. Invariant: if the name folds to something, it has a word.

use super::word::Word;
use crate::fold::plain;
use crate::legal::{FormLevel, levels_of};
use crate::scan::squeeze;
use crate::tokens::{Token, TokenClass, tokens_of};

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
        let mut tokens = tokens_of(&exact);
        name_of_stop_words(&mut tokens);
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

/// A letter that begins or ends a name is part of it (`E-Lead`, `Tri-M`), and so is the first word of a name that no
/// other word carries (`Via Technologies`), unless it is an article.
fn name_of_stop_words(tokens: &mut [Token]) {
    let carried = tokens.iter().any(|token| token.class == TokenClass::Distinctive);
    let last = tokens.iter().rposition(|token| token.class != TokenClass::LegalForm);
    let first = tokens.iter().position(|token| token.class != TokenClass::LegalForm);
    for (at, token) in tokens.iter_mut().enumerate() {
        let letter = token.text.chars().count() == 1;
        let front = Some(at) == first && (letter || !carried && !is_article(&token.text));
        let back = Some(at) == last && letter && first != last;
        if token.class == TokenClass::Stop && token.text.is_ascii() && (front || back) {
            token.class = TokenClass::Distinctive;
        }
    }
}

fn is_article(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "der"
            | "die"
            | "das"
            | "le"
            | "la"
            | "les"
            | "los"
            | "las"
            | "el"
            | "il"
            | "al"
            | "and"
            | "of"
    )
}

/// Words of a name that are compared: a longer text is no name.
const MOST_WORDS: usize = 24;
