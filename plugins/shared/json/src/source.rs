//! Native bytes as text, with the way back from each character to its bytes. Not a guess of character sets:
//! UTF-8, UTF-16 by its byte order mark, and what the caller decoded by declaration. Invariant: ranges that
//! leave this module count native bytes.

use std::borrow::Cow;

use crate::{JsonError, Problem};

const CHECKPOINT: usize = 64;

/// How many native bytes stand behind each character of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Widths {
    /// As many as in UTF-8: the text is the native bytes.
    Utf8,
    /// Two for each UTF-16 unit.
    Utf16,
    /// One for each character (ISO 8859, windows-125x ...).
    Single,
}

/// A text over native bytes.
#[derive(Debug)]
pub struct Source<'b> {
    text: Cow<'b, str>,
    widths: Widths,
    mark: u64,
    checkpoints: Vec<u64>,
}

impl<'b> Source<'b> {
    /// Reads UTF-8 (a byte order mark is left out) or UTF-16 with a byte order mark.
    ///
    /// # Errors
    /// [`Problem::Encoding`] for any other bytes: nothing is replaced or guessed. [`Problem::Size`] over 4 GiB.
    pub fn new(bytes: &'b [u8]) -> Result<Self, JsonError> {
        if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
            return Err(encoding("the document is UTF-32", 0, 4));
        }
        if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
            return Self::utf16(rest, u16::from_le_bytes);
        }
        if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
            return Self::utf16(rest, u16::from_be_bytes);
        }
        let (rest, mark) = match bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
            Some(rest) => (rest, 3),
            None => (bytes, 0),
        };
        match std::str::from_utf8(rest) {
            Ok(text) => Self::decoded(Cow::Borrowed(text), Widths::Utf8, mark),
            Err(error) => {
                let valid = error.valid_up_to();
                let before = rest.get(..valid).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default();
                let (line, column) = line_column(before, before.len(), 1);
                let len = error.error_len().unwrap_or_else(|| rest.len().saturating_sub(valid));
                let mut error =
                    encoding("bytes are not valid UTF-8", mark.saturating_add(count(valid)), count(len));
                (error.line, error.column) = (line, column);
                Err(error)
            }
        }
    }

    /// A text that the caller decoded from bytes of a declared character set, of which the first `mark` bytes
    /// are a byte order mark that is not in the text.
    ///
    /// # Errors
    /// [`Problem::Size`] over 4 GiB.
    pub fn decoded(text: Cow<'b, str>, widths: Widths, mark: u64) -> Result<Self, JsonError> {
        if u32::try_from(text.len()).is_err() {
            return Err(JsonError { problem: Problem::Size, ..encoding("the document is over 4 GiB", 0, 0) });
        }
        let mut checkpoints = Vec::new();
        if widths != Widths::Utf8 {
            let mut native = mark;
            let mut next = 0;
            for (offset, character) in text.char_indices() {
                // A checkpoint holds the native offset of the first character at or after its text offset.
                while next <= offset {
                    checkpoints.push(native);
                    next += CHECKPOINT;
                }
                native = native.saturating_add(width(widths, character));
            }
        }
        Ok(Self { text, widths, mark, checkpoints })
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text differs from the native bytes as such.
    #[must_use]
    pub fn is_transcoded(&self) -> bool {
        self.widths != Widths::Utf8
    }

    /// The native offset and length of a range of the text.
    #[must_use]
    pub fn native(&self, start: usize, end: usize) -> (u64, u64) {
        let from = self.native_offset(start);
        (from, self.native_offset(end.max(start)).saturating_sub(from))
    }

    /// Line and column, from 1 and in characters, of an offset in the text, counted from `start`, which is the
    /// first character of line `line`.
    #[must_use]
    pub fn line_column(&self, start: usize, line: u64, offset: usize) -> (u64, u64) {
        let text = self.text.get(start..).unwrap_or_default();
        line_column(text, offset.saturating_sub(start), line)
    }

    fn native_offset(&self, offset: usize) -> u64 {
        if self.widths == Widths::Utf8 {
            return self.mark.saturating_add(count(offset));
        }
        let slot = (offset / CHECKPOINT).min(self.checkpoints.len().saturating_sub(1));
        let mut at = slot * CHECKPOINT;
        while at < self.text.len() && !self.text.is_char_boundary(at) {
            at += 1;
        }
        let native = self.checkpoints.get(slot).copied().unwrap_or(self.mark);
        let between = self.text.get(at..offset).unwrap_or_default();
        native.saturating_add(between.chars().map(|character| width(self.widths, character)).sum())
    }

    fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Self, JsonError> {
        let (pairs, rest) = bytes.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(encoding("UTF-16 ends inside a character", count(bytes.len()).saturating_add(1), 1));
        }
        let mut text = String::with_capacity(bytes.len());
        let mut at = 2_u64;
        for character in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
            match character {
                Ok(character) => {
                    text.push(character);
                    at = at.saturating_add(width(Widths::Utf16, character));
                }
                Err(_) => return Err(encoding("UTF-16 with half of a surrogate pair", at, 2)),
            }
        }
        Self::decoded(Cow::Owned(text), Widths::Utf16, 2)
    }
}

fn width(widths: Widths, character: char) -> u64 {
    match widths {
        Widths::Utf8 => count(character.len_utf8()),
        Widths::Utf16 => count(character.len_utf16()).saturating_mul(2),
        Widths::Single => 1,
    }
}

fn line_column(text: &str, offset: usize, line: u64) -> (u64, u64) {
    let mut before = text.get(..offset).unwrap_or(text);
    let mut lines = line;
    while let Some((_, rest)) = before.split_once('\n') {
        before = rest;
        lines = lines.saturating_add(1);
    }
    (lines, count(before.chars().count()).saturating_add(1))
}

fn encoding(message: &str, offset: u64, len: u64) -> JsonError {
    JsonError {
        problem: Problem::Encoding,
        message: message.to_owned(),
        offset,
        len,
        line: 1,
        column: 1,
        pointer: String::new(),
    }
}

pub(crate) fn count(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}
