//! Bytes onto the disk: written at the known end, synced, taken back when that fails, and segments begun and closed.
//! Invariant: after an error the log ends where it ended before, or the writer refuses to go on.

use jiff::Timestamp;
use std::fs::File;

use super::{Active, Batch, Writer, held};
use crate::LedgerError;
use crate::index::{self, Marks};
use crate::layout::{open_writable, sync_folder};

impl Writer {
    /// Writes the lines of a batch and syncs them. On failure the log ends where it ended before.
    pub(super) fn write(&mut self, batch: &Batch) -> Result<(), LedgerError> {
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
    pub(super) fn learn(&mut self, marks: &Marks, last: Timestamp) {
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
    pub(super) fn undo(&mut self, why: &str) {
        held(&self.recent).end = self.active.len;
        if let Err(error) = self.disk.set_len(&self.active.file, self.active.len) {
            self.failed = Some(format!("{why}: {error}"));
        }
    }

    pub(super) fn sync(&mut self) -> Result<(), LedgerError> {
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
    pub(super) fn rotate(&mut self) -> Result<(), LedgerError> {
        self.sync()?;
        let path = self.layout.segment(self.chain.next);
        let file = open_writable(&path, true).map_err(LedgerError::io("creating", &path))?;
        sync_folder(&self.layout.segments())?;
        self.seal(file);
        Ok(())
    }

    pub(super) fn seal(&mut self, file: File) {
        index::save(&self.layout, self.active.first, self.active.len, &self.active.marks);
        self.sealed.push(self.active.first);
        self.active = Active { file, first: self.chain.next, len: 0, lines: 0, marks: Marks::default() };
        let mut recent = held(&self.recent);
        (recent.active, recent.end, recent.next) = (self.active.first, 0, self.chain.next);
    }
}
