//! What a decode has come to: the first breach, the requests so far, the trace. In a worker the events are not
//! built but passed on.
//!
//! Invariant: `finish` gives requests only when every rule was kept to the end.

use debar_plugin_api::abi::status;

use super::build::{Builder, Built};
use super::event::Event;
use super::guard::{Caps, Guard};
use crate::serve::Forward;
use crate::{CallOptions, Deadline, FailureCause, Stats};

/// The first rule that was broken.
#[derive(Debug, Clone)]
pub(crate) struct Breach {
    /// What the plugin was told.
    pub status: i32,
    /// What the caller is told.
    pub cause: FailureCause,
}

/// The state behind one sink table.
pub(crate) struct SinkState {
    guard: Guard,
    target: Target,
    breach: Option<Breach>,
    deadline: Option<Deadline>,
    fail_at_event: Option<u64>,
    tracing: bool,
    trace: Vec<String>,
}

/// Where checked events go.
enum Target {
    /// Into requests.
    Build(Box<Builder>),
    /// To the host of this worker.
    Forward(Forward),
}

/// How often the clock is asked.
const CLOCK_EVERY: u64 = 256;

impl Breach {
    pub(crate) fn new(status: i32, what: impl Into<String>) -> Self {
        Self { status, cause: FailureCause::Contract { status, what: what.into() } }
    }

    pub(crate) fn limit(what: impl Into<String>) -> Self {
        Self { status: status::LIMIT, cause: FailureCause::Limit { what: what.into() } }
    }
}

impl SinkState {
    pub(crate) fn new(options: &CallOptions, source_len: u64) -> Self {
        Self {
            guard: Guard::new(options.limits, source_len),
            target: Target::Build(Box::default()),
            breach: None,
            deadline: options.deadline.clone(),
            fail_at_event: options.fail_at_event,
            tracing: options.trace,
            trace: Vec::new(),
        }
    }

    /// The same, but checked events are passed on.
    pub(crate) fn forwarding(mut self, forward: Forward) -> Self {
        self.target = Target::Forward(forward);
        self
    }

    /// The same without the refusal that was asked for: the worker makes it.
    pub(crate) fn without_injection(mut self) -> Self {
        self.fail_at_event = None;
        self
    }

    /// Takes an event that a worker passed on.
    pub(crate) fn apply(&mut self, event: &Event<'_>) -> i32 {
        self.take(|_| Ok(*event))
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.breach.is_some()
    }

    /// Ends it with a breach, unless there was one before.
    pub(crate) fn lose(&mut self, breach: Breach) {
        self.breach.get_or_insert(breach);
    }

    /// Takes over what the worker's own guard refused.
    pub(crate) fn adopt(&mut self, breach: Option<Breach>, calls_after_refusal: u64) {
        if let Some(breach) = breach {
            self.lose(breach);
        }
        self.guard.stats.calls_after_refusal += calls_after_refusal;
    }

    /// In a worker: the breach, how often it was ignored, and what is not passed on yet.
    pub(crate) fn forwarded(self) -> (Option<Breach>, u64, Option<Forward>) {
        let forward = match self.target {
            Target::Forward(forward) => Some(forward),
            Target::Build(_) => None,
        };
        (self.breach, self.guard.stats.calls_after_refusal, forward)
    }

    /// Takes one event, or says why not. After a breach the event is not even looked at.
    pub(super) fn take<'e>(&mut self, event: impl FnOnce(Caps) -> Result<Event<'e>, Breach>) -> i32 {
        if let Some(breach) = &self.breach {
            self.guard.stats.calls_after_refusal += 1;
            return breach.status;
        }
        match event(self.guard.caps()).and_then(|event| self.try_take(&event)) {
            Ok(()) => status::OK,
            Err(breach) => {
                let status = breach.status;
                self.breach = Some(breach);
                status
            }
        }
    }

    /// Notes that taking an event panicked: what it said is lost, so nothing of this decode may be used.
    pub(super) fn panicked(&mut self) -> i32 {
        self.breach = Some(Breach { status: status::FAILED, cause: FailureCause::Internal });
        status::FAILED
    }

    fn try_take(&mut self, event: &Event<'_>) -> Result<(), Breach> {
        let number = self.guard.stats.events;
        if self.fail_at_event == Some(number) {
            return Err(Breach::limit("an injected refusal"));
        }
        let depth = self.guard.depth();
        self.guard.check(event)?;
        if number.is_multiple_of(CLOCK_EVERY) && self.deadline.as_ref().is_some_and(Deadline::passed) {
            return Err(Breach { status: status::CANCELLED, cause: FailureCause::Cancelled });
        }
        if self.tracing {
            let depth = if matches!(event, Event::End) { depth.saturating_sub(1) } else { depth };
            self.trace.push(event.trace(depth));
        }
        match &mut self.target {
            Target::Build(builder) => builder.apply(*event),
            Target::Forward(forward) => forward.event(event),
        }
    }

    /// Requests, reason for an empty document and statistics after the plugin said that it is done.
    pub(crate) fn finish(self) -> (Result<Built, FailureCause>, Stats, Vec<String>) {
        let stats = self.guard.stats;
        let result = match self.breach {
            Some(breach) => Err(breach.cause),
            None if !self.guard.is_balanced() => Err(FailureCause::Contract {
                status: status::ORDER,
                what: "it ended with an open node".to_owned(),
            }),
            None => match self.target {
                Target::Build(builder) => builder.finish(),
                Target::Forward(_) => Err(FailureCause::Internal),
            },
        };
        (result, stats, self.trace)
    }

    /// The cause and statistics after the plugin failed with this status.
    pub(crate) fn fail(self, status: i32) -> (FailureCause, Stats) {
        let cause = match (self.breach, status) {
            (_, status::PANIC) => FailureCause::Panicked,
            (Some(breach), _) => breach.cause,
            (None, status) => FailureCause::of_status(status),
        };
        (cause, self.guard.stats)
    }
}
