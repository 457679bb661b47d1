//! One instance of a plugin and its two calls.
//!
//! Invariant: a call gives its whole result or a failure; nothing of a failed call is kept.

use std::fmt;
use std::sync::Arc;

use debar_model::{Correlation, PurchaseRequest};
use debar_plugin_api::abi::{self, status};

use crate::answer::Tables;
use crate::call::{HostContext, OutState, SourceState};
use crate::sink::{Built, SinkState, SinkTable};
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
    api: &'static abi::PluginApi,
    raw: *mut abi::Instance,
    host: HostContext,
    lost: bool,
}

// SAFETY: the contract lets an instance migrate between threads as long as one at a time uses it, which
// `&mut self` ensures.
unsafe impl Send for Instance {}

impl Receipt {
    /// The receipt of a document that was not decoded.
    #[must_use]
    pub fn new(content_type: &str, bytes: &[u8]) -> Self {
        Self { content_type: content_type.to_owned(), native: bytes.into(), correlation: Vec::new() }
    }
}

impl Instance {
    pub(crate) fn new(api: &'static abi::PluginApi, raw: *mut abi::Instance, host: HostContext) -> Self {
        Self { api, raw, host, lost: false }
    }

    /// Whether the instance panicked and must be replaced.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.lost
    }

    /// Decodes a document.
    ///
    /// # Errors
    /// [`DecodeFailure`]: the document is to be held.
    pub fn decode(
        &mut self,
        document: &Document<'_>,
        options: &CallOptions,
    ) -> Result<Decoded, DecodeFailure> {
        let mut source = SourceState::new(document.bytes, options.limits.map_bytes);
        let mut sink = SinkTable::new(SinkState::new(options, document.bytes.len() as u64));
        self.host.start(options.deadline.clone());
        let (kind, kind_len) = (document.content_type.as_ptr(), document.content_type.len() as u64);
        let status = match (self.lost, self.api.decode) {
            (true, _) => status::PANIC,
            (false, None) => status::VERSION,
            // SAFETY: our instance, used by this thread alone; tables and text outlive the call.
            (false, Some(decode)) => unsafe {
                decode(self.raw, kind, kind_len, source.table(), sink.table())
            },
        };
        let said = self.host.finish();
        let state = sink.into_state();
        let failure = |cause, mut stats: Stats, reports, logs| {
            stats.uncovered_bytes = document.bytes.len() as u64;
            DecodeFailure { cause, reports, logs, stats: Box::new(stats) }
        };
        if status != status::OK {
            let (cause, stats, _) = state.fail(status);
            self.lost |= cause.instance_lost();
            return Err(failure(cause, stats, said.reports, said.logs));
        }
        if options.deadline.as_ref().is_some_and(crate::Deadline::passed) {
            let (_, stats, _) = state.fail(status::CANCELLED);
            return Err(failure(FailureCause::Cancelled, stats, said.reports, said.logs));
        }
        match state.finish() {
            (Ok(Built { requests, empty }), mut stats, trace) => {
                stats.uncovered_bytes = uncovered(&requests, document.bytes.len() as u64);
                let mut receipt = Receipt::new(document.content_type, document.bytes);
                receipt.correlation =
                    requests.iter().flat_map(|request| request.correlation.iter().cloned()).collect();
                Ok(Decoded { requests, empty, receipt, reports: said.reports, logs: said.logs, stats, trace })
            }
            (Err(cause), stats, _) => Err(failure(cause, stats, said.reports, said.logs)),
        }
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
        let mut source = SourceState::new(&receipt.native, options.limits.map_bytes);
        let mut out = OutState::new(options.limits.output_bytes);
        let tables = Tables::new(answers);
        let decisions = tables.pointers();
        self.host.start(options.deadline.clone());
        let (kind, kind_len) = (receipt.content_type.as_ptr(), receipt.content_type.len() as u64);
        let status = match (self.lost, self.api.encode) {
            (true, _) => status::PANIC,
            (false, None) => status::VERSION,
            // SAFETY: our instance, used by this thread alone; tables, decisions and text outlive the call.
            (false, Some(encode)) => unsafe {
                encode(
                    self.raw,
                    kind,
                    kind_len,
                    source.table(),
                    decisions.as_ptr(),
                    decisions.len() as u64,
                    out.table(),
                )
            },
        };
        let said = self.host.finish();
        let failed = |cause| EncodeFailure { cause, reports: said.reports.clone(), logs: said.logs.clone() };
        match (status, out.status()) {
            (status::PANIC, _) => {
                self.lost = true;
                Err(failed(FailureCause::Panicked))
            }
            (_, status::LIMIT) => {
                let what = format!("{} bytes of answer", options.limits.output_bytes);
                Err(failed(FailureCause::Limit { what }))
            }
            (status::OK, status::OK) if options.deadline.as_ref().is_some_and(crate::Deadline::passed) => {
                Err(failed(FailureCause::Cancelled))
            }
            (status::OK, status::OK) => {
                let (body, headers, ignored_headers) = out.into_parts();
                Ok(Encoded { body, headers, ignored_headers, reports: said.reports, logs: said.logs })
            }
            (status, status::OK) => Err(failed(FailureCause::of_status(status))),
            (_, refused) => {
                let what = "a header or text out of form in its answer".to_owned();
                Err(failed(FailureCause::Contract { status: refused, what }))
            }
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        if let Some(destroy) = self.api.destroy {
            // SAFETY: our instance, given back once; no call is running, since this has it alone.
            unsafe { destroy(self.raw) };
        }
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance").field("lost", &self.lost).finish_non_exhaustive()
    }
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
