//! The folded text of a name or a sentence, with the way back to the original and with its other readings. It
//! decides nothing about who is meant. Invariant: folding is linear in the input, total, and idempotent on the text.

mod bidi;
mod chars;
mod entity;
mod letters;
mod map;
mod markup;
mod plain;
mod words;

use std::ops::Range;

use crate::flags::FoldFlags;
use crate::script::Script;
use crate::tokens::{Token, tokens_of};
use chars::{Ch, chars_of};
use map::OriginMap;
use words::{Assembly, assemble};

pub(crate) use letters::transliterated as transliterated_letter;
pub(crate) use letters::unfolded_umlauts;
pub(crate) use plain::{Settled, plain, settled, transliterated};

/// Folds `text`: see the crate documentation for the rules, which are the same for a listed name and for the text
/// that is searched.
///
/// ```
/// # use debar_names::{FoldFlags, fold};
/// let folded = fold("Kаs\u{200B}per\u{AD}sky&nbsp;Lab, Inc."); // the first а is Cyrillic
/// assert_eq!(folded.text(), "kaspersky lab inc");
/// assert!(folded.flags().contains(FoldFlags::HOMOGLYPH | FoldFlags::INVISIBLE));
/// assert_eq!(folded.origin(0..9), 0..15);
/// ```
pub fn fold(text: &str) -> Folded {
    let mut others = Vec::new();
    let mut flags = FoldFlags::NONE;
    let main = if text.contains(['&', '<', bidi::RLO]) {
        let source = markup::read(text);
        if source.marked_up {
            flags |= FoldFlags::MARKUP;
        }
        if let Some(tagged) = &source.tagged {
            others.push(alternate(Reading::Markup, assemble(tagged.iter().copied(), Reading::Plain)));
        }
        if let Some(shown) = bidi::shown(&source.chars) {
            others.push(alternate(Reading::Reversed, assemble(shown.into_iter(), Reading::Plain)));
        }
        read_all(|| source.chars.iter().copied(), &mut others)
    } else {
        read_all(|| chars_of(text), &mut others)
    };
    flags |= main.flags;
    others.retain(|other| other.body.text != main.body.text && !other.body.text.is_empty());
    Folded { body: main.body, flags, others }
}

/// A folded text with the way back to the original.
#[derive(Clone, Debug)]
pub struct Folded {
    body: Body,
    flags: FoldFlags,
    others: Vec<Alternate>,
}

impl Folded {
    /// Words in lower case, separated by single spaces; empty if the text has no letter and no digit.
    pub fn text(&self) -> &str {
        &self.body.text
    }

    /// What folding had to undo.
    pub fn flags(&self) -> FoldFlags {
        self.flags
    }

    /// The words with their classes, in order. Words of scripts without spaces are cut where a place, a generic word
    /// or a legal form begins, so a token need not end at a space.
    pub fn tokens(&self) -> Vec<Token> {
        tokens_of(&self.body.text)
    }

    /// The smallest range of bytes of the original text that the folded bytes `range` came from. Total: a range that
    /// is out of bounds or turned round gives a valid, possibly empty range of the original.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.body.map.origin(range)
    }

    /// Whether the folded text has a seam at byte `at`: a change of case, a letter beside a digit, an apostrophe, or
    /// something invisible or a tag in the original.
    pub fn seam(&self, at: usize) -> bool {
        self.body.seam(at)
    }

    /// Other readings of the same text; each differs from [`text`](Self::text).
    pub fn alternates(&self) -> &[Alternate] {
        &self.others
    }

    pub(crate) fn body(&self) -> &Body {
        &self.body
    }

    /// Every reading with its body, plain first.
    pub(crate) fn into_readings(self) -> impl Iterator<Item = (Reading, Body)> {
        std::iter::once((Reading::Plain, self.body))
            .chain(self.others.into_iter().map(|o| (o.reading, o.body)))
    }
}

/// How a text was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reading {
    /// The folded text itself.
    Plain,
    /// Words in other scripts written in Latin letters, character by character.
    Transliterated,
    /// Words of another script, or with digits among letters, read as the Latin letters that they look like.
    Lookalike,
    /// Letters behind a right-to-left override in the order in which they are shown.
    Reversed,
    /// Tags and comments kept as words instead of removed.
    Markup,
}

impl Reading {
    /// The kebab-case name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Transliterated => "transliterated",
            Self::Lookalike => "look-alike",
            Self::Reversed => "reversed",
            Self::Markup => "markup",
        }
    }
}

/// Another reading of a text, in the same form as its [`Folded`].
#[derive(Clone, Debug)]
pub struct Alternate {
    reading: Reading,
    body: Body,
}

impl Alternate {
    /// Which reading this is; never `Plain`.
    pub fn reading(&self) -> Reading {
        self.reading
    }

    /// The text, in the same form as [`Folded::text`].
    pub fn text(&self) -> &str {
        &self.body.text
    }

    /// The words with their classes, as [`Folded::tokens`].
    pub fn tokens(&self) -> Vec<Token> {
        tokens_of(&self.body.text)
    }

    /// The bytes of the original text that `range` of this text came from, as [`Folded::origin`].
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.body.map.origin(range)
    }
}

/// A canonical text, its map to the original and the seams inside its words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body {
    pub(crate) text: String,
    pub(crate) map: OriginMap,
    /// Byte offsets in `text`, ascending, where a word may be cut.
    pub(crate) seams: Vec<u32>,
}

impl Body {
    pub(crate) fn seam(&self, at: usize) -> bool {
        u32::try_from(at).is_ok_and(|at| self.seams.binary_search(&at).is_ok())
    }

    /// Records that a word may be cut at the end of the text so far.
    fn seam_here(&mut self) {
        if let Ok(at) = u32::try_from(self.text.len())
            && self.seams.last() != Some(&at)
        {
            self.seams.push(at);
        }
    }

    /// The text with a space at every seam; scripts without spaces stay whole.
    pub(crate) fn split(&self) -> String {
        let mut out = String::with_capacity(self.text.len().saturating_add(self.seams.len()));
        let mut seams = self.seams.iter().peekable();
        let mut last = ' ';
        for (at, c) in self.text.char_indices() {
            let seam = seams.next_if(|&&seam| u32::try_from(at).is_ok_and(|at| seam == at)).is_some();
            let unspaced = |c: char| Script::of(c).is_unspaced();
            if seam && last != ' ' && c != ' ' && !(unspaced(last) && unspaced(c)) {
                out.push(' ');
            }
            out.push(c);
            last = c;
        }
        out
    }
}

/// The plain reading of a source, and its other readings where the plain one met something foreign.
fn read_all<I: Iterator<Item = Ch>>(source: impl Fn() -> I, others: &mut Vec<Alternate>) -> Assembly {
    let main = assemble(source(), Reading::Plain);
    if main.foreign {
        others.push(alternate(Reading::Transliterated, assemble(source(), Reading::Transliterated)));
    }
    if main.foreign || main.leet {
        others.push(alternate(Reading::Lookalike, assemble(source(), Reading::Lookalike)));
    }
    main
}

fn alternate(reading: Reading, assembly: Assembly) -> Alternate {
    Alternate { reading, body: assembly.body }
}
