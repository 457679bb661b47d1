//! Calendars and forms. A due date or a field of a report that changes has no direction.

use super::authority::{citation, dates};
use super::entry::head;
use super::field::{Field, unordered, words};
use crate::{Calendar, Form, FormField};

pub(super) fn calendar(entry: &Calendar) -> Vec<Field> {
    let Calendar { head: own, name: _, weekend, holidays, yearly, federal } = entry;
    let mut fields = head(own);
    let weekend: Vec<String> = weekend.iter().map(|day| format!("{day:?}")).collect();
    let holidays: Vec<String> = holidays.iter().map(ToString::to_string).collect();
    let yearly: Vec<String> = yearly.iter().map(|(month, day)| format!("{month:02}-{day:02}")).collect();
    fields.extend([
        unordered("weekend", weekend.join(", ")),
        unordered("holidays", holidays.join(", ")),
        unordered("yearly", yearly.join(", ")),
        unordered("us-federal", if *federal { "true" } else { "false" }),
    ]);
    fields
}

pub(super) fn form(entry: &Form) -> Vec<Field> {
    let Form { head: own, name, title, citations, fields: all } = entry;
    let mut fields = head(own);
    fields.extend([
        unordered("name", name.as_str()),
        words("title", title.as_str()),
        words("citations", citations.iter().map(citation).collect::<Vec<_>>().join("; ")),
        unordered("fields", all.iter().map(field).collect::<Vec<_>>().join("; ")),
    ]);
    fields
}

fn field(field: &FormField) -> String {
    let FormField { key, label, part, fill, if_known, help, span } = field;
    let fill = fill.map(|fill| format!(" from {}", fill.as_str())).unwrap_or_default();
    let known = if *if_known { " if known" } else { "" };
    let help = help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    format!("{} {key} `{label}`{fill}{known}{help}{}", part.as_str(), dates(span))
}
