//! Why a call failed, in the words that a hold needs. Not the loading errors.
//!
//! Invariant: a failure carries no request and no answer, so nothing can be made of it but a hold or deny.

use std::fmt;

use debar_model::HoldReason;
use debar_plugin_api::{Report, abi::status};

use crate::{LogLine, Stats};

/// What ended the call.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureCause {
    /// The plugin said that the document is broken.
    Malformed,
    /// The plugin said that it does not read this kind.
    Unsupported,
    /// The plugin failed with this status.
    Failed {
        /** A negative status, or a positive one, which is reserved. */
        status: i32,
    },
    /// The plugin panicked; its instance is lost.
    Panicked,
    /// The worker process of the plugin ended during the call.
    Crashed {
        /** How, in words. */
        how: String,
    },
    /// No worker could be made ready for the plugin.
    NotStarted {
        /** Why. */
        why: String,
    },
    /// The plugin broke the contract.
    Contract {
        /** The status that it was given. */
        status: i32,
        /** What it did. */
        what: String,
    },
    /// A budget of the host is used up.
    Limit {
        /** Which one. */
        what: String,
    },
    /// The host itself failed while it took what the plugin said.
    Internal,
    /// The deadline has passed, or the host was asked to stop.
    Cancelled,
    /// A document without a request, or a request without lines, and no reason given.
    Empty {
        /** Which. */
        what: String,
    },
    /// The document says that it has another number of lines than were emitted.
    Count {
        /** The document's own number. */
        declared: u64,
        /** Emitted in the request itself. */
        emitted: u64,
    },
}

/// Why a document could not be decoded.
#[derive(Debug, Clone)]
pub struct DecodeFailure {
    /// What ended it.
    pub cause: FailureCause,
    /// What the plugin said, at most 64.
    pub reports: Vec<Report>,
    /// What the plugin logged.
    pub logs: Vec<LogLine>,
    /// How far it came.
    pub stats: Box<Stats>,
}

/// Why an answer could not be written.
#[derive(Debug, Clone)]
pub struct EncodeFailure {
    /// What ended it.
    pub cause: FailureCause,
    /// What the plugin said, at most 64.
    pub reports: Vec<Report>,
    /// What the plugin logged.
    pub logs: Vec<LogLine>,
}

impl FailureCause {
    /// A short, stable code, kebab-case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Unsupported => "unsupported",
            Self::Failed { .. } => "failed",
            Self::Panicked => "panicked",
            Self::Crashed { .. } => "crashed",
            Self::NotStarted { .. } => "not-started",
            Self::Contract { .. } => "contract",
            Self::Limit { .. } => "limit",
            Self::Internal => "internal",
            Self::Cancelled => "cancelled",
            Self::Empty { .. } => "empty",
            Self::Count { .. } => "line-count",
        }
    }

    /// The reason for the hold: the document's fault, or the plugin's.
    #[must_use]
    pub fn hold_reason(&self) -> HoldReason {
        match self {
            Self::Malformed | Self::Unsupported | Self::Limit { .. } | Self::Count { .. } => {
                HoldReason::Undecodable
            }
            Self::Failed { .. }
            | Self::Panicked
            | Self::Crashed { .. }
            | Self::NotStarted { .. }
            | Self::Contract { .. }
            | Self::Internal
            | Self::Cancelled
            | Self::Empty { .. } => HoldReason::PluginFailed,
        }
    }

    /// Whether the instance may be used again.
    #[must_use]
    pub fn instance_lost(&self) -> bool {
        matches!(self, Self::Panicked | Self::Crashed { .. } | Self::NotStarted { .. })
    }

    /// The cause that a non-zero status of a plugin stands for.
    pub(crate) fn of_status(status: i32) -> Self {
        match status {
            status::MALFORMED | status::UTF8 => Self::Malformed,
            status::UNSUPPORTED => Self::Unsupported,
            status::PANIC => Self::Panicked,
            status::CANCELLED => Self::Cancelled,
            status::LIMIT => Self::Limit { what: "a limit of the plugin".to_owned() },
            status => Self::Failed { status },
        }
    }
}

impl fmt::Display for FailureCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("the document is broken"),
            Self::Unsupported => f.write_str("the plugin does not read this kind of document"),
            Self::Failed { status } => write!(f, "the plugin failed with status {status}"),
            Self::Panicked => f.write_str("the plugin panicked"),
            Self::Crashed { how } => write!(f, "the plugin crashed: {how}"),
            Self::NotStarted { why } => write!(f, "the plugin could not be started: {why}"),
            Self::Contract { status, what } => {
                write!(f, "the plugin broke the contract: {what} (status {status})")
            }
            Self::Limit { what } => write!(f, "a limit is reached: {what}"),
            Self::Internal => f.write_str("debar itself failed while it took what the plugin said"),
            Self::Cancelled => f.write_str("the deadline has passed"),
            Self::Empty { what } => write!(f, "{what}, and the plugin gave no reason for it"),
            Self::Count { declared, emitted } => {
                write!(f, "the document says that it has {declared} lines, and {emitted} were read")
            }
        }
    }
}

macro_rules! failure {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.cause)?;
                for report in self.reports.iter().filter(|report| !report.warning) {
                    write!(f, "; {}", report.message)?;
                    match (report.line, report.column, report.pointer.as_str(), report.offset) {
                        (0, _, "", None) => {}
                        (0, _, "", Some(offset)) => write!(f, " at byte {offset}")?,
                        (0, _, pointer, _) => write!(f, " at `{pointer}`")?,
                        (line, column, _, _) => write!(f, " at {line}:{column}")?,
                    }
                }
                Ok(())
            }
        }

        impl std::error::Error for $name {}
    };
}

failure!(DecodeFailure);
failure!(EncodeFailure);
