//! Makes a decision durable with everything that a replay needs, and recognises an exact retry.

use debar_ledger::{Entry, Reader};
use debar_model::Decision;
use jiff::{SignedDuration, Timestamp};

use crate::LoadedList;
use crate::gate::Gate;
use crate::outcome::CheckError;

/// Name of the input that holds the name of the list's root file.
pub(crate) const ROOT: &str = "list-root";
/// What stands before the names of the list's files among the inputs.
pub(crate) const FILES: &str = "list/";

/// How long a request that comes again gets the recorded decision, when nothing else has changed. A later
/// one is a new question: the law asks for a second look before the award.
const RETRY_WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// A decision to be recorded.
pub(crate) struct NewRecord<'a> {
    pub list: &'a LoadedList,
    pub route: Option<&'a str>,
    pub canonical: &'a [u8],
    pub decision: &'a Decision,
    /// The instant of writing.
    pub now: Timestamp,
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

impl Gate {
    /// Records a decision; returns when it is durable.
    pub(crate) fn write(&self, new: &NewRecord<'_>) -> Result<Written, CheckError> {
        if new.may_repeat
            && let Some(earlier) = self.earlier(new)?
        {
            return Ok(earlier);
        }
        let json = debar_wire::decision_json(new.decision);
        let mut entry = Entry::decision_json(new.now, new.decision, json.clone())?
            .with_request(self.ledger.put_body(new.canonical)?)
            .with_input(ROOT, self.ledger.put_body(new.list.root.as_bytes())?);
        if let Some(route) = new.route {
            entry = entry.with_route(route);
        }
        for (name, bytes) in &new.list.files {
            entry = entry.with_input(&format!("{FILES}{name}"), self.ledger.put_body(bytes)?);
        }
        let receipt = self.ledger.append(entry)?;
        Ok(Written { decision: new.decision.clone(), json, sequence: receipt.seq, repeated: !receipt.new })
    }

    /// An answer to the same question that was recorded a short while ago and would be the same now.
    fn earlier(&self, new: &NewRecord<'_>) -> Result<Option<Written>, CheckError> {
        let reader = Reader::open(&self.config.ledger.value)?;
        for record in reader.by_request(new.decision.request)?.into_iter().rev() {
            let age = new.now.duration_since(record.time);
            if age > RETRY_WINDOW || age < SignedDuration::ZERO {
                continue;
            }
            let Ok(decision) = record.decision() else { continue };
            if same_answer(&decision, new.decision) {
                return Ok(Some(Written {
                    decision,
                    json: record.data.into_bytes(),
                    sequence: record.seq,
                    repeated: true,
                }));
            }
        }
        Ok(None)
    }
}

/// Equal in everything but the instant and the id that follows from it.
fn same_answer(earlier: &Decision, now: &Decision) -> bool {
    let mut now = now.clone();
    now.at = earlier.at;
    now.id = earlier.id;
    now == *earlier
}
