//! The main path: receive, route, decode, attach, screen, trip, record, encode.
//!
//! Invariant: an allow leaves only when the engine computed it over a completely decoded document and
//! the ledger has it on disk.

use debar_engine::Ask;
use debar_host::Receipt;
use debar_model::{
    Correlation, Decision, Facts, HoldReason, Operation, PurchaseRequest, RequestId, Sha256Hex, Source, Sourced, Verdict,
};
use sha2::{Digest as _, Sha256};

use crate::adapters::Adapter;
use crate::attach::Attacher;
use crate::config::{OnFailure, Route};
use crate::outcome::{CheckError, NativeAnswer, Outcome, PluginUsed, Recorded};
use crate::record::NewRecord;
use crate::submission::Submission;
use crate::{Gate, LoadedList, tripwire};

/// A fact by which a decision remembers that its plugin's failure denies.
pub(crate) const ON_FAILURE: &str = "on-plugin-failure";

/// Holds of one request, each with a sentence.
type Holds = Vec<(HoldReason, String)>;

impl Gate {
    /// Screens one document. Every path that ends without an error has recorded its decisions.
    ///
    /// # Errors
    /// See [`CheckError`]: nothing may be let through after one.
    pub fn check(&self, submission: &Submission<'_>) -> Result<Outcome, CheckError> {
        let list = self.list();
        let route = self.route(submission.route)?;
        let read = self.read(submission, &route)?;
        let at = submission.at.unwrap_or_else(|| self.clock.now());
        let mut screened = Vec::with_capacity(read.requests.len());
        for (mut request, mut holds) in read.requests {
            let native_lines = request.lines.len();
            let limits = self.config.limits.value;
            let mut attacher = Attacher::new(&self.adapters, limits.document_bytes, limits.artifact_bytes);
            attacher.carried(&mut request);
            attacher.given(&mut request, &submission.artifacts);
            holds.append(&mut attacher.holds);
            holds.extend(
                request.document.undecodable.iter().map(|why| (HoldReason::Incomplete, why.value.clone())),
            );
            let mut facts = route.facts.clone();
            facts.merge(&self.config.facts);
            facts.merge(&submission.facts);
            facts.merge(&request.facts);
            if read.on_failure == OnFailure::Deny {
                facts.add(ON_FAILURE, ["deny".to_owned()], debar_model::FactOrigin::Config);
            }
            let canonical = debar_wire::request_json(&request);
            let id = debar_wire::request_id(submission.route.unwrap_or_default(), &canonical);
            let question = Question { id, at, known_at: submission.known_at };
            let decision = question.ask(&list, &request, &facts, holds.clone());
            screened.push(Screened { request, native_lines, canonical, facts, holds, question, decision });
        }
        trip_where_allowed(&list, submission.bytes, &mut screened);
        let decisions = self.record(&list, submission, &screened)?;
        let answer = match &read.adapter {
            Some((adapter, receipt)) => {
                let lines: Vec<usize> = screened.iter().map(|one| one.native_lines).collect();
                encode(adapter, receipt, &decisions, &lines, &route)
            }
            None => Err("no plugin knows the document's own protocol".to_owned()),
        };
        let plugin = read.adapter.map(|(adapter, _)| adapter.used());
        Ok(Outcome { list, plugin, decisions, answer })
    }

    fn route(&self, name: Option<&str>) -> Result<Route, CheckError> {
        let Some(name) = name else { return Ok(Route::default()) };
        self.config.routes.get(name).cloned().ok_or_else(|| CheckError::UnknownRoute {
            name: name.to_owned(),
            known: self.config.routes.keys().cloned().collect(),
        })
    }

    /// Routes and decodes. A document that cannot be read becomes one empty request that is held.
    fn read(&self, submission: &Submission<'_>, route: &Route) -> Result<Read<'_>, CheckError> {
        let limit = self.config.limits.value.document_bytes;
        if u64::try_from(submission.bytes.len()).unwrap_or(u64::MAX) > limit {
            let why = format!("the document has {} bytes; the limit is {limit}", submission.bytes.len());
            return Ok(Read::held(submission.bytes, HoldReason::Undecodable, why));
        }
        let named = submission.plugin.or(route.plugin.as_deref());
        let adapter = match named {
            Some(id) => self.adapters.by_id(id).ok_or_else(|| CheckError::UnknownPlugin {
                id: id.to_owned(),
                known: self.adapters.ids(),
            })?,
            None => match self.adapters.route(submission.content_type, submission.bytes) {
                Ok(adapter) => adapter,
                Err(why) => return Ok(Read::held(submission.bytes, HoldReason::Unroutable, why)),
            },
        };
        let content_type = submission.content_type.unwrap_or_default();
        let mut read = match adapter.decode(content_type, submission.bytes) {
            Ok(decoded) if decoded.requests.is_empty() => {
                let why = decoded.empty.unwrap_or_else(|| "the plugin found no request in it".to_owned());
                Read::held(submission.bytes, HoldReason::Undecodable, format!("there is nothing to screen: {why}"))
            }
            Ok(decoded) => Read {
                requests: decoded.requests.into_iter().map(|request| (request, vec![])).collect(),
                adapter: None,
                on_failure: OnFailure::Hold,
            },
            Err(failure) => Read::held(submission.bytes, failure.reason, failure.why),
        };
        read.adapter = Some((adapter, Receipt::new(content_type, submission.bytes)));
        read.on_failure = adapter.on_failure();
        Ok(read)
    }

    fn record(
        &self,
        list: &LoadedList,
        submission: &Submission<'_>,
        screened: &[Screened],
    ) -> Result<Vec<Recorded>, CheckError> {
        let mut decisions = Vec::with_capacity(screened.len());
        for one in screened {
            let done = self.write(&NewRecord {
                list,
                route: submission.route,
                canonical: &one.canonical,
                decision: &one.decision,
                now: self.clock.now(),
                may_repeat: submission.at.is_none(),
            })?;
            decisions.push(Recorded {
                decision: done.decision,
                json: done.json,
                request: one.request.clone(),
                sequence: done.sequence,
                repeated: done.repeated,
            });
        }
        Ok(decisions)
    }
}

/// A question whose answer can be asked again.
#[derive(Clone, Copy)]
pub(crate) struct Question {
    pub id: RequestId,
    pub at: jiff::Timestamp,
    pub known_at: Option<jiff::Timestamp>,
}

impl Question {
    /// Asks the engine. The same question over the same list gives the same bytes.
    pub fn ask(self, list: &LoadedList, request: &PurchaseRequest, facts: &Facts, holds: Holds) -> Decision {
        let mut decision = list.engine.screen(&Ask {
            request,
            request_id: self.id,
            facts,
            at: self.at,
            known_at: self.known_at,
            holds,
            review_state: Sha256Hex::default(),
        });
        let failed = decision.holds.iter().any(|(reason, _)| {
            matches!(reason, HoldReason::PluginFailed | HoldReason::Undecodable | HoldReason::Incomplete)
        });
        if failed && facts.values(ON_FAILURE).iter().any(|word| word == "deny") {
            decision.verdict = Verdict::Deny;
        }
        decision
    }
}

struct Screened {
    request: PurchaseRequest,
    native_lines: usize,
    canonical: Vec<u8>,
    facts: Facts,
    holds: Holds,
    question: Question,
    decision: Decision,
}

/// What was read, with reasons to hold each request.
struct Read<'a> {
    adapter: Option<(&'a Adapter, Receipt)>,
    requests: Vec<(PurchaseRequest, Holds)>,
    on_failure: OnFailure,
}

impl Read<'_> {
    fn held(bytes: &[u8], reason: HoldReason, why: String) -> Self {
        let mut request = PurchaseRequest::default();
        request.document.format = "unknown".to_owned();
        let digest = Sha256Hex(Sha256::digest(bytes).into());
        request.correlation.push(Correlation {
            name: "native-sha256".to_owned(),
            value: Sourced::new(digest.to_string(), Source::default()),
        });
        Self { adapter: None, requests: vec![(request, vec![(reason, why)])], on_failure: OnFailure::Hold }
    }
}

/// Screens again, held, what would be allowed although the bytes name a listed word.
fn trip_where_allowed(list: &LoadedList, bytes: &[u8], screened: &mut [Screened]) {
    let passes = |one: &Screened| {
        one.decision.verdict == Verdict::Allow && one.request.document.operation != Operation::Delete
    };
    if !screened.iter().any(passes) {
        return;
    }
    let decisions: Vec<&Decision> = screened.iter().map(|one| &one.decision).collect();
    let Some(hold) = tripwire::trip(&list.engine, bytes, &decisions) else { return };
    for one in screened.iter_mut().filter(|one| passes(one)) {
        one.holds.push(hold.clone());
        one.decision = one.question.ask(list, &one.request, &one.facts, one.holds.clone());
    }
}

fn encode(
    adapter: &Adapter,
    receipt: &Receipt,
    decisions: &[Recorded],
    native_lines: &[usize],
    route: &Route,
) -> Result<NativeAnswer, String> {
    let decisions: Vec<(&Decision, &[u8])> =
        decisions.iter().map(|recorded| (&recorded.decision, recorded.json.as_slice())).collect();
    adapter.encode(receipt, &decisions, native_lines, route).map_err(|failure| {
        format!("the plugin could not write the answer, so treat it as held: {failure}")
    })
}

impl Adapter {
    fn used(&self) -> PluginUsed {
        PluginUsed { id: self.id().to_owned(), version: self.version().to_owned(), sha256: self.sha256() }
    }
}
