//! Prints the decisions of a run in the form that was asked for.

use debar_gate::{LoadedList, Recorded};
use serde_json::value::RawValue;

use super::{Terminal, explain, junit, sarif};
use crate::args::Format;

/// One screened document.
pub(crate) struct Checked<'a> {
    /// Its name, as it was given.
    pub name: &'a str,
    /// Its bytes.
    pub native: &'a [u8],
    /// Its decisions.
    pub decisions: &'a [Recorded],
    /// The list that was asked, when it is at hand.
    pub list: Option<&'a LoadedList>,
    /// Whom to ask for a review.
    pub contact: Option<&'a str>,
}

/// Prints all decisions. `aside` sends the explanation for people to standard error, because standard
/// output carries the native answer.
pub(crate) fn decisions(terminal: &mut Terminal, all: &[Checked<'_>], format: Format, aside: bool) {
    let text = match format {
        Format::Human => {
            let color = if aside { terminal.color_err } else { terminal.color_out };
            let parts: Vec<String> = all
                .iter()
                .flat_map(|one| {
                    one.decisions
                        .iter()
                        .map(|recorded| explain(one.name, one.native, recorded, one.list, one.contact, color))
                })
                .collect();
            parts.join("\n\n") + "\n"
        }
        Format::Json => {
            let items: Vec<String> = all.iter().flat_map(items).collect();
            match items.as_slice() {
                [one] => format!("{one}\n"),
                many => format!("[{}]\n", many.join(",")),
            }
        }
        Format::Jsonl => all.iter().flat_map(items).map(|item| item + "\n").collect(),
        Format::Sarif => sarif::render(all),
        Format::Junit => junit::render(all),
    };
    if aside {
        terminal.problem(text.trim_end());
    } else {
        terminal.print(text);
    }
}

/// The recorded bytes themselves, so that what is printed is what stands in the ledger.
fn items(checked: &Checked<'_>) -> Vec<String> {
    checked
        .decisions
        .iter()
        .filter_map(|recorded| {
            let text = std::str::from_utf8(&recorded.json).ok()?;
            let raw: &RawValue = serde_json::from_str(text).ok()?;
            Some(raw.get().to_owned())
        })
        .collect()
}
