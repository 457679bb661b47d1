//! What others left at the end of the log: whole lines are taken into the chain, a torn rest is cut and the cut
//! recorded. Invariant: nothing is cut that no record tells of.

use debar_model::Sha256Hex;
use jiff::Timestamp;
use serde::Serialize;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::PathBuf;

use super::{Batch, Prepared, Writer};
use crate::index::Marks;
use crate::layout::{Layout, open_writable};
use crate::reader::last_record;
use crate::record::Place;
use crate::scan::{self, Chain, Line};
use crate::{Entry, LedgerError};

/// A torn end that was cut, as the record of kind `truncation` also says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The segment, relative to the ledger's folder.
    pub segment: PathBuf,
    /// First byte that was cut.
    pub byte: u64,
    /// Number of bytes cut.
    pub bytes: u64,
    /// Their SHA-256.
    pub sha256: Sha256Hex,
}

impl Writer {
    /// Takes in what other processes appended, and cuts what one of them left torn; without an instant for the
    /// record of the cut it stays for the next append.
    pub(super) fn catch_up(&mut self, at: Option<Timestamp>) -> Result<Option<Cut>, LedgerError> {
        loop {
            let path = self.layout.segment(self.active.first);
            let reading = "reading";
            let metadata = self.active.file.metadata().map_err(LedgerError::io(reading, &path))?;
            let size = metadata.len();
            if metadata.nlink() == 0 {
                return Err(self.broken_at(0, "the segment was removed while it was written to"));
            }
            let Some(more) = size.checked_sub(self.active.len) else {
                let message = format!("the segment has {size} bytes and had {}", self.active.len);
                return Err(self.broken_at(self.active.len, message));
            };
            if more > 0 {
                let mut bytes = vec![0; usize::try_from(more).unwrap_or(usize::MAX)];
                let read = self.active.file.read_exact_at(&mut bytes, self.active.len);
                read.map_err(LedgerError::io(reading, &path))?;
                let torn = self.take_in(&bytes)?;
                match at {
                    Some(at) if !torn.is_empty() => return self.cut(torn, at).map(Some),
                    None if !torn.is_empty() => return Ok(None),
                    _ => {}
                }
            }
            let next = self.layout.segment(self.chain.next);
            if self.chain.next == self.active.first || !next.exists() {
                return Ok(None);
            }
            let file = open_writable(&next, false).map_err(LedgerError::io("opening", &next))?;
            self.seal(file);
        }
    }

    /// Takes whole lines into the chain; the torn rest comes back.
    pub(super) fn take_in<'b>(&mut self, bytes: &'b [u8]) -> Result<&'b [u8], LedgerError> {
        let (lines, torn) = scan::lines(bytes);
        let base = self.active.len;
        let (mut marks, mut last) = (Marks::default(), Timestamp::MIN);
        for (offset, line) in &lines {
            let byte = base + u64::try_from(*offset).unwrap_or(u64::MAX);
            let place = self.place(byte);
            let taken = self.chain.take(line, place);
            match taken.map_err(|message| scan::broken(&self.layout, place, message))? {
                Line::Record(record) => {
                    marks.record(&record);
                    last = last.max(record.time);
                }
                Line::Body(digest) => marks.body(&digest, byte),
            }
            self.active.lines += 1;
        }
        self.active.len = base + u64::try_from(bytes.len() - torn.len()).unwrap_or(u64::MAX);
        self.unsynced = true;
        self.learn(&marks, last);
        let closed = self.chain.next > self.active.first && self.layout.segment(self.chain.next).exists();
        if !torn.is_empty() && closed {
            return Err(self.broken_at(self.active.len, "the line is torn although a segment follows"));
        }
        Ok(torn)
    }

    /// Writes the record of a cut over the torn bytes, then shortens the file to its end.
    pub(super) fn cut(&mut self, torn: &[u8], at: Timestamp) -> Result<Cut, LedgerError> {
        #[derive(Serialize)]
        struct Data {
            segment: PathBuf,
            byte: String,
            bytes: String,
            sha256: String,
        }
        let path = self.layout.segment(self.active.first);
        let bytes = u64::try_from(torn.len()).unwrap_or(u64::MAX);
        let segment = self.layout.relative(&path);
        let cut = Cut { segment, byte: self.active.len, bytes, sha256: debar_wire::sha256(torn) };
        let data = Data {
            segment: cut.segment.clone(),
            byte: cut.byte.to_string(),
            bytes: cut.bytes.to_string(),
            sha256: cut.sha256.to_string(),
        };
        let mut batch = Batch::after(self.chain);
        batch.add(&Prepared::new(&Entry::truncation(at, &data)));
        let len = self.active.len + u64::try_from(batch.bytes.len()).unwrap_or(u64::MAX);
        let writing = LedgerError::io("recording a cut in", &path);
        // Written over the torn bytes before they go: a crash in between leaves a torn end again, never
        // a cut that nobody knows of.
        self.disk.write(&self.active.file, &batch.bytes, self.active.len).map_err(writing)?;
        let cutting = LedgerError::io("cutting", &path);
        self.disk.set_len(&self.active.file, len).map_err(cutting)?;
        self.unsynced = true;
        self.active.len = len;
        self.active.lines += 1;
        self.chain = batch.chain;
        self.learn(&Marks::default(), at);
        self.sync()?;
        Ok(cut)
    }
}

/// The chain as it stands before the active segment: from the last line of the segment before it.
pub(super) fn chain_before(
    layout: &Layout,
    before: Option<u64>,
    active: Option<u64>,
) -> Result<Chain, LedgerError> {
    let Some(segment) = before else {
        return match active {
            None | Some(1) => Ok(Chain::START),
            Some(first) => {
                let place = Place { segment: first, line: 1, byte: 0 };
                Err(scan::broken(layout, place, "the segments before this one are missing"))
            }
        };
    };
    let record = last_record(layout, segment)?;
    let place = record.place;
    let chain = Chain { next: record.seq.saturating_add(1), head: record.hash };
    if active.is_some_and(|first| first != chain.next) {
        let message = format!("the segment that begins with {} is missing", chain.next);
        return Err(scan::broken(layout, place, message));
    }
    Ok(chain)
}
