//! The budgets of one call, and the clock that the caller lends. No clock is read in this crate.
//!
//! Invariant: every limit has a default, and reaching one is a failure, never a shorter result.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// The budgets of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Calls into the sink.
    pub events: u64,
    /// Lines of all requests.
    pub lines: u64,
    /// Fields and extensions of one node.
    pub fields_per_node: u64,
    /// Bytes of all texts, keys and pointers together.
    pub text_bytes: u64,
    /// Bytes of one text.
    pub value_bytes: u64,
    /// Bytes of all carried files together.
    pub blob_bytes: u64,
    /// Bytes of an answer.
    pub output_bytes: u64,
    /// Largest document that is mapped whole for the plugin, in bytes.
    pub map_bytes: u64,
}

/// Time for one call.
#[derive(Clone)]
pub struct Deadline {
    /// Time since the call began.
    pub elapsed: Arc<dyn Fn() -> Duration + Send + Sync>,
    /// How much there is.
    pub limit: Duration,
}

/// How a call is made.
#[derive(Debug, Clone, Default)]
pub struct CallOptions {
    /// The budgets.
    pub limits: Limits,
    /// Time, asked in `cancelled` and every 256 events. A plugin in this process cannot be stopped from
    /// outside: one that calls nothing runs on.
    pub deadline: Option<Deadline>,
    /// Keep a line of text per event (tests, `debar plugin trace`).
    pub trace: bool,
    /// Refuse the event with this number, from 0, as if a budget were used up (tests of plugins).
    pub fail_at_event: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            events: 16_000_000,
            lines: 2_000_000,
            fields_per_node: 1_000_000,
            text_bytes: 1 << 30,
            value_bytes: 64 << 20,
            blob_bytes: 256 << 20,
            output_bytes: 64 << 20,
            map_bytes: 256 << 20,
        }
    }
}

impl Deadline {
    pub(crate) fn passed(&self) -> bool {
        (self.elapsed)() >= self.limit
    }
}

impl fmt::Debug for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deadline").field("limit", &self.limit).finish_non_exhaustive()
    }
}
