//! Makes the decisions on one document durable, with everything that a replay needs.
//!
//! Invariant: either all of them are on disk when this returns, or none leaves.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use debar_ledger::{Entry, Ledger, LedgerError, Receipt};
use debar_model::{Decision, Revision, Sha256Hex};

use crate::LoadedList;
use crate::audit::{InUseData, LIST_IN_USE};
use crate::gate::Gate;
use crate::outcome::CheckError;
use crate::retry;
use crate::review::{Consulted, REVIEW_STATE};

/// Name of the input that holds the name of the list's root file.
pub(crate) const ROOT: &str = "list-root";
/// What stands before the names of the list's files among the inputs.
pub(crate) const FILES: &str = "list/";

/// A decision to be recorded.
pub(crate) struct NewRecord<'a> {
    pub canonical: &'a [u8],
    pub decision: &'a Decision,
    pub consulted: &'a Consulted,
}

/// What the decisions of one document have in common.
pub(crate) struct Circumstances<'a> {
    pub list: &'a LoadedList,
    pub route: Option<&'a str>,
    /// It is the list in use, not one of an earlier day.
    pub in_use: bool,
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
                true => retry::earlier(&self.ledger, one.decision, now)?,
                false => None,
            };
            let decision = earlier.unwrap_or_else(|| one.decision.clone());
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
            if !one.consulted.is_empty() {
                entry = entry.with_input(REVIEW_STATE, self.ledger.put_body(&one.consulted.bytes)?);
            }
            entries.push(entry);
            written.push(Written { decision, json, sequence: 0, repeated: false });
        }
        let comes_into_use =
            common.in_use && !self.list_mark.is(&self.config.ledger.value, common.list.revision());
        if comes_into_use {
            entries.push(in_use(now, common.list, &inputs)?);
        }
        let receipts = self.ledger.append_batch(entries).inspect_err(|_| self.list_inputs.forget())?;
        if comes_into_use {
            self.list_mark.set(&self.config.ledger.value, common.list.revision());
        }
        if receipts.len() != written.len() + usize::from(comes_into_use) {
            return Err(CheckError::Ledger(LedgerError::Abandoned));
        }
        for (one, receipt) in written.iter_mut().zip(receipts) {
            one.sequence = receipt.seq;
            one.repeated = !receipt.new;
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

/// The record that says that another revision of the list came into use.
fn in_use(now: jiff::Timestamp, list: &LoadedList, inputs: &Inputs) -> Result<Entry, LedgerError> {
    let data = InUseData {
        schema_version: debar_wire::SCHEMA_VERSION,
        revision: list.revision().to_string(),
        title: list.list().title.clone(),
    };
    let entry = Entry::event(now, LIST_IN_USE, &data)?;
    Ok(inputs.iter().fold(entry, |entry, (name, digest)| entry.with_input(name, *digest)))
}

/// Which revision the ledger last heard of: remembered here and in a small file beside the segments, so that a run
/// need not read the ledger to know. It may be lost or wrong: then the revision is recorded once more, or the
/// decisions made with it are the only ones that tell.
#[derive(Debug, Default)]
pub(crate) struct ListMark(Mutex<Option<Revision>>);

impl ListMark {
    const FILE: &str = "list-in-use";

    fn is(&self, ledger: &Path, revision: Revision) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.is_none() {
            let text = fs::read_to_string(ledger.join(Self::FILE)).unwrap_or_default();
            *known = Sha256Hex::parse(text.trim_end()).ok().map(Revision);
        }
        *known == Some(revision)
    }

    fn set(&self, ledger: &Path, revision: Revision) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(revision);
        let new = ledger.join(format!(".{}.{}.new", Self::FILE, std::process::id()));
        let written = fs::write(&new, format!("{revision}\n"));
        if written.and_then(|()| fs::rename(&new, ledger.join(Self::FILE))).is_err() {
            let _ = fs::remove_file(&new);
        }
    }
}

impl ListInputs {
    /// Digests of the list's files, stored; they are hashed again only when the list has changed.
    pub(crate) fn of(&self, ledger: &Ledger, list: &LoadedList) -> Result<Inputs, LedgerError> {
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

    pub(crate) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
