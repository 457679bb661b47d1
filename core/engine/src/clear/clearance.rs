//! A decision of a person as the engine takes it: who, what, for whom, how long. Where it comes from and whether it
//! counts (two people, later decisions) is the store's business.

use debar_blocklist::{Moment, Span};
use debar_model::{Class, Clearing, Sha256Hex};
use jiff::Timestamp;

use super::Pins;

/// A subject that is not a listing, by decision of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clearance {
    /// Hash of the ledger's record by which it came to count.
    pub event: Sha256Hex,
    /// Both sides as they were.
    pub pins: Pins,
    /// Buyers for whom it was decided, with all their parts. Without any it holds where no buyer is stated.
    pub buyers: Vec<String>,
    /// When it came to count.
    pub from: Timestamp,
    /// The first instant at which it no longer holds.
    pub until: Timestamp,
    /// Who decided.
    pub by: String,
    /// Who confirmed it.
    pub confirmed_by: Option<String>,
    /// Code of the reason.
    pub reason: String,
    /// What else was noted.
    pub note: Option<String>,
}

impl Clearance {
    /// When it holds.
    pub fn span(&self) -> Span {
        let moment = |at: Timestamp| Some(Moment { at, written: at.to_string() });
        Span { from: moment(self.from), until: moment(self.until) }
    }

    /// What a finding says of it.
    pub(super) fn clearing(&self, was: Class) -> Clearing {
        Clearing {
            event: self.event,
            by: self.by.clone(),
            confirmed_by: self.confirmed_by.clone(),
            on: self.from,
            until: self.until,
            reason: self.reason.clone(),
            note: self.note.clone(),
            was,
        }
    }

    /// Why it does not hold at an instant.
    pub(super) fn ended(&self, at: Timestamp) -> Option<String> {
        let span = self.span();
        match (span.holds(at), span.is_over(at)) {
            (true, _) => None,
            (false, true) => Some(format!("it ended on {}", self.until)),
            (false, false) => Some(format!("it holds only from {}", self.from)),
        }
    }

    /// A sentence on its lapse.
    pub(super) fn lapsed(&self, why: &str) -> String {
        let event = self.event.to_string();
        let short = event.get(..12).unwrap_or(&event);
        format!("the clearing `{short}` by {} no longer holds: {why}", self.by)
    }
}
