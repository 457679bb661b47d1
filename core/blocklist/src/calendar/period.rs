//! Periods such as `3 business days`, and the day on which one ends.
//!
//! The counting rule: the day of the event does not count, and a period of days ends at the end of its last
//! day. Where a calendar is named, a period of days, weeks, months or years that would end on a day without
//! business ends on the next business day. Hours are hours, whatever the day.

use std::fmt;

use debar_model::DueBy;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span};

use super::Calendar;

/// The most days without business in a row that are looked through.
const LONGEST_CLOSURE: u32 = 1000;

/// A number of units of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// How many; never zero.
    pub number: u32,
    /// Of what.
    pub unit: PeriodUnit,
}

/// What a period counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PeriodUnit {
    /// Hours on the clock.
    Hour,
    /// Days of the calendar.
    Day,
    /// Days on which business is done.
    BusinessDay,
    /// Weeks.
    Week,
    /// Months: from the 31st, a shorter month ends on its last day.
    Month,
    /// Years.
    Year,
}

impl PeriodUnit {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::BusinessDay => "business day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl Period {
    /// Reads `3 business days`, `10 days`, `72 hours`, `2 weeks`, `3 months`, `1 year`. One space between
    /// words; the number has at most five digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.split_once(' ')?;
        if number.len() > 5 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number = number.parse().ok().filter(|number| *number > 0)?;
        let unit = match unit.strip_suffix('s').unwrap_or(unit) {
            "hour" => PeriodUnit::Hour,
            "day" => PeriodUnit::Day,
            "business day" => PeriodUnit::BusinessDay,
            "week" => PeriodUnit::Week,
            "month" => PeriodUnit::Month,
            "year" => PeriodUnit::Year,
            _ => return None,
        };
        Some(Self { number, unit })
    }

    /// Its last day, or its last instant where it counts hours. `event` is what starts it: the day that does
    /// not count, or an instant, whose day is the local one in `zone`. None beyond the year 9999, or where
    /// the calendar has no business day for years.
    pub fn end(&self, event: DueBy, zone: &TimeZone, calendar: Option<&Calendar>) -> Option<DueBy> {
        let number = i64::from(self.number);
        let day = event.day(zone);
        let span = match self.unit {
            PeriodUnit::Hour => {
                let start = match event {
                    DueBy::Instant(at) => at,
                    DueBy::Day(_) => event.end(zone)?,
                };
                return start.checked_add(SignedDuration::from_hours(number)).ok().map(DueBy::Instant);
            }
            PeriodUnit::BusinessDay => {
                return business_days(day, self.number, calendar.unwrap_or(&Calendar::weekends()))
                    .map(DueBy::Day);
            }
            PeriodUnit::Day => Span::new().try_days(number),
            PeriodUnit::Week => Span::new().try_weeks(number),
            PeriodUnit::Month => Span::new().try_months(number),
            PeriodUnit::Year => Span::new().try_years(number),
        };
        let last = day.checked_add(span.ok()?).ok()?;
        match calendar {
            Some(calendar) if !calendar.is_business_day(last) => business_days(last, 1, calendar),
            _ => Some(last),
        }
        .map(DueBy::Day)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = if self.number == 1 { "" } else { "s" };
        write!(f, "{} {}{end}", self.number, self.unit.as_str())
    }
}

/// The day that is `number` business days after another one.
fn business_days(mut day: Date, number: u32, calendar: &Calendar) -> Option<Date> {
    for _ in 0..number {
        let mut closed = 0;
        loop {
            day = day.tomorrow().ok()?;
            if calendar.is_business_day(day) {
                break;
            }
            closed += 1;
            if closed > LONGEST_CLOSURE {
                return None;
            }
        }
    }
    Some(day)
}
