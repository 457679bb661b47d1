//! All events of one kind, kept up to date while the ledger grows: only what was appended since is read.
//!
//! A note beside the segments remembers where they stand, so that a short-lived process need not read the whole
//! ledger. Invariant: the note decides nothing. It counts only while the line that it ends at is still there, every
//! event is read from its own record, and without the note everything is read once more.

mod note;

use debar_model::Sha256Hex;
use memchr::memmem;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;

use crate::layout::Layout;
use crate::reader::record_at;
use crate::record::{Place, Record, unhex};
use crate::{LedgerError, scan};

use note::Note;
pub(crate) use note::check;

/// A line's fields up to its kind are shorter than this.
const HEAD: usize = 256;
/// The note is written again after so many bytes without an event.
const FAR: u64 = 1 << 20;
/// `,"hash":"`, 64 digits, `"}` and a line feed.
const END: u64 = 76;

/// Up to where the ledger was read: the end of a line, and that line's hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct End {
    pub segment: u64,
    pub offset: u64,
    pub hash: Sha256Hex,
}

impl End {
    const START: Self = Self { segment: 1, offset: 0, hash: Sha256Hex([0; 32]) };
}

/// The events of one kind.
#[derive(Debug)]
pub struct Followed {
    layout: Layout,
    kind: String,
    end: End,
    records: Vec<Record>,
    /// Bytes read since the note was written.
    unnoted: u64,
}

impl Followed {
    /// All events of a kind so far.
    ///
    /// # Errors
    /// There is no ledger in the folder, or it cannot be read.
    pub fn open(dir: &Path, kind: &str) -> Result<Self, LedgerError> {
        let layout = Layout::new(dir);
        let mut followed =
            Self { layout, kind: kind.to_owned(), end: End::START, records: vec![], unnoted: 0 };
        followed.take_note();
        followed.refresh()?;
        Ok(followed)
    }

    /// The events, in their order.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Reads what was appended since; true when there were events among it, or when others stand there now.
    ///
    /// # Errors
    /// The ledger cannot be read, or is broken.
    pub fn refresh(&mut self) -> Result<bool, LedgerError> {
        let mut changed = false;
        if !self.is_anchored() {
            // Another ledger stands there now, or the note was of another one.
            changed = !self.records.is_empty();
            (self.end, self.records, self.unnoted) = (End::START, vec![], 0);
        }
        let known = self.records.len();
        let segments = self.layout.list()?;
        let from = self.end.segment;
        for segment in segments.into_iter().filter(|segment| *segment >= from) {
            self.read(segment)?;
        }
        let found = self.records.len() > known;
        if found || self.unnoted > FAR {
            self.write_note();
        }
        Ok(changed || found)
    }

    /// Whether the line that was read last is still where it was.
    fn is_anchored(&self) -> bool {
        let End { segment, offset, hash } = self.end;
        let Some(start) = offset.checked_sub(END) else { return offset == 0 };
        let Ok(file) = File::open(self.layout.segment(segment)) else { return false };
        let mut end = [0; END as usize];
        let read = file.read_exact_at(&mut end, start).is_ok();
        read && end.ends_with(b"\"}\n") && end.get(9..73).and_then(unhex) == Some(hash)
    }

    /// The rest of a segment.
    fn read(&mut self, segment: u64) -> Result<(), LedgerError> {
        let path = self.layout.segment(segment);
        let start = if segment == self.end.segment { self.end.offset } else { 0 };
        let io = || LedgerError::io("reading", &path);
        let file = File::open(&path).map_err(io())?;
        let length = file.metadata().map_err(io())?.len().saturating_sub(start);
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
        file.read_exact_at(&mut bytes, start).map_err(io())?;
        let kind = format!(",\"kind\":\"{}\",", self.kind);
        let finder = memmem::Finder::new(&kind);
        let (lines, _torn) = scan::lines(&bytes);
        for (offset, line) in lines {
            let byte = start + u64::try_from(offset).unwrap_or(u64::MAX);
            let place = Place { segment, line: 0, byte };
            if finder.find(line.get(..HEAD.min(line.len())).unwrap_or_default()).is_some() {
                let record = Record::read(line, place)
                    .map_err(|message| scan::broken(&self.layout, place, message))?;
                if record.kind == self.kind {
                    self.records.push(record);
                }
            }
            let length = u64::try_from(line.len()).unwrap_or(u64::MAX).saturating_add(1);
            let hash = line.len().checked_sub(66).and_then(|at| unhex(line.get(at..at + 64)?));
            let Some(hash) = hash else {
                return Err(scan::broken(&self.layout, place, "the line does not end in its hash"));
            };
            self.end = End { segment, offset: byte.saturating_add(length), hash };
            self.unnoted = self.unnoted.saturating_add(length);
        }
        Ok(())
    }

    /// Begins where an earlier process ended.
    fn take_note(&mut self) {
        let Some(note) = Note::load(&self.layout, &self.kind) else { return };
        let records: Option<Vec<Record>> = note
            .places
            .iter()
            .map(|(segment, offset)| {
                record_at(&self.layout, *segment, *offset).ok().filter(|record| record.kind == self.kind)
            })
            .collect();
        if let Some(records) = records {
            (self.end, self.records) = (note.end, records);
        }
    }

    /// Remembers where the events stand. A note that cannot be written is none.
    fn write_note(&mut self) {
        let places = self.records.iter().map(|record| (record.place.segment, record.place.byte)).collect();
        let path = Note::path(&self.layout, &self.kind);
        let new = path.with_extension(format!("{}.new", std::process::id()));
        let written = fs::write(&new, Note { end: self.end, places }.print(&self.kind));
        if written.and_then(|()| fs::rename(&new, &path)).is_err() {
            let _ = fs::remove_file(&new);
        }
        self.unnoted = 0;
    }
}
