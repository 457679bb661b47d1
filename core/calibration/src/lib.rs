//! The development set of names and what is measured on it.
//!
//! # What it is for
//! A matcher of names has thresholds, and a threshold is a promise: so many alerts on clean names, no more. This crate
//! makes labelled pairs by seed, asks the scorer of `debar-names`, and chooses the thresholds. It holds no list, reads
//! no file and no clock; equal input gives an equal report.
#![forbid(unsafe_code)]

mod dice;
mod histogram;
mod measure;
mod name;
mod pairs;
mod parties;
mod perturb;
mod recall;
mod report;
mod run;
mod share;
mod svg;
mod trap;
mod words;

pub use dice::Dice;
pub use histogram::Histogram;
pub use measure::{Judgement, Level, Measured, Row, measure};
pub use name::Names;
pub use pairs::{Counts, Kind, Pair, development_set};
pub use parties::{Party, in_cyrillic, read_parties};
pub use perturb::Perturbation;
pub use recall::{FALSE_ALERTS, recall_at};
pub use report::{Calibration, Chosen, STRONG_PER_MILLION, WEAK_PER_MILLION};
pub use run::{SHIPPED, calibrate, judge};
pub use trap::Trap;
