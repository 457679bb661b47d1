//! Calendars of business days as the list writes them, and periods counted on them.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};

use crate::calendar::{Calendar, Period, PeriodUnit, US_FEDERAL};
use crate::fields::{Context, Fields, Section, nearest};
use crate::source::{At, Problem};
use crate::syntax::Node;
use crate::{Code, Moment};

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// A calendar before the one that it is based on is added.
#[derive(Clone)]
pub(super) struct Written {
    pub(super) own: Calendar,
    weekend: bool,
    based_on: Option<(String, At)>,
}

pub(super) fn calendar(cx: &mut Context, fields: &mut Fields<'_>, id: &str) -> Option<Written> {
    let head = fields.head(cx);
    fields.string(cx, "title");
    if id == US_FEDERAL {
        cx.report(
            Problem::error(Code::BadCalendar, fields.at, "the calendar `us-federal` is built in").help(
                "give this one another id; `based-on = \"us-federal\"` takes over weekends and holidays",
            ),
        );
    }
    let weekend_node = fields.take("weekend");
    let mut weekend: Vec<Weekday> = vec![];
    for item in weekend_node.map(|node| cx.items(node)).unwrap_or_default() {
        weekend.extend(cx.word(item, &WEEKDAYS).filter(|day| !weekend.contains(day)));
    }
    if let Some(node) = weekend_node.filter(|_| weekend.len() == WEEKDAYS.len()) {
        cx.report(
            Problem::error(Code::BadCalendar, node.at, "no day of the week is left for business")
                .help("name the days on which nobody works, such as `[\"saturday\", \"sunday\"]`"),
        );
        return None;
    }
    let mut own = Calendar { head, name: id.to_owned(), ..Calendar::weekends() };
    if weekend_node.is_some() {
        own.weekend = weekend;
    }
    for item in fields.take("holidays").map(|node| cx.items(node)).unwrap_or_default() {
        let zone = cx.zone.clone();
        own.holidays.extend(cx.moment(item).map(|day| zone.to_datetime(day.at).date()));
    }
    for item in fields.take("yearly").map(|node| cx.items(node)).unwrap_or_default() {
        own.yearly.extend(month_day(cx, item));
    }
    let based_on = fields.take("based-on").and_then(|node| Some((name(cx, node)?, node.at)));
    fields.refuse(cx, "observed", "give the day on which it is observed, as a date under `holidays`");
    Some(Written { own, weekend: weekend_node.is_some(), based_on })
}

/// Adds to each calendar what it is based on.
pub(super) fn resolve(cx: &mut Context, written: &BTreeMap<String, Written>) -> BTreeMap<String, Calendar> {
    let mut all = BTreeMap::new();
    for (id, start) in written {
        let mut whole = start.own.clone();
        let (mut weekend, mut seen, mut next) = (start.weekend, vec![id.as_str()], &start.based_on);
        while let Some((base, at)) = next {
            let built_in = (base == US_FEDERAL).then(Calendar::us_federal);
            let Some(known) = built_in.as_ref().or_else(|| written.get(base).map(|entry| &entry.own)) else {
                break;
            };
            if seen.contains(&base.as_str()) {
                cx.report(
                    Problem::error(Code::BadCalendar, *at, format!("`{base}` is based on itself"))
                        .help("remove one `based-on`, so that the chain ends"),
                );
                break;
            }
            seen.push(base);
            let entry = written.get(base).filter(|_| built_in.is_none());
            if !weekend && (built_in.is_some() || entry.is_some_and(|entry| entry.weekend)) {
                whole.weekend.clone_from(&known.weekend);
                weekend = true;
            }
            whole.holidays.extend(&known.holidays);
            whole.yearly.extend(&known.yearly);
            whole.federal |= known.federal;
            next = entry.map_or(&None, |entry| &entry.based_on);
        }
        all.insert(id.clone(), whole);
    }
    all
}

/// The name of a calendar that exists.
pub(super) fn name(cx: &mut Context, node: &Node) -> Option<String> {
    #[cfg(test)]
    cx.seen.values.push((node.at, crate::fields::seen::SeenValue::Id(Section::Calendar)));
    let name = cx.string(node)?;
    cx.mark_used(Section::Calendar, &name);
    let own = cx.ids.get(&Section::Calendar);
    if name == US_FEDERAL || own.is_some_and(|own| own.contains_key(&name)) {
        return Some(name);
    }
    let known = own.into_iter().flat_map(|own| own.keys().map(String::as_str)).chain([US_FEDERAL]);
    let guess = nearest(&name, known).map(str::to_owned);
    let problem = Problem::error(Code::UnknownCalendar, node.at, format!("there is no calendar `{name}`"));
    cx.report(match guess {
        Some(guess) => problem.help(format!("did you mean `{guess}`?")).fix(
            format!("write `{guess}`"),
            node.at,
            format!("\"{guess}\""),
        ),
        None => problem.help("`us-federal` is built in; define any other one under `[calendar.some-id]`"),
    });
    None
}

/// A text such as `3 business days`.
pub(super) fn period(cx: &mut Context, node: &Node) -> Option<Period> {
    let text = cx.string(node)?;
    let period = Period::parse(&text);
    if period.is_none() {
        cx.report(
            Problem::error(Code::BadDuration, node.at, format!("`{text}` is not a span of time"))
                .help(
                    "write a number and a unit, such as `3 business days`, `10 days`, `3 months` or `1 year`",
                )
                .fix_all(
                    "write a number and a unit",
                    plainer(&text).map(|text| vec![(node.at, format!("\"{text}\""))]),
                ),
        );
    }
    period
}

/// The same span in the list's words; none when it is not certain which one is meant.
fn plainer(text: &str) -> Option<String> {
    let lower = text.trim().trim_end_matches('.').to_lowercase().replace(['-', '_'], " ");
    let known = match lower.as_str() {
        "daily" => Some("1 day"),
        "weekly" => Some("1 week"),
        "monthly" => Some("1 month"),
        "quarterly" => Some("3 months"),
        "yearly" | "annually" => Some("1 year"),
        _ => None,
    };
    if let Some(known) = known {
        return Some(known.to_owned());
    }
    let digits: String = lower.chars().take_while(char::is_ascii_digit).collect();
    let mut words: Vec<&str> = lower.get(digits.len()..)?.split_whitespace().collect();
    let number: u32 = if digits.is_empty() {
        let numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
        let first = words.first().copied()?;
        let number = u32::try_from(numbers.iter().position(|word| *word == first)?).ok()? + 1;
        words.remove(0);
        number
    } else {
        digits.parse().ok().filter(|number| (1..100_000).contains(number))?
    };
    let unit = match words.as_slice() {
        ["business" | "working" | "work", "day" | "days"] => "business day",
        ["hour" | "hours" | "hrs" | "h"] => "hour",
        ["day" | "days"] => "day",
        ["week" | "weeks"] => "week",
        ["month" | "months"] => "month",
        ["year" | "years"] => "year",
        _ => return None,
    };
    Some(format!("{number} {unit}{}", if number == 1 { "" } else { "s" }))
}

/// Business days that no calendar counts.
pub(super) fn warn_without_calendar(cx: &mut Context, fields: &Fields<'_>, periods: &[Option<Period>]) {
    let business = |period: &Period| period.unit == PeriodUnit::BusinessDay;
    if periods.iter().flatten().any(business) && fields.key("calendar").is_none() {
        cx.report(
            Problem::warning(Code::NoCalendar, fields.at, "business days without a calendar")
                .help("add `calendar = \"us-federal\"` or one of the list's own; without one, only Saturdays and Sundays are left out"),
        );
    }
}

/// When a list is too old: `max-age` counted from `updated`.
pub(super) fn too_old(cx: &mut Context, fields: &mut Fields<'_>) -> Option<Moment> {
    let updated = fields.moment(cx, "updated");
    let node = fields.take("max-age")?;
    let age = period(cx, node)?;
    if fields.key("updated").is_none() {
        let at = fields.key("max-age").map_or(fields.at, |key| key.at);
        cx.report(
            Problem::error(Code::MissingKey, at, "a `max-age` without the day from which it counts")
                .help("add `updated = ` with the day on which the list was last brought up to date"),
        );
    }
    let updated = updated?;
    let zone = cx.zone.clone();
    let last = age.end(debar_model::DueBy::Instant(updated.at), &zone, None)?;
    Some(Moment { at: last.end(&zone)?, written: format!("{last}, {age} after {}", updated.written) })
}

/// `"12-25"`: a day of every year.
fn month_day(cx: &mut Context, node: &Node) -> Option<(i8, i8)> {
    let text = cx.string(node)?;
    let read = || {
        let (month, day) = text.split_once('-')?;
        let two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        let parts = two(month) && two(day);
        // The 29th of February is a day of some years: a leap year tells.
        Date::new(2000, month.parse().ok()?, day.parse().ok()?).ok().filter(|_| parts)
    };
    let day = read();
    if day.is_none() {
        cx.report(
            Problem::error(Code::BadCalendar, node.at, format!("`{text}` is not a day of the year"))
                .help("write month and day in two digits each, such as `\"12-25\"`; a day of one year goes into `holidays` as a date"),
        );
    }
    day.map(|day| (day.month(), day.day()))
}
