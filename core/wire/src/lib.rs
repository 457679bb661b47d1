//! JSON twins of the model's types and their schemas: what the command line, HTTP, the C library and
//! the ledger read and write.
//!
//! Not the model itself: a twin is plain text and numbers, and the conversions here are the only way
//! between the two. Invariants: equal values give equal bytes; a decimal or a 64-bit integer is a
//! string; an unknown field is ignored; an unknown verdict is a deny.
#![forbid(unsafe_code)]

mod canonical;
mod decision;
mod diagnostic;
mod error;
mod id;
mod number;
mod report;
mod request;
mod schema;
mod source;
mod word;

pub use canonical::canonical_json;
pub use decision::{
    Authority, Clearing, Decision, Evidence, Fact, Finding, Hold, LineDecision, Listing, NameScores, Need,
    Notice, Obligation, Ruling, Step, VendorResponse, decision_json, read_decision,
};
pub use diagnostic::{Diagnostic, Note, Severity};
pub use error::WireError;
pub use id::{request_id, request_id_of, sha256};
pub use number::Integer;
pub use report::{MissingField, Report, ReportArticle, ReportAuthority, ReportClock, ReportField};
pub use request::{
    Artifact, Attachment, Classification, Correlation, Digest, Document, Extra, Identifier, Line, Money,
    PartNumber, Party, Product, Request, read_request, request_json,
};
pub use schema::schemas;
pub use source::{Place, Source, Text};
pub use word::Verdict;

/// The version of every shape here. A reader refuses another; additions do not raise it.
pub const SCHEMA_VERSION: u32 = 1;
