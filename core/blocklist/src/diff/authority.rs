//! The directions of authorities: the life of the text, what is laid over it, what it obliges to.

use super::change::Trend::{Loosened, Tightened};
use super::entry::head;
use super::field::{Field, Value, span, unordered, way, words};
use super::life::Life;
use crate::{Authority, Check, Citation, Force, Litigation, Pause, ReportClock, Span};

pub(super) fn authority(entry: &Authority) -> Vec<Field> {
    let Authority {
        head: own,
        title,
        issuer,
        uri,
        force,
        citations,
        status,
        pauses,
        litigation,
        reports,
        contact,
        check_every,
        checked,
        time_zone,
    } = entry;
    let mut fields = head(own);
    fields.extend([
        words("title", title.as_str()),
        words("issuer", issuer.clone().unwrap_or_default()),
        words("uri", uri.clone().unwrap_or_default()),
        way("force", "what it says may be denied", "it only advises: a person decides").rank(
            i128::from(*force != Force::Advisory),
            force.as_str(),
            Tightened,
        ),
        // Which kind of binding force it has is told to people and decides nothing.
        words("force", if *force == Force::Advisory { "" } else { force.as_str() }),
        words("citations", citations.iter().map(citation).collect::<Vec<_>>().join("; ")),
        way("status", "", "").value(Value::Life(Life::of(status))),
        way("pauses", "it is laid off for less", "it is laid off")
            .records(pauses.iter().map(pause).collect(), Loosened),
        words("litigation", litigation.iter().map(case).collect::<Vec<_>>().join("; ")),
        way("report", "more is to be reported", "less is to be reported")
            .records(reports.iter().map(report).collect(), Tightened),
        words("contact", contact.clone().unwrap_or_default()),
        words("check-every", check_every.map(|period| period.to_string()).unwrap_or_default()),
        words("checked", checked.iter().map(check).collect::<Vec<_>>().join("; ")),
        // The day of an event is the local one.
        unordered("time-zone", time_zone.iana_name().unwrap_or_default()),
    ]);
    fields
}

pub(super) fn citation(citation: &Citation) -> String {
    let Citation { text, span } = citation;
    format!("{}{}", text.text, dates(span))
}

fn check(check: &Check) -> String {
    let Check { on, by, evidence } = check;
    [Some(on.written.clone()), by.clone()]
        .into_iter()
        .flatten()
        .chain(evidence.iter().cloned())
        .collect::<Vec<_>>()
        .join(" ")
}

fn case(litigation: &Litigation) -> String {
    let Litigation { case, on, result } = litigation;
    let on = on.as_ref().map(|day| day.written.clone());
    [Some(case.clone()), on, result.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn pause(pause: &Pause) -> (String, Vec<Field>) {
    let Pause { is, span: held, recorded, as_to, case, notice, place: _ } = pause;
    let mut fields = Vec::from(span(held, Loosened));
    let known = recorded.as_ref().or(held.from.as_ref());
    fields.extend([
        way("recorded", "it could be known only later", "it could be known earlier").moment(
            known,
            i128::MIN,
            Tightened,
        ),
        way("as-to", "it is laid off for fewer buyers", "it is laid off for more buyers")
            .limit(as_to.iter().cloned(), Loosened),
        words("case", case.clone().unwrap_or_default()),
        words("notice", notice.clone().unwrap_or_default()),
    ]);
    (is.clone(), fields)
}

fn report(report: &ReportClock) -> (String, Vec<Field>) {
    let ReportClock { form, span: held, first, second, calendar, to, place: _ } = report;
    let mut fields = Vec::from(span(held, Tightened));
    fields.extend([
        unordered("first", first.map(|period| period.to_string()).unwrap_or_default()),
        unordered("second", second.map(|period| period.to_string()).unwrap_or_default()),
        unordered("calendar", calendar.clone().unwrap_or_default()),
        words("to", to.clone().unwrap_or_default()),
    ]);
    (form.clone(), fields)
}

pub(super) fn dates(span: &Span) -> String {
    let Span { from, until } = span;
    let from = from.as_ref().map(|day| format!(" from {}", day.at));
    let until = until.as_ref().map(|day| format!(" until {}", day.at));
    from.into_iter().chain(until).collect()
}
