//! Authorities: the life of a text, what courts laid over it, its citations and reports.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::entries::Entries;
use super::{calendar, form, root};
use crate::fields::{Context, Fields, Section};
use crate::source::Problem;
use crate::syntax::{Node, Value};
use crate::{Authority, Check, Citation, Code, Force, Litigation, Pause, ReportClock, Span, StatusEvent};

const STATUS: [&str; 8] =
    ["proposed", "published", "in-force", "vacated", "rescinded", "withdrawn", "expired", "superseded"];
const PAUSES: [&str; 3] = ["suspended", "stayed", "enjoined"];

/// The zones of authorities that state one: their own dates and those of their rules begin there.
pub(super) fn zones(cx: &mut Context, all: &Entries<'_>) -> BTreeMap<String, TimeZone> {
    let mut zones = cx.known.as_ref().map(|known| known.authority_zones.clone()).unwrap_or_default();
    for (id, entry) in all.get(&Section::Authority).into_iter().flatten() {
        let Value::Table(table) = &entry.node.value else { continue };
        let stated = table.find("time-zone").and_then(|(_, node)| root::time_zone(cx, node));
        zones.insert((*id).to_owned(), stated.unwrap_or_else(|| entry.zone.clone()));
    }
    zones
}

pub(super) fn authority(cx: &mut Context, fields: &mut Fields<'_>, id: &str) -> Option<Authority> {
    let head = fields.head(cx);
    let title = fields.string(cx, "title").unwrap_or_else(|| id.to_owned());
    fields.take("time-zone");
    let force = fields.take("force").and_then(|node| {
        let known = [Force::Prohibition, Force::Exclusion, Force::Advisory, Force::HouseRule];
        cx.word(node, &known.map(|force| (force.as_str(), force)))
    });
    let citations = fields.take("citations").map(|node| citations(cx, node)).unwrap_or_default();
    let has_status = fields.need(cx, "status").is_some();
    let mut status = fields.each(cx, "status", "a status", status_event);
    status.sort_by_key(|event| event.from.at);
    for (earlier, later) in status.iter().zip(status.iter().skip(1)) {
        if earlier.from.at == later.from.at
            && earlier.recorded.as_ref().map(|moment| moment.at)
                == later.recorded.as_ref().map(|moment| moment.at)
            && let (Some(at), Some(other)) = (cx.at_of(&later.place), cx.at_of(&earlier.place))
        {
            cx.report(
                Problem::error(
                    Code::StatusClash,
                    at,
                    format!("two statuses begin on `{}`", later.from.written),
                )
                .also(other, "the other one is here")
                .help("only one can hold: correct a date, or add `recorded` where one was known later"),
            );
        }
    }
    if has_status && status.is_empty() && !fields.is_quiet() {
        let empty_list = matches!(fields.take("status").map(|node| &node.value), Some(Value::List(items)) if items.is_empty());
        if empty_list {
            fields.missing(cx, "status");
        }
    }
    let pauses = fields.each(cx, "pauses", "a pause", pause);
    let litigation = fields.each(cx, "litigation", "a case", litigation);
    let mut reports = fields.each(cx, "report", "a report", report);
    close_earlier_versions(&mut reports);
    fields.refuse(cx, "depth", "depth belongs to the rule");
    fields.refuse(cx, "scope", "scope belongs to the rule");
    fields.refuse(cx, "acts", "acts belong to the rule");
    fields.refuse(cx, "effective", "write `status = [{ is = \"in-force\", from = .. }]`");
    fields.refuse(cx, "sunset", "write a status `expired` with the first day on which it no longer binds");
    let contact = fields.string(cx, "contact");
    let check_every = fields.take("check-every").and_then(|node| calendar::period(cx, node));
    let checked = checked(cx, fields);
    let issuer = fields.string(cx, "issuer");
    let uri = fields.string(cx, "uri");
    Some(Authority {
        head,
        title,
        issuer,
        uri,
        force: force.unwrap_or_default(),
        citations,
        status,
        pauses,
        litigation,
        reports,
        contact,
        check_every,
        checked,
        time_zone: cx.zone.clone(),
    })
}

/// A day, or a list of days and of tables with more to say.
fn checked(cx: &mut Context, fields: &mut Fields<'_>) -> Vec<Check> {
    let Some(node) = fields.take("checked") else { return vec![] };
    let mut all: Vec<Check> = vec![];
    let items = if matches!(node.value, Value::Date(_)) { vec![node] } else { cx.items(node) };
    for item in items {
        if let Value::Table(_) = item.value {
            let Some(mut fields) = Fields::open(cx, item, item.at, "a check") else { continue };
            let on = fields.need(cx, "on").and_then(|node| cx.moment(node));
            let by = fields.string(cx, "by");
            let evidence = fields.references(cx, "evidence", Section::Evidence);
            fields.string(cx, "note");
            fields.finish(cx);
            all.extend(on.map(|on| Check { on, by, evidence }));
        } else {
            all.extend(cx.moment(item).map(|on| Check { on, by: None, evidence: vec![] }));
        }
    }
    all.sort_by_key(|check| check.on.at);
    all
}

pub(super) fn citations(cx: &mut Context, node: &Node) -> Vec<Citation> {
    let mut all = vec![];
    for item in cx.items(node) {
        if let Value::Text(_) = item.value {
            all.extend(cx.text(item).map(|text| Citation { text, span: Span::default() }));
            continue;
        }
        let Some(mut fields) = Fields::open(cx, item, item.at, "a citation") else { continue };
        let text = fields.need(cx, "text").and_then(|node| cx.text(node));
        let span = fields.span(cx);
        fields.string(cx, "note");
        fields.string(cx, "uri");
        fields.finish(cx);
        all.extend(text.map(|text| Citation { text, span }));
    }
    all
}

fn status_event(cx: &mut Context, fields: &mut Fields<'_>) -> Option<StatusEvent> {
    let is = fields.need(cx, "is").and_then(|node| {
        let text = cx.string(node)?;
        if PAUSES.contains(&text.as_str()) {
            cx.report(
                Problem::error(Code::UnknownWord, node.at, format!("`{text}` is a pause, not a status"))
                    .help("a pause is laid over the text and ends by itself: write it under `pauses`"),
            );
            return None;
        }
        cx.word(node, &STATUS.map(|word| (word, word)))
    });
    let from = fields.need(cx, "from").and_then(|node| cx.moment(node));
    let recorded = fields.moment(cx, "recorded");
    let note = fields.string(cx, "note");
    fields.references(cx, "evidence", Section::Evidence);
    fields.refuse(cx, "until", "a status lasts until the next one: add that one with its own `from`");
    fields.refuse(cx, "through", "a status lasts until the next one: add that one with its own `from`");
    fields.refuse(cx, "as-to", "only a pause can be limited to buyers: write it under `pauses`");
    let place = cx.place(fields.at);
    Some(StatusEvent { is: is?.to_owned(), from: from?, recorded, place, note })
}

fn pause(cx: &mut Context, fields: &mut Fields<'_>) -> Option<Pause> {
    let is = fields.need(cx, "is").and_then(|node| cx.word(node, &PAUSES.map(|word| (word, word))));
    let has_from = fields.need(cx, "from").is_some();
    let span = fields.span(cx);
    let recorded = fields.moment(cx, "recorded");
    let as_to = fields.references(cx, "as-to", Section::Buyer);
    let case = fields.string(cx, "case");
    let notice = fields.string(cx, "notice");
    fields.string(cx, "note");
    fields.references(cx, "evidence", Section::Evidence);
    fields.refuse(
        cx,
        "terms",
        "a pause cannot be limited to words of the text: narrow the rule's scope instead",
    );
    let place = cx.place(fields.at);
    let lost = has_from && span.from.is_none();
    if !has_from || lost {
        return None;
    }
    Some(Pause { is: is?.to_owned(), span, recorded, as_to, case, notice, place })
}

fn litigation(cx: &mut Context, fields: &mut Fields<'_>) -> Option<Litigation> {
    let case = fields.need(cx, "case").and_then(|node| cx.string(node));
    let on = fields.moment(cx, "on");
    let result = fields.string(cx, "result");
    fields.string(cx, "note");
    fields.references(cx, "evidence", Section::Evidence);
    Some(Litigation { case: case?, on, result })
}

fn report(cx: &mut Context, fields: &mut Fields<'_>) -> Option<ReportClock> {
    let form = fields.need(cx, "form").and_then(|node| form::name(cx, node));
    let span = fields.span(cx);
    let first = fields.take("first").and_then(|node| calendar::period(cx, node));
    let second = fields.take("second").and_then(|node| calendar::period(cx, node));
    let calendar = fields.take("calendar").and_then(|node| calendar::name(cx, node));
    calendar::warn_without_calendar(cx, fields, &[first, second]);
    let to = fields.string(cx, "to");
    fields.string(cx, "note");
    fields.refuse(
        cx,
        "fields",
        "the form decides which fields a report has: give them under `[form.some-id]`",
    );
    let place = cx.place(fields.at);
    Some(ReportClock { form: form?, span, first, second, calendar, to, place })
}

/// A later version of a form ends the earlier one, where the list does not say so itself.
fn close_earlier_versions(reports: &mut [ReportClock]) {
    let begins: Vec<_> =
        reports.iter().map(|report| (report.form.clone(), report.span.from.clone())).collect();
    for report in reports.iter_mut().filter(|report| report.span.until.is_none()) {
        let own = report.span.from.as_ref().map(|from| from.at);
        report.span.until = begins
            .iter()
            .filter(|(form, _)| *form == report.form)
            .filter_map(|(_, from)| from.clone())
            .filter(|from| own.is_none_or(|own| from.at > own))
            .min_by_key(|from| from.at);
    }
}
