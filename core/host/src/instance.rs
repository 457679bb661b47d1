//! One instance of a plugin and its two calls, in this process or in a worker.
//!
//! Invariant: a call gives its whole result or a failure; nothing of a failed call is kept.

use std::fmt;
use std::sync::Arc;

use debar_model::{Correlation, PurchaseRequest};
use debar_plugin_api::abi::status;

use crate::call::{OutState, Said};
use crate::local::Local;
use crate::sink::{Built, SinkState};
use crate::worker::Remote;
use crate::{
    Answer, CallOptions, DecodeFailure, EncodeFailure, Encoded, FailureCause, HostError, LogLine, Plugin,
    Report,
};

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
pub struct Instance(Place);

/// Where its code runs.
enum Place {
    Here(Local),
    Away(Remote),
}

/// How a decode ended, wherever it ran.
pub(crate) struct DecodeEnd {
    pub status: i32,
    pub said: Said,
    /// `None` is a fault of ours.
    pub state: Option<SinkState>,
    /// Something was said from another thread.
    pub strayed: bool,
}

/// How an encode ended, wherever it ran.
pub(crate) struct EncodeEnd {
    pub status: i32,
    pub said: Said,
    pub out: Result<OutState, FailureCause>,
    pub strayed: bool,
}

impl Receipt {
    /// The receipt of a document that was not decoded; copies its bytes.
    #[must_use]
    pub fn new(content_type: &str, bytes: &[u8]) -> Self {
        Self { content_type: content_type.to_owned(), native: bytes.into(), correlation: Vec::new() }
    }
}

impl Instance {
    pub(crate) fn here(local: Local) -> Self {
        Self(Place::Here(local))
    }

    pub(crate) fn away(remote: Remote) -> Self {
        Self(Place::Away(remote))
    }

    /// Whether the instance panicked, or its process is gone, so that it must be replaced.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        match &self.0 {
            Place::Here(local) => local.is_lost(),
            Place::Away(remote) => remote.is_lost(),
        }
    }

    /// Waits until the instance is made. In this process it is from the start; in a worker it is made on first use,
    /// so that nobody waits for a plugin that no document needs.
    ///
    /// # Errors
    /// [`HostError::Config`] with every problem, [`HostError::Init`], or what is wrong with the worker.
    pub fn ready(&mut self) -> Result<(), HostError> {
        match &mut self.0 {
            Place::Here(_) => Ok(()),
            Place::Away(remote) => remote.ready(),
        }
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
        let end = match &mut self.0 {
            Place::Here(local) => {
                local.decode(&receipt.content_type, &receipt.native, SinkState::new(options, len), options)
            }
            Place::Away(remote) => remote.decode(receipt, options),
        };
        let DecodeEnd { status, said, state, strayed } = end;
        let failed = |cause, stats: Stats| {
            let stats = Box::new(Stats { uncovered_bytes: len, ..stats });
            DecodeFailure { cause, reports: said.reports.clone(), logs: said.logs.clone(), stats }
        };
        let Some(state) = state else { return Err(failed(FailureCause::Internal, Stats::default())) };
        if status != status::OK {
            let (cause, stats) = state.fail(status);
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
        let end = match &mut self.0 {
            Place::Here(local) => local.encode(&receipt.content_type, &receipt.native, answers, options),
            Place::Away(remote) => remote.encode(receipt, answers, options),
        };
        let EncodeEnd { status, said, out, strayed } = end;
        let late = options.deadline.as_ref().is_some_and(crate::Deadline::passed);
        let written = out.and_then(|out| match (status, out.status()) {
            (status::PANIC, _) => Err(FailureCause::Panicked),
            (_, status::LIMIT) => {
                Err(FailureCause::Limit { what: format!("{} bytes of answer", options.limits.output_bytes) })
            }
            (_, status::FAILED) => Err(FailureCause::Internal),
            (status::OK, status::OK) if strayed => Err(astray()),
            (status::OK, status::OK) if late => Err(FailureCause::Cancelled),
            (status::OK, status::OK) => Ok(out),
            (status, status::OK) => Err(FailureCause::of_status(status)),
            (_, refused) => {
                let what = "a header or text out of form in its answer".to_owned();
                Err(FailureCause::Contract { status: refused, what })
            }
        });
        match written {
            Ok(out) => {
                let (body, headers, ignored_headers) = out.into_parts();
                Ok(Encoded { body, headers, ignored_headers, reports: said.reports, logs: said.logs })
            }
            Err(cause) => Err(EncodeFailure { cause, reports: said.reports, logs: said.logs }),
        }
    }

    /// How sure the plugin is that a document that begins so is its own, 0 to 100. An instance in a worker that
    /// cannot be made is sure of nothing.
    pub fn sniff(&mut self, plugin: &Plugin, head: &[u8]) -> u32 {
        match &mut self.0 {
            Place::Here(_) => plugin.sniff(head),
            Place::Away(remote) => sure(remote.sniff(head)),
        }
    }
}

/// A confidence over 100 counts as none.
pub(crate) fn sure(confidence: u32) -> u32 {
    if confidence > 100 { 0 } else { confidence }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance").field("lost", &self.is_lost()).finish_non_exhaustive()
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
