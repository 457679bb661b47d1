//! Loads adapter plugins and calls them, in this process or in workers: pins, static checks, handshake, a sink that
//! believes nothing. It does not route documents, and it decides nothing.
//!
//! Invariant: no code of a library runs before its bytes have passed every check, and what a plugin says
//! becomes a request only when it was said completely and in order. There is no path from here to an allow.

mod answer;
mod call;
mod discover;
mod error;
mod failure;
mod frames;
mod instance;
mod isolation;
mod limits;
mod load;
mod local;
mod metadata;
mod plugin;
mod schema;
mod serve;
mod sink;
mod worker;

pub use answer::{Answer, AnswerLine, Encoded};
pub use call::{LogLevel, LogLine};
pub use debar_model::Verdict;
pub use debar_plugin_api::{Report, Role as GateRole};
pub use discover::{Candidate, discover};
pub use error::HostError;
pub use failure::{DecodeFailure, EncodeFailure, FailureCause};
pub use instance::{Decoded, Document, Instance, Receipt, Stats};
pub use isolation::Isolation;
pub use limits::{CallOptions, Deadline, Limits};
pub use load::{Inspection, OpenPlace, Pin, inspect, survey};
pub use metadata::Metadata;
pub use plugin::Plugin;
pub use schema::{ConfigProblem, check_config};
pub use serve::{Hardening, serve};
pub use worker::{Sandbox, SandboxLevel, Workers};
