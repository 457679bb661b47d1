//! The ledger as its users see it: many threads append, one of them writes for all.
//!
//! Not a background thread: the first to arrive leads, the others wait for its one sync. Invariant:
//! whoever gets a receipt has a record that survives a crash.

use debar_model::{RequestId, Sha256Hex};
use jiff::Timestamp;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::bodies::Bodies;
use crate::disk::{Disk, RealDisk};
use crate::layout::Layout;
use crate::reader::record_at;
use crate::recent::Recent;
use crate::writer::{Cut, Prepared, Shared, Writer};
use crate::{Entry, LedgerError, Receipt, Record};

/// How many recent decisions on one request are handed out.
const ANSWERS: usize = 16;

/// How a ledger is opened.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The instant under which a cut of a torn end is recorded.
    pub at: Timestamp,
    /// A segment is closed before it grows beyond this many bytes; a larger batch still stands whole.
    pub segment_bytes: u64,
}

impl Options {
    /// Segments of 8 MiB.
    pub fn new(at: Timestamp) -> Self {
        Self { at, segment_bytes: 8 << 20 }
    }
}

/// What was found on opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenReport {
    /// The ledger was made.
    pub created: bool,
    /// Number of records.
    pub records: u64,
    /// Number of segments.
    pub segments: usize,
    /// Hash of the last record; 64 zeros for an empty ledger.
    pub head: Sha256Hex,
    /// The torn end that was cut.
    pub cut: Option<Cut>,
}

/// An open ledger. Share it between threads by reference.
pub struct Ledger {
    layout: Layout,
    bodies: Arc<Bodies>,
    recent: Arc<Mutex<Recent>>,
    writer: Mutex<Writer>,
    queue: Mutex<Queue>,
}

/// Entries that wait for the next write.
#[derive(Default)]
struct Queue {
    entries: Vec<Prepared>,
    ticket: Option<Arc<Ticket>>,
}

/// The result of one write, for all who wait for it.
#[derive(Default)]
struct Ticket {
    result: Mutex<Option<Result<Arc<[Receipt]>, LedgerError>>>,
    ready: Condvar,
}

impl Ledger {
    /// Opens a ledger in a folder, which is made when it is missing. A torn end is cut, and the cut
    /// recorded and reported.
    ///
    /// # Errors
    /// The folder cannot be read and written, or the log is broken elsewhere than at its torn end.
    pub fn open(dir: &Path, options: Options) -> Result<(Self, OpenReport), LedgerError> {
        Self::open_on(dir, options, Box::new(RealDisk))
    }

    /// Takes an input of a decision, such as a canonical request, a list file or settings, to be stored under its
    /// SHA-256. It is durable with the first record that names it, or after [`Ledger::sync_bodies`]; until then it
    /// waits in memory, at most 16 MiB of such. Storing the same again costs next to nothing.
    ///
    /// # Errors
    /// No room, no right, more than 1 GiB, or bytes that look like a native document (markup, EDI, mail),
    /// which may carry secrets and are never stored.
    pub fn put_body(&self, bytes: &[u8]) -> Result<Sha256Hex, LedgerError> {
        let digest = self.bodies.put(bytes)?;
        if self.bodies.is_full() {
            self.sync_bodies()?;
        }
        Ok(digest)
    }

    /// Makes all bodies durable that no record names yet.
    ///
    /// # Errors
    /// As [`Ledger::append`].
    pub fn sync_bodies(&self) -> Result<(), LedgerError> {
        held(&self.writer).commit(&[]).map(|_| ())
    }

    /// Decisions on a request that were recorded since some instant, the latest first; at most sixteen. It finds what
    /// any process has recorded, looks at the last 64 segments at most, and needs no search: requests of the last
    /// segments are remembered, and what other processes appended is read under the folder's lock.
    ///
    /// # Errors
    /// The ledger cannot be read, or is broken.
    pub fn recent(&self, request: RequestId, since: Timestamp) -> Result<Vec<Record>, LedgerError> {
        if self.is_behind(since) {
            held(&self.writer).catch_up_recent(since)?;
        }
        let places = held(&self.recent).find(&request, since);
        let mut found = Vec::new();
        for (segment, offset) in places {
            let record = record_at(&self.layout, segment, offset)?;
            if record.request_id == Some(request) && record.time >= since {
                found.push(record);
            }
            if found.len() == ANSWERS {
                break;
            }
        }
        Ok(found)
    }

    /// Appends an entry; returns when it is durable. A decision that is recorded already gets its old
    /// receipt, and no second record.
    ///
    /// # Errors
    /// The entry names a body that is not stored, or it could not be written: then nothing of it stands
    /// in the log. After a failed sync every append is refused until the ledger is opened anew.
    pub fn append(&self, entry: Entry) -> Result<Receipt, LedgerError> {
        let receipts = self.append_batch(vec![entry])?;
        receipts.first().copied().ok_or(LedgerError::Abandoned)
    }

    /// Appends entries in their order with one sync; receipts come in the same order.
    ///
    /// # Errors
    /// As [`Ledger::append`]; then no entry of the batch is acknowledged, although the first of a very
    /// large batch may stand in the log.
    pub fn append_batch(&self, entries: Vec<Entry>) -> Result<Vec<Receipt>, LedgerError> {
        for body in entries.iter().flat_map(Entry::bodies) {
            if !self.bodies.has(body) {
                held(&self.writer).require(body)?;
            }
        }
        let prepared: Vec<Prepared> = entries.iter().map(Prepared::new).collect();
        let count = prepared.len();
        let (ticket, start, leads) = self.join(prepared);
        if leads {
            self.lead(&ticket);
        }
        let receipts = ticket.wait()?;
        let own = receipts.get(start..start.saturating_add(count)).ok_or(LedgerError::Abandoned)?;
        Ok(own.to_vec())
    }

    pub(crate) fn open_on(
        dir: &Path,
        options: Options,
        disk: Box<dyn Disk>,
    ) -> Result<(Self, OpenReport), LedgerError> {
        let layout = Layout::new(dir);
        let created = layout.create()?;
        let bodies = Arc::new(Bodies::new(layout.clone()));
        bodies.sweep()?;
        let recent = Arc::default();
        let shared =
            Shared { layout: layout.clone(), bodies: Arc::clone(&bodies), recent: Arc::clone(&recent) };
        let (writer, cut) = Writer::open(shared, disk, options.segment_bytes, options.at)?;
        let report = OpenReport {
            created,
            records: writer.chain().next.saturating_sub(1),
            segments: writer.segments(),
            head: writer.chain().head,
            cut,
        };
        let ledger = Self { layout, bodies, recent, writer: Mutex::new(writer), queue: Mutex::default() };
        Ok((ledger, report))
    }

    /// Whether somebody else may have appended what is not remembered yet.
    fn is_behind(&self, since: Timestamp) -> bool {
        let (back_to, active, end, next) = {
            let recent = held(&self.recent);
            (recent.back_to, recent.active, recent.end, recent.next)
        };
        let complete = back_to.is_some_and(|back_to| back_to <= since);
        let grown = || fs::metadata(self.layout.segment(active)).map_or(true, |file| file.len() > end);
        !complete || grown() || next > active && self.layout.segment(next).exists()
    }

    /// Joins the next write: its ticket, the place in it, and whether to lead it.
    fn join(&self, entries: Vec<Prepared>) -> (Arc<Ticket>, usize, bool) {
        let mut queue = held(&self.queue);
        let start = queue.entries.len();
        queue.entries.extend(entries);
        let leads = queue.ticket.is_none();
        let ticket = Arc::clone(queue.ticket.get_or_insert_default());
        (ticket, start, leads)
    }

    /// Waits for the write before, then writes all that has gathered meanwhile.
    fn lead(&self, ticket: &Ticket) {
        let promise = Promise(ticket);
        let mut writer = held(&self.writer);
        let entries = {
            let mut queue = held(&self.queue);
            queue.ticket = None;
            std::mem::take(&mut queue.entries)
        };
        let result = writer.commit(&entries);
        drop(writer);
        promise.keep(result);
    }
}

impl Ticket {
    fn wait(&self) -> Result<Arc<[Receipt]>, LedgerError> {
        let mut result = held(&self.result);
        loop {
            if let Some(result) = result.as_ref() {
                return result.clone();
            }
            result = self.ready.wait(result).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn set(&self, result: Result<Arc<[Receipt]>, LedgerError>) {
        held(&self.result).get_or_insert(result);
        self.ready.notify_all();
    }
}

/// A result that will come, even if the leader does not reach its end.
struct Promise<'a>(&'a Ticket);

impl Promise<'_> {
    fn keep(&self, result: Result<Vec<Receipt>, LedgerError>) {
        self.0.set(result.map(Arc::from));
    }
}

impl Drop for Promise<'_> {
    fn drop(&mut self) {
        self.0.set(Err(LedgerError::Abandoned));
    }
}

/// A lock whose former holder may have panicked: the writer checks its own state at each commit.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
