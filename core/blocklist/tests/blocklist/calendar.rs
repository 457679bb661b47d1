//! Business days and periods: the whole table of the law's case on due dates, holidays since each is law, and laws
//! that hold for every day.

use debar_blocklist::{Calendar, MemorySources, Period, US_FEDERAL, read};
use debar_model::DueBy;
use jiff::civil::{Date, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

use crate::golden::render;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn period(text: &str) -> Period {
    Period::parse(text).unwrap_or_else(|| panic!("{text}"))
}

fn check(from: &str, within: &str, expect: &str) {
    let calendar = Calendar::us_federal();
    let end = period(within).end(DueBy::Day(day(from)), &TimeZone::UTC, Some(&calendar));
    assert_eq!(end.map(|end| end.to_string()).as_deref(), Some(expect), "{within} from {from}");
}

#[test]
fn due_dates_across_federal_holiday_weekends() {
    for (identified, one, three, second) in [
        ("2025-07-03", "2025-07-07", "2025-07-09", "2025-07-23"),
        ("2025-10-10", "2025-10-14", "2025-10-16", "2025-10-30"),
        ("2027-06-17", "2027-06-21", "2027-06-23", "2027-07-08"),
    ] {
        check(identified, "1 business day", one);
        check(identified, "3 business days", three);
        check(three, "10 business days", second);
    }
    check("2023-09-01", "1 business day", "2023-09-05");
    check("2023-09-05", "10 business days", "2023-09-19");
    check("2025-10-16", "3 business days", "2025-10-21");
    check("2025-10-21", "10 business days", "2025-11-04");
}

#[test]
fn other_units_roll_to_a_business_day_of_their_calendar() {
    check("2025-07-01", "3 days", "2025-07-07");
    check("2026-01-31", "1 month", "2026-03-02");
    check("2026-11-23", "3 months", "2027-02-23");
    check("2024-02-29", "1 year", "2025-02-28");
    check("2026-11-23", "2 weeks", "2026-12-07");
    let plain = |from, text| period(text).end(DueBy::Day(day(from)), &TimeZone::UTC, None);
    assert_eq!(plain("2025-07-01", "3 days"), Some(DueBy::Day(day("2025-07-04"))), "no calendar is named");
    assert_eq!(plain("2025-07-03", "1 business day"), Some(DueBy::Day(day("2025-07-04"))), "weekends alone");
    assert_eq!(plain("2025-07-04", "1 business day"), Some(DueBy::Day(day("2025-07-07"))));
    assert_eq!(plain("9999-12-30", "99999 years"), None, "no day, and no panic");
}

#[test]
fn hours_are_hours_and_days_are_local() {
    let zone = TimeZoneDatabase::bundled().get("America/New_York").unwrap();
    let at = |text: &str| DueBy::Instant(text.parse::<Timestamp>().unwrap());
    let calendar = Calendar::us_federal();
    let end = |event, text| period(text).end(event, &zone, Some(&calendar)).unwrap();
    assert_eq!(end(at("2025-07-03T15:00:00Z"), "72 hours"), at("2025-07-06T15:00:00Z"));
    // Late on Thursday in Washington, already Friday in Greenwich.
    assert_eq!(end(at("2025-10-10T02:00:00Z"), "1 business day"), DueBy::Day(day("2025-10-10")));
    assert_eq!(end(at("2025-10-10T05:00:00Z"), "1 business day"), DueBy::Day(day("2025-10-14")));
    assert_eq!(end(DueBy::Day(day("2025-07-03")), "24 hours"), at("2025-07-05T04:00:00Z"));
}

#[test]
fn words_that_are_no_period() {
    for text in [
        "",
        "3",
        "3bd",
        "0 days",
        "-1 days",
        "+3 days",
        "3  days",
        "3 Days",
        "1 fortnight",
        "three days",
        "100000 days",
        "3 business",
        "3 business weeks",
        "3 dayss",
        " 3 days",
        "٣ days",
    ] {
        assert_eq!(Period::parse(text), None, "{text}");
    }
    for text in ["1 day", "3 business days", "72 hours", "2 weeks", "99999 years"] {
        assert_eq!(period(text).to_string(), text);
    }
}

#[test]
fn each_federal_holiday_since_it_is_law() {
    let calendar = Calendar::us_federal();
    for closed in [
        "2026-01-01",
        "2021-12-31",
        "2023-01-02",
        "1986-01-20",
        "2026-01-19",
        "2026-02-16",
        "1969-02-22",
        "2026-05-25",
        "1968-05-30",
        "2021-06-18",
        "2022-06-20",
        "2026-06-19",
        "2026-07-03",
        "2027-07-05",
        "2026-09-07",
        "2026-10-12",
        "2026-11-11",
        "2023-11-10",
        "1975-10-27",
        "1978-11-10",
        "2026-11-26",
        "2026-12-25",
        "2021-12-24",
    ] {
        assert!(!calendar.is_business_day(day(closed)), "{closed}");
    }
    for open in [
        "1985-01-21",
        "2020-06-19",
        "2021-06-17",
        "2018-06-19",
        "2025-01-21",
        "2021-01-20",
        "1970-10-12",
        "1975-11-11",
        "2026-07-06",
        "2026-12-24",
        "2018-12-24",
        "1958-07-03",
        "2026-11-27",
        "2026-05-18",
    ] {
        let date = day(open);
        assert!(!matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday), "{open} tests nothing");
        assert!(calendar.is_business_day(date), "{open}");
    }
    let closed = |year: i16| {
        let days = Date::new(year, 1, 1).unwrap().series(1.day()).take_while(|day| day.year() == year);
        let weekdays = days.filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday));
        weekdays.filter(|day| !calendar.is_business_day(*day)).count()
    };
    assert_eq!([closed(2024), closed(2025), closed(2026)], [11, 11, 11]);
    assert_eq!((closed(2021), closed(2022)), (12, 10), "New Year's Day of 2022 is observed in 2021");
    assert_eq!(closed(2019), 10);
}

const OWN: &str = r#"
version = 1
title = "Own"
time-zone = "Europe/Brussels"
[calendar.office]
title = "An office that works on Saturdays"
weekend = ["sunday"]
yearly = ["12-25", "02-29"]
holidays = [2026-04-03, 2026-05-14]
[calendar.mission]
based-on = "office"
holidays = [2026-07-21]
[calendar.liaison]
based-on = "us-federal"
yearly = ["05-09"]
[authority.law]
title = "A law"
citations = ["1 Law 1"]
status = [{ is = "in-force", from = 2019-01-01 }]
report = [{ form = "far-52.204-23", first = "3 business days", calendar = "mission" }, { form = "far-52.204-25", first = "1 business day", calendar = "liaison" }]
[vendor.example]
name = "Example Trading"
[rule.ban]
authority = "law"
vendors = ["example"]
"#;

#[test]
fn the_list_writes_its_own_calendars() {
    let reading = read("own.toml", &MemorySources::new().with("own.toml", OWN));
    assert!(reading.diagnostics.is_empty(), "{}", render(&reading.diagnostics));
    let list = reading.list.unwrap();
    let closed =
        |name: &str, date: &str| !Calendar::find(&list.calendars, name).unwrap().is_business_day(day(date));
    for date in ["2026-04-03", "2026-12-25", "2028-02-29", "2026-07-21", "2026-11-22"] {
        assert!(closed("mission", date), "{date}");
    }
    assert!(!closed("mission", "2026-11-21"), "a Saturday");
    assert!(!closed("office", "2026-07-21"), "what is based on it changes nothing");
    assert!(
        closed("liaison", "2026-07-03") && closed("liaison", "2028-05-09") && closed("liaison", "2026-11-21")
    );
    assert!(Calendar::find(&list.calendars, US_FEDERAL).is_some());
    assert!(Calendar::find(&list.calendars, "nowhere").is_none());
}

fn days() -> impl Strategy<Value = Date> {
    (0_i32..60_000).prop_map(|days| day("1950-01-01").checked_add(days.days()).unwrap())
}

proptest! {
    #[test]
    fn a_period_ends_on_a_business_day_after_its_event(from in days(), number in 1_u32..40, unit in 0_usize..5) {
        let calendar = Calendar::us_federal();
        let unit = ["business day", "day", "week", "month", "year"][unit];
        let text = format!("{number} {unit}");
        let Some(DueBy::Day(end)) = period(&text).end(DueBy::Day(from), &TimeZone::UTC, Some(&calendar)) else {
            panic!("{text} from {from}")
        };
        prop_assert!(end > from);
        prop_assert!(calendar.is_business_day(end), "{text} from {from} ends on {end}");
        prop_assert!(!matches!(end.weekday(), Weekday::Saturday | Weekday::Sunday));
    }

    #[test]
    fn a_later_event_never_ends_earlier(from in days(), later in 0_i32..40, number in 1_u32..40, unit in 0_usize..5) {
        let calendar = Calendar::us_federal();
        let unit = ["business day", "day", "week", "month", "year"][unit];
        let end = |event: Date| period(&format!("{number} {unit}")).end(DueBy::Day(event), &TimeZone::UTC, Some(&calendar));
        prop_assert!(end(from) <= end(from.checked_add(later.days()).unwrap()));
    }

    #[test]
    fn business_days_are_never_fewer_than_days(from in days(), number in 1_u32..40) {
        let calendar = Calendar::us_federal();
        let end = |unit| period(&format!("{number} {unit}")).end(DueBy::Day(from), &TimeZone::UTC, Some(&calendar));
        prop_assert!(end("business days") >= end("days"));
    }

    #[test]
    fn counting_one_by_one_comes_to_the_same(from in days(), number in 1_u32..40) {
        let calendar = Calendar::us_federal();
        let mut slow = from;
        for _ in 0..number {
            slow = slow.tomorrow().unwrap();
            while !calendar.is_business_day(slow) {
                slow = slow.tomorrow().unwrap();
            }
        }
        let fast = period(&format!("{number} business days")).end(DueBy::Day(from), &TimeZone::UTC, Some(&calendar));
        prop_assert_eq!(fast, Some(DueBy::Day(slow)));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*") {
        let _ = Period::parse(&text);
    }
}
