//! Texts prepared for a scan with many needles.

use std::ops::Range;

use crate::flags::FoldFlags;
use crate::fold::{Folded, Reading, fold};

/// Prepares `text` for scanning.
pub fn scan_form(text: &str) -> ScanText {
    let folded = fold(text);
    ScanText {
        flags: folded.flags(),
        forms: vec![ScanForm { reading: Reading::Plain, squeezed: false, folded }],
    }
}

/// A folded name without its spaces: the needle for squeezed forms.
pub fn squeeze(folded: &str) -> String {
    folded.replace(' ', "")
}

/// Every form of one text that has to be scanned.
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

    /// The forms, plain first. A needle for a form with `squeezed()` must be squeezed too.
    pub fn forms(&self) -> &[ScanForm] {
        &self.forms
    }
}

/// One form of a text.
#[derive(Clone, Debug)]
pub struct ScanForm {
    reading: Reading,
    squeezed: bool,
    folded: Folded,
}

impl ScanForm {
    /// Which reading of the text this is.
    pub fn reading(&self) -> Reading {
        self.reading
    }

    /// Whether spaces between words were removed.
    pub fn squeezed(&self) -> bool {
        self.squeezed
    }

    /// The text to scan.
    pub fn text(&self) -> &str {
        self.folded.text()
    }

    /// The bytes of the original text that `range` came from.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.folded.origin(range)
    }

    /// How well `range` of [`text`](Self::text) is delimited: the weaker of its two ends; `None` if it is inside a word.
    pub fn at_boundary(&self, range: Range<usize>) -> Option<Boundary> {
        let before = self.text().get(..range.start)?;
        let after = self.text().get(range.end..)?;
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        (free(before.chars().next_back()) && free(after.chars().next())).then_some(Boundary::Word)
    }
}

/// How a match is delimited, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Boundary {
    /// Whole words.
    Word,
    /// A seam inside a word: a change of case, letters beside digits, an apostrophe, something invisible or a tag.
    Seam,
    /// Inside a run of a script that is written without spaces.
    Unspaced,
    /// The rest of the word is a generic word: `huaweicloud`, `dahuasecurity`.
    Joined,
}
