//! The entries of one algorithm on their way into a table.

use std::fs::File;
use std::path::PathBuf;
use std::thread::JoinHandle;

use debar_model::Algorithm;

use super::SetRun;
use super::merge::Merge;
use super::run::{Record, Run};
use super::unnamed;
use super::write::{self, Wanted, Written};
use crate::SetError;
use crate::find::Table;

/// A lane of digests of any length.
pub(super) trait AnyLane<'s> {
    /// Adds a digest.
    fn push(&mut self, digest: &[u8], kind: u32) -> Result<(), SetError>;
    /// Adds a sorted table, with the numbers of its kinds here.
    fn table(&mut self, table: Table<'s>, numbers: Vec<u32>);
    /// Ends adding: everything is in sorted runs.
    fn seal(&mut self) -> Result<(), SetError>;
    fn algorithm(&self) -> &Algorithm;
    /// Records, repeated ones included: at least as many as entries.
    fn records(&self) -> u64;
    /// Counts the entries; `used` hears of each kind that stays, by `ranks`.
    fn count(&self, ranks: &[u32], used: &mut dyn FnMut(u32)) -> Result<u64, SetError>;
    /// Writes the sections.
    fn write(&self, file: &File, wanted: &Wanted<'_>) -> Result<Written, SetError>;
}

/// Digests of `R` + 8 bytes.
pub(super) struct Lane<'s, const R: usize> {
    algorithm: Algorithm,
    folder: PathBuf,
    /// Records of a run.
    most: usize,
    /// Runs of records that may stay in memory.
    kept: usize,
    open: Vec<Record<R>>,
    sorting: Option<JoinHandle<Vec<Record<R>>>>,
    runs: Vec<Run<'s, R>>,
}

/// One run of a budget is filled while another is sorted; half of the budget is for sorted ones.
const RUNS: u64 = 8;

impl<const R: usize> Lane<'_, R> {
    pub(super) fn new(algorithm: Algorithm, folder: PathBuf, memory: u64) -> Self {
        let most = (memory / RUNS).checked_div(size_of::<Record<R>>() as u64).unwrap_or(0);
        let most = usize::try_from(most).unwrap_or(usize::MAX).max(1024);
        Self { algorithm, folder, most, kept: 4, open: vec![], sorting: None, runs: vec![] }
    }

    /// Takes the run that was sorted; all of them go to disk when they are too many.
    fn sorted(&mut self) -> Result<(), SetError> {
        let Some(handle) = self.sorting.take() else { return Ok(()) };
        let records = handle.join().map_err(|_| std::io::Error::other("sorting failed"))?;
        self.runs.push(Run::Memory(records));
        let in_memory = self.runs.iter().filter(|run| matches!(run, Run::Memory(_))).count();
        if in_memory > self.kept {
            for run in &mut self.runs {
                if let Run::Memory(records) = run {
                    let records = std::mem::take(records);
                    *run = Run::spill(&records, unnamed(&self.folder)?)?;
                }
            }
        }
        Ok(())
    }

    fn sort(&mut self) -> Result<(), SetError> {
        self.sorted()?;
        let mut records = std::mem::take(&mut self.open);
        let work = move || {
            records.sort_unstable_by(Record::order);
            records
        };
        self.sorting = Some(std::thread::Builder::new().spawn(work)?);
        Ok(())
    }

    fn merged<'r>(&'r self, ranks: &'r [u32]) -> Result<Merge<'r, R>, SetError> {
        Merge::new(self.runs.iter().map(Run::cursor).collect(), ranks)
    }
}

impl<'s, const R: usize> AnyLane<'s> for Lane<'s, R> {
    fn push(&mut self, digest: &[u8], kind: u32) -> Result<(), SetError> {
        let (prefix, rest) = digest.split_first_chunk().ok_or(SetError::Algorithm)?;
        let rest = rest.try_into().map_err(|_| SetError::Algorithm)?;
        if self.open.len() >= self.most {
            self.sort()?;
        }
        if self.open.capacity() == 0 {
            // Small sets need little; large ones would copy themselves over and over.
            self.open.reserve_exact(self.most.min(1 << 16));
        } else if self.open.len() == self.open.capacity() {
            let more = self.open.capacity().min(self.most - self.open.len());
            self.open.reserve_exact(more);
        }
        self.open.push(Record { prefix: u64::from_be_bytes(*prefix), kind, rest });
        Ok(())
    }

    fn table(&mut self, table: Table<'s>, numbers: Vec<u32>) {
        let (table, numbers): SetRun<'s> = (table, numbers);
        self.runs.push(Run::Table(table, numbers));
    }

    fn seal(&mut self) -> Result<(), SetError> {
        if !self.open.is_empty() {
            self.sort()?;
        }
        self.sorted()
    }

    fn algorithm(&self) -> &Algorithm {
        &self.algorithm
    }

    fn records(&self) -> u64 {
        self.runs.iter().map(Run::len).sum()
    }

    fn count(&self, ranks: &[u32], used: &mut dyn FnMut(u32)) -> Result<u64, SetError> {
        let mut merged = self.merged(ranks)?;
        let mut count = 0;
        while let Some(record) = merged.next()? {
            used(record.kind);
            count += 1;
        }
        Ok(count)
    }

    fn write(&self, file: &File, wanted: &Wanted<'_>) -> Result<Written, SetError> {
        write::table(file, wanted, &mut self.merged(wanted.ranks)?)
    }
}
