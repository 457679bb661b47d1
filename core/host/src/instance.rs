//! One instance of a plugin and its two calls.
//!
//! Invariant: a call gives its whole result or a failure; nothing of a failed call is kept.

use std::fmt;
use std::sync::Arc;

use debar_model::{Correlation, PurchaseRequest};
use debar_plugin_api::abi::{self, status};

use crate::answer::Tables;
use crate::call::{Callbacks, Native, OutState, Over, Running};
use crate::sink::{Built, SinkState};
use crate::{Answer, CallOptions, DecodeFailure, EncodeFailure, Encoded, FailureCause, LogLine, Report};

/// A native document.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// Its media type as declared; may be empty.
    pub content_type: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// What is kept of a document for its answer: encoding needs no memory of the decoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Its media type as declared.
    pub content_type: String,
    /// Its bytes.
    pub native: Arc<[u8]>,
    /// Fields that tie the answer to the question, of all requests.
    pub correlation: Vec<Correlation>,
}

/// How much was said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Calls into the sink.
    pub events: u64,
    /// Lines of all requests, nested ones counted.
    pub lines: u64,
    /// Fields and extensions.
    pub fields: u64,
    /// Bytes of texts, keys and pointers.
    pub text_bytes: u64,
    /// Bytes of carried files.
    pub blob_bytes: u64,
    /// Calls into the sink after it had refused one; a plugin that keeps the contract makes none.
    pub calls_after_refusal: u64,
    /// Bytes of the document in no line and in no value's range.
    pub uncovered_bytes: u64,
}

/// A document, completely decoded.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// Its requests in order; empty only with a reason.
    pub requests: Vec<PurchaseRequest>,
    /// Why there is rightly no request.
    pub empty: Option<String>,
    /// What the answer needs.
    pub receipt: Receipt,
    /// Warnings of the plugin.
    pub reports: Vec<Report>,
    /// What the plugin logged.
    pub logs: Vec<LogLine>,
    /// How much was said.
    pub stats: Stats,
    /// One line per event, when it was asked for.
    pub trace: Vec<String>,
}

/// An instance of a plugin. Used by one thread at a time; may move between threads.
pub struct Instance {
    api: abi::PluginApi,
    raw: *mut abi::Instance,
    /// `None` once it is dropped.
    callbacks: Option<Callbacks>,
    /// The context of its host table.
    number: usize,
    lost: bool,
}

// SAFETY: the contract lets an instance migrate between threads as long as one at a time uses it, which
// `&mut self` ensures.
unsafe impl Send for Instance {}

impl Receipt {
    /// The receipt of a document that was not decoded; copies its bytes.
    #[must_use]
    pub fn new(content_type: &str, bytes: &[u8]) -> Self {
        Self { content_type: content_type.to_owned(), native: bytes.into(), correlation: Vec::new() }
    }
}

impl Instance {
    pub(crate) fn new(
        api: abi::PluginApi,
        raw: *mut abi::Instance,
        callbacks: Callbacks,
        number: usize,
    ) -> Self {
        Self { api, raw, callbacks: Some(callbacks), number, lost: false }
    }

    /// Whether the instance panicked and must be replaced.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.lost
    }

    /// Decodes a document. Its bytes are copied once, for the receipt: see [`Instance::decode_received`].
    ///
    /// # Errors
    /// [`DecodeFailure`]: the document is to be held.
    pub fn decode(
        &mut self,
        document: &Document<'_>,
        options: &CallOptions,
    ) -> Result<Decoded, DecodeFailure> {
        self.decode_received(&Receipt::new(document.content_type, document.bytes), options)
    }

    /// Decodes a document that is kept already: nothing of it is copied, and the receipt that comes back
    /// shares its bytes.
    ///
    /// # Errors
    /// As for [`Instance::decode`].
    pub fn decode_received(
        &mut self,
        receipt: &Receipt,
        options: &CallOptions,
    ) -> Result<Decoded, DecodeFailure> {
        let len = receipt.native.len() as u64;
        let running = Running::new(self.number)
            .until(options.deadline.clone())
            .reading(Native { bytes: &receipt.native, map_limit: options.limits.map_bytes })
            .building(SinkState::new(options, len));
        let (kind, kind_len) = (receipt.content_type.as_ptr(), receipt.content_type.len() as u64);
        let status = self.call(&running, self.api.decode, |decode, raw, callbacks| {
            // SAFETY: our instance, used by this thread alone; tables and text outlive the call.
            unsafe { decode(raw, kind, kind_len, callbacks.source(), callbacks.sink()) }
        });
        let Over { said, sink, strayed, .. } = running.over();
        let failed = |cause, stats: Stats| {
            let stats = Box::new(Stats { uncovered_bytes: len, ..stats });
            DecodeFailure { cause, reports: said.reports.clone(), logs: said.logs.clone(), stats }
        };
        let Some(state) = sink else { return Err(failed(FailureCause::Internal, Stats::default())) };
        if status != status::OK {
            let (cause, stats) = state.fail(status);
            self.lost |= cause.instance_lost();
            return Err(failed(cause, stats));
        }
        let late = options.deadline.as_ref().is_some_and(crate::Deadline::passed);
        let (result, mut stats, trace) = state.finish();
        if late {
            return Err(failed(FailureCause::Cancelled, stats));
        }
        let Built { requests, empty } = result.map_err(|cause| failed(cause, stats))?;
        if strayed {
            return Err(failed(astray(), stats));
        }
        stats.uncovered_bytes = uncovered(&requests, len);
        let correlation = requests.iter().flat_map(|request| request.correlation.iter().cloned()).collect();
        let receipt = Receipt { correlation, ..receipt.clone() };
        Ok(Decoded { requests, empty, receipt, reports: said.reports, logs: said.logs, stats, trace })
    }

    /// Writes the native answer to a document: one answer per request, in order.
    ///
    /// # Errors
    /// [`EncodeFailure`]: the caller says the decision in its transport's own words.
    pub fn encode(
        &mut self,
        receipt: &Receipt,
        answers: &[Answer],
        options: &CallOptions,
    ) -> Result<Encoded, EncodeFailure> {
        let running = Running::new(self.number)
            .until(options.deadline.clone())
            .reading(Native { bytes: &receipt.native, map_limit: options.limits.map_bytes })
            .writing(options.limits.output_bytes);
        let tables = Tables::new(answers);
        let decisions = tables.pointers();
        let (kind, kind_len) = (receipt.content_type.as_ptr(), receipt.content_type.len() as u64);
        let (first, count) = (decisions.as_ptr(), decisions.len() as u64);
        let status = self.call(&running, self.api.encode, |encode, raw, callbacks| {
            // SAFETY: our instance, used by this thread alone; tables, decisions and text outlive the call.
            unsafe { encode(raw, kind, kind_len, callbacks.source(), first, count, callbacks.out()) }
        });
        let Over { said, out, strayed, .. } = running.over();
        let cause = match (status, out.as_ref().map_or(status::FAILED, OutState::status)) {
            (status::PANIC, _) => {
                self.lost = true;
                Some(FailureCause::Panicked)
            }
            (_, status::LIMIT) => {
                Some(FailureCause::Limit { what: format!("{} bytes of answer", options.limits.output_bytes) })
            }
            (_, status::FAILED) => Some(FailureCause::Internal),
            (status::OK, status::OK) if strayed => Some(astray()),
            (status::OK, status::OK) if options.deadline.as_ref().is_some_and(crate::Deadline::passed) => {
                Some(FailureCause::Cancelled)
            }
            (status::OK, status::OK) => None,
            (status, status::OK) => Some(FailureCause::of_status(status)),
            (_, refused) => {
                let what = "a header or text out of form in its answer".to_owned();
                Some(FailureCause::Contract { status: refused, what })
            }
        };
        match (cause, out) {
            (None, Some(out)) => {
                let (body, headers, ignored_headers) = out.into_parts();
                Ok(Encoded { body, headers, ignored_headers, reports: said.reports, logs: said.logs })
            }
            (cause, _) => {
                let cause = cause.unwrap_or(FailureCause::Internal);
                Err(EncodeFailure { cause, reports: said.reports, logs: said.logs })
            }
        }
    }

    /// Makes a call of this instance, when it has the function and is not lost.
    fn call<F>(
        &self,
        running: &Running<'_>,
        function: Option<F>,
        call: impl FnOnce(F, *mut abi::Instance, &Callbacks) -> i32,
    ) -> i32 {
        match (self.lost, function, &self.callbacks) {
            (true, ..) => status::PANIC,
            (false, Some(function), Some(callbacks)) => {
                running.run(callbacks, |callbacks| call(function, self.raw, callbacks))
            }
            _ => status::VERSION,
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        let (Some(destroy), Some(callbacks)) = (self.api.destroy, self.callbacks.take()) else { return };
        // SAFETY: our instance, given back once; no call is running, since this has it alone.
        Running::new(self.number).run(&callbacks, |_| unsafe { destroy(self.raw) });
        callbacks.give_back();
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance").field("lost", &self.lost).finish_non_exhaustive()
    }
}

fn astray() -> FailureCause {
    let what = "it spoke from another thread than the one that was asked".to_owned();
    FailureCause::Contract { status: status::ORDER, what }
}

/// Bytes in no line and in no value outside of lines.
fn uncovered(requests: &[PurchaseRequest], len: u64) -> u64 {
    let mut ranges: Vec<(u64, u64)> = requests
        .iter()
        .flat_map(|request| {
            let lines = request.lines.iter().map(|line| &line.source);
            let values = request.values().into_iter().filter(|value| value.line.is_none());
            lines.chain(values.map(|value| value.source)).map(|at| (at.offset, at.offset + at.len))
        })
        .filter(|range| range.0 < range.1)
        .collect();
    ranges.sort_unstable();
    let (mut covered, mut end) = (0, 0);
    for (from, to) in ranges {
        covered += to.saturating_sub(from.max(end));
        end = end.max(to);
    }
    len.saturating_sub(covered)
}
