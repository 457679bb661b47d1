//! Calendars of business days.

use super::{Key, Kind, Table};
use crate::Section;

pub(super) static CALENDAR: Table = Table {
    name: "calendar",
    title: "a calendar",
    about: "Which days are business days. `us-federal` is built in: weekends and the legal holidays of 5 U.S.C. 6103.",
    keys: &[
        Key::new("title", Kind::Text, "Its title", "\"Holidays of the institutions, 2026\""),
        Key::new(
            "weekend",
            Kind::List(&Kind::Word(&[
                "monday",
                "tuesday",
                "wednesday",
                "thursday",
                "friday",
                "saturday",
                "sunday",
            ])),
            "Days of the week without business",
            "[\"friday\", \"saturday\"]",
        )
        .absent("those of the calendar that it is based on, else Saturday and Sunday"),
        Key::new(
            "holidays",
            Kind::List(&Kind::Date),
            "Single days without business, as they are observed",
            "[2026-04-02, 2026-05-15]",
        ),
        Key::new(
            "yearly",
            Kind::List(&Kind::Text),
            "Days without business in every year: month and day",
            "[\"05-09\", \"12-25\"]",
        ),
        Key::new(
            "based-on",
            Kind::Id(Section::Calendar),
            "The calendar whose holidays are added, one of the list or `us-federal`",
            "\"us-federal\"",
        ),
    ],
    entry: true,
    at_least: &[],
    others: None,
};
