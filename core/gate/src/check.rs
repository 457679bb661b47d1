//! The main path: receive, route, decode, attach, screen, trip, record, encode.
//!
//! Invariant: an allow leaves only when the engine computed it over a completely decoded document and
//! the ledger has it on disk.

use std::sync::Arc;

use debar_engine::{Ask, Engine};
use debar_host::Receipt;
use debar_ledger::ReviewState;
use debar_model::{
    Correlation, Decision, FactOrigin, Facts, HoldReason, Operation, PurchaseRequest, RequestId, Sha256Hex,
    Source, Sourced, Verdict,
};
use sha2::{Digest as _, Sha256};

use crate::adapter::Adapter;
use crate::adapters::Unrouted;
use crate::attach::{Attacher, Holds};
use crate::config::{OnFailure, Route};
use crate::outcome::{CheckError, NativeAnswer, Outcome, PluginUsed, Recorded};
use crate::record::{Circumstances, NewRecord};
use crate::review::Consulted;
use crate::submission::Submission;
use crate::{Gate, LoadedList, facts, tripwire};

/// A fact by which a decision remembers that its plugin's failure denies.
pub(crate) const ON_FAILURE: &str = "on-plugin-failure";

impl Gate {
    /// Screens one document. Every path that ends without an error has recorded its decisions.
    ///
    /// # Errors
    /// See [`CheckError`]: nothing may be let through after one.
    pub fn check(&self, submission: &Submission<'_>) -> Result<Outcome, CheckError> {
        let (list, told) = match submission.known_at {
            Some(known_at) => {
                let known = self.list_known_at(known_at, submission.list_history)?;
                (known.list, Some(known.words))
            }
            None => (self.list(), None),
        };
        let Screening { route, read, screened, native_lines } = self.screen(&list, submission)?;
        let decisions = self.record(&list, submission, screened)?;
        let answer = match &read.adapter {
            Some((adapter, receipt)) => encode(adapter, receipt, &decisions, &native_lines, &route),
            None => Err("no plugin knows the document's own protocol".to_owned()),
        };
        let plugin = read.adapter.map(|(adapter, _)| adapter.used());
        let mut remarks = read.remarks;
        remarks.extend(told);
        remarks.extend(unused(&submission.facts, &decisions));
        Ok(Outcome { list, plugin, decisions, answer, remarks })
    }

    /// Screens one document and records nothing: what a question about a list needs, never a verdict that leaves.
    pub(crate) fn preview(
        &self,
        list: &LoadedList,
        submission: &Submission<'_>,
    ) -> Result<Vec<Screened>, CheckError> {
        Ok(self.screen(list, submission)?.screened)
    }

    fn screen<'g>(
        &'g self,
        list: &LoadedList,
        submission: &Submission<'_>,
    ) -> Result<Screening<'g>, CheckError> {
        let route = self.route(submission.route)?;
        if let Some(problem) =
            facts::problems(list.list(), &submission.facts, FactOrigin::Call).into_iter().next()
        {
            return Err(CheckError::Fact(problem));
        }
        let mut read = self.read(submission, &route)?;
        let at = submission.at.unwrap_or_else(|| self.clock.now());
        let native_lines: Vec<usize> = read.requests.iter().map(|(request, _)| request.lines.len()).collect();
        let carried = self.attach(list, submission, &mut read.requests, &native_lines);
        let requests = std::mem::take(&mut read.requests);
        let mut screened = Vec::with_capacity(requests.len());
        for (request, mut holds) in requests {
            holds.extend(
                request.document.undecodable.iter().map(|why| (HoldReason::Incomplete, why.value.clone())),
            );
            let mut facts = facts::lay(
                list.list(),
                &route.facts,
                &self.config.facts,
                &submission.facts,
                &request.facts,
                &route.trust_document_facts,
            );
            holds.extend(facts::unknown(list.list(), &facts));
            if read.on_failure == OnFailure::Deny {
                facts.add(ON_FAILURE, ["deny".to_owned()], FactOrigin::Config);
            }
            let canonical = debar_wire::request_json(&request);
            let id = debar_wire::request_id(submission.route.unwrap_or_default(), &canonical);
            let question = Question { id, at, known_at: submission.known_at };
            let (decision, consulted) =
                question.ask_with(list, &request, &facts, &holds, || self.reviews(submission.known_at))?;
            screened.push(Screened { request, canonical, facts, holds, question, consulted, decision });
        }
        trip_where_allowed(list, submission.bytes, carried, &mut screened);
        Ok(Screening { route, read, screened, native_lines })
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
        let named = submission.plugin.or(route.plugin.as_deref());
        let named = match named {
            Some(id) => Some(self.adapters.by_id(id).ok_or_else(|| CheckError::UnknownPlugin {
                id: id.to_owned(),
                known: self.adapters.ids(),
            })?),
            None => None,
        };
        let limit = self.config.limits.document_bytes.value;
        if u64::try_from(submission.bytes.len()).unwrap_or(u64::MAX) > limit {
            let why = format!("the document is larger than the limit of {limit} bytes");
            let on_failure = named.map_or(OnFailure::Hold, Adapter::on_failure);
            return Ok(Read { on_failure, ..Read::held(submission.bytes, HoldReason::Undecodable, why) });
        }
        let adapter = match named {
            Some(adapter) => adapter,
            None => match self.adapters.route(submission.content_type, submission.bytes) {
                Ok(adapter) => adapter,
                Err(why) => {
                    return Ok(Read::held(
                        submission.bytes,
                        HoldReason::Unroutable,
                        Unrouted::into_words(why),
                    ));
                }
            },
        };
        let receipt = Receipt::new(submission.content_type.unwrap_or_default(), submission.bytes);
        let mut read = match adapter.decode(&receipt) {
            Ok(decoded) if decoded.requests.is_empty() => {
                let why = decoded.empty.unwrap_or_else(|| "the plugin found no request in it".to_owned());
                Read::held(
                    submission.bytes,
                    HoldReason::Undecodable,
                    format!("there is nothing to screen: {why}"),
                )
            }
            Ok(decoded) => Read {
                requests: decoded.requests.into_iter().map(|request| (request, vec![])).collect(),
                adapter: None,
                on_failure: OnFailure::Hold,
                remarks: decoded.reports.into_iter().map(|report| report.message).collect(),
            },
            Err(failure) => Read::held(submission.bytes, failure.reason, failure.why),
        };
        read.adapter = Some((adapter, receipt));
        read.on_failure = adapter.on_failure();
        Ok(read)
    }

    /// Attaches the files that the document carries and those given beside it; the texts among the former.
    fn attach(
        &self,
        list: &LoadedList,
        submission: &Submission<'_>,
        requests: &mut [(PurchaseRequest, Holds)],
        native_lines: &[usize],
    ) -> Vec<String> {
        let mut attacher = Attacher::new(&self.adapters, &self.config.limits, list.list());
        for (request, holds) in requests.iter_mut() {
            attacher.carried(request, holds);
        }
        attacher.given(requests, native_lines, &submission.artifacts);
        if let Some(folder) = &submission.artifact_folder {
            attacher.named(requests, native_lines, folder);
        }
        attacher.texts
    }

    fn record(
        &self,
        list: &LoadedList,
        submission: &Submission<'_>,
        screened: Vec<Screened>,
    ) -> Result<Vec<Recorded>, CheckError> {
        let in_use = submission.known_at.is_none();
        let common =
            Circumstances { list, route: submission.route, in_use, may_repeat: submission.at.is_none() };
        let new: Vec<NewRecord<'_>> = screened
            .iter()
            .map(|one| NewRecord {
                canonical: &one.canonical,
                decision: &one.decision,
                consulted: &one.consulted,
            })
            .collect();
        let written = self.write(&common, &new)?;
        let recorded = written.into_iter().zip(screened).map(|(done, one)| Recorded {
            decision: done.decision,
            json: done.json,
            request: one.request,
            sequence: done.sequence,
            repeated: done.repeated,
        });
        Ok(recorded.collect())
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
    /// Asks the engine and, when something was found, what people decided about that.
    ///
    /// # Errors
    /// What people decided cannot be read.
    pub fn ask_with(
        self,
        list: &LoadedList,
        request: &PurchaseRequest,
        facts: &Facts,
        holds: &Holds,
        reviews: impl FnOnce() -> Result<Arc<ReviewState>, CheckError>,
    ) -> Result<(Decision, Consulted), CheckError> {
        let decision = self.ask(list, request, facts, holds.clone(), &Consulted::default());
        if decision.findings.iter().all(|finding| finding.verdict == Verdict::Allow) {
            return Ok((decision, Consulted::default()));
        }
        let consulted = Consulted::of(&*reviews()?, request, &decision);
        if consulted.is_empty() {
            return Ok((decision, consulted));
        }
        Ok((self.ask(list, request, facts, holds.clone(), &consulted), consulted))
    }

    /// Asks the engine. The same question over the same list and reviews gives the same bytes.
    pub fn ask(
        self,
        list: &LoadedList,
        request: &PurchaseRequest,
        facts: &Facts,
        holds: Holds,
        consulted: &Consulted,
    ) -> Decision {
        self.ask_engine(&list.engine, request, facts, holds, consulted)
    }

    pub fn ask_engine(
        self,
        engine: &Engine,
        request: &PurchaseRequest,
        facts: &Facts,
        holds: Holds,
        consulted: &Consulted,
    ) -> Decision {
        let mut decision = engine.screen(&Ask {
            request,
            request_id: self.id,
            facts,
            at: self.at,
            known_at: self.known_at,
            holds,
            cleared: &consulted.clearances,
            review_state: consulted.digest,
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

/// A request and the answer to it, not recorded yet.
pub(crate) struct Screened {
    pub request: PurchaseRequest,
    canonical: Vec<u8>,
    pub facts: Facts,
    pub holds: Holds,
    pub question: Question,
    consulted: Consulted,
    pub decision: Decision,
}

/// A document with everything that is needed to record and answer it.
struct Screening<'g> {
    route: Route,
    read: Read<'g>,
    screened: Vec<Screened>,
    native_lines: Vec<usize>,
}

/// What was read, with reasons to hold each request.
struct Read<'a> {
    adapter: Option<(&'a Adapter, Receipt)>,
    requests: Vec<(PurchaseRequest, Holds)>,
    on_failure: OnFailure,
    /// Warnings of the plugin.
    remarks: Vec<String>,
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
        Self {
            adapter: None,
            requests: vec![(request, vec![(reason, why)])],
            on_failure: OnFailure::Hold,
            remarks: vec![],
        }
    }
}

/// Screens again, held, what would be allowed although the bytes, or a text that they carry, name a listed word.
fn trip_where_allowed(list: &LoadedList, bytes: &[u8], carried: Vec<String>, screened: &mut [Screened]) {
    let passes = |one: &Screened| {
        one.decision.verdict == Verdict::Allow && one.request.document.operation != Operation::Delete
    };
    if !screened.iter().any(passes) {
        return;
    }
    let decisions: Vec<&Decision> = screened.iter().map(|one| &one.decision).collect();
    let mut texts = carried;
    texts.push(tripwire::as_text(bytes));
    let Some(hold) = tripwire::trip(&list.engine, &texts, &decisions) else { return };
    for one in screened.iter_mut().filter(|one| passes(one)) {
        one.holds.push(hold.clone());
        one.decision = one.question.ask(list, &one.request, &one.facts, one.holds.clone(), &one.consulted);
    }
}

/// Facts of the call that the configuration had stated otherwise.
fn unused(call: &Facts, decisions: &[Recorded]) -> Vec<String> {
    let Some(facts) = decisions.first().map(|recorded| &recorded.decision.facts) else { return vec![] };
    let differs = |name: &str, values: &[String]| facts.values(name) != values;
    call.iter()
        .filter(|(name, fact)| differs(name, &fact.values))
        .map(|(name, fact)| {
            let (given, used) = (fact.values.join(","), facts.values(name).join(","));
            format!("the fact `{name} = {given}` of the call is not used: the configuration states `{used}`")
        })
        .collect()
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
    adapter
        .encode(receipt, &decisions, native_lines, route)
        .map_err(|failure| format!("the plugin could not write the answer, so treat it as held: {failure}"))
}

impl Adapter {
    fn used(&self) -> PluginUsed {
        PluginUsed {
            id: self.id().to_owned(),
            version: self.version().to_owned(),
            sha256: self.sha256(),
            isolation: self.isolation(),
        }
    }
}
