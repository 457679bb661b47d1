//! A plugin whose code never runs in this process: its checked bytes, and what a worker learned of it.
//!
//! Invariant: its description agrees with what was read before loading, in every worker.

use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::sync::OnceLock;

use debar_model::Sha256Hex;
use serde_json::Value;

use super::talk::{Lost, Worker};
use super::{Sandbox, SandboxLevel, Workers};
use crate::frames::Hello;
use crate::{HostError, Metadata};

/// A plugin for workers.
#[derive(Debug)]
pub(crate) struct Away {
    pub path: PathBuf,
    pub sha256: Sha256Hex,
    pub metadata: Metadata,
    pub sealed: OwnedFd,
    pub workers: Workers,
    pub known: OnceLock<Known>,
}

/// What the first worker told.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub schema: Value,
    pub level: SandboxLevel,
}

impl Away {
    /// Starts a worker; does not wait for it.
    pub(super) fn start(&self) -> Result<Worker, HostError> {
        Worker::start(&self.workers, &self.sealed)
            .map_err(|source| HostError::WorkerStart { path: self.workers.path().to_owned(), source })
    }

    /// Waits until the worker has loaded the plugin, and holds what it says to what was read.
    pub(super) fn greet(&self, worker: &mut Worker) -> Result<&Known, HostError> {
        let hello = worker.greet().map_err(|lost| self.lost(&lost))?;
        let Hello { level, described } = hello;
        if self.workers.sandbox == Sandbox::Require && !level.is_whole() {
            return Err(HostError::Sandbox { plugin: self.metadata.id.clone(), reached: level });
        }
        let described =
            described.map_err(|detail| HostError::WorkerLoad { plugin: self.metadata.id.clone(), detail })?;
        if let Some(known) = self.known.get() {
            return Ok(known);
        }
        let (metadata, schema) = crate::plugin::description(&self.metadata.id, &described)?;
        crate::plugin::agree(&metadata, &self.metadata)?;
        Ok(self.known.get_or_init(|| Known { schema, level }))
    }

    /// What a worker knows of the plugin; starts one when none did yet.
    pub(crate) fn known(&self) -> Result<&Known, HostError> {
        match self.known.get() {
            Some(known) => Ok(known),
            None => self.greet(&mut self.start()?),
        }
    }

    pub(super) fn lost(&self, lost: &Lost) -> HostError {
        HostError::WorkerLoad { plugin: self.metadata.id.clone(), detail: lost.to_string() }
    }
}
