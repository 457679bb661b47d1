//! One plugin with its instances, and calls that never let a failure pass for an answer.
//!
//! Invariant: an instance serves one call at a time, and one that is lost serves none.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use debar_host::{
    Answer, AnswerLine, CallOptions, Deadline, Decoded, FailureCause, GateRole, HostError, Instance, Plugin,
    Receipt,
};
use debar_model::{Decision, HoldReason, Sha256Hex, Verdict};

use crate::config::{OnFailure, Route, RouteRole};
use crate::gate::PluginStatus;
use crate::opening;
use crate::outcome::NativeAnswer;
use crate::reasons;

/// How long one call may take: then a worker is ended, and a plugin in this process is asked to stop.
const DEADLINE: Duration = Duration::from_secs(30);

/// How sure a plugin must be that a document is its own.
pub(crate) const SURE: u32 = 50;

/// Instances that are kept for later calls.
const MOST_IDLE: usize = 8;

/// One plugin with a pool of instances: an instance serves one call at a time.
#[derive(Debug)]
pub struct Adapter {
    id: String,
    on_failure: OnFailure,
    plugin: Plugin,
    config: serde_json::Value,
    idle: Mutex<Vec<Instance>>,
    /// There was a call, so there will be more.
    called: AtomicBool,
    deadline: Duration,
}

impl Adapter {
    /// Makes the first instance, except where a worker would be started that no document may need: one without a
    /// configuration of its own is made when the first document asks for it.
    pub(crate) fn new(
        id: String,
        on_failure: OnFailure,
        config: serde_json::Value,
        plugin: Plugin,
    ) -> Result<Self, HostError> {
        let plain = config.as_object().is_none_or(serde_json::Map::is_empty);
        let mut idle = vec![];
        if !plain || plugin.isolation() == "in-process" {
            let mut first = plugin.instance(&config)?;
            first.ready()?;
            idle.push(first);
        }
        Ok(Self {
            id,
            on_failure,
            plugin,
            config,
            idle: Mutex::new(idle),
            called: AtomicBool::new(false),
            deadline: DEADLINE,
        })
    }

    /// The same with another bound on the time of a call.
    pub(crate) fn within(mut self, deadline: Option<Duration>) -> Self {
        self.deadline = deadline.unwrap_or(DEADLINE);
        self
    }

    fn options(&self) -> CallOptions {
        let begun = Instant::now();
        let deadline = Deadline { elapsed: Arc::new(move || begun.elapsed()), limit: self.deadline };
        CallOptions { deadline: Some(deadline), ..CallOptions::default() }
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn version(&self) -> &str {
        &self.plugin.metadata().version
    }

    pub(crate) fn sha256(&self) -> Option<Sha256Hex> {
        self.plugin.sha256()
    }

    pub(crate) fn on_failure(&self) -> OnFailure {
        self.on_failure
    }

    pub(crate) fn status(&self) -> PluginStatus {
        let metadata = self.plugin.metadata();
        PluginStatus {
            id: self.id.clone(),
            version: metadata.version.clone(),
            path: self.plugin.path().map(|path| path.display().to_string()).unwrap_or_default(),
            sha256: self.plugin.sha256(),
            isolation: self.plugin.isolation(),
            sandbox: self.plugin.sandbox().map(|level| level.to_string()),
            media_types: metadata.media_types.clone(),
            answers: metadata.answers.clone(),
        }
    }

    /// How it runs, and the sandbox that was reached.
    pub(crate) fn isolation(&self) -> String {
        match self.plugin.sandbox() {
            Some(level) => format!("{} ({level})", self.plugin.isolation()),
            None => self.plugin.isolation().to_owned(),
        }
    }

    pub(crate) fn reads(&self, content_type: &str) -> bool {
        self.plugin.metadata().reads(content_type)
    }

    /// Whether its note lets one expect that it reads a document that begins so.
    pub(crate) fn may_know(&self, head: &[u8]) -> bool {
        opening::fits(self.plugin.metadata(), head).unwrap_or(true)
    }

    pub(crate) fn confidence(&self, head: &[u8]) -> u32 {
        let by_bytes = if self.plugin.metadata().begins(head) { SURE } else { 0 };
        let Ok(mut instance) = self.take() else { return by_bytes };
        let sure = instance.sniff(&self.plugin, head);
        self.give_back(instance);
        sure.max(by_bytes)
    }

    /// Decodes a document. One whose worker dies is given to a fresh one, once.
    pub(crate) fn decode(&self, receipt: &Receipt) -> Result<Decoded, Failure> {
        let mut again = true;
        loop {
            let mut instance = self
                .take()
                .map_err(|error| Failure { reason: HoldReason::PluginFailed, why: error.to_string() })?;
            let decoded = instance.decode_received(receipt, &self.options());
            self.called.store(true, Ordering::Relaxed);
            let lost = instance.is_lost();
            self.give_back(instance);
            match decoded {
                Ok(decoded) => return Ok(decoded),
                Err(failure) if again && lost && is_worth_another(&failure.cause) => again = false,
                Err(failure) => {
                    return Err(Failure { reason: failure.cause.hold_reason(), why: failure.to_string() });
                }
            }
        }
    }

    pub(crate) fn encode(
        &self,
        receipt: &Receipt,
        decisions: &[(&Decision, &[u8])],
        native_lines: &[usize],
        route: &Route,
    ) -> Result<NativeAnswer, String> {
        let answers: Vec<Answer> = decisions
            .iter()
            .zip(native_lines)
            .map(|((decision, json), lines)| answer(decision, json, *lines, route))
            .collect();
        let mut again = true;
        loop {
            let mut instance = self.take().map_err(|error| error.to_string())?;
            let encoded = instance.encode(receipt, &answers, &self.options());
            let lost = instance.is_lost();
            self.give_back(instance);
            match encoded {
                Ok(encoded) => return Ok(NativeAnswer { bytes: encoded.body, headers: encoded.headers }),
                Err(failure) if again && lost && is_worth_another(&failure.cause) => again = false,
                Err(failure) => return Err(failure.to_string()),
            }
        }
    }

    /// An instance for one call. Once there was a call, another worker is started before it is needed, so that nobody
    /// waits for the replacement of one that is lost.
    fn take(&self) -> Result<Instance, HostError> {
        let (found, left) = {
            let mut idle = self.idle();
            (idle.pop(), idle.len())
        };
        let instance = found.map_or_else(|| self.plugin.instance(&self.config), Ok)?;
        if left == 0
            && self.plugin.isolation() != "in-process"
            && self.called.load(Ordering::Relaxed)
            && let Ok(spare) = self.plugin.instance(&self.config)
        {
            // The one that is ready stays on top.
            self.idle().insert(0, spare);
        }
        Ok(instance)
    }

    /// Keeps an instance for the next call, unless it is lost or was for one call only.
    fn give_back(&self, instance: Instance) {
        if instance.is_lost() || self.plugin.is_per_document() {
            return;
        }
        let mut idle = self.idle();
        if idle.len() < MOST_IDLE {
            idle.push(instance);
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Instance>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The worker died, or spoke out of turn, which may be the fault of a document before. One that was silent too long
/// is not asked again: that would double the wait.
fn is_worth_another(cause: &FailureCause) -> bool {
    matches!(cause, FailureCause::Crashed { .. } | FailureCause::Contract { .. })
}

/// Why a document is not decoded.
#[derive(Debug)]
pub(crate) struct Failure {
    pub reason: HoldReason,
    pub why: String,
}

/// The decision in the words of the contract: only the lines that the document itself has.
fn answer(decision: &Decision, json: &[u8], native_lines: usize, route: &Route) -> Answer {
    let mut answer = Answer::of(decision, json.to_vec());
    answer.role = match route.role {
        RouteRole::BuyerGate => GateRole::BuyerGate,
        RouteRole::Hub => GateRole::Hub,
        RouteRole::Seller => GateRole::Seller,
    };
    answer.already_transmitted = route.already_transmitted;
    answer.forwards = route.forwards;
    answer.reasons = reasons::of_decision(decision);
    answer.obligations = reasons::obligations(decision);
    answer.lines = decision
        .lines
        .iter()
        .take(native_lines)
        .map(|line| AnswerLine {
            ordinal: u64::from(line.ordinal),
            verdict: line.verdict,
            line_id: line.id.clone().unwrap_or_default(),
            reasons: if line.verdict == Verdict::Allow { vec![] } else { reasons::of_line(decision, line) },
        })
        .collect();
    answer
}
