//! Building a set out of core: entries are sorted in runs within a budget of memory, runs that do not fit wait in
//! unnamed files beside the set, and one merge writes the tables.
//!
//! Invariant: until the last step, a rename of a file that is whole and on disk, the old set is untouched.

mod file;
mod lane;
mod merge;
mod run;
mod write;

use std::fs::File;
use std::path::{Path, PathBuf};

use debar_model::{Algorithm, Sha256Hex};

use crate::find::Table;
use crate::head::{ALGORITHMS, SourceNote, number_of};
use crate::kind::{Interned, Kind};
use crate::{Set, SetError};

use lane::{AnyLane, Lane};

/// Bytes of memory that a build uses when nobody says otherwise, about.
pub const DEFAULT_MEMORY: u64 = 1 << 30;
/// Below this nothing sensible fits.
const LEAST_MEMORY: u64 = 1 << 20;

/// A set that is being made.
pub struct Builder<'s> {
    path: PathBuf,
    /// Named `.NAME.building`, locked, and gone when the builder is dropped.
    target: file::Target,
    memory: u64,
    made_by: String,
    kinds: Interned,
    lanes: [Option<Box<dyn AnyLane<'s> + 's>>; 5],
    sources: Vec<SourceNote>,
    source_count: u32,
    added: u64,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// The digest of the head: what a blocklist pins.
    pub pin: Sha256Hex,
    /// Entries that were added, repeated ones included.
    pub added: u64,
    /// Entries by algorithm.
    pub counts: Vec<(Algorithm, u64)>,
    /// The longest way of an entry from its home, in slots.
    pub longest: u64,
    /// Algorithms whose table is dense, because too many digests begin alike.
    pub dense: Vec<Algorithm>,
    /// Bytes of the file.
    pub bytes: u64,
}

impl<'s> Builder<'s> {
    /// Begins a set that will stand at `path`. `memory` is a budget in bytes, kept roughly.
    ///
    /// # Errors
    /// The folder cannot be written, or another process builds this set.
    pub fn new(path: &Path, memory: u64, made_by: &str) -> Result<Self, SetError> {
        Ok(Self {
            target: file::Target::create(path)?,
            path: path.to_owned(),
            memory: memory.max(LEAST_MEMORY),
            made_by: made_by.to_owned(),
            kinds: Interned::default(),
            lanes: [const { None }; 5],
            sources: vec![],
            source_count: 0,
            added: 0,
        })
    }

    /// Numbers a kind, for [`Builder::add`].
    ///
    /// # Errors
    /// Too many labels, or too long a one.
    pub fn kind(&mut self, kind: &Kind) -> Result<u32, SetError> {
        self.kinds.number(kind)
    }

    /// Adds a digest with the number of its kind.
    ///
    /// # Errors
    /// An algorithm that sets do not hold, another length than the algorithm's, or no space.
    pub fn add(&mut self, algorithm: &Algorithm, digest: &[u8], kind: u32) -> Result<(), SetError> {
        self.added += 1;
        self.lane(algorithm)?.push(digest, kind)
    }

    /// Adds all entries of a set, which are sorted already.
    ///
    /// # Errors
    /// As [`Builder::kind`].
    pub fn add_set(&mut self, set: &'s Set, name: &str) -> Result<(), SetError> {
        let mut numbers = vec![];
        for kind in set.kinds() {
            numbers.push(self.kinds.number(&kind)?);
        }
        for table in set.tables() {
            self.added += table.head().count;
            let algorithm = table.head().algorithm.clone();
            self.lane(&algorithm)?.table(table, numbers.clone());
        }
        self.source(SourceNote { name: name.to_owned(), bytes: set.bytes(), sha256: set.pin() });
        Ok(())
    }

    /// Notes what entries came from.
    pub fn source(&mut self, note: SourceNote) {
        self.source_count = self.source_count.saturating_add(1);
        self.sources.push(note);
    }

    /// Writes the tables, makes the file durable and puts it in its place.
    ///
    /// # Errors
    /// No space, or the folder cannot be written; the old set stays.
    pub fn finish(mut self) -> Result<Built, SetError> {
        let lanes = std::mem::take(&mut self.lanes).into_iter().flatten().collect();
        let note = write::Note {
            made_by: std::mem::take(&mut self.made_by),
            sources: std::mem::take(&mut self.sources),
            source_count: self.source_count,
        };
        let (head, pin, bytes) = write::write(self.target.file(), lanes, &self.kinds, note)?;
        self.target.put(&self.path)?;
        Ok(Built {
            pin,
            added: self.added,
            counts: head.tables.iter().map(|table| (table.algorithm.clone(), table.count)).collect(),
            longest: head.tables.iter().map(|table| table.longest).max().unwrap_or(0),
            dense: head
                .tables
                .iter()
                .filter(|table| table.homes == 0)
                .map(|table| table.algorithm.clone())
                .collect(),
            bytes,
        })
    }

    fn lane(&mut self, algorithm: &Algorithm) -> Result<&mut (dyn AnyLane<'s> + 's), SetError> {
        let number = usize::from(number_of(algorithm));
        let at = number.checked_sub(1).ok_or(SetError::Algorithm)?;
        let lane = self.lanes.get_mut(at).ok_or(SetError::Algorithm)?;
        if lane.is_none() {
            let folder = self.path.parent().unwrap_or(Path::new("")).to_owned();
            *lane = Some(lane_of(number, folder, self.memory));
        }
        lane.as_deref_mut().ok_or(SetError::Algorithm)
    }
}

fn lane_of<'s>(number: usize, folder: PathBuf, memory: u64) -> Box<dyn AnyLane<'s> + 's> {
    let algorithm =
        ALGORITHMS.into_iter().find(|(known, _)| usize::from(*known) == number).map(|(_, found)| found);
    match algorithm {
        Some(Algorithm::Md5) => Box::new(Lane::<8>::new(Algorithm::Md5, folder, memory)),
        Some(Algorithm::Sha1) => Box::new(Lane::<12>::new(Algorithm::Sha1, folder, memory)),
        Some(Algorithm::Sha384) => Box::new(Lane::<40>::new(Algorithm::Sha384, folder, memory)),
        Some(Algorithm::Sha512) => Box::new(Lane::<56>::new(Algorithm::Sha512, folder, memory)),
        _ => Box::new(Lane::<24>::new(Algorithm::Sha256, folder, memory)),
    }
}

/// A file without a name in a folder: nothing of it is left when the process ends, however it ends.
fn unnamed(folder: &Path) -> Result<File, SetError> {
    use rustix::fs::{AtFlags, CWD, Mode, OFlags, open, unlinkat};
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let flags = OFlags::RDWR | OFlags::CLOEXEC;
    let mode = Mode::RUSR | Mode::WUSR;
    if let Ok(file) = open(folder, flags | OFlags::TMPFILE, mode) {
        return Ok(file.into());
    }
    // Some file systems know no unnamed files: named for a moment.
    let path = folder.join(format!(".run-{}", std::process::id()));
    let file = open(&path, flags | OFlags::CREATE | OFlags::EXCL, mode)?;
    unlinkat(CWD, &path, AtFlags::empty())?;
    Ok(file.into())
}

/// A table of another set as a sorted run.
type SetRun<'s> = (Table<'s>, Vec<u32>);
