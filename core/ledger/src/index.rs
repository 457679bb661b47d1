//! Where the decisions of a full segment stand: a file beside it, made from it and never trusted over it.
//!
//! Layout, integers least significant byte first: `debar ledger index 1` LF, length of the segment (8),
//! number of entries (8), entries sorted by decision id: decision id (32), request id (32), offset of the
//! line (8); last the SHA-256 (32) of all bytes before. A file that does not fit its segment is ignored.

use debar_wire::sha256;
use std::fs;
use std::io::Write;

use crate::layout::{Layout, open_writable};
use crate::record::{Place, Record};
use crate::scan;
use crate::{LedgerError, Problem};

const MAGIC: &[u8] = b"debar ledger index 1\n";
const HEAD: usize = MAGIC.len() + 16;
const ENTRY: usize = 72;

/// A decision and where its line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    pub(crate) decision: [u8; 32],
    pub(crate) request: [u8; 32],
    pub(crate) offset: u64,
}

impl Mark {
    /// The mark of a decision's record; none for other kinds.
    pub(crate) fn of(record: &Record) -> Option<Self> {
        let (decision, request) = (record.decision_id?.0.0, record.request_id.unwrap_or_default().0.0);
        Some(Self { decision, request, offset: record.place.byte })
    }
}

/// Writes the index of a full segment. It is only a convenience, so a failure is not one of the ledger.
pub(crate) fn save(layout: &Layout, segment: u64, len: u64, marks: &[Mark]) {
    let path = layout.index(segment);
    let temporary = path.with_extension("index-new");
    // What a crash left of an earlier attempt; the folder's lock keeps others away.
    let _ = fs::remove_file(&temporary);
    let written = open_writable(&temporary, true).and_then(|mut file| file.write_all(&print(len, marks)));
    if written.and_then(|()| fs::rename(&temporary, &path)).is_err() {
        let _ = fs::remove_file(&temporary);
    }
}

/// Marks of a segment, sorted by decision: from its index when it fits, else from the segment.
pub(crate) fn load(layout: &Layout, segment: u64) -> Result<Vec<Mark>, LedgerError> {
    let path = layout.segment(segment);
    let len = fs::metadata(&path).map_err(LedgerError::io("reading", &path))?.len();
    let index = fs::read(layout.index(segment)).ok();
    if let Some(marks) = index.and_then(|bytes| read(&bytes, len)) {
        return Ok(marks);
    }
    let bytes = fs::read(&path).map_err(LedgerError::io("reading", &path))?;
    let mut marks = Vec::new();
    for ((offset, line), number) in scan::lines(&bytes).0.into_iter().zip(1_u64..) {
        let byte = u64::try_from(offset).unwrap_or(u64::MAX);
        let place = Place { segment, line: number, byte };
        let record = Record::read(line, place).map_err(|message| scan::broken(layout, place, message))?;
        marks.extend(Mark::of(&record));
    }
    marks.sort_unstable();
    Ok(marks)
}

/// What is wrong with the index of a segment, given the marks it should have.
pub(crate) fn check(layout: &Layout, segment: u64, len: u64, mut marks: Vec<Mark>) -> Option<Problem> {
    let path = layout.index(segment);
    let bytes = fs::read(&path).ok()?;
    marks.sort_unstable();
    // While somebody appends, the segment may have grown, become full and got its index meanwhile.
    let grown = fs::metadata(layout.segment(segment)).is_ok_and(|metadata| metadata.len() != len);
    let wrong = !grown && bytes != print(len, &marks);
    let message = "not the index of its segment; remove it, the segment has all it says".to_owned();
    wrong.then(|| Problem { file: layout.relative(&path), line: None, byte: 0, message })
}

fn print(len: u64, marks: &[Mark]) -> Vec<u8> {
    let mut sorted = marks.to_vec();
    sorted.sort_unstable();
    let mut bytes = Vec::with_capacity(HEAD + sorted.len() * ENTRY + 32);
    bytes.extend(MAGIC);
    bytes.extend(len.to_le_bytes());
    bytes.extend(u64::try_from(sorted.len()).unwrap_or(u64::MAX).to_le_bytes());
    for mark in &sorted {
        bytes.extend(mark.decision);
        bytes.extend(mark.request);
        bytes.extend(mark.offset.to_le_bytes());
    }
    bytes.extend(sha256(&bytes).0);
    bytes
}

fn read(bytes: &[u8], len: u64) -> Option<Vec<Mark>> {
    let (content, digest) = bytes.split_at_checked(bytes.len().checked_sub(32)?)?;
    let rest = content.strip_prefix(MAGIC)?;
    let (stated_len, rest) = integer(rest)?;
    let (count, entries) = integer(rest)?;
    let whole = entries.len().is_multiple_of(ENTRY) && u64::try_from(entries.len() / ENTRY) == Ok(count);
    if stated_len != len || !whole || sha256(content).0 != digest {
        return None;
    }
    entries.chunks_exact(ENTRY).map(mark).collect()
}

fn mark(entry: &[u8]) -> Option<Mark> {
    let (decision, rest) = entry.split_first_chunk::<32>()?;
    let (request, rest) = rest.split_first_chunk::<32>()?;
    let (offset, _) = integer(rest)?;
    Some(Mark { decision: *decision, request: *request, offset })
}

fn integer(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<8>()?;
    Some((u64::from_le_bytes(*number), rest))
}

#[cfg(test)]
mod tests {
    use super::{Mark, print, read};

    #[test]
    fn only_what_was_written_is_read() {
        let mark = |n: u8| Mark { decision: [n; 32], request: [9; 32], offset: u64::from(n) };
        let bytes = print(7, &[mark(2), mark(1)]);
        assert_eq!(read(&bytes, 7), Some(vec![mark(1), mark(2)]));
        assert_eq!(read(&bytes, 8), None);
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1;
            assert_eq!(read(&flipped, 7), None, "{at}");
            assert_eq!(read(&bytes[..at], 7), None, "{at}");
        }
    }
}
