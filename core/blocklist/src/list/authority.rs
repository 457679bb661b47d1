//! Authorities: who ordered it, since when, on what text, and what courts did to it.

use debar_model::{DueBy, Place};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Head, Listed, Moment, Span};
use crate::Period;

/// What kind of force an authority has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Force {
    /// A statute, order or directive that forbids.
    #[default]
    Prohibition,
    /// An exclusion of a party from awards.
    Exclusion,
    /// A warning: never denies by itself.
    Advisory,
    /// The organisation's own rule.
    HouseRule,
}

impl Force {
    /// The word in the list.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prohibition => "prohibition",
            Self::Exclusion => "exclusion",
            Self::Advisory => "advisory",
            Self::HouseRule => "house-rule",
        }
    }
}

/// A step in the life of the text.
#[derive(Clone, Debug)]
pub struct StatusEvent {
    /// `proposed`, `published`, `in-force`, `vacated`, `rescinded`, `withdrawn`, `expired`, `superseded`.
    pub is: String,
    /// Since when.
    pub from: Moment,
    /// When it could be known, if later.
    pub recorded: Option<Moment>,
    /// Its place.
    pub place: Place,
    /// A free note.
    pub note: Option<String>,
}

impl StatusEvent {
    /// Whether the text binds while this status lasts.
    pub fn binds(&self) -> bool {
        self.is == "in-force"
    }
}

/// What a court or an agency lays over the text; it wins while it lasts and ends by itself.
#[derive(Clone, Debug)]
pub struct Pause {
    /// `suspended`, `stayed` or `enjoined`.
    pub is: String,
    /// While it lasts.
    pub span: Span,
    /// When it could be known, if later.
    pub recorded: Option<Moment>,
    /// Buyers to whom it applies; everybody when empty.
    pub as_to: Vec<String>,
    /// The case.
    pub case: Option<String>,
    /// What to say after its end.
    pub notice: Option<String>,
    /// Its place.
    pub place: Place,
}

/// A citation and when it was the right one.
#[derive(Clone, Debug)]
pub struct Citation {
    /// The text.
    pub text: Listed,
    /// When.
    pub span: Span,
}

/// What a court did.
#[derive(Clone, Debug)]
pub struct Litigation {
    /// The case.
    pub case: String,
    /// When.
    pub on: Option<Moment>,
    /// With which result.
    pub result: Option<String>,
}

/// A report that a hit obliges to.
#[derive(Clone, Debug)]
pub struct ReportClock {
    /// The form.
    pub form: String,
    /// When this version of the clock holds.
    pub span: Span,
    /// How long the first report may take from the day of identification.
    pub first: Option<Period>,
    /// How long the second report may take from the first.
    pub second: Option<Period>,
    /// The calendar of business days.
    pub calendar: Option<String>,
    /// To whom the report goes; the authority's contact when it does not say.
    pub to: Option<String>,
    /// Its place.
    pub place: Place,
}

/// Whom to ask or to contest it with.
pub type Contact = String;

/// One look at the list that an authority publishes itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// When.
    pub on: Moment,
    /// Who looked.
    pub by: Option<String>,
    /// Ids of its evidence.
    pub evidence: Vec<String>,
}

/// An authority.
#[derive(Clone, Debug)]
pub struct Authority {
    /// Place, note, evidence.
    pub head: Head,
    /// Its title; its id when it has none.
    pub title: String,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Where its text is.
    pub uri: Option<String>,
    /// Its force.
    pub force: Force,
    /// Citations.
    pub citations: Vec<Citation>,
    /// The life of the text, in order of time.
    pub status: Vec<StatusEvent>,
    /// What is laid over it.
    pub pauses: Vec<Pause>,
    /// What courts did.
    pub litigation: Vec<Litigation>,
    /// Reports and their clocks.
    pub reports: Vec<ReportClock>,
    /// Whom to ask or to contest it with.
    pub contact: Option<Contact>,
    /// How often the authority's own list must be looked at.
    pub check_every: Option<Period>,
    /// When that was done, oldest first.
    pub checked: Vec<Check>,
    /// Where its days begin: the event of a period has its day here.
    pub time_zone: TimeZone,
}

impl Authority {
    /// Since when the authority's own list has not been looked at as it should have been, in words; none while
    /// it has, or when nobody demands it. Looks that were taken after `at` or `known_at` do not count.
    pub fn check_overdue(&self, at: Timestamp, known_at: Timestamp) -> Option<String> {
        let every = self.check_every?;
        let Some(last) = self.checked.iter().rev().find(|check| check.on.at <= at.min(known_at)) else {
            return Some(format!("must be looked at every {every} and no look is recorded"));
        };
        let due = every.end(DueBy::Instant(last.on.at), &self.time_zone, None);
        let until =
            due.and_then(|due| Some(Moment { at: due.end(&self.time_zone)?, written: due.to_string() }));
        let good = Span { from: None, until };
        let day = good.until.as_ref().map(|until| until.written.clone()).unwrap_or_default();
        good.is_over(at).then(|| {
            format!(
                "must be looked at every {every}, was last looked at on {} and was due again by {day}",
                last.on.written
            )
        })
    }
}
