//! Instants on the command line: an RFC 3339 instant, or a bare date, which begins in UTC.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::exit::Exit;
use crate::output::Terminal;

/// Reads an instant of a flag, or says how to write one.
pub(crate) fn read(flag: &str, text: Option<&str>, terminal: &mut Terminal) -> Result<Option<Timestamp>, Exit> {
    let Some(text) = text else { return Ok(None) };
    match parse(text) {
        Some(at) => Ok(Some(at)),
        None => {
            terminal.error(
                format!("`{flag} {text}` is no date and no instant"),
                Some("write a date such as `2018-10-01` (its first moment in UTC) or an instant such as `2018-10-01T09:30:00-04:00`"),
            );
            Err(Exit::Usage)
        }
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    if text.len() != 10 {
        return None;
    }
    let date: Date = text.parse().ok()?;
    TimeZone::UTC.to_timestamp(date.to_datetime(Time::midnight())).ok()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn dates_and_instants_are_read_and_nothing_else() {
        for (text, expect) in [
            ("2018-10-01", Some("2018-10-01T00:00:00Z")),
            ("2018-10-01T09:30:00-04:00", Some("2018-10-01T13:30:00Z")),
            ("2018-13-01", None),
            ("10/01/2018", None),
            ("2018-10-01T09:30:00", None),
            ("", None),
        ] {
            assert_eq!(parse(text).map(|at| at.to_string()).as_deref(), expect, "{text}");
        }
    }
}
