//! A set in use: opened, its head checked, its body checked when it must be, then asked.

use std::fs::{File, Metadata};
use std::io::Read as _;
use std::ops::Range;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use debar_model::{Algorithm, Digest, DigestHit, DigestIndex, Object, Sha256Hex};
use debar_raw::{Advice, Mapping};
use rustix::fs::OFlags;

use crate::find::Table;
use crate::head::{Head, Layout, number_of};
use crate::kind::{self, Kind};
use crate::stamp::Stamps;
use crate::{SetError, body};

/// Lookups that are answered together by [`Set::find_many`].
const GROUP: usize = 1024;

/// How far a set was checked when it was opened. The head is always checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// The whole body, now.
    Now,
    /// The whole body, before; by its stamp it did not change since.
    Before,
    /// Not yet: for what gives no verdict.
    HeadOnly,
}

/// An open set.
#[derive(Debug)]
pub struct Set {
    name: String,
    bytes: Bytes,
    head: Head,
    digest: Sha256Hex,
    layout: Layout,
    checked: Checked,
    /// The table of each algorithm by its number.
    tables: [Option<usize>; 6],
}

/// A mapping of a file that only we or the system's administrator may change, else a copy.
#[derive(Debug)]
enum Bytes {
    Mapped(Mapping),
    Read(Vec<u8>),
}

/// An entry that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What the set says about it.
    pub kind: Kind,
}

/// An entry of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The digest; its object is the one that the set states.
    pub digest: Digest,
    /// What the set says about it.
    pub kind: Kind,
}

impl Set {
    /// Opens a set for answers: its body is checked in full unless a stamp says that it did not change since the last
    /// time. `name` is what findings call it.
    ///
    /// # Errors
    /// Not a set, damaged, or unreadable.
    pub fn open(path: &Path, name: &str, stamps: &Stamps) -> Result<Self, SetError> {
        let (mut set, file, before) = Self::load(path, name)?;
        if set.mapped() && stamps.holds(&before, &set.digest) {
            set.checked = Checked::Before;
            return Ok(set);
        }
        set.check_body()?;
        let after = file.metadata()?;
        if identity(&after) != identity(&before) {
            return Err(SetError::Changed);
        }
        stamps.set(&after, &set.digest);
        set.checked = Checked::Now;
        Ok(set)
    }

    /// Opens a set with its head checked and nothing else, to show what it says of itself.
    ///
    /// # Errors
    /// Not a set, damaged there, or unreadable.
    pub fn open_head(path: &Path, name: &str) -> Result<Self, SetError> {
        Self::load(path, name).map(|(set, ..)| set)
    }

    fn load(path: &Path, name: &str) -> Result<(Self, File, Metadata), SetError> {
        // Not blocking: a pipe without a writer is told from a file only once it is open.
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed();
        let file = File::options().read(true).custom_flags(flags).open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(SetError::NotAFile);
        }
        let bytes = match Mapping::of_own_file(&file, u64::MAX) {
            Ok(mapping) => {
                mapping.advise(Advice::Random);
                Bytes::Mapped(mapping)
            }
            Err(_) => {
                let mut bytes = vec![];
                (&file).take(metadata.len().saturating_add(1)).read_to_end(&mut bytes)?;
                Bytes::Read(bytes)
            }
        };
        let (head, digest) = Head::decode(bytes.all())?;
        let layout = head.layout().ok_or(SetError::Head("its numbers"))?;
        let found = bytes.all().len() as u64;
        if layout.length != found {
            return Err(SetError::Length { expected: layout.length, found });
        }
        let mut tables = [None; 6];
        for (at, table) in head.tables.iter().enumerate() {
            if let Some(slot) = tables.get_mut(usize::from(number_of(&table.algorithm))) {
                *slot = Some(at);
            }
        }
        let set =
            Self { name: name.to_owned(), bytes, head, digest, layout, checked: Checked::HeadOnly, tables };
        Ok((set, file, metadata))
    }

    /// Compares every section with its digest in the directory.
    pub(crate) fn check_body(&self) -> Result<(), SetError> {
        if let Bytes::Mapped(mapping) = &self.bytes {
            mapping.advise(Advice::Sequential);
        }
        let outcome = self.check_sections();
        if let Bytes::Mapped(mapping) = &self.bytes {
            mapping.advise(Advice::Random);
        }
        outcome
    }

    fn check_sections(&self) -> Result<(), SetError> {
        let [kinds] = body::digests([self.section(&self.layout.kinds)]);
        if kinds != self.head.kind_digest {
            return Err(SetError::Section("its kinds".to_owned()));
        }
        for (table, ranges) in self.head.tables.iter().zip(&self.layout.tables) {
            let found = body::digests(
                [0, 1, 2].map(|at| ranges.get(at).map_or(&[][..], |range| self.section(range))),
            );
            let names = ["prefixes", "rests", "kinds"];
            for ((found, expected), name) in found.iter().zip(&table.digests).zip(names) {
                if found != expected {
                    return Err(SetError::Section(format!("its {name} of {} digests", table.algorithm)));
                }
            }
        }
        Ok(())
    }

    /// What the set says of itself.
    pub const fn head(&self) -> &Head {
        &self.head
    }

    /// The digest of the head: what a blocklist pins.
    pub const fn pin(&self) -> Sha256Hex {
        self.digest
    }

    /// How far it was checked.
    pub const fn checked(&self) -> Checked {
        self.checked
    }

    /// Bytes of the file.
    pub const fn bytes(&self) -> u64 {
        self.layout.length
    }

    /// Whether the file is mapped, not copied.
    pub const fn mapped(&self) -> bool {
        matches!(self.bytes, Bytes::Mapped(_))
    }

    /// The table of an algorithm; none when the set has no entry of it.
    pub fn table(&self, algorithm: &Algorithm) -> Option<Table<'_>> {
        let at = (*self.tables.get(usize::from(number_of(algorithm)))?)?;
        self.table_at(at)
    }

    /// Every table.
    pub fn tables(&self) -> impl Iterator<Item = Table<'_>> {
        (0..self.head.tables.len()).filter_map(|at| self.table_at(at))
    }

    fn table_at(&self, at: usize) -> Option<Table<'_>> {
        let [prefixes, rests, kinds] = self.layout.tables.get(at)?;
        let head = self.head.tables.get(at)?;
        Table::new(head, self.section(prefixes), self.section(rests), self.section(kinds))
    }

    /// What the set says about a digest, whatever its object; none when it is not in it.
    pub fn find(&self, digest: &Digest) -> Option<Found> {
        let table = self.table(digest.algorithm())?;
        let slot = table.find(digest.bytes()?)?;
        Some(Found { kind: self.kind(table.kind(slot)) })
    }

    /// Looks up many digests of any algorithms; gives an answer for each, in order.
    pub fn find_many(&self, digests: &[Digest]) -> Vec<Option<Found>> {
        let mut answers: Vec<Option<Found>> = vec![None; digests.len()];
        for (group, answers) in digests.chunks(GROUP).zip(answers.chunks_mut(GROUP)) {
            for table in self.tables() {
                let of_table: Vec<(usize, &[u8])> = group
                    .iter()
                    .enumerate()
                    .filter(|(_, digest)| *digest.algorithm() == table.head.algorithm)
                    .filter_map(|(at, digest)| Some((at, digest.bytes()?)))
                    .collect();
                let keys: Vec<&[u8]> = of_table.iter().map(|(_, bytes)| *bytes).collect();
                table.find_many(&keys, |number, slot| {
                    if let (Some(slot), Some((at, _))) = (slot, of_table.get(number))
                        && let Some(answer) = answers.get_mut(*at)
                    {
                        *answer = Some(Found { kind: self.kind(table.kind(slot)) });
                    }
                });
            }
        }
        answers
    }

    /// A kind by its number. A damaged one is of unknown object and without label: the digest is listed all the same.
    pub(crate) fn kind(&self, number: u32) -> Kind {
        kind::decode(self.section(&self.layout.kinds), self.head.kind_count, number).unwrap_or_default()
    }

    /// Every kind, in order.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = Kind> {
        (0..self.head.kind_count).map(|number| self.kind(number))
    }

    /// Every entry in order of algorithms and digests.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        self.tables().flat_map(move |table| {
            table.entries().filter_map(move |(slot, ..)| {
                let kind = self.kind(table.kind(slot));
                let digest =
                    Digest::new(table.head.algorithm.clone(), &table.digest(slot)?, kind.object).ok()?;
                Some(Entry { digest, kind })
            })
        })
    }

    fn section(&self, range: &Range<u64>) -> &[u8] {
        let at = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        self.bytes.all().get(at(range.start)..at(range.end)).unwrap_or_default()
    }
}

impl DigestIndex for Set {
    fn name(&self) -> &str {
        &self.name
    }

    fn find(&self, digest: &Digest) -> Option<DigestHit> {
        let found = Self::find(self, digest)?;
        Some(DigestHit { object: found.kind.object, label: found.kind.label, line: None })
    }

    fn holds(&self) -> Vec<(Algorithm, Object)> {
        let objects: Vec<Object> = [Object::Archive, Object::File, Object::Unknown]
            .into_iter()
            .filter(|object| self.kinds().any(|kind| kind.object == *object))
            .collect();
        let tables = self.head.tables.iter();
        tables.flat_map(|table| objects.iter().map(|object| (table.algorithm.clone(), *object))).collect()
    }
}

impl Bytes {
    fn all(&self) -> &[u8] {
        match self {
            Self::Mapped(mapping) => mapping,
            Self::Read(bytes) => bytes,
        }
    }
}

fn identity(file: &Metadata) -> [i128; 7] {
    [
        file.dev().into(),
        file.ino().into(),
        file.len().into(),
        file.mtime().into(),
        file.mtime_nsec().into(),
        file.ctime().into(),
        file.ctime_nsec().into(),
    ]
}
