//! The reading of whole lists in the background, some time after the last edit, stopped by the next one.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use debar_blocklist::{Diagnostic, lint, read_unless};
use jiff::Timestamp;

use crate::list::Overlay;

/// How long nothing may be typed before the whole list is read.
const PAUSE: Duration = Duration::from_millis(150);

/// A list to read.
pub(crate) struct Job {
    /// The root file.
    pub(crate) list: PathBuf,
    pub(crate) root: String,
    pub(crate) generation: u64,
    pub(crate) sources: Overlay,
    pub(crate) stopped: Arc<AtomicBool>,
    pub(crate) now: Timestamp,
}

/// What came of it.
pub(crate) struct Done {
    pub(crate) list: PathBuf,
    pub(crate) generation: u64,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Names of all TOML files that were read.
    pub(crate) files: Vec<String>,
}

/// Starts the reader. It ends when the sender is dropped.
pub(crate) fn start(tell: impl Fn(Done) + Send + 'static) -> std::io::Result<(Sender<Job>, JoinHandle<()>)> {
    let (jobs, queue) = channel();
    let thread = std::thread::Builder::new().name("lists".to_owned()).spawn(move || work(&queue, &tell))?;
    Ok((jobs, thread))
}

fn work(queue: &Receiver<Job>, tell: &dyn Fn(Done)) {
    // One job a list: the last one.
    let mut waiting: BTreeMap<PathBuf, Job> = BTreeMap::new();
    loop {
        let next = if waiting.is_empty() {
            queue.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            queue.recv_timeout(PAUSE)
        };
        match next {
            Ok(job) => {
                waiting.insert(job.list.clone(), job);
            }
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                if let Some((_, job)) = waiting.pop_first()
                    && let Some(done) = read(&job)
                {
                    tell(done);
                }
            }
        }
    }
}

/// Reads a list in full, as `debar blocklist check` does; none if it was stopped.
pub(crate) fn read(job: &Job) -> Option<Done> {
    let reading = read_unless(&job.root, &job.sources, &job.stopped)?;
    let mut diagnostics = reading.diagnostics;
    if let Some(list) = &reading.list {
        diagnostics.extend(lint(list, job.now));
    }
    let files = reading.files.into_iter().map(|(name, _)| name).collect();
    Some(Done { list: job.list.clone(), generation: job.generation, diagnostics, files })
}
