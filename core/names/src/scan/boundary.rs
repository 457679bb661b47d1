//! Where a name may begin and end inside a folded text, in every script. Not a segmenter: it judges a range that a
//! search has found. Invariant: constant time, whatever the length of the text.

use std::ops::Range;

use crate::fold::Body;
use crate::script::Script;
use crate::words;

/// How a hit is delimited, strongest first. Whether a boundary is good enough is for the caller to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Boundary {
    /// Whole words.
    Word,
    /// A seam inside a word: a change of case, letters beside digits, an apostrophe, a letter that stood alone, or
    /// something invisible or a tag.
    Seam,
    /// Words that stand apart were read as one, in a squeezed form.
    Spaced,
    /// Inside a run of a script that is written without spaces.
    Unspaced,
    /// The rest of the word is made of generic words and legal forms: `huaweicloud`, `technologyco`.
    Joined,
}

impl Boundary {
    /// The kebab-case name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Seam => "seam",
            Self::Spaced => "spaced",
            Self::Unspaced => "unspaced",
            Self::Joined => "joined",
        }
    }
}

/// The weaker of the boundaries at the two ends of `range`.
pub(super) fn of(body: &Body, range: Range<usize>) -> Option<Boundary> {
    let before = body.text.get(..range.start)?;
    let after = body.text.get(range.end..)?;
    let inside = body.text.get(range.clone())?;
    let start = edge(before.chars().next_back(), inside.chars().next(), body.seam(range.start))
        .or_else(|| joined(last_part(before)?))?;
    let end = edge(after.chars().next(), inside.chars().next_back(), body.seam(range.end))
        .or_else(|| joined(first_part(after)?))?;
    Some(start.max(end))
}

/// A boundary between the hit's own `inner` letter and the letter beside it.
fn edge(outer: Option<char>, inner: Option<char>, seam: bool) -> Option<Boundary> {
    let Some(outer) = outer.filter(|c| *c != ' ') else {
        return Some(Boundary::Word);
    };
    let unspaced = |c: char| Script::of(c).is_unspaced();
    if unspaced(outer) && inner.is_some_and(unspaced) {
        return Some(Boundary::Unspaced);
    }
    seam.then_some(Boundary::Seam)
}

/// The longest rest of a word that is looked at.
const REST: usize = 48;

fn first_part(after: &str) -> Option<&str> {
    let end = after.char_indices().take(REST).find(|(_, c)| *c == ' ').map(|(at, _)| at);
    match end {
        Some(end) => after.get(..end),
        None => (after.len() <= REST).then_some(after),
    }
}

fn last_part(before: &str) -> Option<&str> {
    let space = before.char_indices().rev().take(REST).find(|(_, c)| *c == ' ').map(|(at, _)| at + 1);
    match space {
        Some(start) => before.get(start..),
        None => (before.len() <= REST).then_some(before),
    }
}

fn joined(rest: &str) -> Option<Boundary> {
    words::is_made_of_generic(rest).then_some(Boundary::Joined)
}
