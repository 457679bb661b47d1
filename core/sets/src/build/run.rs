//! Sorted runs of records: in memory, in an unnamed file, or the table of another set.

use std::cmp::Ordering;
use std::fs::File;
use std::os::unix::fs::FileExt as _;

use crate::SetError;
use crate::find::Table;

/// Bytes that are read of a file at a time.
const BUFFER: usize = 1 << 20;

/// A digest and the number of its kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record<const R: usize> {
    pub prefix: u64,
    pub kind: u32,
    pub rest: [u8; R],
}

impl<const R: usize> Record<R> {
    /// The order of digests; kinds do not count.
    #[inline]
    pub(super) fn order(&self, other: &Self) -> Ordering {
        self.prefix.cmp(&other.prefix).then_with(|| self.rest.cmp(&other.rest))
    }

    const BYTES: usize = 8 + 4 + R;

    fn read(bytes: &[u8]) -> Option<Self> {
        let (prefix, bytes) = bytes.split_first_chunk()?;
        let (kind, rest) = bytes.split_first_chunk()?;
        let rest = rest.try_into().ok()?;
        Some(Self { prefix: u64::from_le_bytes(*prefix), kind: u32::from_le_bytes(*kind), rest })
    }
}

/// Sorted records.
pub(super) enum Run<'s, const R: usize> {
    Memory(Vec<Record<R>>),
    File {
        file: File,
        records: u64,
    },
    /// A table with the numbers of its kinds here.
    Table(Table<'s>, Vec<u32>),
}

impl<'s, const R: usize> Run<'s, R> {
    /// Moves records to an unnamed file.
    pub(super) fn spill(records: &[Record<R>], file: File) -> Result<Self, SetError> {
        let mut at = 0;
        let mut buffer: Vec<u8> = Vec::with_capacity(BUFFER + Record::<R>::BYTES);
        let mut flush = |buffer: &mut Vec<u8>| {
            file.write_all_at(buffer, at)?;
            at += buffer.len() as u64;
            buffer.clear();
            Ok::<(), SetError>(())
        };
        for record in records {
            buffer.extend(record.prefix.to_le_bytes());
            buffer.extend(record.kind.to_le_bytes());
            buffer.extend(record.rest);
            if buffer.len() >= BUFFER {
                flush(&mut buffer)?;
            }
        }
        flush(&mut buffer)?;
        Ok(Self::File { file, records: records.len() as u64 })
    }

    /// Records, repeated ones included.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Memory(records) => records.len() as u64,
            Self::File { records, .. } => *records,
            Self::Table(table, _) => table.head().count,
        }
    }

    /// Reads from the beginning.
    pub(super) fn cursor<'r>(&'r self) -> Cursor<'r, R>
    where
        's: 'r,
    {
        match self {
            Self::Memory(records) => Cursor::Memory(records.iter()),
            Self::File { file, records } => {
                Cursor::File { file, at: 0, left: *records, buffer: vec![], next: 0 }
            }
            Self::Table(table, numbers) => {
                let table = *table;
                let entries = table.entries().map(move |(slot, prefix, rest)| {
                    let mut record = Record { prefix, kind: table.kind(slot), rest: [0; R] };
                    record.rest.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                    record
                });
                Cursor::Table(Box::new(entries), numbers)
            }
        }
    }
}

/// A place in a run.
pub(super) enum Cursor<'r, const R: usize> {
    Memory(std::slice::Iter<'r, Record<R>>),
    File { file: &'r File, at: u64, left: u64, buffer: Vec<u8>, next: usize },
    Table(Box<dyn Iterator<Item = Record<R>> + 'r>, &'r [u32]),
}

impl<const R: usize> Cursor<'_, R> {
    /// The next record; none at the end.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Option<Record<R>>, SetError> {
        match self {
            Self::Memory(records) => Ok(records.next().copied()),
            Self::File { file, at, left, buffer, next } => {
                if *left == 0 {
                    return Ok(None);
                }
                if *next >= buffer.len() {
                    let most = (BUFFER / Record::<R>::BYTES) as u64;
                    let count = usize::try_from(most.min(*left)).unwrap_or(0);
                    buffer.resize(count * Record::<R>::BYTES, 0);
                    file.read_exact_at(buffer, *at)?;
                    *at += buffer.len() as u64;
                    *next = 0;
                }
                let record = buffer.get(*next..*next + Record::<R>::BYTES).and_then(Record::read);
                *next += Record::<R>::BYTES;
                *left -= 1;
                Ok(record)
            }
            Self::Table(entries, numbers) => Ok(entries.next().map(|record| Record {
                kind: numbers.get(record.kind as usize).copied().unwrap_or_default(),
                ..record
            })),
        }
    }
}
