//! Runs a plugin in tests: linked or loaded, through the same host as the product; and tries to break it.
//! Not the conformance report of `debar plugin check`, which builds on it.
//!
//! Invariant: both drivers go through the same C table and the same sink.
#![forbid(unsafe_code)]

mod answers;
mod driver;
mod hostile;
mod values;

pub use answers::{answers, answers_with};
pub use debar_host::{
    Answer, AnswerLine, CallOptions, DecodeFailure, Decoded, Document, EncodeFailure, Encoded, FailureCause,
    GateRole, HostError, Limits, Receipt, Report,
};
pub use driver::{Driver, TestHost, built_library};
pub use hostile::{Survey, mutations, sink_refusals, truncations};
pub use values::values;
