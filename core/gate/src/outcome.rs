//! What the gate hands back: recorded decisions and the native answer.

use std::fmt;
use std::sync::Arc;

use debar_ledger::LedgerError;
use debar_model::{Decision, PurchaseRequest, Sha256Hex, Verdict};

use crate::{FactProblem, LoadedList};

/// A decision that stands in the ledger.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The decision.
    pub decision: Decision,
    /// Its bytes as recorded.
    pub json: Vec<u8>,
    /// The request it answers, with what attachments added.
    pub request: PurchaseRequest,
    /// Its number in the ledger.
    pub sequence: u64,
    /// It was recorded before: the same request came again.
    pub repeated: bool,
}

/// The answer in the document's own protocol. Advisory: the verdict is the decisions' alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NativeAnswer {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Headers such as `content-type`.
    pub headers: Vec<(String, String)>,
}

/// The plugin that read the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginUsed {
    /// Its name in the configuration.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The digest of its file, when it is one.
    pub sha256: Option<Sha256Hex>,
    /// How it ran: `worker (limits, no-new-privileges, landlock 7, seccomp)`, `in-process` ...
    pub isolation: String,
}

/// Everything that came of one document.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The list that was asked.
    pub list: Arc<LoadedList>,
    /// The plugin that read the document, when one did.
    pub plugin: Option<PluginUsed>,
    /// One decision a request, in document order; never empty.
    pub decisions: Vec<Recorded>,
    /// The native answer, or why there is none.
    pub answer: Result<NativeAnswer, String>,
    /// What the caller should know, such as facts that were not used.
    pub remarks: Vec<String>,
}

impl Outcome {
    /// The strictest verdict; a deny when there is no decision at all.
    pub fn verdict(&self) -> Verdict {
        self.decisions.iter().map(|recorded| recorded.decision.verdict).max().unwrap_or(Verdict::Deny)
    }
}

/// No decision was made or none could be recorded: nothing may leave.
#[derive(Debug)]
pub enum CheckError {
    /// No route has this name.
    UnknownRoute {
        /// The name.
        name: String,
        /// Routes that exist.
        known: Vec<String>,
    },
    /// No plugin has this id.
    UnknownPlugin {
        /// The id.
        id: String,
        /// Plugins that exist.
        known: Vec<String>,
    },
    /// The call states a fact that the list does not know: its rules would pass it by.
    Fact(FactProblem),
    /// The decision could not be made durable.
    Ledger(LedgerError),
    /// The history of the list does not tell what was asked.
    History {
        /// What is missing.
        why: String,
        /// What to do.
        help: String,
    },
    /// What the caller named is not there.
    Unknown {
        /// What is not there.
        why: String,
        /// What to do.
        help: String,
    },
    /// A record could not be read back.
    Record(String),
}

impl CheckError {
    /// What to do about it.
    pub fn help(&self) -> Option<&str> {
        match self {
            Self::Ledger(error) => Some(error.help()),
            Self::Fact(problem) => Some(&problem.help),
            Self::History { help, .. } | Self::Unknown { help, .. } => Some(help),
            _ => None,
        }
    }

    /// Whether the caller named something that does not exist.
    pub fn is_usage(&self) -> bool {
        matches!(
            self,
            Self::UnknownRoute { .. }
                | Self::UnknownPlugin { .. }
                | Self::Fact(_)
                | Self::History { .. }
                | Self::Unknown { .. }
        )
    }
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |names: &[String]| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        match self {
            Self::UnknownRoute { name, known } => {
                write!(f, "no route has the name `{name}`; known routes: {}", list(known))
            }
            Self::UnknownPlugin { id, known } => {
                write!(f, "no plugin has the id `{id}`; known plugins: {}", list(known))
            }
            Self::Fact(problem) => fmt::Display::fmt(problem, f),
            Self::Ledger(_) => f.write_str("the decision could not be recorded, so none leaves"),
            Self::History { why, .. } | Self::Unknown { why, .. } => f.write_str(why),
            Self::Record(why) => write!(f, "the record cannot be read back: {why}"),
        }
    }
}

impl std::error::Error for CheckError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Ledger(error) => Some(error),
            _ => None,
        }
    }
}

impl From<LedgerError> for CheckError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}
