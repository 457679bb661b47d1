//! Many files at once: threads over cores, and two files per thread where only SHA-256 is asked for.
//!
//! Results come in the order of the paths, whatever the order of the work.

use crate::hashes::digest;
use crate::one::digest_opened;
use crate::open::Opened;
use crate::{ArtifactError, Digests};
use debar_model::Algorithm;
use debar_raw::{Sha256, has_two_lanes, update_pair};
use std::io;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

/// Bytes that a lane reads at a time: small enough that both stay in the core's own cache.
const LANE_BUFFER: usize = 128 * 1024;
/// Threads at most, whatever the machine has: beyond it the disk decides.
const MAX_THREADS: usize = 64;
/// Progress is told when this many more bytes are done.
const REPORT_EVERY: u64 = 4 * 1024 * 1024;

/// How far the work is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes hashed.
    pub bytes: u64,
    /// Bytes of all files, by their sizes at the start.
    pub bytes_total: u64,
    /// Files finished, with a digest or an error.
    pub files: usize,
    /// Files asked for.
    pub files_total: usize,
}

type Outcome = Result<Digests, ArtifactError>;

/// Digests files, several at once, each in one read; the outcomes are in the order of the paths. One file's
/// error does not touch the others. `progress` is called from several threads, after each file and every few
/// megabytes.
pub fn digest_files<P: AsRef<Path> + Sync>(
    paths: &[P],
    algorithms: &[Algorithm],
    progress: &(dyn Fn(Progress) + Sync),
) -> Vec<Outcome> {
    let cores = thread::available_parallelism().map_or(1, usize::from).min(MAX_THREADS);
    let paths: Vec<&Path> = paths.iter().map(AsRef::as_ref).collect();
    let work = Work::new(&paths, algorithms, progress);
    let threads = cores.min(paths.len());
    // With a core for each file, two in one thread would leave another idle.
    let pairs = paths.len() > cores && matches!(algorithms, [Algorithm::Sha256]) && has_two_lanes();
    let read_ahead = paths.len() * 2 <= cores;
    let run = || if pairs { work.in_pairs() } else { work.one_by_one(read_ahead) };
    thread::scope(|scope| {
        for _ in 1..threads {
            // Without a further thread this one does all the work.
            let _ = thread::Builder::new().spawn_scoped(scope, run);
        }
        run();
    });
    let outcomes = work.outcomes.into_iter().map(OnceLock::into_inner);
    outcomes
        .map(|outcome| outcome.unwrap_or_else(|| Err(io::Error::other("no thread read it").into())))
        .collect()
}

/// What the threads share.
struct Work<'a> {
    paths: &'a [&'a Path],
    algorithms: &'a [Algorithm],
    progress: &'a (dyn Fn(Progress) + Sync),
    /// Indices of paths, large files first: the last ones to end are then small.
    order: Vec<usize>,
    next: AtomicUsize,
    outcomes: Vec<OnceLock<Outcome>>,
    bytes_total: u64,
    bytes: AtomicU64,
    files: AtomicUsize,
}

impl<'a> Work<'a> {
    fn new(
        paths: &'a [&'a Path],
        algorithms: &'a [Algorithm],
        progress: &'a (dyn Fn(Progress) + Sync),
    ) -> Self {
        let size = |path: &&Path| std::fs::metadata(path).ok().filter(|m| m.is_file()).map_or(0, |m| m.len());
        let sizes: Vec<u64> = paths.iter().map(size).collect();
        let mut order: Vec<usize> = (0..paths.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(sizes.get(*at).copied()));
        Self {
            paths,
            algorithms,
            progress,
            order,
            next: AtomicUsize::new(0),
            outcomes: paths.iter().map(|_| OnceLock::new()).collect(),
            bytes_total: sizes.into_iter().fold(0, u64::saturating_add),
            bytes: AtomicU64::new(0),
            files: AtomicUsize::new(0),
        }
    }

    /// The next file that can be opened; those that cannot are settled on the way.
    fn take(&self) -> Option<(usize, Opened)> {
        loop {
            let at = *self.order.get(self.next.fetch_add(1, Ordering::Relaxed))?;
            match Opened::new(self.paths.get(at)?) {
                Ok(file) => return Some((at, file)),
                Err(error) => self.settle(at, Err(error)),
            }
        }
    }

    fn one_by_one(&self, read_ahead: bool) {
        while let Some((at, file)) = self.take() {
            self.settle(at, digest_opened(&file, self.algorithms, read_ahead, &|bytes| self.advance(bytes)));
        }
    }

    /// Two files in step. When one ends the next takes its place, so that both lanes stay full.
    fn in_pairs(&self) {
        let mut lanes = [Lane::new(), Lane::new()];
        loop {
            for lane in &mut lanes {
                lane.fill(self);
            }
            let [first, second] = &mut lanes;
            let step = match (first.rest().len(), second.rest().len()) {
                (0, 0) => return,
                (0, only) | (only, 0) => only,
                (one, other) => one.min(other),
            };
            let (hash, other_hash) = (&mut first.hash, &mut second.hash);
            update_pair(hash, first.slice.head(step), other_hash, second.slice.head(step));
            let done = first.advance(step) + second.advance(step);
            self.advance(done);
        }
    }

    fn settle(&self, at: usize, outcome: Outcome) {
        if let Some(slot) = self.outcomes.get(at) {
            let _ = slot.set(outcome);
        }
        self.files.fetch_add(1, Ordering::Relaxed);
        self.report();
    }

    fn advance(&self, bytes: u64) {
        let before = self.bytes.fetch_add(bytes, Ordering::Relaxed);
        if before / REPORT_EVERY != (before + bytes) / REPORT_EVERY {
            self.report();
        }
    }

    fn report(&self) {
        (self.progress)(Progress {
            bytes: self.bytes.load(Ordering::Relaxed),
            bytes_total: self.bytes_total,
            files: self.files.load(Ordering::Relaxed),
            files_total: self.paths.len(),
        });
    }
}

/// One of the two files that a thread hashes in step.
struct Lane {
    file: Option<(usize, Opened)>,
    hash: Sha256,
    slice: Slice,
    read: u64,
}

/// A buffer and the part of it that is not hashed yet.
struct Slice {
    buffer: Vec<u8>,
    start: usize,
    end: usize,
}

impl Slice {
    fn rest(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// At most so many bytes of the rest.
    fn head(&self, count: usize) -> &[u8] {
        let rest = self.rest();
        rest.get(..count).unwrap_or(rest)
    }
}

impl Lane {
    fn new() -> Self {
        let slice = Slice { buffer: vec![0; LANE_BUFFER], start: 0, end: 0 };
        Self { file: None, hash: Sha256::new(), slice, read: 0 }
    }

    fn rest(&self) -> &[u8] {
        self.slice.rest()
    }

    fn advance(&mut self, count: usize) -> u64 {
        let count = count.min(self.rest().len());
        self.slice.start += count;
        count as u64
    }

    /// Makes sure that there are bytes to hash, unless no file is left. Files that end are settled.
    fn fill(&mut self, work: &Work<'_>) {
        while self.rest().is_empty() {
            if self.file.is_none() {
                self.file = work.take();
                self.hash = Sha256::new();
                self.read = 0;
            }
            let Some((_, file)) = &self.file else { return };
            match file.read(self.read, &mut self.slice.buffer) {
                Ok(0) => self.end(work, Ok(())),
                Ok(count) => {
                    self.read += count as u64;
                    (self.slice.start, self.slice.end) = (0, count);
                }
                Err(error) => self.end(work, Err(error.into())),
            }
        }
    }

    fn end(&mut self, work: &Work<'_>, read: Result<(), ArtifactError>) {
        let Some((at, file)) = self.file.take() else { return };
        let hash = std::mem::take(&mut self.hash);
        let outcome = read
            .and_then(|()| file.unchanged(self.read))
            .and_then(|()| Ok(Digests::new(self.read, vec![digest(Algorithm::Sha256, &hash.finish())?])));
        work.settle(at, outcome);
    }
}
