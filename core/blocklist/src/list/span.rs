//! Instants and spans: the only place that answers "does this hold at t?".

use jiff::Timestamp;

/// An instant and how the list writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant: 00:00 in the list's time zone for a bare date.
    pub at: Timestamp,
    /// The date or date-time as written.
    pub written: String,
}

/// From an instant, included, until an instant, excluded. Open ends are unbounded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First instant at which it holds.
    pub from: Option<Moment>,
    /// First instant at which it no longer holds. A `through = day` is the start of the next day,
    /// with the day itself kept as written.
    pub until: Option<Moment>,
}

impl Span {
    /// Whether it holds at an instant. Exceptions, waivers, clearances, rules, acts, citations and
    /// statuses all ask here.
    pub fn holds(&self, at: Timestamp) -> bool {
        !self.is_before(at) && !self.is_over(at)
    }

    /// Whether it has not begun yet.
    pub fn is_before(&self, at: Timestamp) -> bool {
        self.from.as_ref().is_some_and(|from| at < from.at)
    }

    /// Whether it has ended.
    pub fn is_over(&self, at: Timestamp) -> bool {
        self.until.as_ref().is_some_and(|until| at >= until.at)
    }
}
