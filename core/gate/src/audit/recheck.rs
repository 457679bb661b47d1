//! Open orders again: every recorded request that is not known to be closed is screened on the list now in use, with
//! the facts then recorded, and what comes out is recorded beside what it replaces.
//!
//! Invariants: a recorded decision is never changed. A run that is cut off is finished by the next one, and a run that
//! finds nothing new records nothing: what was re-checked on this revision with the same answer is done.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use debar_ledger::{BodyReader, Entry, LedgerError, Reader, Record, ReviewState};
use debar_model::{Decision, DecisionId, NoticeCode, Obligation, RequestId, Revision, Verdict};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::closing::Requests;
use super::orders::{decision_of, line_name, request_of, suppliers};
use crate::check::Question;
use crate::outcome::CheckError;
use crate::review::{Consulted, REVIEW_STATE};
use crate::{Gate, LoadedList, facts};

/// The kind of the record of a re-check.
pub(crate) const RECHECK: &str = "recheck";

/// Records that are made durable together.
const BATCH: usize = 256;

/// What is to be screened again.
#[derive(Clone, Debug, Default)]
pub struct RecheckChoice {
    /// Only requests whose latest decision was recorded at this instant or later.
    pub since: Option<Timestamp>,
    /// Only these: request ids or order numbers.
    pub only: Option<Vec<String>>,
    /// Closed ones too.
    pub closed_too: bool,
    /// The instant of the law; now when none is given.
    pub at: Option<Timestamp>,
}

/// One request screened again.
#[derive(Clone, Debug)]
pub struct Rechecked {
    /// The request.
    pub request: RequestId,
    /// The order's number.
    pub order: Option<String>,
    /// Who sells.
    pub suppliers: Vec<String>,
    /// The decision that is replaced.
    pub replaces: DecisionId,
    /// When that one was recorded.
    pub replaced_on: Timestamp,
    /// The list of that one.
    pub replaced_revision: Revision,
    /// The verdict of that one.
    pub from: Verdict,
    /// The decision that replaces it.
    pub decision: Decision,
    /// Lines whose verdict is another one: name, then and now.
    pub lines: Vec<(String, Verdict, Verdict)>,
    /// Duties that the replaced decision did not have.
    pub owed: Vec<Obligation>,
    /// Clearings of the review queue that no longer hold, a sentence each.
    pub lapsed: Vec<String>,
    /// Recorded by an earlier run, and still standing.
    pub earlier: bool,
}

/// What a run found.
#[derive(Clone, Debug, Default)]
pub struct RecheckReport {
    /// Requests whose verdict changed, in this run and, marked so, in earlier ones.
    pub changed: Vec<Rechecked>,
    /// How many came out as before and were recorded, because the list is another one.
    pub unchanged: u64,
    /// How many had been screened on this list before, with the same answer: nothing was recorded.
    pub done_before: u64,
    /// How many are closed, replaced or cancelled.
    pub closed: u64,
    /// Recorded decisions that could not be read or screened, and why.
    pub failed: Vec<(DecisionId, String)>,
}

/// The data of a re-check's record.
#[derive(Serialize, Deserialize)]
struct RecheckData {
    schema_version: u32,
    decision_id: String,
    request_id: String,
    order: Option<String>,
    revision: String,
    verdict: String,
    replaces: String,
    replaced_revision: String,
    replaced_verdict: String,
}

/// A re-check that is to be recorded.
struct Fresh {
    record: Record,
    done: Rechecked,
    consulted: Consulted,
}

impl Gate {
    /// Screens open requests again and records what comes out; `each` hears of every request that was looked at.
    ///
    /// # Errors
    /// A name that is not recorded; a ledger that cannot be read or written. What was recorded before stays.
    pub fn recheck(
        &self,
        choice: &RecheckChoice,
        mut each: impl FnMut(),
    ) -> Result<RecheckReport, CheckError> {
        let reader = Reader::open(&self.config.ledger.value)?;
        let list = self.list();
        let at = choice.at.unwrap_or_else(|| self.clock.now());
        let all = Requests::read(&reader)?;
        let mut wanted = if choice.closed_too {
            all.0.iter().map(|(id, known)| (known.latest, *id)).collect()
        } else {
            all.open(at)
        };
        let mut report =
            RecheckReport { closed: count(all.0.len() - wanted.len()), ..RecheckReport::default() };
        if let Some(names) = &choice.only {
            let chosen = chosen(&all, names)?;
            wanted.retain(|_, id| chosen.contains(id));
        }
        if let Some(since) = choice.since {
            wanted.retain(|_, id| all.0.get(id).is_some_and(|known| known.time >= since));
        }
        let mut bodies = reader.bodies();
        let mut batch = vec![];
        let mut standing = HashMap::new();
        let reviews = self.reviews(None)?;
        for record in reader.iter()? {
            let record = record?;
            if record.kind == RECHECK {
                note(&record, &mut standing);
            }
            if !wanted.contains_key(&record.seq) {
                continue;
            }
            each();
            let Some(id) = record.decision_id else { continue };
            match screen_again(&list, &reviews, &mut bodies, &record, at) {
                Ok(Some((done, consulted))) => batch.push(Fresh { record, done, consulted }),
                Ok(None) => {
                    report.done_before += 1;
                    let earlier = standing.remove(&id);
                    report.changed.extend(earlier.and_then(|data| of_earlier(&reader, &data, &record)));
                }
                Err(error) => report.failed.push((id, error.to_string())),
            }
            if batch.len() >= BATCH {
                self.record_again(&list, std::mem::take(&mut batch), &mut report)?;
            }
        }
        self.record_again(&list, batch, &mut report)?;
        report.changed.sort_by_key(|one| (one.earlier, std::cmp::Reverse(one.decision.verdict)));
        Ok(report)
    }

    /// Makes a batch durable: what is replaced and by what, and the decision itself right after it.
    fn record_again(
        &self,
        list: &LoadedList,
        batch: Vec<Fresh>,
        report: &mut RecheckReport,
    ) -> Result<(), CheckError> {
        if batch.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let inputs = self.list_inputs.of(&self.ledger, list)?;
        let mut entries = Vec::with_capacity(2 * batch.len());
        for Fresh { record, done, consulted } in &batch {
            let decision = &done.decision;
            let data = RecheckData {
                schema_version: debar_wire::SCHEMA_VERSION,
                decision_id: decision.id.to_string(),
                request_id: done.request.to_string(),
                order: done.order.clone(),
                revision: decision.revision.to_string(),
                verdict: decision.verdict.to_string(),
                replaces: done.replaces.to_string(),
                replaced_revision: done.replaced_revision.to_string(),
                replaced_verdict: done.from.to_string(),
            };
            let mut again = Entry::decision(now, decision);
            let mut event = Entry::event(now, RECHECK, &data)?;
            if let Some(body) = record.request {
                (again, event) = (again.with_request(body), event.with_request(body));
            }
            if let Some(route) = &record.route {
                again = again.with_route(route);
            }
            for (name, digest) in &inputs {
                again = again.with_input(name, *digest);
            }
            if !consulted.is_empty() {
                again = again.with_input(REVIEW_STATE, self.ledger.put_body(&consulted.bytes)?);
            }
            entries.push(event);
            entries.push(again);
        }
        self.ledger.append_batch(entries).inspect_err(|_: &LedgerError| self.list_inputs.forget())?;
        for Fresh { done, .. } in batch {
            if done.from == done.decision.verdict && done.lines.is_empty() {
                report.unchanged += 1;
            } else {
                report.changed.push(done);
            }
        }
        Ok(())
    }
}

/// The ids behind names; every name that is not recorded is told at once.
fn chosen(all: &Requests, names: &[String]) -> Result<BTreeSet<RequestId>, CheckError> {
    let mut chosen = BTreeSet::new();
    let mut unknown = vec![];
    for name in names {
        let found = all.named(name);
        if found.is_empty() {
            unknown.push(format!("`{name}`"));
        }
        chosen.extend(found);
    }
    if unknown.is_empty() {
        return Ok(chosen);
    }
    Err(CheckError::Unknown {
        why: format!("no request and no order is recorded as {}", unknown.join(", ")),
        help: "name orders by their numbers to the letter, or by the ids of their requests, one a line"
            .to_owned(),
    })
}

/// The answer now; none when the recorded one is of this list and says the same.
fn screen_again(
    list: &LoadedList,
    reviews: &Arc<ReviewState>,
    bodies: &mut BodyReader,
    record: &Record,
    at: Timestamp,
) -> Result<Option<(Rechecked, Consulted)>, CheckError> {
    let old = decision_of(record)?;
    let request = request_of(bodies, record.request)?;
    let mut holds = old.holds.clone();
    for hold in facts::unknown(list.list(), &old.facts) {
        if !holds.contains(&hold) {
            holds.push(hold);
        }
    }
    let question = Question { id: old.request, at, known_at: None };
    let (new, consulted) =
        question.ask_with(list, &request, &old.facts, &holds, || Ok(Arc::clone(reviews)))?;
    if old.revision == new.revision && old.known_at.is_none() && same_answer(&old, &new) {
        return Ok(None);
    }
    let again = Rechecked {
        request: old.request,
        order: super::orders::number(&request),
        suppliers: suppliers(&request),
        replaces: old.id,
        replaced_on: record.time,
        replaced_revision: old.revision,
        from: old.verdict,
        lines: changed_lines(&old, &new),
        owed: owed(&old, &new),
        lapsed: lapsed(&new),
        decision: new,
        earlier: false,
    };
    Ok(Some((again, consulted)))
}

/// Clearings that a decision found to hold no longer.
fn lapsed(decision: &Decision) -> Vec<String> {
    let of_kind = decision.notices.iter().filter(|notice| notice.code == NoticeCode::ClearingLapsed);
    of_kind.map(|notice| notice.text.clone()).collect()
}

/// Equal in what follows from it: verdicts, and who says so. Sentences may count days, and a duty is due later when
/// the same is found later.
fn same_answer(old: &Decision, new: &Decision) -> bool {
    let rulings = |decision: &Decision| -> Vec<(Option<u32>, String, &'static str, Verdict)> {
        let all = decision.findings.iter().flat_map(|finding| {
            finding
                .rulings
                .iter()
                .map(|ruling| (finding.line, ruling.rule.clone(), ruling.effect.as_str(), ruling.verdict))
        });
        let mut all: Vec<_> = all.collect();
        all.sort();
        all
    };
    let lines =
        |decision: &Decision| -> Vec<Verdict> { decision.lines.iter().map(|line| line.verdict).collect() };
    old.verdict == new.verdict
        && old.engine == new.engine
        && old.holds == new.holds
        && lines(old) == lines(new)
        && rulings(old) == rulings(new)
}

fn changed_lines(old: &Decision, new: &Decision) -> Vec<(String, Verdict, Verdict)> {
    old.lines
        .iter()
        .zip(&new.lines)
        .filter(|(old, new)| old.verdict != new.verdict)
        .map(|(old, new)| (line_name(new.id.as_ref(), new.ordinal), old.verdict, new.verdict))
        .collect()
}

fn owed(old: &Decision, new: &Decision) -> Vec<Obligation> {
    let same = |one: &Obligation, other: &Obligation| {
        (&one.what, &one.form, &one.rule) == (&other.what, &other.form, &other.rule)
    };
    new.obligations
        .iter()
        .filter(|duty| !old.obligations.iter().any(|known| same(known, duty)))
        .cloned()
        .collect()
}

/// Remembers a re-check that changed a verdict, by the decision that it made.
fn note(record: &Record, standing: &mut HashMap<DecisionId, RecheckData>) {
    let Ok(data) = record.event::<RecheckData>() else { return };
    let id = debar_model::Sha256Hex::parse(&data.decision_id).map(DecisionId);
    if let Ok(id) = id
        && data.verdict != data.replaced_verdict
    {
        standing.insert(id, data);
    }
}

/// What an earlier run had found, where it still stands.
fn of_earlier(reader: &Reader, data: &RecheckData, record: &Record) -> Option<Rechecked> {
    let new = record.decision().ok()?;
    let old_record = reader.find(&data.replaces).ok()?;
    let old = old_record.decision().ok()?;
    let request = request_of(&mut reader.bodies(), record.request).ok()?;
    Some(Rechecked {
        request: new.request,
        order: data.order.clone(),
        suppliers: suppliers(&request),
        replaces: old.id,
        replaced_on: old_record.time,
        replaced_revision: old.revision,
        from: old.verdict,
        lines: changed_lines(&old, &new),
        owed: owed(&old, &new),
        lapsed: lapsed(&new),
        decision: new,
        earlier: true,
    })
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl RecheckReport {
    /// The strictest verdict that something turned to in this run; none when nothing became stricter.
    pub fn turned(&self) -> Option<Verdict> {
        let stricter = self.changed.iter().filter(|one| !one.earlier && one.decision.verdict > one.from);
        stricter.map(|one| one.decision.verdict).max()
    }

    /// How many requests were screened.
    pub fn screened(&self) -> u64 {
        let fresh = self.changed.iter().filter(|one| !one.earlier).count();
        count(fresh) + self.unchanged + self.done_before
    }

    /// Changes by kind: from, to, how many.
    pub fn by_kind(&self) -> BTreeMap<(Verdict, Verdict), u64> {
        let mut kinds = BTreeMap::new();
        for one in self.changed.iter().filter(|one| !one.earlier) {
            *kinds.entry((one.from, one.decision.verdict)).or_default() += 1;
        }
        kinds
    }
}
