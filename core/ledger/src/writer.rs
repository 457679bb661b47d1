//! The one place that writes records: under the folder's lock, at the known end, synced before it returns.
//!
//! Several processes may have a writer on one folder; each reads what the others appended before it
//! appends. Invariant: after an error the log ends where it ended before, or the writer refuses to go on.

use debar_model::{DecisionId, Sha256Hex};
use jiff::Timestamp;
use rustix::fs::{FlockOperation, flock};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::ErrorKind;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::bodies::Bodies;
use crate::disk::Disk;
use crate::index::{self, Mark, Marks};
use crate::inline::{self, Inflater};
use crate::known::Known;
use crate::layout::{Layout, open_writable, sync_folder};
use crate::reader::{last_record, line_at, record_at};
use crate::recent::{Recent, SEGMENTS};
use crate::record::{self, Place};
use crate::scan::{self, Chain, Line};
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
    bodies: Vec<Sha256Hex>,
    tail: Vec<u8>,
}

/// What the writer shares with the ledger's threads.
pub(crate) struct Shared {
    pub(crate) layout: Layout,
    pub(crate) bodies: Arc<Bodies>,
    pub(crate) recent: Arc<Mutex<Recent>>,
}

pub(crate) struct Writer {
    layout: Layout,
    bodies: Arc<Bodies>,
    recent: Arc<Mutex<Recent>>,
    disk: Box<dyn Disk>,
    lock: Arc<File>,
    segment_bytes: u64,
    active: Active,
    chain: Chain,
    known: Known,
    stored: Known,
    /// Full segments are read into `known` and `stored` only once something is appended.
    sealed: Vec<u64>,
    sealed_loaded: bool,
    inflater: Inflater,
    /// There are bytes in the active segment that nobody here has synced.
    unsynced: bool,
    /// The latest instant that was heard of.
    latest: Timestamp,
    failed: Option<String>,
}

/// The segment that is written to.
struct Active {
    file: File,
    first: u64,
    len: u64,
    /// Number of lines.
    lines: u64,
    marks: Marks,
}

impl Prepared {
    pub(crate) fn new(entry: &Entry) -> Self {
        let ids = entry.ids();
        Self {
            time: entry.time(),
            decision: ids.map(|(decision, _)| decision),
            request: ids.map(|(_, request)| request.0.0).unwrap_or_default(),
            bodies: entry.bodies().copied().collect(),
            tail: entry.tail(),
        }
    }
}

impl Writer {
    /// Opens the log, takes in its last segment, cuts and records a torn end.
    pub(crate) fn open(
        shared: Shared,
        disk: Box<dyn Disk>,
        segment_bytes: u64,
        at: Timestamp,
    ) -> Result<(Self, Option<Cut>), LedgerError> {
        let Shared { layout, bodies, recent } = shared;
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
        let active = Active { file, first, len: 0, lines: 0, marks: Marks::default() };
        let mut writer = Self {
            layout: layout.clone(),
            bodies,
            recent,
            disk,
            lock: Arc::clone(&lock),
            segment_bytes,
            active,
            chain,
            known: Known::default(),
            stored: Known::default(),
            sealed,
            sealed_loaded: false,
            inflater: Inflater::new(),
            unsynced: false,
            latest: at,
            failed: None,
        };
        let cut = writer.catch_up(Some(at))?;
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

    /// Appends entries in their order, each after the bodies that it names; without entries, all bodies that wait.
    /// Returns when they are durable.
    pub(crate) fn commit(&mut self, entries: &[Prepared]) -> Result<Vec<Receipt>, LedgerError> {
        if let Some(since) = &self.failed {
            return Err(LedgerError::Refusing { since: since.clone() });
        }
        let lock = Arc::clone(&self.lock);
        let _guard = Guard::take(&lock, &self.layout)?;
        // Bodies alone have no instant of their own under which a cut could be recorded.
        let at = entries.first().map_or(self.latest, |entry| entry.time);
        if let Err(error) = self.catch_up(Some(at)) {
            if let LedgerError::Broken(problem) = &error {
                self.failed = Some(format!("the ledger was found broken: {problem}"));
            }
            return Err(error);
        }
        self.load_sealed()?;
        let mut receipts: Vec<Receipt> = Vec::with_capacity(entries.len());
        let mut stored = HashSet::new();
        let mut batch = Batch::after(self.chain);
        for entry in entries {
            if let Some(old) = self.recorded(entry, &batch)? {
                receipts.push(old);
                self.settle(&entry.bodies, &mut stored);
                continue;
            }
            self.add_bodies(&entry.bodies, &mut stored, &mut batch);
            receipts.push(batch.add(entry));
            batch = self.write_full(batch)?;
        }
        if entries.is_empty() {
            for body in self.bodies.all_waiting() {
                self.add_bodies(&[body], &mut stored, &mut batch);
                batch = self.write_full(batch)?;
            }
        }
        self.write(&batch)?;
        // Also when nothing was written: an old record may be another process's, not synced by it.
        self.sync()?;
        self.bodies.remember(stored);
        Ok(receipts)
    }

    /// Makes sure that a body is stored, whole and durable.
    pub(crate) fn require(&mut self, digest: &Sha256Hex) -> Result<(), LedgerError> {
        let lock = Arc::clone(&self.lock);
        let guard = Guard::take(&lock, &self.layout)?;
        self.catch_up(None)?;
        self.load_sealed()?;
        let broken = match self.look_up(digest) {
            Some(Ok(())) => {
                self.sync()?;
                self.bodies.remember([*digest]);
                return Ok(());
            }
            Some(Err(error)) => Some(error),
            None => None,
        };
        drop(guard);
        self.bodies.require_file(digest).map_err(|error| broken.unwrap_or(error))
    }

    /// Takes in what other processes appended, and full segments back to an instant, so that [`Recent`] has them.
    pub(crate) fn catch_up_recent(&mut self, since: Timestamp) -> Result<(), LedgerError> {
        let lock = Arc::clone(&self.lock);
        let _guard = Guard::take(&lock, &self.layout)?;
        self.catch_up(None)?;
        if held(&self.recent).back_to.is_some_and(|back_to| back_to <= since) {
            return Ok(());
        }
        for segment in self.sealed.iter().rev() {
            if held(&self.recent).has(*segment) {
                continue;
            }
            let last = last_record(&self.layout, *segment)?.time;
            if last < since || held(&self.recent).len() >= SEGMENTS {
                break;
            }
            let marks = index::load(&self.layout, *segment)?;
            let mut requests: Vec<_> =
                marks.decisions.iter().map(|mark| (&mark.request, mark.offset)).collect();
            requests.sort_unstable_by_key(|(_, offset)| *offset);
            held(&self.recent).add_older(*segment, last, requests.into_iter());
        }
        held(&self.recent).back_to = Some(since);
        Ok(())
    }

    /// Adds to a batch the bodies that wait and are not stored yet.
    fn add_bodies(&mut self, bodies: &[Sha256Hex], stored: &mut HashSet<Sha256Hex>, batch: &mut Batch) {
        for body in bodies {
            if self.bodies.is_durable(body) || !stored.insert(*body) {
                continue;
            }
            // One that is broken is stored again, and found before the broken one.
            if matches!(self.look_up(body), Some(Ok(()))) {
                continue;
            }
            if let Some(line) = self.bodies.waiting(body) {
                batch.add_body(body, &line);
            }
        }
    }

    /// Notes bodies that wait for a record that stands already, and are stored with it.
    fn settle(&mut self, bodies: &[Sha256Hex], stored: &mut HashSet<Sha256Hex>) {
        for body in bodies {
            if !self.bodies.is_durable(body) && matches!(self.look_up(body), Some(Ok(()))) {
                stored.insert(*body);
            }
        }
    }

    /// Looks for a body in the segments and reads it; an error when it is there and broken.
    fn look_up(&mut self, digest: &Sha256Hex) -> Option<Result<(), LedgerError>> {
        let mut found = None;
        for (segment, offset) in self.stored.find(&digest.0) {
            let line = match line_at(&self.layout, segment, offset) {
                Ok(line) => line,
                Err(error) => {
                    found = Some(Err(error));
                    continue;
                }
            };
            if inline::digest_of(&line) != Some(*digest) {
                continue;
            }
            let broken =
                |message: &str| LedgerError::BrokenBody { digest: *digest, message: message.to_owned() };
            match self.inflater.content(&line) {
                Ok(_) => return Some(Ok(())),
                Err(message) => found = Some(Err(broken(message))),
            }
        }
        found
    }

    /// Writes a batch that is as large as a segment; the batch to go on with.
    fn write_full(&mut self, batch: Batch) -> Result<Batch, LedgerError> {
        if u64::try_from(batch.bytes.len()).is_ok_and(|len| len < self.segment_bytes) {
            return Ok(batch);
        }
        self.write(&batch)?;
        Ok(Batch::after(self.chain))
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
        // A segment without a record has no successor yet: it would have the same name.
        let closes = self.chain.next > self.active.first;
        if closes && self.active.len.saturating_add(len) > self.segment_bytes {
            self.rotate()?;
        }
        held(&self.recent).end = self.active.len.saturating_add(len);
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
        let mut shifted = Marks::default();
        shifted.append(&batch.marks, base);
        self.active.len = base.saturating_add(len);
        self.active.lines += batch.lines;
        self.chain = batch.chain;
        self.learn(&shifted, batch.last);
        Ok(())
    }

    /// Remembers what stands in the active segment.
    fn learn(&mut self, marks: &Marks, last: Timestamp) {
        let first = self.active.first;
        self.latest = self.latest.max(last);
        self.known.add(first, marks.decisions());
        self.stored.add(first, marks.bodies());
        self.active.marks.append(marks, 0);
        let mut recent = held(&self.recent);
        recent.add(first, last, marks.decisions.iter().map(|mark| (&mark.request, mark.offset)));
        (recent.active, recent.end, recent.next) = (first, self.active.len, self.chain.next);
    }

    /// Takes back what a failed write may have left.
    fn undo(&mut self, why: &str) {
        held(&self.recent).end = self.active.len;
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
        self.active = Active { file, first: self.chain.next, len: 0, lines: 0, marks: Marks::default() };
        let mut recent = held(&self.recent);
        (recent.active, recent.end, recent.next) = (self.active.first, 0, self.chain.next);
    }

    /// Takes in what other processes appended, and cuts what one of them left torn; without an instant for the
    /// record of the cut it stays for the next append.
    fn catch_up(&mut self, at: Option<Timestamp>) -> Result<Option<Cut>, LedgerError> {
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
    fn take_in<'b>(&mut self, bytes: &'b [u8]) -> Result<&'b [u8], LedgerError> {
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
        self.active.lines += 1;
        self.chain = batch.chain;
        self.learn(&Marks::default(), at);
        self.sync()?;
        Ok(cut)
    }

    /// Reads which decisions stand in full segments, once.
    fn load_sealed(&mut self) -> Result<(), LedgerError> {
        if self.sealed_loaded {
            return Ok(());
        }
        let (mut known, mut stored) = (Known::default(), Known::default());
        for segment in &self.sealed {
            let marks = index::load(&self.layout, *segment)?;
            known.add(*segment, marks.decisions());
            stored.add(*segment, marks.bodies());
        }
        known.add(self.active.first, self.active.marks.decisions());
        stored.add(self.active.first, self.active.marks.bodies());
        (self.known, self.stored, self.sealed_loaded) = (known, stored, true);
        Ok(())
    }

    fn place(&self, byte: u64) -> Place {
        Place { segment: self.active.first, line: self.active.lines.saturating_add(1), byte }
    }

    fn broken_at(&self, byte: u64, message: impl Into<String>) -> LedgerError {
        scan::broken(&self.layout, self.place(byte), message)
    }
}

/// Lines that are to be written together.
struct Batch {
    bytes: Vec<u8>,
    chain: Chain,
    marks: Marks,
    /// Number of lines.
    lines: u64,
    /// Time of the latest record.
    last: Timestamp,
    decisions: HashMap<DecisionId, Receipt>,
}

impl Batch {
    fn after(chain: Chain) -> Self {
        let (marks, decisions) = (Marks::default(), HashMap::new());
        Self { bytes: Vec::new(), chain, marks, lines: 0, last: Timestamp::MIN, decisions }
    }

    fn add_body(&mut self, digest: &Sha256Hex, line: &[u8]) {
        self.marks.body(digest, u64::try_from(self.bytes.len()).unwrap_or(u64::MAX));
        self.bytes.extend(line);
        self.lines += 1;
    }

    fn add(&mut self, entry: &Prepared) -> Receipt {
        let offset = u64::try_from(self.bytes.len()).unwrap_or(u64::MAX);
        let seq = self.chain.next;
        let hash = record::print(&mut self.bytes, seq, entry.time, &self.chain.head, &entry.tail);
        self.chain = Chain { next: seq.saturating_add(1), head: hash };
        let receipt = Receipt { seq, hash, time: entry.time, new: true };
        self.lines += 1;
        self.last = self.last.max(entry.time);
        if let Some(decision) = entry.decision {
            self.marks.decisions.push(Mark { decision: decision.0.0, request: entry.request, offset });
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
    let record = last_record(layout, segment)?;
    let place = record.place;
    let chain = Chain { next: record.seq.saturating_add(1), head: record.hash };
    if active.is_some_and(|first| first != chain.next) {
        let message = format!("the segment that begins with {} is missing", chain.next);
        return Err(scan::broken(layout, place, message));
    }
    Ok(chain)
}

fn held(recent: &Mutex<Recent>) -> MutexGuard<'_, Recent> {
    recent.lock().unwrap_or_else(PoisonError::into_inner)
}
