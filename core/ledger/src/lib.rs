//! The append-only log of decisions: one line of JSON a record, chained by SHA-256, durable before it
//! is acknowledged, with the inputs of each decision beside it so that it can be reached again.
//!
//! Not a database and not a store for native documents: what it keeps are decisions, canonical requests
//! and the lists and settings they were decided on. It reads no clock; every instant is an argument.
//! Invariants: what was acknowledged is found after any crash; a record is never changed; whatever is
//! broken is reported with its place and never repaired in silence. The format is in `docs/ledger.md`.
#![forbid(unsafe_code)]

mod bodies;
mod body;
mod disk;
mod entry;
mod error;
mod fetch;
mod follow;
mod index;
mod inline;
mod known;
mod layout;
mod ledger;
mod reader;
mod recent;
mod record;
mod review;
mod scan;
mod verify;
mod walk;
mod writer;

pub use entry::{Entry, Receipt};
pub use error::{LedgerError, Problem};
pub use fetch::BodyReader;
pub use follow::Followed;
pub use ledger::{Ledger, OpenReport, Options};
pub use reader::{FindError, Reader, Records};
pub use record::{Place, Record};
pub use review::{
    Clear, Cleared, Confirm, HARD_CAP, Pair, REVIEW, Reason, ReviewAct, ReviewItem, ReviewRules, ReviewState,
    Upheld, Uphold,
};
pub use verify::{VerifyReport, verify, verify_with};
pub use walk::{RawRecord, RawRecords, Segment, Trust};
pub use writer::Cut;
