//! Walking over the records of a segment while checking the chain.
//!
//! Not a repair: it says what it saw. Invariant: after a broken line it goes on with what that line
//! claims of itself, so that one fault is one problem.

use debar_model::Sha256Hex;
use std::path::PathBuf;

use crate::inline;
use crate::layout::Layout;
use crate::record::{Place, Record};
use crate::{LedgerError, Problem};

/// What a line of a segment is.
#[expect(clippy::large_enum_variant, reason = "it is taken apart right after it was made")]
pub(crate) enum Line {
    /// A record, its own hash checked.
    Record(Record),
    /// A body with this digest, the line's hash checked.
    Body(Sha256Hex),
}

impl Line {
    /// Reads a line without its line feed.
    pub(crate) fn read(line: &[u8], place: Place) -> Result<Self, String> {
        if inline::is_body(line) {
            return inline::check(line).map(Self::Body).map_err(str::to_owned);
        }
        Record::read(line, place).map(Self::Record)
    }
}

/// Where in the chain the walk stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chain {
    /// Sequence number of the next record.
    pub(crate) next: u64,
    /// Hash of the last record.
    pub(crate) head: Sha256Hex,
}

impl Chain {
    /// Before the first record.
    pub(crate) const START: Self = Self { next: 1, head: Sha256Hex([0; 32]) };

    /// Takes a line into the chain, in which bodies have no place, or says why it does not belong there.
    pub(crate) fn take(&mut self, line: &[u8], place: Place) -> Result<Line, String> {
        let record = match Line::read(line, place)? {
            Line::Record(record) => record,
            body @ Line::Body(_) => return Ok(body),
        };
        if record.seq != self.next {
            let message = format!("sequence number {} stands where {} belongs", record.seq, self.next);
            return Err(message);
        }
        if record.prev != self.head {
            return Err("the record before is not the one that it was chained to".to_owned());
        }
        self.next = record.seq.saturating_add(1);
        self.head = record.hash;
        Ok(Line::Record(record))
    }

    /// Goes on behind a broken line.
    pub(crate) fn skip(&mut self, line: &[u8], place: Place) {
        if inline::is_body(line) {
            return;
        }
        match Record::read(line, place) {
            Ok(record) => {
                self.next = record.seq.saturating_add(1);
                self.head = record.hash;
            }
            Err(_) => {
                self.next = self.next.saturating_add(1);
                self.head = claimed_hash(line).unwrap_or(self.head);
            }
        }
    }
}

/// Whole lines of some bytes with the offset of each, and the torn rest.
pub(crate) fn lines(bytes: &[u8]) -> (Vec<(usize, &[u8])>, &[u8]) {
    let mut found = Vec::new();
    let mut start = 0;
    for feed in memchr::memchr_iter(b'\n', bytes) {
        found.push((start, bytes.get(start..feed).unwrap_or_default()));
        start = feed + 1;
    }
    (found, bytes.get(start..).unwrap_or_default())
}

pub(crate) fn problem(layout: &Layout, place: Place, message: impl Into<String>) -> Problem {
    let file: PathBuf = layout.relative(&layout.segment(place.segment));
    Problem { file, line: (place.line > 0).then_some(place.line), byte: place.byte, message: message.into() }
}

pub(crate) fn broken(layout: &Layout, place: Place, message: impl Into<String>) -> LedgerError {
    LedgerError::Broken(problem(layout, place, message))
}

/// The hash that stands at the end of a broken line.
fn claimed_hash(line: &[u8]) -> Option<Sha256Hex> {
    let digits = line.strip_suffix(b"\"}")?;
    let digits = digits.get(digits.len().checked_sub(64)?..)?;
    Sha256Hex::parse(std::str::from_utf8(digits).ok()?).ok()
}
