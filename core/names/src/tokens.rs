//! The words of a folded text and what kind of word each is.

use crate::script::Script;

/// One word of a folded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The word.
    pub text: String,
    /// First byte in the folded text.
    pub start: usize,
    /// Byte after the last in the folded text.
    pub end: usize,
    /// What kind of word it is.
    pub class: TokenClass,
    /// The script of most of its letters.
    pub script: Script,
}

/// What a word says about who is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenClass {
    /// Carries the name.
    Distinctive,
    /// Part of a company's legal form.
    LegalForm,
    /// Joins words.
    Stop,
    /// A country, region or city.
    Place,
    /// Digits, with or without a unit.
    Number,
    /// Says what many firms or products are.
    Generic,
}

pub(crate) fn tokens_of(text: &str) -> Vec<Token> {
    let mut at = 0;
    let mut tokens = Vec::new();
    for word in text.split(' ') {
        if !word.is_empty() {
            tokens.push(Token {
                text: word.to_owned(),
                start: at,
                end: at + word.len(),
                class: TokenClass::Distinctive,
                script: Script::of_text(word),
            });
        }
        at += word.len() + 1;
    }
    tokens
}
