//! The legal public holidays of 5 U.S.C. 6103(a), each from the year in which it was law.
//!
//! A holiday on a Saturday is observed on the Friday before (5 U.S.C. 6103(b), since 1959), one on a Sunday on
//! the Monday after (Executive Order 11582; custom before). Inauguration Day, 6103(c), is left out.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// Whether a day is a legal holiday or the day on which one is observed.
pub(super) fn is_holiday(day: Date) -> bool {
    let beside = |days: i32| day.checked_add(days.days()).is_ok_and(is_named);
    is_named(day)
        || (day.weekday() == Weekday::Monday && beside(-1))
        || (day.weekday() == Weekday::Friday && day >= date(1959, 9, 22) && beside(1))
}

/// Whether the statute names the day.
fn is_named(day: Date) -> bool {
    let year = day.year();
    let on = |month: i8, number: i8| day.month() == month && day.day() == number;
    let nth = |month: i8, nth: i8, weekday: Weekday| {
        day.month() == month && day.weekday() == weekday && (day.day() - 1) / 7 == nth - 1
    };
    let last = |month: i8, weekday: Weekday| {
        day.month() == month && day.weekday() == weekday && day.day() + 7 > day.days_in_month()
    };
    // The Uniform Monday Holiday Act (Pub. L. 90-363) moved several holidays from 1971 on.
    let mondays = year >= 1971;
    match day.month() {
        // New Year's Day; the birthday of Martin Luther King, Jr. (Pub. L. 98-144, first in 1986).
        1 => on(1, 1) || (year >= 1986 && nth(1, 3, Weekday::Monday)),
        // Washington's Birthday.
        2 => {
            if mondays {
                nth(2, 3, Weekday::Monday)
            } else {
                on(2, 22)
            }
        }
        // Memorial Day.
        5 => {
            if mondays {
                last(5, Weekday::Monday)
            } else {
                on(5, 30)
            }
        }
        // Juneteenth National Independence Day (Pub. L. 117-17 of 17 June 2021).
        6 => on(6, 19) && day >= date(2021, 6, 17),
        // Independence Day.
        7 => on(7, 4),
        // Labor Day (28 Stat. 96 of 28 June 1894).
        9 => year >= 1894 && nth(9, 1, Weekday::Monday),
        // Columbus Day; from 1971 to 1977 also Veterans Day.
        10 => mondays && (nth(10, 2, Weekday::Monday) || (year <= 1977 && nth(10, 4, Weekday::Monday))),
        // Armistice Day (52 Stat. 351 of 13 May 1938), later Veterans Day, back in November since 1978
        // (Pub. L. 94-97); Thanksgiving Day, on the fourth Thursday by law since 1942 (55 Stat. 862).
        11 => {
            (on(11, 11) && year >= 1938 && !(1971..=1977).contains(&year))
                || if year >= 1942 { nth(11, 4, Weekday::Thursday) } else { last(11, Weekday::Thursday) }
        }
        // Christmas Day.
        12 => on(12, 25),
        _ => false,
    }
}
