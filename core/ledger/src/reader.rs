//! Reading a ledger without locking it: while others append, it sees whole records only.
//!
//! Not a check of the whole: each record's own hash is checked as it is read, the chain by
//! [`crate::verify`]. A record at the very end may not be acknowledged yet.

use debar_model::{DecisionId, RequestId, Sha256Hex};
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Arc, RwLock};

use crate::LedgerError;
use crate::fetch::{BodyReader, Catalogue};
use crate::index::{self, Mark};
use crate::inline;
use crate::layout::Layout;
use crate::record::{Place, Record};
use crate::scan;
use crate::walk::Segment;

/// First read of a line whose length is not known, in bytes.
const CHUNK: usize = 8 << 10;

/// A ledger opened for reading.
#[derive(Clone, Debug)]
pub struct Reader {
    layout: Layout,
    catalogue: Arc<RwLock<Catalogue>>,
}

/// A decision was not found by its id.
#[derive(Clone, Debug)]
pub enum FindError {
    /// Not the beginning of an id: hex digits, at most 64.
    Malformed,
    /// No decision has such an id.
    NotFound,
    /// Several ids begin so; the first few of them.
    Ambiguous(Vec<DecisionId>),
    /// The ledger could not be read.
    Ledger(LedgerError),
}

impl FindError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Malformed => "give the id, or its first digits, as the answer showed it",
            Self::NotFound => "check that this is the ledger of the gate that decided",
            Self::Ambiguous(_) => "give more digits",
            Self::Ledger(error) => error.help(),
        }
    }
}

impl fmt::Display for FindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("not a decision's id or the beginning of one"),
            Self::NotFound => f.write_str("no decision with that id is recorded"),
            Self::Ambiguous(ids) => {
                f.write_str("several decisions begin so:")?;
                ids.iter().try_for_each(|id| write!(f, " `{id}`"))
            }
            Self::Ledger(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for FindError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Ledger(error) => error.source(),
            _ => None,
        }
    }
}

impl From<LedgerError> for FindError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl Reader {
    /// Opens a ledger for reading.
    ///
    /// # Errors
    /// There is no ledger in the folder, or it cannot be read.
    pub fn open(dir: &Path) -> Result<Self, LedgerError> {
        let layout = Layout::new(dir);
        layout.list()?;
        Ok(Self { layout, catalogue: Arc::default() })
    }

    /// The record of a decision, by its id or the first digits of it.
    ///
    /// # Errors
    /// Not found, not unique, not hex, or the ledger cannot be read.
    pub fn find(&self, id: &str) -> Result<Record, FindError> {
        let id = id.to_ascii_lowercase();
        if id.is_empty() || id.len() > 64 || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(FindError::Malformed);
        }
        let found = self.marks(|mark| begins(&mark.decision, id.as_bytes()))?;
        let mut ids: Vec<DecisionId> =
            found.iter().map(|(_, mark)| DecisionId(Sha256Hex(mark.decision))).collect();
        ids.sort_unstable();
        ids.dedup();
        match (ids.len(), found.first()) {
            (1, Some((segment, mark))) => Ok(self.marked(*segment, mark)?),
            (0, _) | (_, None) => Err(FindError::NotFound),
            _ => {
                ids.truncate(8);
                Err(FindError::Ambiguous(ids))
            }
        }
    }

    /// All decisions on a request, in their order.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn by_request(&self, request: RequestId) -> Result<Vec<Record>, LedgerError> {
        let found = self.marks(|mark| mark.request == request.0.0)?;
        let mut records = Vec::with_capacity(found.len());
        for (segment, mark) in found {
            records.push(self.marked(segment, &mark)?);
        }
        records.sort_unstable_by_key(|record| record.seq);
        Ok(records)
    }

    /// All records from the first on.
    ///
    /// # Errors
    /// The folder cannot be listed. Each record comes with its own.
    pub fn iter(&self) -> Result<Records, LedgerError> {
        let mut segments = self.layout.list()?;
        segments.reverse();
        Ok(Records { layout: self.layout.clone(), segments, records: Vec::new().into_iter() })
    }

    /// All records of one kind of event, such as `review`, in their order.
    ///
    /// # Errors
    /// As [`Reader::iter`].
    pub fn events(
        &self,
        kind: &str,
    ) -> Result<impl Iterator<Item = Result<Record, LedgerError>> + use<>, LedgerError> {
        let kind = kind.to_owned();
        Ok(self.iter()?.filter(move |record| record.as_ref().map_or(true, |record| record.kind == kind)))
    }

    /// A stored body, checked against its digest. For many of them, see [`Reader::bodies`].
    ///
    /// # Errors
    /// Not stored, broken, or unreadable.
    pub fn body(&self, digest: &Sha256Hex) -> Result<Vec<u8>, LedgerError> {
        self.bodies().get(digest).map(<[u8]>::to_vec)
    }

    /// Fetches many bodies: one for each thread, all over one catalogue, which is made at the first need. Costs 24
    /// bytes of memory for each body of the ledger, and for each body fetched one read and no allocation.
    pub fn bodies(&self) -> BodyReader {
        BodyReader::new(self.layout.clone(), Arc::clone(&self.catalogue))
    }

    /// The segments, in order. Each can be walked on its own, by a thread of its own: [`Reader::segment`].
    ///
    /// # Errors
    /// The folder cannot be listed.
    pub fn segments(&self) -> Result<Vec<u64>, LedgerError> {
        self.layout.list()
    }

    /// Reads a segment into memory to walk over its records without taking them apart. Costs memory of its size, 8
    /// MiB by default; torn bytes at its end are left out.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn segment(&self, first: u64) -> Result<Segment, LedgerError> {
        Segment::read(&self.layout, first)
    }

    /// The record of a mark; an index that points elsewhere is an error, not another decision.
    fn marked(&self, segment: u64, mark: &Mark) -> Result<Record, LedgerError> {
        let record = record_at(&self.layout, segment, mark.offset)?;
        if Mark::of(&record) == Some(*mark) {
            return Ok(record);
        }
        let message = "the segment's index points here for another decision; remove the index";
        Err(scan::broken(&self.layout, record.place, message))
    }

    /// Marks of decisions that fit, with their segments, in the order of the segments.
    fn marks(&self, fits: impl Fn(&Mark) -> bool) -> Result<Vec<(u64, Mark)>, LedgerError> {
        let mut found = Vec::new();
        for segment in self.layout.list()? {
            let marks = index::load(&self.layout, segment)?;
            found.extend(marks.decisions.into_iter().filter(&fits).map(|mark| (segment, mark)));
        }
        Ok(found)
    }
}

/// All records of a ledger in their order. Ends after the first error.
#[derive(Debug)]
pub struct Records {
    layout: Layout,
    segments: Vec<u64>,
    records: std::vec::IntoIter<Record>,
}

impl Iterator for Records {
    type Item = Result<Record, LedgerError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(record) = self.records.next() {
                return Some(Ok(record));
            }
            let segment = self.segments.pop()?;
            match read_segment(&self.layout, segment) {
                Ok(records) => self.records = records.into_iter(),
                Err(error) => {
                    self.segments.clear();
                    return Some(Err(error));
                }
            }
        }
    }
}

/// Whether an id begins with some lower-case hex digits.
fn begins(id: &[u8; 32], digits: &[u8]) -> bool {
    let nibbles = id.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.zip(digits).all(|(nibble, digit)| char::from_digit(nibble.into(), 16) == Some(char::from(*digit)))
}

fn read_segment(layout: &Layout, segment: u64) -> Result<Vec<Record>, LedgerError> {
    let path = layout.segment(segment);
    let bytes = fs::read(&path).map_err(LedgerError::io("reading", &path))?;
    let mut records = Vec::new();
    for ((offset, line), number) in scan::lines(&bytes).0.into_iter().zip(1_u64..) {
        if inline::is_body(line) {
            continue;
        }
        let place = Place { segment, line: number, byte: u64::try_from(offset).unwrap_or(u64::MAX) };
        let record = Record::read(line, place).map_err(|message| scan::broken(layout, place, message))?;
        records.push(record);
    }
    Ok(records)
}

/// The line that begins at an offset, without its line feed.
pub(crate) fn line_at(layout: &Layout, segment: u64, offset: u64) -> Result<Vec<u8>, LedgerError> {
    let path = layout.segment(segment);
    let file = File::open(&path).map_err(LedgerError::io("opening", &path))?;
    let mut line = Vec::new();
    if read_line(&file, offset, &mut line).map_err(LedgerError::io("reading", &path))? {
        return Ok(line);
    }
    let place = Place { segment, line: 0, byte: offset };
    Err(scan::broken(layout, place, "the line is torn"))
}

/// Reads the line at an offset into a buffer, without its line feed; false when it has none. The buffer keeps its
/// size, so that the next line needs no more than one read.
pub(crate) fn read_line(file: &File, offset: u64, line: &mut Vec<u8>) -> io::Result<bool> {
    let mut filled = 0;
    loop {
        if line.len() < filled + CHUNK {
            line.resize(filled + CHUNK, 0);
        }
        let at = offset.saturating_add(u64::try_from(filled).unwrap_or(u64::MAX));
        let fresh = line.get_mut(filled..).unwrap_or_default();
        let read = file.read_at(fresh, at)?;
        if let Some(feed) = memchr::memchr(b'\n', fresh.get(..read).unwrap_or_default()) {
            line.truncate(filled + feed);
            return Ok(true);
        }
        if read == 0 {
            line.truncate(filled);
            return Ok(false);
        }
        filled += read;
    }
}

/// The record whose line begins at an offset.
pub(crate) fn record_at(layout: &Layout, segment: u64, offset: u64) -> Result<Record, LedgerError> {
    let place = Place { segment, line: 0, byte: offset };
    let line = line_at(layout, segment, offset)?;
    Record::read(&line, place).map_err(|message| scan::broken(layout, place, message))
}

/// The last record of a full segment.
pub(crate) fn last_record(layout: &Layout, segment: u64) -> Result<Record, LedgerError> {
    let path = layout.segment(segment);
    let reading = "reading";
    let file = File::open(&path).map_err(LedgerError::io(reading, &path))?;
    let size = file.metadata().map_err(LedgerError::io(reading, &path))?.len();
    let mut window = u64::try_from(CHUNK).unwrap_or(u64::MAX);
    loop {
        let start = size.saturating_sub(window);
        let mut bytes = vec![0; usize::try_from(size - start).unwrap_or(usize::MAX)];
        file.read_exact_at(&mut bytes, start).map_err(LedgerError::io(reading, &path))?;
        let (lines, torn) = scan::lines(&bytes);
        let byte = |at: usize| start + u64::try_from(at).unwrap_or(u64::MAX);
        let place = |at| Place { segment, line: 0, byte: byte(at) };
        if !torn.is_empty() {
            let message = "the line is torn although a segment follows";
            return Err(scan::broken(layout, place(bytes.len() - torn.len()), message));
        }
        // The first line of the window may have begun before it.
        let whole = lines.iter().skip(usize::from(start > 0));
        if let Some((at, line)) = whole.rev().find(|(_, line)| !inline::is_body(line)) {
            let record = Record::read(line, place(*at));
            return record.map_err(|message| scan::broken(layout, place(*at), message));
        }
        if start == 0 {
            return Err(scan::broken(layout, place(0), "no record stands in it although a segment follows"));
        }
        window = window.saturating_mul(2);
    }
}
