//! Authorities: who ordered it, since when, on what text, and what courts did to it.

use debar_model::Place;

use super::{Head, Listed, Moment, Span};

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
    /// The first report's span in words: `3 business days`.
    pub first: Option<String>,
    /// The second report's span in words.
    pub second: Option<String>,
    /// The calendar of business days.
    pub calendar: Option<String>,
}

/// Whom to ask or to contest it with.
pub type Contact = String;

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
    /// How often the authority's own list must be looked at, in words.
    pub check_every: Option<String>,
}
