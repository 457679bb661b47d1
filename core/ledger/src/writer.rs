//! The one place that writes records: under the folder's lock, at the known end, synced before it returns.
//!
//! Several processes may have a writer on one folder; each reads what the others appended before it
//! appends. Invariant: after an error the log ends where it ended before, or the writer refuses to go on.

mod append;
mod batch;
mod lock;
mod stored;
mod tail;

use jiff::Timestamp;
use std::collections::HashSet;
use std::fs::File;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::bodies::Bodies;
use crate::disk::Disk;
use crate::index::{self, Marks};
use crate::inline::Inflater;
use crate::known::Known;
use crate::layout::{Layout, open_writable, sync_folder};
use crate::reader::{last_record, record_at};
use crate::recent::{Recent, SEGMENTS};
use crate::record::Place;
use crate::scan::{self, Chain};
use crate::{LedgerError, Receipt};

pub(crate) use batch::Prepared;
pub use tail::Cut;

use batch::Batch;
use lock::Guard;
use tail::chain_before;

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

fn held(recent: &Mutex<Recent>) -> MutexGuard<'_, Recent> {
    recent.lock().unwrap_or_else(PoisonError::into_inner)
}
