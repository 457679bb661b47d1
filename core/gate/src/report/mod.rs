//! Reports that a decision obliges to, filled from its record: the form is data of the list, the values are those
//! of the stored request, and what neither has the caller gives.
//!
//! Sends nothing and records nothing. Invariant: the same record, form and answers give the same bytes, and a field
//! that nobody has given is named as missing.

mod basis;
mod clocks;
mod fill;
mod html;
mod markdown;
mod plain;
mod values;

use debar_blocklist::FormPart;
use debar_wire::{ReportAuthority, ReportClock, ReportField};
use jiff::civil::Date;

pub use debar_wire::Report;
pub use html::html;
pub use markdown::markdown;

use crate::outcome::CheckError;
use crate::{LedgerFolder, LoadedList};

/// What the caller says beside the record.
#[derive(Clone, Debug)]
pub struct ReportChoice {
    /// The form; the only one that the decision owes when none is given.
    pub form: Option<String>,
    /// Which report.
    pub part: FormPart,
    /// Fields by key, an article's with its number before it: `2.brand`.
    pub set: Vec<(String, String)>,
    /// The day of identification, when it is not the day of the decision.
    pub identified: Option<Date>,
    /// The day on which the first report was sent.
    pub sent: Option<Date>,
}

impl LedgerFolder {
    /// Fills a report from a recorded decision.
    ///
    /// # Errors
    /// No such decision; its list cannot be read; a form or a field that does not exist.
    pub fn report(&self, id: &str, choice: &ReportChoice) -> Result<Report, CheckError> {
        let (recorded, list) = self.find(id)?;
        let unreadable = || CheckError::Record("the list that it was decided on cannot be read".to_owned());
        let list: LoadedList = list.ok_or_else(unreadable)?;
        fill::report(&recorded, list.list(), choice)
    }
}

/// Which report it is, for people.
fn part_of(report: &Report) -> &'static str {
    if report.part == FormPart::First.as_str() { "first report" } else { "follow-up report" }
}

/// A clock in words.
fn clock_words(clock: &ReportClock) -> String {
    let due = clock.due.as_deref().unwrap_or("a day that cannot be counted");
    let from =
        clock.counted_from.as_ref().map(|day| format!("counted from {day}, which does not count itself"));
    let how: Vec<String> = clock.within.iter().cloned().chain(from).collect();
    if how.is_empty() { due.to_owned() } else { format!("{due} ({})", how.join("; ")) }
}

/// An authority in words.
fn authority_words(authority: &ReportAuthority) -> String {
    let since = authority.since.as_ref().map(|day| format!(" since {day}")).unwrap_or_default();
    let mut words = vec![format!("{}, {}{since}", authority.title, authority.status.replace('-', " "))];
    words.extend(authority.citations.iter().cloned());
    words.push(format!("rule {}", authority.rule));
    words.join("; ")
}

/// What stands in a field without a value.
fn nothing(field: &ReportField) -> &'static str {
    if field.if_known { "not known" } else { "MISSING" }
}
