//! Which bodies stand in the segments already, whole, and which go before the next record.

use debar_model::Sha256Hex;
use std::collections::HashSet;
use std::sync::Arc;

use super::{Batch, Guard, Writer};
use crate::LedgerError;
use crate::inline;
use crate::reader::line_at;

impl Writer {
    /// Makes sure that a body is stored, whole and durable.
    pub(crate) fn require(&mut self, digest: &Sha256Hex) -> Result<(), LedgerError> {
        let lock = Arc::clone(&self.lock);
        let guard = Guard::take(&lock, &self.layout)?;
        self.catch_up(None)?;
        self.load_sealed()?;
        let broken = match self.look_up(digest) {
            Some(Ok(())) => {
                self.sync()?;
                self.bodies.remember([*digest]);
                return Ok(());
            }
            Some(Err(error)) => Some(error),
            None => None,
        };
        drop(guard);
        self.bodies.require_file(digest).map_err(|error| broken.unwrap_or(error))
    }

    /// Adds to a batch the bodies that wait and are not stored yet.
    pub(super) fn add_bodies(
        &mut self,
        bodies: &[Sha256Hex],
        stored: &mut HashSet<Sha256Hex>,
        batch: &mut Batch,
    ) {
        for body in bodies {
            if self.bodies.is_durable(body) || !stored.insert(*body) {
                continue;
            }
            // One that is broken is stored again, and found before the broken one.
            if matches!(self.look_up(body), Some(Ok(()))) {
                continue;
            }
            if let Some(line) = self.bodies.waiting(body) {
                batch.add_body(body, &line);
            }
        }
    }

    /// Notes bodies that wait for a record that stands already, and are stored with it.
    pub(super) fn settle(&mut self, bodies: &[Sha256Hex], stored: &mut HashSet<Sha256Hex>) {
        for body in bodies {
            if !self.bodies.is_durable(body) && matches!(self.look_up(body), Some(Ok(()))) {
                stored.insert(*body);
            }
        }
    }

    /// Looks for a body in the segments and reads it; an error when it is there and broken.
    pub(super) fn look_up(&mut self, digest: &Sha256Hex) -> Option<Result<(), LedgerError>> {
        let mut found = None;
        for (segment, offset) in self.stored.find(&digest.0) {
            let line = match line_at(&self.layout, segment, offset) {
                Ok(line) => line,
                Err(error) => {
                    found = Some(Err(error));
                    continue;
                }
            };
            if inline::digest_of(&line) != Some(*digest) {
                continue;
            }
            let broken =
                |message: &str| LedgerError::BrokenBody { digest: *digest, message: message.to_owned() };
            match self.inflater.content(&line) {
                Ok(_) => return Some(Ok(())),
                Err(message) => found = Some(Err(broken(message))),
            }
        }
        found
    }
}
