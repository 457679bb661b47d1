//! Where the decisions and bodies of a full segment stand: a file beside it, made from it and never trusted over it.
//!
//! Layout, integers least significant byte first: `debar ledger index 2` LF, length of the segment (8), number of
//! decisions (8), number of bodies (8); decisions sorted: decision id (32), request id (32), offset of the line (8);
//! bodies sorted: SHA-256 (32), offset of the line (8); last the SHA-256 (32) of all bytes before. A file that does
//! not fit its segment is ignored.

use debar_model::Sha256Hex;
use debar_wire::sha256;
use std::fs;
use std::io::Write;

use crate::layout::{Layout, open_writable};
use crate::record::{Place, Record};
use crate::scan::{self, Line};
use crate::{LedgerError, Problem};

const MAGIC: &[u8] = b"debar ledger index 2\n";

/// A decision and where its line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    pub(crate) decision: [u8; 32],
    pub(crate) request: [u8; 32],
    pub(crate) offset: u64,
}

/// A body and where its line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BodyMark {
    pub(crate) digest: [u8; 32],
    pub(crate) offset: u64,
}

/// What stands where in a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    pub(crate) decisions: Vec<Mark>,
    pub(crate) bodies: Vec<BodyMark>,
}

impl Mark {
    /// The mark of a decision's record; none for other kinds.
    pub(crate) fn of(record: &Record) -> Option<Self> {
        let (decision, request) = (record.decision_id?.0.0, record.request_id.unwrap_or_default().0.0);
        Some(Self { decision, request, offset: record.place.byte })
    }
}

impl Marks {
    pub(crate) fn record(&mut self, record: &Record) {
        self.decisions.extend(Mark::of(record));
    }

    pub(crate) fn body(&mut self, digest: &Sha256Hex, offset: u64) {
        self.bodies.push(BodyMark { digest: digest.0, offset });
    }

    /// Appends marks whose offsets count from some byte on.
    pub(crate) fn append(&mut self, other: &Self, base: u64) {
        let moved = |offset| base.saturating_add(offset);
        self.decisions
            .extend(other.decisions.iter().map(|mark| Mark { offset: moved(mark.offset), ..*mark }));
        self.bodies.extend(other.bodies.iter().map(|mark| BodyMark { offset: moved(mark.offset), ..*mark }));
    }

    pub(crate) fn decisions(&self) -> impl ExactSizeIterator<Item = (&[u8; 32], u64)> {
        self.decisions.iter().map(|mark| (&mark.decision, mark.offset))
    }

    pub(crate) fn bodies(&self) -> impl ExactSizeIterator<Item = (&[u8; 32], u64)> {
        self.bodies.iter().map(|mark| (&mark.digest, mark.offset))
    }

    fn sort(&mut self) {
        self.decisions.sort_unstable();
        self.bodies.sort_unstable();
    }
}

/// Writes the index of a full segment. It is only a convenience, so a failure is not one of the ledger.
pub(crate) fn save(layout: &Layout, segment: u64, len: u64, marks: &Marks) {
    let path = layout.index(segment);
    let temporary = path.with_extension("index-new");
    // What a crash left of an earlier attempt; the folder's lock keeps others away.
    let _ = fs::remove_file(&temporary);
    let written = open_writable(&temporary, true).and_then(|mut file| file.write_all(&print(len, marks)));
    if written.and_then(|()| fs::rename(&temporary, &path)).is_err() {
        let _ = fs::remove_file(&temporary);
    }
}

/// Marks of a full segment from its index, when that fits.
pub(crate) fn saved(layout: &Layout, segment: u64) -> Option<Marks> {
    let len = fs::metadata(layout.segment(segment)).ok()?.len();
    read(&fs::read(layout.index(segment)).ok()?, len)
}

/// Marks of a segment, sorted: from its index when it fits, else from the segment.
pub(crate) fn load(layout: &Layout, segment: u64) -> Result<Marks, LedgerError> {
    if let Some(marks) = saved(layout, segment) {
        return Ok(marks);
    }
    let path = layout.segment(segment);
    let bytes = fs::read(&path).map_err(LedgerError::io("reading", &path))?;
    let mut marks = Marks::default();
    for ((offset, line), number) in scan::lines(&bytes).0.into_iter().zip(1_u64..) {
        let byte = u64::try_from(offset).unwrap_or(u64::MAX);
        let place = Place { segment, line: number, byte };
        match Line::read(line, place).map_err(|message| scan::broken(layout, place, message))? {
            Line::Record(record) => marks.record(&record),
            Line::Body(digest) => marks.body(&digest, byte),
        }
    }
    marks.sort();
    Ok(marks)
}

/// What is wrong with the index of a segment, given the marks it should have.
pub(crate) fn check(layout: &Layout, segment: u64, len: u64, marks: Marks) -> Option<Problem> {
    let path = layout.index(segment);
    let bytes = fs::read(&path).ok()?;
    // While somebody appends, the segment may have grown, become full and got its index meanwhile.
    let grown = fs::metadata(layout.segment(segment)).is_ok_and(|metadata| metadata.len() != len);
    let wrong = !grown && bytes != print(len, &marks);
    let message = "not the index of its segment; remove it, the segment has all it says".to_owned();
    wrong.then(|| Problem { file: layout.relative(&path), line: None, byte: 0, message })
}

fn print(len: u64, marks: &Marks) -> Vec<u8> {
    let mut sorted = marks.clone();
    sorted.sort();
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX).to_le_bytes();
    let mut bytes = Vec::with_capacity(128 + sorted.decisions.len() * 72 + sorted.bodies.len() * 40);
    bytes.extend(MAGIC);
    bytes.extend(len.to_le_bytes());
    bytes.extend(count(sorted.decisions.len()));
    bytes.extend(count(sorted.bodies.len()));
    for mark in &sorted.decisions {
        bytes.extend(mark.decision);
        bytes.extend(mark.request);
        bytes.extend(mark.offset.to_le_bytes());
    }
    for mark in &sorted.bodies {
        bytes.extend(mark.digest);
        bytes.extend(mark.offset.to_le_bytes());
    }
    bytes.extend(sha256(&bytes).0);
    bytes
}

fn read(bytes: &[u8], len: u64) -> Option<Marks> {
    let (content, digest) = bytes.split_at_checked(bytes.len().checked_sub(32)?)?;
    let rest = content.strip_prefix(MAGIC)?;
    let (stated_len, rest) = integer(rest)?;
    let (decisions, rest) = integer(rest)?;
    let (bodies, entries) = integer(rest)?;
    let split = usize::try_from(decisions).ok()?.checked_mul(72)?;
    let (decisions, rest) = entries.split_at_checked(split)?;
    if stated_len != len
        || Some(rest.len()) != usize::try_from(bodies).ok()?.checked_mul(40)
        || sha256(content).0 != digest
    {
        return None;
    }
    let decisions = decisions.chunks_exact(72).map(mark).collect::<Option<_>>()?;
    let bodies = rest.chunks_exact(40).map(body_mark).collect::<Option<_>>()?;
    Some(Marks { decisions, bodies })
}

fn mark(entry: &[u8]) -> Option<Mark> {
    let (decision, rest) = entry.split_first_chunk::<32>()?;
    let (request, rest) = rest.split_first_chunk::<32>()?;
    let (offset, _) = integer(rest)?;
    Some(Mark { decision: *decision, request: *request, offset })
}

fn body_mark(entry: &[u8]) -> Option<BodyMark> {
    let (digest, rest) = entry.split_first_chunk::<32>()?;
    let (offset, _) = integer(rest)?;
    Some(BodyMark { digest: *digest, offset })
}

fn integer(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<8>()?;
    Some((u64::from_le_bytes(*number), rest))
}

#[cfg(test)]
mod tests {
    use super::{BodyMark, Mark, Marks, print, read};

    #[test]
    fn only_what_was_written_is_read() {
        let mark = |n: u8| Mark { decision: [n; 32], request: [9; 32], offset: u64::from(n) };
        let body = |n: u8| BodyMark { digest: [n; 32], offset: u64::from(n) };
        let bytes = print(7, &Marks { decisions: vec![mark(2), mark(1)], bodies: vec![body(4), body(3)] });
        let sorted = Marks { decisions: vec![mark(1), mark(2)], bodies: vec![body(3), body(4)] };
        assert_eq!(read(&bytes, 7), Some(sorted));
        assert_eq!(read(&bytes, 8), None);
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1;
            assert_eq!(read(&flipped, 7), None, "{at}");
            assert_eq!(read(&bytes[..at], 7), None, "{at}");
        }
    }
}
