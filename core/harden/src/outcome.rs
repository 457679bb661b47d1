//! What a run found. Plain data; nothing is decided here.

use debar_blocklist::TestGiven;
use debar_model::{Place, Verdict};
use jiff::Timestamp;

use crate::evasion::Evasion;
use crate::remedy::Remedy;
use crate::spot::Spot;

/// What a run found.
#[derive(Clone, Debug)]
pub struct Hardened {
    /// The instant of the law.
    pub at: Timestamp,
    /// The seed.
    pub seed: u64,
    /// How many entries were looked at.
    pub entries: usize,
    /// Entries of which nothing could be tried, and why, in order of the list.
    pub idle: Vec<Idle>,
    /// What is let through although it has to be caught, in order of the list.
    pub passed: Vec<Slip>,
    /// What is judged more mildly than the entry as it is written, and is still caught.
    pub weaker: Vec<Slip>,
    /// Counts by way, in the order of [`Evasion::all`]; ways that nothing could be tried of have zeros.
    pub totals: Vec<Total>,
    /// Vendors in force for which no part number is listed, so that a line with a number alone cannot be known.
    pub without_part_number: Vec<String>,
}

/// Counts of one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// The way.
    pub evasion: Evasion,
    /// How many were tried.
    pub tried: usize,
    /// How many of them were let through.
    pub passed: usize,
    /// How many of them were caught and judged more mildly.
    pub weaker: usize,
}

/// An entry of which nothing could be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idle {
    /// `vendor`, `product` or `digests`.
    pub table: &'static str,
    /// Its id.
    pub id: String,
    /// Its place.
    pub place: Place,
    /// Why.
    pub why: IdleReason,
}

/// Why nothing of an entry could be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdleReason {
    /// It is met, and no rule forbids anything of it at that instant.
    NothingInForce,
    /// An order that names nobody is asked about as much.
    AsksEverybody,
    /// It has no text that can be tried.
    NoText,
}

impl IdleReason {
    /// The word for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NothingInForce => "nothing-in-force",
            Self::AsksEverybody => "asks-everybody",
            Self::NoText => "no-text",
        }
    }
}

/// An evasion that got further than it should.
#[derive(Clone, Debug)]
pub struct Slip {
    /// `vendor`, `product` or `digests`.
    pub table: &'static str,
    /// The entry's id.
    pub id: String,
    /// The listed text.
    pub listed: String,
    /// Its place.
    pub place: Place,
    /// How it was written.
    pub evasion: Evasion,
    /// Where in the order.
    pub spot: Spot,
    /// The text as it was put there.
    pub text: String,
    /// What has to come of it.
    pub expected: Verdict,
    /// What came of it.
    pub found: Verdict,
    /// What to do.
    pub remedy: Remedy,
    /// The whole order with its facts.
    pub given: TestGiven,
}
