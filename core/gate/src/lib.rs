//! The facade that every front end calls: a document in, a native answer out.
//!
//! Configuration, facts, clock, fail-closed rules and replay live here. It decides nothing itself: verdicts
//! are the engine's. Invariant: no error and no failure of a plugin, a file or the ledger becomes an allow.
#![forbid(unsafe_code)]

mod adapter;
mod adapters;
mod attach;
mod audit;
mod check;
mod clock;
pub mod config;
mod coverage;
mod decoding;
mod facts;
mod gate;
mod inside;
mod ledger_folder;
mod list;
mod list_tests;
mod named_list;
mod near;
mod opening;
mod outcome;
mod reasons;
mod record;
mod report;
mod retry;
mod review;
mod sets;
mod signature;
mod submission;
mod tripwire;

pub use adapters::Adapters;
pub use audit::{
    AsOf, Change, ChangeError, Closed, Concerned, Exhibit, Flip, Ground, ImpactChoice, ImpactReport, InUse,
    KnownList, LineFlip, ListHistory, Met, RecheckChoice, RecheckReport, Rechecked, RuleAsOf, Sum, Supposed,
    Total, WhatIfOptions, WhatIfReport, Worth,
};
pub use clock::{Clock, FixedClock, SystemClock};
pub use coverage::{Coverage, Covered, CoveredKind};
pub use decoding::Decoding;
pub use facts::FactProblem;
pub use gate::{Gate, OpenError, PluginFacts, PluginStatus, ReloadError, discover_plugins, inspect_plugin};
pub use ledger_folder::{LedgerFolder, Replayed, Verified};
pub use list::{Inspected, ListError, LoadedList, inspect_list};
pub use list_tests::{TestRun, compile_for_tests, run_tests};
pub use named_list::{NamedListError, named_list};
pub use outcome::{CheckError, NativeAnswer, Outcome, PluginUsed, Recorded};
pub use report::{Report, ReportChoice, html, markdown};
pub use review::{Asked, Queue, QueueChoice, QueueItem, QueueStatus, ReviewChoice, ReviewSettings, Reviewed};
pub use sets::set_stamps;
pub use signature::{
    KeyError, PublicKey, SignatureError, Signed, check_plugin_signature, check_signatures, manifest,
    manifest_name, signature_name,
};
pub use submission::{GivenArtifact, Submission};
