//! Calendars of business days, and periods counted on them.
//!
//! Not a clock: every day is an argument. Invariant: a period of business days ends on a business day of its
//! calendar, and a later event never ends earlier.

mod federal;
mod period;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};

use crate::Head;

pub use period::{Period, PeriodUnit};

/// The name of the calendar that needs no definition: the legal holidays of 5 U.S.C. 6103 and weekends.
pub const US_FEDERAL: &str = "us-federal";

/// Which days are business days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Place and note; nowhere for the built-in one.
    pub head: Head,
    /// Its id, for messages.
    pub name: String,
    /// Days of the week that are no business days.
    pub weekend: Vec<Weekday>,
    /// Single days that are none.
    pub holidays: BTreeSet<Date>,
    /// Month and day that are none in any year.
    pub yearly: BTreeSet<(i8, i8)>,
    /// Whether the legal holidays of the United States are none either.
    pub federal: bool,
}

impl Calendar {
    /// `us-federal`: Saturdays, Sundays, and the legal public holidays of 5 U.S.C. 6103, each since it is law
    /// and on the day on which it is observed. Inauguration Day is left out: it is a holiday of the District
    /// of Columbia and its surroundings alone. Days on which an order of the President closes the offices are
    /// no legal holidays: a list adds them in a calendar of its own.
    pub fn us_federal() -> Self {
        Self { name: US_FEDERAL.to_owned(), federal: true, ..Self::weekends() }
    }

    /// Saturdays and Sundays alone: what counts where no calendar is named.
    pub fn weekends() -> Self {
        Self {
            head: Head::default(),
            name: String::new(),
            weekend: vec![Weekday::Saturday, Weekday::Sunday],
            holidays: BTreeSet::new(),
            yearly: BTreeSet::new(),
            federal: false,
        }
    }

    /// The calendar of a name: one of the list's own, or the built-in one.
    pub fn find(own: &BTreeMap<String, Self>, name: &str) -> Option<Self> {
        own.get(name).cloned().or_else(|| (name == US_FEDERAL).then(Self::us_federal))
    }

    /// Whether business is done on a day.
    pub fn is_business_day(&self, day: Date) -> bool {
        let closed = self.weekend.contains(&day.weekday())
            || self.holidays.contains(&day)
            || self.yearly.contains(&(day.month(), day.day()))
            || (self.federal && federal::is_holiday(day));
        !closed
    }
}
