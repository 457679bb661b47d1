//! Prints the decisions of a run in the form that was asked for.

use debar_gate::{LoadedList, Recorded};
use serde_json::json;
use serde_json::value::RawValue;

use super::{Terminal, explain, junit, sarif};
use crate::args::Format;

/// One document: its decisions, or why there are none.
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
    /// Why there is no decision: already told on standard error, repeated for programs.
    pub failed: Option<&'a str>,
}

impl Checked<'_> {
    /// The document's name, and which of its requests it is when there are several.
    pub fn title(&self, recorded: &Recorded) -> String {
        let at = self.decisions.iter().position(|one| std::ptr::eq(one, recorded));
        match (self.decisions.len(), at) {
            (2.., Some(at)) => format!("{}, request {}", self.name, at + 1),
            _ => self.name.to_owned(),
        }
    }
}

/// How decisions are printed.
#[derive(Clone, Copy)]
pub(crate) struct Manner {
    pub format: Format,
    /// The explanation goes to standard error, because standard output carries the native answer.
    pub aside: bool,
    /// The run is about several documents, whether they are printed together or one by one.
    pub several: bool,
}

impl Manner {
    /// Whether each document can be printed as soon as it is screened.
    pub const fn one_by_one(self) -> bool {
        matches!(self.format, Format::Human | Format::Jsonl)
    }
}

/// Prints decisions.
pub(crate) fn decisions(terminal: &mut Terminal, all: &[Checked<'_>], manner: Manner) {
    let Manner { format, aside, several } = manner;
    let text = match format {
        Format::Human => {
            let color = if aside { terminal.color_err } else { terminal.color_out };
            let form = terminal.error_format;
            let parts: Vec<String> = all
                .iter()
                .flat_map(|one| one.decisions.iter().map(move |recorded| explain(one, recorded, form, color)))
                .collect();
            if parts.is_empty() {
                return;
            }
            parts.join("\n\n") + if several { "\n\n" } else { "\n" }
        }
        Format::Json => {
            let items = items(all, several);
            match items.as_slice() {
                [one] if !several => format!("{one}\n"),
                many => format!("[{}]\n", many.join(",")),
            }
        }
        Format::Jsonl => items(all, several).into_iter().map(|item| item + "\n").collect(),
        Format::Sarif => sarif::render(all),
        Format::Junit => junit::render(all),
    };
    if aside {
        terminal.drawing(text.trim_end());
    } else {
        terminal.print(text);
    }
}

/// The recorded bytes themselves, so that what is printed is what stands in the ledger. Among several documents
/// each is preceded by its document's name; a document without a decision has an `error` and no verdict.
fn items(all: &[Checked<'_>], several: bool) -> Vec<String> {
    let mut items = vec![];
    for one in all {
        if let Some(error) = one.failed {
            let version = debar_wire::SCHEMA_VERSION;
            items.push(json!({"document": one.name, "schema_version": version, "error": error}).to_string());
        }
        let decisions = one.decisions.iter().filter_map(|recorded| {
            let text = std::str::from_utf8(&recorded.json).ok()?;
            let raw: &RawValue = serde_json::from_str(text).ok()?;
            match raw.get().strip_prefix('{') {
                Some(rest) if several => Some(format!("{{\"document\":{},{rest}", json!(one.name))),
                _ => Some(raw.get().to_owned()),
            }
        });
        items.extend(decisions);
    }
    items
}
