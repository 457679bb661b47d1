//! What a decode has come to: the first breach, the requests so far, the trace.
//!
//! Invariant: `finish` gives requests only when every rule was kept to the end.

use debar_plugin_api::abi::status;

use super::build::{Builder, Built};
use super::event::Event;
use super::guard::Guard;
use crate::{CallOptions, FailureCause, Stats};

/// The first rule that was broken.
#[derive(Debug, Clone)]
pub(crate) struct Breach {
    /// What the plugin was told.
    pub status: i32,
    /// What the caller is told.
    pub cause: FailureCause,
}

/// The state behind one sink table.
pub(crate) struct SinkState<'a> {
    guard: Guard,
    builder: Builder,
    breach: Option<Breach>,
    options: &'a CallOptions,
    trace: Vec<String>,
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

impl<'a> SinkState<'a> {
    pub(crate) fn new(options: &'a CallOptions, source_len: u64) -> Self {
        Self {
            guard: Guard::new(options.limits, source_len),
            builder: Builder::default(),
            breach: None,
            options,
            trace: Vec::new(),
        }
    }

    /// Takes one event, or says why not.
    pub(crate) fn take(&mut self, event: Result<Event<'_>, Breach>) -> i32 {
        if let Some(breach) = &self.breach {
            self.guard.stats.calls_after_refusal += 1;
            return breach.status;
        }
        match self.try_take(event) {
            Ok(()) => status::OK,
            Err(breach) => {
                let status = breach.status;
                self.breach = Some(breach);
                status
            }
        }
    }

    fn try_take(&mut self, event: Result<Event<'_>, Breach>) -> Result<(), Breach> {
        let event = event?;
        let number = self.guard.stats.events;
        if self.options.fail_at_event == Some(number) {
            return Err(Breach::limit("an injected refusal"));
        }
        let depth = self.guard.depth();
        self.guard.check(&event)?;
        if number.is_multiple_of(CLOCK_EVERY)
            && self.options.deadline.as_ref().is_some_and(crate::Deadline::passed)
        {
            return Err(Breach { status: status::CANCELLED, cause: FailureCause::Cancelled });
        }
        if self.options.trace {
            let depth = if matches!(event, Event::End) { depth.saturating_sub(1) } else { depth };
            self.trace.push(event.trace(depth));
        }
        self.builder.apply(event)
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
            None => self.builder.finish(),
        };
        (result, stats, self.trace)
    }

    /// The cause and statistics after the plugin failed with this status.
    pub(crate) fn fail(self, status: i32) -> (FailureCause, Stats, Vec<String>) {
        let cause = match (self.breach, status) {
            (_, status::PANIC) => FailureCause::Panicked,
            (Some(breach), _) => breach.cause,
            (None, status) => FailureCause::of_status(status),
        };
        (cause, self.guard.stats, self.trace)
    }
}
