//! Texts prepared for a search with many needles. It searches nothing itself: the engine does, over
//! [`ScanForm::text`]. Invariant: a needle that folds to a word is found as a word in at least one form, however the
//! word was spaced, marked up or spelt with look-alikes.

mod boundary;

use std::ops::Range;
use std::sync::Arc;

use crate::flags::FoldFlags;
use crate::fold::{Body, Reading, fold};
use crate::tokens::{Token, tokens_of};

pub use boundary::Boundary;

/// Prepares `text`: each reading once with its words apart and once squeezed together, plain first.
///
/// A needle for a form that is not squeezed is [`fold`]`(name).text()` (or one of the keys), a needle for a squeezed
/// form the same through [`squeeze`]. A hit counts where [`ScanForm::at_boundary`] gives a boundary.
///
/// ```
/// # use debar_names::{Boundary, scan_form};
/// let text = "10 seats of Kasper<!-- x -->\u{A0}sky Endpoint";
/// let scan = scan_form(text);
/// let squeezed = &scan.forms()[1];
/// let at = squeezed.text().find("kaspersky").unwrap();
/// assert_eq!(squeezed.at_boundary(at..at + 9), Some(Boundary::Spaced));
/// assert_eq!(&text[squeezed.origin(at..at + 9)], "Kasper<!-- x -->\u{A0}sky");
/// ```
pub fn scan_form(text: &str) -> ScanText {
    let folded = fold(text);
    let flags = folded.flags();
    let mut forms = Vec::new();
    for (reading, body) in folded.into_readings() {
        let body = Arc::new(body);
        let squeezed = Squeezed::from(&body.text);
        forms.push(ScanForm { reading, squeezed: None, body: Arc::clone(&body) });
        forms.extend(squeezed.map(|squeezed| ScanForm { reading, squeezed: Some(squeezed), body }));
    }
    ScanText { flags, forms }
}

/// A folded text without its spaces: the needle for squeezed forms.
pub fn squeeze(folded: &str) -> String {
    folded.replace(' ', "")
}

/// Every form of one text that has to be searched.
#[derive(Clone, Debug)]
pub struct ScanText {
    flags: FoldFlags,
    forms: Vec<ScanForm>,
}

impl ScanText {
    /// What folding had to undo.
    pub fn flags(&self) -> FoldFlags {
        self.flags
    }

    /// The words of the plain reading, as [`Folded::tokens`](crate::Folded::tokens), each with the bytes of the
    /// original text that it came from.
    pub fn tokens(&self) -> Vec<(Range<usize>, Token)> {
        let Some(plain) = self.forms.first() else { return vec![] };
        let place = |token: &Token| plain.body.map.origin(token.start..token.end);
        tokens_of(&plain.body.text).into_iter().map(|token| (place(&token), token)).collect()
    }

    /// The forms, plain first; there is no squeezed form of a single word, which would be the same.
    pub fn forms(&self) -> &[ScanForm] {
        &self.forms
    }
}

/// One form of a text.
#[derive(Clone, Debug)]
pub struct ScanForm {
    reading: Reading,
    squeezed: Option<Squeezed>,
    body: Arc<Body>,
}

/// The text without spaces.
#[derive(Clone, Debug)]
struct Squeezed {
    text: String,
    /// Offsets in `text`, ascending, where a space was taken out.
    gaps: Vec<usize>,
}

impl Squeezed {
    fn from(spaced: &str) -> Option<Self> {
        if !spaced.contains(' ') {
            return None;
        }
        let mut text = String::with_capacity(spaced.len());
        let mut gaps = Vec::new();
        for word in spaced.split(' ') {
            if !text.is_empty() {
                gaps.push(text.len());
            }
            text.push_str(word);
        }
        Some(Self { text, gaps })
    }
}

impl ScanForm {
    /// Which reading of the text this is.
    pub fn reading(&self) -> Reading {
        self.reading
    }

    /// Whether the spaces between words were taken out; needles must then be squeezed too.
    pub fn squeezed(&self) -> bool {
        self.squeezed.is_some()
    }

    /// The text to search.
    pub fn text(&self) -> &str {
        self.squeezed.as_ref().map_or(&self.body.text, |squeezed| &squeezed.text)
    }

    /// The bytes of the original text that `range` of [`text`](Self::text) came from.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.body.map.origin(self.spaced(&range))
    }

    /// How well the range of a hit is delimited, the weaker of its two ends; `None` if it lies inside a word, is
    /// empty or is not a range of [`text`](Self::text).
    pub fn at_boundary(&self, range: Range<usize>) -> Option<Boundary> {
        self.text().get(range.clone()).filter(|hit| !hit.is_empty())?;
        let spaced = self.spaced(&range);
        let boundary = boundary::of(&self.body, spaced.clone())?;
        let stretched = spaced.len() > range.len();
        Some(if stretched { boundary.max(Boundary::Spaced) } else { boundary })
    }

    /// A range of the text to search as a range of the text with spaces.
    fn spaced(&self, range: &Range<usize>) -> Range<usize> {
        let Some(squeezed) = &self.squeezed else {
            return range.clone();
        };
        let before = |gap: usize| squeezed.gaps.partition_point(|at| *at < gap);
        let start = range.start.saturating_add(squeezed.gaps.partition_point(|at| *at <= range.start));
        let end = range.end.saturating_add(before(range.end));
        start..end.max(start)
    }
}
