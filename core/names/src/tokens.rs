//! The words of a folded text and what kind of word each is. It scores nothing. Invariant: tokens are in order, do
//! not overlap, and each is the text between its two offsets.

use crate::legal;
use crate::script::Script;
use crate::words::{self, cjk};

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

impl Token {
    /// The word that stands for this one's group of abbreviations and inflections: `technology` for `tech`; the word
    /// itself if it has no group.
    pub fn canonical(&self) -> &str {
        words::canonical(&self.text)
    }
}

/// What a word says about who is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenClass {
    /// Carries the name.
    Distinctive,
    /// Part of a company's legal form, as its place among the other words tells.
    LegalForm,
    /// Joins words.
    Stop,
    /// A country, region or city, or its people.
    Place,
    /// Digits, ordinals, versions, quantities.
    Number,
    /// Says what many firms or products are: business and product words and their abbreviations, months, units.
    Generic,
}

/// The words of a folded text such as an [`exact_key`](crate::exact_key), as [`Folded::tokens`](crate::Folded::tokens).
pub fn tokens(folded: &str) -> Vec<Token> {
    tokens_of(folded)
}

/// The tokens of a folded text.
pub(crate) fn tokens_of(text: &str) -> Vec<Token> {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let mask = legal::mask(&words);
    let mut tokens = Tokens { found: Vec::with_capacity(words.len()), at: 0 };
    for (word, legal) in words.into_iter().zip(mask) {
        match cjk::parts(word) {
            _ if legal => tokens.push(word, TokenClass::LegalForm),
            Some(parts) => parts.into_iter().for_each(|(part, class)| tokens.push(part, class)),
            None => tokens.push(word, words::class_of(word)),
        }
        tokens.at += 1;
    }
    tokens.found
}

struct Tokens {
    found: Vec<Token>,
    at: usize,
}

impl Tokens {
    fn push(&mut self, text: &str, class: TokenClass) {
        let (start, end) = (self.at, self.at + text.len());
        self.found.push(Token { text: text.to_owned(), start, end, class, script: Script::of_text(text) });
        self.at = end;
    }
}
