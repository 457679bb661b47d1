//! The program that runs plugins, and the bounds that it sets itself.
//!
//! Invariant: the program is judged like a plugin file, and what is executed is what was judged.

use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Sandbox;
use crate::HostError;
use crate::load::open_judged;

/// How plugins run in processes of their own. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Workers {
    program: Arc<Program>,
    /// What to do where the kernel cannot give the whole sandbox.
    pub sandbox: Sandbox,
    /// The most bytes of address space of a worker.
    pub memory_bytes: u64,
    /// The most seconds of processor time of a worker in its whole life; one that has used half is replaced.
    pub cpu_seconds: u64,
}

#[derive(Debug)]
struct Program {
    path: PathBuf,
    file: OwnedFd,
}

/// Address space is not memory: a document and its parts are mapped too.
const MEMORY: u64 = 4 << 30;

const CPU: u64 = 600;

impl Workers {
    /// The name of the program's file.
    pub const PROGRAM: &'static str = "debar-worker";

    /// Workers of this program. With `beside_program` it must belong to the owner of the running program.
    ///
    /// # Errors
    /// [`HostError::Worker`] with what is wrong with the file.
    pub fn new(path: &Path, beside_program: bool) -> Result<Self, HostError> {
        let file = open_judged(path, beside_program)
            .map_err(|source| HostError::Worker { path: path.to_owned(), source: Box::new(source) })?;
        Ok(Self {
            program: Arc::new(Program { path: path.to_owned(), file }),
            sandbox: Sandbox::default(),
            memory_bytes: MEMORY,
            cpu_seconds: CPU,
        })
    }

    /// The program's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.program.path
    }

    /// What is to be executed: the opened file, whatever stands under its path by now.
    pub(super) fn executable(&self) -> String {
        format!("/proc/self/fd/{}", self.program.file.as_raw_fd())
    }
}
