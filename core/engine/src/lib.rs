//! A checked list compiled once; screens many requests; pure.
//!
//! Values are folded once (`normalise`), met with the list (`matching`, which never decides) and
//! judged (`decide`, which never matches). No clock, file, thread or randomness: the same question
//! gives the same bytes.
#![forbid(unsafe_code)]

mod alignment;
mod ask;
mod clear;
mod decide;
mod decision_id;
mod engine;
mod index;
mod matching;
mod names;
mod normalise;
mod raw_hit;
#[cfg(test)]
mod testing;

pub use alignment::{alignment_words, conflict_words};
pub use ask::Ask;
pub use clear::{Clearance, Pins, Subject, SubjectKind};
pub use decide::{ReportDate, ReportDates, RuleState, report_clocks, report_dates};
pub use engine::Engine;
pub use names::{NameMatch, NameScreen, ScreenedName};
pub use raw_hit::RawHit;
