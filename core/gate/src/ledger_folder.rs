//! A ledger as its readers see it: verify, find, and decide again from what was recorded.
//!
//! Replay takes nothing from today: list, facts, holds, request and instant come from the record.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use debar_ledger::{LedgerError, Reader, Record, VerifyReport, verify};
use debar_model::{Sha256Hex, Verdict};

use crate::LoadedList;
use crate::check::Question;
use crate::list::memory;
use crate::outcome::{CheckError, Recorded};
use crate::record::{FILES, ROOT};
use crate::review::{Consulted, REVIEW_STATE};

/// A ledger opened for reading.
#[derive(Debug)]
pub struct LedgerFolder {
    folder: PathBuf,
    reader: Reader,
}

/// What a check of the whole ledger found.
#[derive(Debug)]
pub struct Verified(VerifyReport);

/// How a replay went.
#[derive(Debug)]
pub enum Replayed {
    /// The same bytes came out.
    Equal,
    /// Others came out.
    Differs {
        /// The recorded verdict.
        recorded: Verdict,
        /// The verdict now.
        now: Verdict,
        /// Where they begin to differ, or which tables changed.
        why: String,
    },
}

impl Verified {
    /// Whether nothing is broken and nothing torn.
    pub fn is_clean(&self) -> bool {
        self.0.is_clean()
    }

    /// The findings, a sentence each.
    pub fn lines(&self) -> Vec<String> {
        let report = &self.0;
        let mut lines: Vec<String> =
            report.problems.iter().map(|problem| format!("broken: {problem}")).collect();
        if report.more_problems > 0 {
            lines.push(format!("broken: {} more", report.more_problems));
        }
        if let Some(torn) = &report.torn_tail {
            lines.push(format!("torn end, cut when the ledger is next written: {torn}"));
        }
        lines.push(format!(
            "{}: {} record(s), {} decision(s), {} bodies in {} segment(s); {} cut(s) of a torn end",
            if report.is_clean() { "clean" } else { "not clean" },
            report.records,
            report.decisions,
            report.bodies,
            report.segments,
            report.truncations
        ));
        lines.push(format!("head {}", report.head));
        lines
    }
}

impl LedgerFolder {
    /// Opens a ledger for reading.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn open(folder: &Path) -> Result<Self, LedgerError> {
        Ok(Self { folder: folder.to_owned(), reader: Reader::open(folder)? })
    }

    /// Checks chain, records and bodies.
    ///
    /// # Errors
    /// The folder cannot be read at all.
    pub fn verify(&self) -> Result<Verified, LedgerError> {
        verify(&self.folder).map(Verified)
    }

    /// A decision by its id or the beginning of it, with the list it was decided on when that can still
    /// be read.
    ///
    /// # Errors
    /// Not found, not unique, or unreadable.
    pub fn find(&self, id: &str) -> Result<(Recorded, Option<LoadedList>), CheckError> {
        let record = self.record(id)?;
        let decision = record.decision().map_err(|error| CheckError::Record(error.to_string()))?;
        let request = match record.request {
            Some(body) => read_request(&self.reader.body(&body)?)?,
            None => debar_model::PurchaseRequest::default(),
        };
        let list = self.list(&record).ok();
        let json = record.data.into_bytes();
        Ok((Recorded { decision, json, request, sequence: record.seq, repeated: false }, list))
    }

    /// Decides again from what was recorded.
    ///
    /// # Errors
    /// The record or one of its inputs cannot be read.
    pub fn replay(&self, id: &str) -> Result<Replayed, CheckError> {
        let record = self.record(id)?;
        let list = self.list(&record)?;
        self.again(&record, &list)
    }

    /// Decides every decision again, in their order, and hands out how each went. A list is compiled once for all
    /// decisions in a row that were made on it.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn replay_all(
        &self,
        mut each: impl FnMut(&str, Result<Replayed, CheckError>),
    ) -> Result<(), CheckError> {
        let mut last: Option<(BTreeMap<String, Sha256Hex>, LoadedList)> = None;
        let of_list = |record: &Record| {
            let mut inputs = record.inputs.clone();
            inputs.remove(REVIEW_STATE);
            inputs
        };
        for record in self.reader.iter()? {
            let record = record?;
            let Some(id) = record.decision_id.map(|id| id.to_string()) else { continue };
            if last.as_ref().is_none_or(|(inputs, _)| *inputs != of_list(&record)) {
                last = match self.list(&record) {
                    Ok(list) => Some((of_list(&record), list)),
                    Err(error) => {
                        each(&id, Err(error));
                        continue;
                    }
                };
            }
            let Some((_, list)) = &last else { continue };
            each(&id, self.again(&record, list));
        }
        Ok(())
    }

    /// All records of one kind of event, in their order.
    ///
    /// # Errors
    /// The folder cannot be listed; each record comes with its own.
    pub fn events(
        &self,
        kind: &str,
    ) -> Result<impl Iterator<Item = Result<Record, LedgerError>> + use<>, LedgerError> {
        self.reader.events(kind)
    }

    /// The ledger's records and bodies.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    fn again(&self, record: &Record, list: &LoadedList) -> Result<Replayed, CheckError> {
        let recorded = record.decision().map_err(|error| CheckError::Record(error.to_string()))?;
        let body = record.request.ok_or_else(|| CheckError::Record("it names no request".to_owned()))?;
        let canonical = self.reader.body(&body)?;
        let request = read_request(&canonical)?;
        let id = debar_wire::request_id(record.route.as_deref().unwrap_or_default(), &canonical);
        let question = Question { id, at: recorded.at, known_at: recorded.known_at };
        let consulted = consulted_by(&self.reader, record.inputs.get(REVIEW_STATE))?;
        let now = question.ask(list, &request, &recorded.facts, recorded.holds.clone(), &consulted);
        let json = debar_wire::decision_json(&now);
        if json == record.data.as_bytes() {
            return Ok(Replayed::Equal);
        }
        let why = if recorded.engine == now.engine {
            let at =
                json.iter().zip(record.data.as_bytes()).take_while(|(left, right)| left == right).count();
            format!("the bytes differ from byte {at} on")
        } else {
            format!("it was decided with {}, this is {}", recorded.engine, now.engine)
        };
        Ok(Replayed::Differs { recorded: recorded.verdict, now: now.verdict, why })
    }

    fn record(&self, id: &str) -> Result<Record, CheckError> {
        self.reader.find(id).map_err(|error| CheckError::Record(format!("{error}; {}", error.help())))
    }

    fn list(&self, record: &Record) -> Result<LoadedList, CheckError> {
        list_of(&self.reader, &record.inputs)
    }

    /// The ledger's folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// The clearings that a recorded decision consulted.
pub(crate) fn consulted_by(reader: &Reader, body: Option<&Sha256Hex>) -> Result<Consulted, CheckError> {
    body.map_or_else(|| Ok(Consulted::default()), |body| Consulted::read(&reader.body(body)?))
}

/// The list whose stored files a record names.
pub(crate) fn list_of(
    reader: &Reader,
    inputs: &BTreeMap<String, Sha256Hex>,
) -> Result<LoadedList, CheckError> {
    let root = inputs.get(ROOT).ok_or_else(|| CheckError::Record("it does not name its list".to_owned()))?;
    let root = String::from_utf8_lossy(&reader.body(root)?).into_owned();
    let mut files = BTreeMap::new();
    for (name, digest) in inputs {
        if let Some(name) = name.strip_prefix(FILES) {
            files.insert(name.to_owned(), reader.body(digest)?);
        }
    }
    LoadedList::from_sources(&root, &memory(&files)).map_err(|error| CheckError::Record(error.to_string()))
}

fn read_request(bytes: &[u8]) -> Result<debar_model::PurchaseRequest, CheckError> {
    debar_wire::read_request(bytes).map_err(|error| CheckError::Record(error.to_string()))
}
