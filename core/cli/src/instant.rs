//! Instants on the command line: an RFC 3339 instant, or a bare date, which begins where the list says that its
//! own dates begin.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::exit::Exit;
use crate::output::Terminal;

/// An instant as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    Instant(Timestamp),
    Day(Date),
}

impl Written {
    /// The instant, in the time zone of a list.
    pub fn within(self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Instant(at) => at,
            // Only a date at the edge of the calendar has no first moment; UTC has one for every date.
            Self::Day(day) => zone
                .to_timestamp(day.to_datetime(Time::midnight()))
                .or_else(|_| TimeZone::UTC.to_timestamp(day.to_datetime(Time::midnight())))
                .unwrap_or_default(),
        }
    }
}

/// Reads an instant of a flag, or says how to write one.
pub(crate) fn read(flag: &str, text: Option<&str>, terminal: &mut Terminal) -> Result<Option<Written>, Exit> {
    let Some(text) = text else { return Ok(None) };
    match parse(text) {
        Some(at) => Ok(Some(at)),
        None => {
            terminal.error(
                format!("`{flag} {text}` is no date and no instant"),
                Some("write a date such as `2018-10-01` (its first moment in the list's time zone) or an instant such as `2018-10-01T09:30:00-04:00`"),
            );
            Err(Exit::Usage)
        }
    }
}

pub(crate) fn parse(text: &str) -> Option<Written> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(Written::Instant(at));
    }
    if text.len() != 10 {
        return None;
    }
    let day: Date = text.parse().ok()?;
    TimeZone::UTC.to_timestamp(day.to_datetime(Time::midnight())).ok().map(|_| Written::Day(day))
}

#[cfg(test)]
mod tests {
    use super::parse;
    use jiff::tz::TimeZone;

    #[test]
    fn dates_and_instants_are_read_and_nothing_else() {
        let zone = TimeZone::get("America/New_York").unwrap();
        for (text, expect) in [
            ("2018-10-01", Some("2018-10-01T04:00:00Z")),
            ("2018-12-01", Some("2018-12-01T05:00:00Z")),
            ("2018-10-01T09:30:00-04:00", Some("2018-10-01T13:30:00Z")),
            ("2018-13-01", None),
            ("10/01/2018", None),
            ("2018-10-01T09:30:00", None),
            ("", None),
        ] {
            assert_eq!(parse(text).map(|at| at.within(&zone).to_string()).as_deref(), expect, "{text}");
        }
    }
}
