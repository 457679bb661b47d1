//! From what is written to an instant: a bare date begins at 00:00 in the zone of the entry, `through` ends
//! with its day.

use jiff::civil;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};
use toml::value::{Datetime, Offset as TomlOffset};

use super::{Context, Fields};
use crate::source::{At, Problem};
use crate::syntax::{Node, Value, classify};
use crate::{Code, Moment, Span};

impl Context {
    /// A date or date-time.
    pub(crate) fn moment(&mut self, node: &Node) -> Option<Moment> {
        let date = self.datetime(node)?;
        let at = self.instant(node.at, &date)?;
        Some(Moment { at, written: self.written(node) })
    }

    /// The end of a day that is included; a date-time is taken as it stands.
    pub(crate) fn end_of_day(&mut self, node: &Node) -> Option<Moment> {
        let date = self.datetime(node)?;
        let written = self.written(node);
        if date.time.is_some() {
            return Some(Moment { at: self.instant(node.at, &date)?, written });
        }
        let at = self.instant(node.at, &date)?;
        Some(Moment { at: day_after(at, &self.zone)?, written })
    }

    fn written(&self, node: &Node) -> String {
        self.slice(node.at).trim_matches(['"', '\'']).to_owned()
    }

    /// The date of a node; a quoted one is reported and read all the same.
    fn datetime(&mut self, node: &Node) -> Option<Datetime> {
        #[cfg(test)]
        self.seen.values.push((node.at, super::seen::SeenValue::Date));
        match &node.value {
            Value::Date(date) if date.date.is_some() => Some(*date),
            Value::Date(_) => {
                self.report(
                    Problem::error(Code::WrongType, node.at, "a time of day without a date")
                        .help("write the date in front of it, such as 2021-03-15T09:30:00"),
                );
                None
            }
            Value::Text(text) => {
                let bare = text.trim();
                let date = bare.parse::<Datetime>().ok().filter(|date| date.date.is_some());
                if date.is_some() {
                    self.report(
                        Problem::error(Code::QuotedDate, node.at, "a date in quotation marks is a text")
                            .help("dates are written without quotation marks")
                            .fix("remove the quotation marks", node.at, bare),
                    );
                } else {
                    let plain = classify::plain_date(bare).map(|date| vec![(node.at, date)]);
                    self.report(
                        Problem::error(Code::WrongType, node.at, "a date is expected, found a text")
                            .help("write year-month-day without quotation marks, such as 2019-03-31")
                            .fix_all("write year-month-day", plain),
                    );
                }
                date
            }
            Value::Integer(_) => {
                let plain = classify::plain_date(self.slice(node.at)).map(|date| vec![(node.at, date)]);
                self.report(
                    Problem::error(Code::WrongType, node.at, "a date is expected, found a number")
                        .help("write year-month-day, such as 2019-03-31")
                        .fix_all("write year-month-day", plain),
                );
                None
            }
            _ => {
                self.wrong_type(node, "a date");
                None
            }
        }
    }

    fn instant(&mut self, at: At, date: &Datetime) -> Option<Timestamp> {
        let day = date.date?;
        let built = (|| {
            let day = civil::Date::new(
                i16::try_from(day.year).ok()?,
                i8::try_from(day.month).ok()?,
                i8::try_from(day.day).ok()?,
            )
            .ok()?;
            let Some(time) = date.time else { return Some(day.at(0, 0, 0, 0)) };
            // A leap second has no instant of its own: it is the last one of its minute.
            let second = time.second.unwrap_or(0).min(59);
            let nanosecond = time.nanosecond.unwrap_or(0);
            let time = civil::Time::new(
                i8::try_from(time.hour).ok()?,
                i8::try_from(time.minute).ok()?,
                i8::try_from(second).ok()?,
                i32::try_from(nanosecond).ok()?,
            )
            .ok()?;
            Some(day.to_datetime(time))
        })();
        let Some(local) = built else {
            self.impossible(at);
            return None;
        };
        let zone = match date.offset {
            None => self.zone.clone(),
            Some(TomlOffset::Z) => TimeZone::UTC,
            Some(TomlOffset::Custom { minutes }) => match Offset::from_seconds(i32::from(minutes) * 60) {
                Ok(offset) => offset.to_time_zone(),
                Err(_) => {
                    self.impossible(at);
                    return None;
                }
            },
        };
        let ambiguous = zone.to_ambiguous_timestamp(local);
        if date.time.is_some() && ambiguous.is_ambiguous() {
            self.report(
                Problem::error(
                    Code::SkippedTime,
                    at,
                    "the clocks change at this time of day: it happens twice or not at all",
                )
                .help("give the offset, such as 2021-03-15T09:30:00-04:00"),
            );
        }
        let instant = ambiguous.compatible().ok();
        if instant.is_none() {
            self.impossible(at);
        }
        instant
    }

    fn impossible(&mut self, at: At) {
        let written = self.slice(at).to_owned();
        self.report(
            Problem::error(Code::ImpossibleDate, at, format!("`{written}` is not a day of the calendar"))
                .help("check year, month and day"),
        );
    }
}

/// 00:00 of the day after the day of an instant.
fn day_after(at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let day = zone.to_datetime(at).date().checked_add(1.day()).ok()?;
    zone.to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible().ok()
}

impl Fields<'_> {
    /// `from`, and `until` or `through`.
    pub(crate) fn span(&mut self, cx: &mut Context) -> Span {
        let from_node = self.take("from");
        let until_node = self.take("until");
        let through_node = self.take("through");
        let from = from_node.and_then(|node| cx.moment(node));
        if let (Some(until), Some(through)) = (until_node, through_node) {
            cx.report(
                Problem::error(Code::ConflictingKeys, through.at, "both `through` and `until`")
                    .also(until.at, "the other end is here")
                    .help("`through` is the last day, `until` the first day after it: keep one"),
            );
        }
        let end_node = until_node.or(through_node);
        let until = match (until_node, through_node) {
            (Some(node), _) => cx.moment(node),
            (None, Some(node)) => cx.end_of_day(node),
            (None, None) => None,
        };
        if let (Some(begin), Some(end), Some(node)) = (&from, &until, end_node)
            && end.at <= begin.at
        {
            let problem = Problem::error(
                Code::SpanInverted,
                node.at,
                format!("it ends on `{}` before it begins on `{}`", end.written, begin.written),
            )
            .help("`from` is the first day, `through` the last one, `until` the first day after it");
            let swapped = from_node.filter(|_| end.at < begin.at).map(|from| {
                let (begin, end) = (cx.slice(from.at).to_owned(), cx.slice(node.at).to_owned());
                vec![(from.at, end), (node.at, begin)]
            });
            let problem = problem.fix_all("swap the two days", swapped).guess();
            cx.report(match from_node {
                Some(from) => problem.also(from.at, "it begins here"),
                None => problem,
            });
        }
        Span { from, until }
    }
}
