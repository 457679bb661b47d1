//! Both clocks of a report. Of several authorities that ask for it, the one that leaves the least time counts.

use debar_blocklist::{Authority, Blocklist, FormPart};
use debar_engine::{ReportDate, report_clocks, report_dates};
use debar_model::DueBy;
use debar_wire::ReportClock;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::ReportChoice;
use super::basis::{Basis, plain};

/// The event of the first clock: the day that the caller names, or the instant of the decision.
pub(super) fn identified(choice: &ReportChoice, at: Timestamp) -> DueBy {
    choice.identified.map_or(DueBy::Instant(at), DueBy::Day)
}

/// The instant whose version of forms and clocks counts: of a day, its first moment.
pub(super) fn instant(event: DueBy, zone: &TimeZone) -> Timestamp {
    match event {
        DueBy::Instant(at) => at,
        DueBy::Day(day) => {
            let midnight = zone.to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible();
            midnight.unwrap_or(Timestamp::MAX)
        }
    }
}

/// The clocks in order, and to whom the report goes.
pub(super) fn clocks(
    basis: &Basis<'_>,
    list: &Blocklist,
    choice: &ReportChoice,
    at: Timestamp,
) -> (Vec<ReportClock>, Vec<String>) {
    let (mut first, mut second, mut to): (Option<ReportDate>, Option<ReportDate>, Vec<String>) =
        (None, None, vec![]);
    let event = identified(choice, at);
    for (_, rule) in &basis.rules {
        let Some(authority) = list.authority_of(rule) else { continue };
        let known = report_clocks(&authority.reports, instant(event, &authority.time_zone));
        let name = plain(&basis.form.name);
        for clock in known.into_iter().filter(|clock| plain(&clock.form) == name) {
            let dates = report_dates(list, authority, clock, event, choice.sent.map(DueBy::Day));
            first = earlier(first, dates.first, authority);
            if let Some(date) = dates.second {
                second = earlier(second, date, authority);
            }
            to.extend(
                clock.to.iter().chain(authority.contact.iter().filter(|_| clock.to.is_none())).cloned(),
            );
        }
    }
    to.sort();
    to.dedup();
    let parts = [(FormPart::First, first), (FormPart::FollowUp, second)];
    let shown = parts.into_iter().filter_map(|(part, date)| Some(shown(part, date?)));
    (shown.collect(), to)
}

fn earlier(known: Option<ReportDate>, new: ReportDate, authority: &Authority) -> Option<ReportDate> {
    let end = |date: &ReportDate| date.due.and_then(|due| due.end(&authority.time_zone));
    match known {
        Some(known) => match (end(&known), end(&new)) {
            (Some(old), Some(now)) if now < old => Some(new),
            (None, Some(_)) => Some(new),
            _ => Some(known),
        },
        None => Some(new),
    }
}

fn shown(part: FormPart, date: ReportDate) -> ReportClock {
    ReportClock {
        part: part.as_str().to_owned(),
        due: date.due.map(|due| due.to_string()),
        within: date.within,
        counted_from: date.counted_from.map(|day| day.to_string()),
    }
}
