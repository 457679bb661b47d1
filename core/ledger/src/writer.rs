//! The one place that writes records: under the folder's lock, at the known end, synced before it returns.
//!
//! Several processes may have a writer on one folder; each reads what the others appended before it
//! appends. Invariant: after an error the log ends where it ended before, or the writer refuses to go on.

use debar_model::{DecisionId, Sha256Hex};
use jiff::Timestamp;
use rustix::fs::{FlockOperation, flock};
use serde::Serialize;
use std::collections::HashMap;
use std::fs::File;
use std::io::ErrorKind;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::disk::Disk;
use crate::index::{self, Mark};
use crate::known::Known;
use crate::layout::{Layout, open_writable, sync_folder};
use crate::reader::record_at;
use crate::record::{self, Place};
use crate::scan::{self, Chain};
use crate::{Entry, LedgerError, Receipt};

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

/// An entry with its text made, waiting for its place in the chain.
pub(crate) struct Prepared {
    time: Timestamp,
    decision: Option<DecisionId>,
    request: [u8; 32],
    tail: Vec<u8>,
}

pub(crate) struct Writer {
    layout: Layout,
    disk: Box<dyn Disk>,
    lock: Arc<File>,
    segment_bytes: u64,
    active: Active,
    chain: Chain,
    known: Known,
    /// Full segments are read into `known` only once something is appended.
    sealed: Vec<u64>,
    /// There are bytes in the active segment that nobody here has synced.
    unsynced: bool,
    failed: Option<String>,
}

/// The segment that is written to.
struct Active {
    file: File,
    first: u64,
    len: u64,
    marks: Vec<Mark>,
}

impl Prepared {
    pub(crate) fn new(entry: &Entry) -> Self {
        let ids = entry.ids();
        Self {
            time: entry.time(),
            decision: ids.map(|(decision, _)| decision),
            request: ids.map(|(_, request)| request.0.0).unwrap_or_default(),
            tail: entry.tail(),
        }
    }
}

impl Writer {
    /// Opens the log, takes in its last segment, cuts and records a torn end.
    pub(crate) fn open(
        layout: Layout,
        disk: Box<dyn Disk>,
        segment_bytes: u64,
        at: Timestamp,
    ) -> Result<(Self, Option<Cut>), LedgerError> {
        let path = layout.lock();
        let lock = Arc::new(open_writable(&path, false).map_err(LedgerError::io("opening", &path))?);
        let guard = Guard::take(&lock, &layout)?;
        let mut sealed = layout.list()?;
        let last = sealed.pop();
        let chain = chain_before(&layout, sealed.last().copied(), last)?;
        let first = last.unwrap_or(chain.next);
        let path = layout.segment(first);
        let file = open_writable(&path, last.is_none()).map_err(LedgerError::io("opening", &path))?;
        sync_folder(&layout.segments())?;
        let active = Active { file, first, len: 0, marks: Vec::new() };
        let known = Known::default();
        let mut writer = Self {
            layout: layout.clone(),
            disk,
            lock: Arc::clone(&lock),
            segment_bytes,
            active,
            chain,
            known,
            sealed,
            unsynced: false,
            failed: None,
        };
        let cut = writer.catch_up(at)?;
        writer.sync()?;
        drop(guard);
        Ok((writer, cut))
    }

    pub(crate) fn chain(&self) -> Chain {
        self.chain
    }

    pub(crate) fn segments(&self) -> usize {
        self.sealed.len() + 1
    }

    /// Appends entries in their order; returns when they are durable.
    pub(crate) fn commit(&mut self, entries: &[Prepared]) -> Result<Vec<Receipt>, LedgerError> {
        if let Some(since) = &self.failed {
            return Err(LedgerError::Refusing { since: since.clone() });
        }
        let Some(at) = entries.first().map(|entry| entry.time) else { return Ok(Vec::new()) };
        let lock = Arc::clone(&self.lock);
        let _guard = Guard::take(&lock, &self.layout)?;
        if let Err(error) = self.catch_up(at) {
            if let LedgerError::Broken(problem) = &error {
                self.failed = Some(format!("the ledger was found broken: {problem}"));
            }
            return Err(error);
        }
        self.load_sealed()?;
        let mut receipts: Vec<Receipt> = Vec::with_capacity(entries.len());
        let mut batch = Batch::after(self.chain);
        for entry in entries {
            if let Some(old) = self.recorded(entry, &batch)? {
                receipts.push(old);
                continue;
            }
            receipts.push(batch.add(entry));
            if u64::try_from(batch.bytes.len()).is_ok_and(|len| len >= self.segment_bytes) {
                self.write(&batch)?;
                batch = Batch::after(self.chain);
            }
        }
        self.write(&batch)?;
        // Also when nothing was written: an old record may be another process's, not synced by it.
        self.sync()?;
        Ok(receipts)
    }

    /// The receipt of a decision that is recorded already.
    fn recorded(&self, entry: &Prepared, batch: &Batch) -> Result<Option<Receipt>, LedgerError> {
        let Some(decision) = entry.decision else { return Ok(None) };
        if let Some(receipt) = batch.decisions.get(&decision) {
            return Ok(Some(Receipt { new: false, ..*receipt }));
        }
        for (segment, offset) in self.known.find(&decision.0.0) {
            let record = record_at(&self.layout, segment, offset)?;
            if record.decision_id == Some(decision) {
                let (seq, hash, time) = (record.seq, record.hash, record.time);
                return Ok(Some(Receipt { seq, hash, time, new: false }));
            }
        }
        Ok(None)
    }

    /// Writes the lines of a batch and syncs them. On failure the log ends where it ended before.
    fn write(&mut self, batch: &Batch) -> Result<(), LedgerError> {
        if batch.bytes.is_empty() {
            return Ok(());
        }
        let len = u64::try_from(batch.bytes.len()).unwrap_or(u64::MAX);
        if self.active.len > 0 && self.active.len.saturating_add(len) > self.segment_bytes {
            self.rotate()?;
        }
        let path = self.layout.segment(self.active.first);
        if let Err(error) = self.disk.write(&self.active.file, &batch.bytes, self.active.len) {
            self.undo("a failed write could not be undone");
            return Err(LedgerError::io("writing", &path)(error));
        }
        if let Err(error) = self.disk.sync(&self.active.file) {
            // The system may have dropped the very pages that it could not write, so nothing that
            // follows would prove anything: only opening anew reads what is really there.
            self.undo("a failed sync could not be undone");
            self.failed.get_or_insert_with(|| format!("syncing `{}` failed", path.display()));
            return Err(LedgerError::io("syncing", &path)(error));
        }
        self.unsynced = false;
        let base = self.active.len;
        let shifted: Vec<Mark> =
            batch.marks.iter().map(|mark| Mark { offset: base + mark.offset, ..*mark }).collect();
        self.known.add(self.active.first, &shifted);
        self.active.marks.extend(shifted);
        self.active.len = base.saturating_add(len);
        self.chain = batch.chain;
        Ok(())
    }

    /// Takes back what a failed write may have left.
    fn undo(&mut self, why: &str) {
        if let Err(error) = self.disk.set_len(&self.active.file, self.active.len) {
            self.failed = Some(format!("{why}: {error}"));
        }
    }

    fn sync(&mut self) -> Result<(), LedgerError> {
        if self.unsynced {
            let path = self.layout.segment(self.active.first);
            if let Err(error) = self.disk.sync(&self.active.file) {
                self.failed = Some(format!("syncing `{}` failed", path.display()));
                return Err(LedgerError::io("syncing", &path)(error));
            }
            self.unsynced = false;
        }
        Ok(())
    }

    /// Closes the active segment, which is synced, and begins the next one.
    fn rotate(&mut self) -> Result<(), LedgerError> {
        self.sync()?;
        let path = self.layout.segment(self.chain.next);
        let file = open_writable(&path, true).map_err(LedgerError::io("creating", &path))?;
        sync_folder(&self.layout.segments())?;
        self.seal(file);
        Ok(())
    }

    fn seal(&mut self, file: File) {
        index::save(&self.layout, self.active.first, self.active.len, &self.active.marks);
        self.sealed.push(self.active.first);
        self.active = Active { file, first: self.chain.next, len: 0, marks: Vec::new() };
    }

    /// Takes in what other processes appended, and cuts what one of them left torn.
    fn catch_up(&mut self, at: Timestamp) -> Result<Option<Cut>, LedgerError> {
        loop {
            let path = self.layout.segment(self.active.first);
            let reading = "reading";
            let size = self.active.file.metadata().map_err(LedgerError::io(reading, &path))?.len();
            let Some(more) = size.checked_sub(self.active.len) else {
                let message = format!("the segment has {size} bytes and had {}", self.active.len);
                return Err(self.broken_at(self.active.len, message));
            };
            if more > 0 {
                let mut bytes = vec![0; usize::try_from(more).unwrap_or(usize::MAX)];
                let read = self.active.file.read_exact_at(&mut bytes, self.active.len);
                read.map_err(LedgerError::io(reading, &path))?;
                let torn = self.take_in(&bytes)?;
                if !torn.is_empty() {
                    return self.cut(torn, at).map(Some);
                }
            }
            let next = self.layout.segment(self.chain.next);
            if self.active.len == 0 || !next.exists() {
                return Ok(None);
            }
            let file = open_writable(&next, false).map_err(LedgerError::io("opening", &next))?;
            self.seal(file);
        }
    }

    /// Takes whole lines into the chain; the torn rest comes back.
    fn take_in<'b>(&mut self, bytes: &'b [u8]) -> Result<&'b [u8], LedgerError> {
        let (lines, torn) = scan::lines(bytes);
        let base = self.active.len;
        let mut marks = Vec::with_capacity(lines.len());
        for (offset, line) in &lines {
            let byte = base + u64::try_from(*offset).unwrap_or(u64::MAX);
            let place = self.place(byte);
            let record = self.chain.take(line, place);
            let record = record.map_err(|message| scan::broken(&self.layout, place, message))?;
            marks.extend(Mark::of(&record));
        }
        self.known.add(self.active.first, &marks);
        self.active.marks.extend(marks);
        self.active.len = base + u64::try_from(bytes.len() - torn.len()).unwrap_or(u64::MAX);
        self.unsynced = true;
        if !torn.is_empty() && self.active.len > 0 && self.layout.segment(self.chain.next).exists() {
            return Err(self.broken_at(self.active.len, "the line is torn although a segment follows"));
        }
        Ok(torn)
    }

    /// Writes the record of a cut over the torn bytes, then shortens the file to its end.
    fn cut(&mut self, torn: &[u8], at: Timestamp) -> Result<Cut, LedgerError> {
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
        self.chain = batch.chain;
        self.sync()?;
        Ok(cut)
    }

    /// Reads which decisions stand in full segments, once.
    fn load_sealed(&mut self) -> Result<(), LedgerError> {
        if self.known.is_complete() {
            return Ok(());
        }
        let mut known = Known::default();
        for segment in &self.sealed {
            known.add(*segment, &index::load(&self.layout, *segment)?);
        }
        known.add(self.active.first, &self.active.marks);
        known.complete();
        self.known = known;
        Ok(())
    }

    fn place(&self, byte: u64) -> Place {
        let line = self.chain.next.saturating_sub(self.active.first).saturating_add(1);
        Place { segment: self.active.first, line, byte }
    }

    fn broken_at(&self, byte: u64, message: impl Into<String>) -> LedgerError {
        scan::broken(&self.layout, self.place(byte), message)
    }
}

/// Lines that are to be written together.
struct Batch {
    bytes: Vec<u8>,
    chain: Chain,
    marks: Vec<Mark>,
    decisions: HashMap<DecisionId, Receipt>,
}

impl Batch {
    fn after(chain: Chain) -> Self {
        Self { bytes: Vec::new(), chain, marks: Vec::new(), decisions: HashMap::new() }
    }

    fn add(&mut self, entry: &Prepared) -> Receipt {
        let offset = u64::try_from(self.bytes.len()).unwrap_or(u64::MAX);
        let seq = self.chain.next;
        let hash = record::print(&mut self.bytes, seq, entry.time, &self.chain.head, &entry.tail);
        self.chain = Chain { next: seq.saturating_add(1), head: hash };
        let receipt = Receipt { seq, hash, time: entry.time, new: true };
        if let Some(decision) = entry.decision {
            self.marks.push(Mark { decision: decision.0.0, request: entry.request, offset });
            self.decisions.insert(decision, receipt);
        }
        receipt
    }
}

/// The folder's lock, given back when it goes out of scope.
struct Guard<'a>(&'a File);

impl<'a> Guard<'a> {
    fn take(lock: &'a File, layout: &Layout) -> Result<Self, LedgerError> {
        loop {
            match flock(lock, FlockOperation::LockExclusive) {
                Ok(()) => return Ok(Self(lock)),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(LedgerError::io("locking", &layout.lock())(error.into())),
            }
        }
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        // The system takes the lock back with the file at the latest.
        let _ = flock(self.0, FlockOperation::Unlock);
    }
}

/// The chain as it stands before the active segment: from the last line of the segment before it.
fn chain_before(layout: &Layout, before: Option<u64>, active: Option<u64>) -> Result<Chain, LedgerError> {
    let Some(segment) = before else {
        return match active {
            None | Some(1) => Ok(Chain::START),
            Some(first) => {
                let place = Place { segment: first, line: 1, byte: 0 };
                Err(scan::broken(layout, place, "the segments before this one are missing"))
            }
        };
    };
    let path = layout.segment(segment);
    let bytes = crate::reader::last_line(&path)?;
    let byte = bytes.0;
    let line = bytes.1.strip_suffix(b"\n");
    let place = Place { segment, line: 0, byte };
    let record = line.ok_or_else(|| "the line is torn although a segment follows".to_owned());
    let record = record.and_then(|line| record::Record::read(line, place));
    let record = record.map_err(|message| scan::broken(layout, place, message))?;
    let chain = Chain { next: record.seq.saturating_add(1), head: record.hash };
    if active.is_some_and(|first| first != chain.next) {
        let place = Place { line: record.seq.saturating_sub(segment) + 1, ..place };
        let message = format!("the segment that begins with {} is missing", chain.next);
        return Err(scan::broken(layout, place, message));
    }
    Ok(chain)
}
