//! The folded text of a name or a sentence. It decides nothing. Invariant: folding is linear, total and idempotent.

mod map;

use std::ops::Range;

use crate::flags::FoldFlags;
use crate::tokens::{Token, tokens_of};
use map::OriginMap;

/// Folds `text`.
pub fn fold(text: &str) -> Folded {
    let mut body = Body::default();
    for (at, c) in text.char_indices() {
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        let end = start.saturating_add(c.len_utf8() as u32);
        if c.is_alphanumeric() {
            for low in c.to_lowercase() {
                body.map.push(body.text.len(), low.len_utf8(), start, end);
                body.text.push(low);
            }
        } else if !body.text.is_empty() && !body.text.ends_with(' ') {
            body.map.push(body.text.len(), 1, start, end);
            body.text.push(' ');
        }
    }
    if body.text.ends_with(' ') {
        body.text.pop();
    }
    Folded { body, flags: FoldFlags::NONE }
}

/// A folded text with the way back to the original.
#[derive(Clone, Debug)]
pub struct Folded {
    body: Body,
    flags: FoldFlags,
}

impl Folded {
    /// Words in lower case, separated by single spaces.
    pub fn text(&self) -> &str {
        &self.body.text
    }

    /// What folding had to undo.
    pub fn flags(&self) -> FoldFlags {
        self.flags
    }

    /// The words with their classes, in order.
    pub fn tokens(&self) -> Vec<Token> {
        tokens_of(&self.body.text)
    }

    /// The bytes of the original text that the folded bytes came from.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.body.map.origin(range)
    }

    /// Other readings of the same text.
    pub fn alternates(&self) -> Vec<Alternate> {
        Vec::new()
    }
}

/// How an alternate text was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reading {
    /// The folded text itself.
    Plain,
    /// Words in other scripts written in Latin letters.
    Transliterated,
    /// Words of another script, or with digits, read as the Latin letters that they look like.
    Lookalike,
    /// Letters behind a right-to-left override in the order in which they are shown.
    Reversed,
    /// Tags and comments kept as words instead of removed.
    Markup,
}

/// Another reading of a folded text.
#[derive(Clone, Debug)]
pub struct Alternate {
    reading: Reading,
    body: Body,
}

impl Alternate {
    /// Which reading this is.
    pub fn reading(&self) -> Reading {
        self.reading
    }

    /// The text, in the same form as [`Folded::text`].
    pub fn text(&self) -> &str {
        &self.body.text
    }

    /// The words with their classes.
    pub fn tokens(&self) -> Vec<Token> {
        tokens_of(&self.body.text)
    }

    /// The bytes of the original text that `range` of this text came from.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.body.map.origin(range)
    }
}

/// A text and its map.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body {
    pub(crate) text: String,
    pub(crate) map: OriginMap,
}
