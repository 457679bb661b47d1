//! Makes the decisions on one document durable, with everything that a replay needs.
//!
//! Invariant: either all of them are on disk when this returns, or none leaves.

use std::sync::{Mutex, PoisonError};

use debar_ledger::{Entry, Ledger, LedgerError, Receipt};
use debar_model::{Decision, Revision, Sha256Hex};

use crate::LoadedList;
use crate::gate::Gate;
use crate::outcome::CheckError;

/// Name of the input that holds the name of the list's root file.
pub(crate) const ROOT: &str = "list-root";
/// What stands before the names of the list's files among the inputs.
pub(crate) const FILES: &str = "list/";

/// A decision to be recorded.
pub(crate) struct NewRecord<'a> {
    pub canonical: &'a [u8],
    pub decision: &'a Decision,
}

/// What the decisions of one document have in common.
pub(crate) struct Circumstances<'a> {
    pub list: &'a LoadedList,
    pub route: Option<&'a str>,
    /// The caller named no instant, so an earlier answer to the same question may serve.
    pub may_repeat: bool,
}

/// A recorded decision.
pub(crate) struct Written {
    pub decision: Decision,
    pub json: Vec<u8>,
    pub sequence: u64,
    pub repeated: bool,
}

/// The files of the list that was last recorded, as inputs of a decision.
#[derive(Debug, Default)]
pub(crate) struct ListInputs(Mutex<Option<(Revision, Inputs)>>);

type Inputs = Vec<(String, Sha256Hex)>;

impl Gate {
    /// Records the decisions on one document in one write; returns when they are durable.
    pub(crate) fn write(
        &self,
        common: &Circumstances<'_>,
        new: &[NewRecord<'_>],
    ) -> Result<Vec<Written>, CheckError> {
        let now = self.clock.now();
        let inputs = self.list_inputs.of(&self.ledger, common.list)?;
        let mut written = Vec::with_capacity(new.len());
        let mut entries = Vec::with_capacity(new.len());
        for one in new {
            let earlier = match common.may_repeat {
                true => self.retries.earlier(&self.config.ledger.value, one.decision, now)?,
                false => None,
            };
            let decision = earlier.as_deref().unwrap_or(one.decision).clone();
            let json = debar_wire::decision_json(&decision);
            // An earlier decision is handed in once more: the ledger knows it, and makes sure that it is durable.
            let mut entry = Entry::decision_json(now, &decision, json.clone())?
                .with_request(self.ledger.put_body(one.canonical)?);
            if let Some(route) = common.route {
                entry = entry.with_route(route);
            }
            for (name, digest) in &inputs {
                entry = entry.with_input(name, *digest);
            }
            entries.push(entry);
            written.push(Written { decision, json, sequence: 0, repeated: false });
        }
        let receipts = self.ledger.append_batch(entries).inspect_err(|_| self.list_inputs.forget())?;
        if receipts.len() != written.len() {
            return Err(CheckError::Ledger(LedgerError::Abandoned));
        }
        for (one, receipt) in written.iter_mut().zip(receipts) {
            one.sequence = receipt.seq;
            one.repeated = !receipt.new;
            if receipt.new && common.may_repeat {
                self.retries.remember(&one.decision, now);
            }
        }
        Ok(written)
    }
}

impl Gate {
    /// Records an event that is no decision, such as `review`, `recheck`, `close` or `list-in-use`, at the gate's
    /// instant; returns when it is durable. `inputs` are stored under their SHA-256 and named by the record.
    ///
    /// # Errors
    /// A kind or data that [`Entry::event`] refuses, an input that [`Ledger::put_body`] refuses, or no durable record.
    pub fn append_event(
        &self,
        kind: &str,
        data: &impl serde::Serialize,
        inputs: &[(&str, &[u8])],
    ) -> Result<Receipt, LedgerError> {
        let mut entry = Entry::event(self.clock.now(), kind, data)?;
        for (name, bytes) in inputs {
            entry = entry.with_input(name, self.ledger.put_body(bytes)?);
        }
        self.ledger.append(entry)
    }
}

impl ListInputs {
    /// Digests of the list's files, stored; they are hashed again only when the list has changed.
    fn of(&self, ledger: &Ledger, list: &LoadedList) -> Result<Inputs, LedgerError> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((revision, inputs)) = known.as_ref()
            && *revision == list.revision()
        {
            return Ok(inputs.clone());
        }
        let mut inputs = vec![(ROOT.to_owned(), ledger.put_body(list.root.as_bytes())?)];
        for (name, bytes) in &list.files {
            inputs.push((format!("{FILES}{name}"), ledger.put_body(bytes)?));
        }
        *known = Some((list.revision(), inputs.clone()));
        Ok(inputs)
    }

    fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
