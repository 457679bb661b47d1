//! The clocks of reports: which version counts, and until when each report may be sent.
//!
//! Not a list of duties: it counts days. Invariant: the version in force at the instant of identification sets
//! both clocks, whatever comes later.

use debar_blocklist::{Authority, Blocklist, Calendar, Period, ReportClock};
use debar_model::DueBy;
use jiff::Timestamp;
use jiff::civil::Date;

/// Until when one report may be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportDate {
    /// Its last day or instant; none where the clock names no span, or none that can be counted.
    pub due: Option<DueBy>,
    /// How it was counted, in words.
    pub within: Option<String>,
    /// The day of the event, which does not count itself.
    pub counted_from: Option<Date>,
}

/// Until when both reports on a clock may be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportDates {
    /// The first report, from the day of identification.
    pub first: ReportDate,
    /// The second one, from the first; none where the clock knows no second report.
    pub second: Option<ReportDate>,
}

/// Counts both clocks. `identified` is the event; its day is the local one of the authority. `sent` is the day on
/// which the first report went out; without it, the second clock counts from the last day of the first.
pub fn report_dates(
    list: &Blocklist,
    authority: &Authority,
    clock: &ReportClock,
    identified: DueBy,
    sent: Option<DueBy>,
) -> ReportDates {
    let calendar = clock.calendar.as_ref().and_then(|name| Calendar::find(&list.calendars, name));
    let zone = &authority.time_zone;
    let count = |period: Period, event: DueBy| period.end(event, zone, calendar.as_ref());
    let named = clock.calendar.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
    let first = ReportDate {
        due: clock.first.and_then(|period| count(period, identified)),
        within: clock.first.map(|period| format!("within {period}{named}")),
        counted_from: clock.first.map(|_| identified.day(zone)),
    };
    let second = clock.second.map(|period| {
        let event = sent.or(first.due);
        let why = match (sent, &first.due) {
            (Some(_), _) => String::new(),
            (None, Some(last)) => {
                format!(
                    "; counted as if it is sent on its last day, {last}: sent earlier, this is due earlier"
                )
            }
            (None, None) => "; its day depends on the day on which the report is sent".to_owned(),
        };
        ReportDate {
            due: event.and_then(|event| count(period, event)),
            within: Some(format!("within {period} after the report{named}{why}")),
            counted_from: event.map(|event| event.day(zone)),
        }
    });
    ReportDates { first, second }
}

/// The clock of each form that counts at an instant: of several that hold, the youngest version.
pub fn report_clocks(all: &[ReportClock], at: Timestamp) -> Vec<&ReportClock> {
    let from = |clock: &ReportClock| clock.span.from.as_ref().map(|from| from.at);
    let mut counting: Vec<&ReportClock> = vec![];
    for clock in all.iter().filter(|clock| clock.span.holds(at)) {
        match counting.iter_mut().find(|known| known.form == clock.form) {
            Some(known) if from(clock) > from(known) => *known = clock,
            Some(_) => {}
            None => counting.push(clock),
        }
    }
    counting
}
