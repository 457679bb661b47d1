//! Diagnostics as editors take them. Decides nothing: codes, places and fixes are the reader's.

use std::path::Path;

use debar_blocklist::{Code, Diagnostic, Edit, Severity};
use serde_json::{Value, json};

use crate::list::LiveList;
use crate::text::{Encoding, Position, Text};

/// How positions and addresses are written for this client.
pub(crate) struct Style<'a> {
    pub(crate) encoding: Encoding,
    /// Where the documentation of codes is, without the code; none if the client named no place.
    pub(crate) manual: Option<&'a str>,
    /// The URI by which the client knows a file.
    pub(crate) uri: &'a dyn Fn(&Path) -> String,
}

pub(crate) fn position(position: Position) -> Value {
    json!({"line": position.line, "character": position.column})
}

pub(crate) fn range(text: &Text, start: usize, end: usize, encoding: Encoding) -> Value {
    json!({
        "start": position(text.position(start, encoding)),
        "end": position(text.position(end.max(start), encoding)),
    })
}

/// The diagnostics of one file of a list.
pub(crate) fn of_file(list: &LiveList, name: &str, style: &Style<'_>) -> Vec<Value> {
    let of_root = |diagnostic: &&Diagnostic| {
        let file = diagnostic.place().map(|place| place.file.as_str());
        // What is about a file that is not TOML of the list is shown at the root.
        match file {
            Some(file) if list.files.contains_key(file) => file == name,
            _ => name == list.root,
        }
    };
    let mut found: Vec<&Diagnostic> = list.diagnostics.iter().filter(of_root).collect();
    found.sort_by_key(|diagnostic| diagnostic.place().map(|place| (place.start, place.end, diagnostic.code)));
    found.into_iter().map(|diagnostic| one(list, name, diagnostic, style)).collect()
}

/// One diagnostic as a list of one, for an action that settles it.
pub(crate) fn shown(list: &LiveList, name: &str, diagnostic: &Diagnostic, style: &Style<'_>) -> Vec<Value> {
    vec![one(list, name, diagnostic, style)]
}

fn one(list: &LiveList, name: &str, diagnostic: &Diagnostic, style: &Style<'_>) -> Value {
    let place = diagnostic.place().filter(|place| place.file == name);
    let range_of = |file: &str, start: usize, end: usize| match list.files.get(file) {
        Some(file) => range(&file.text, start, end, style.encoding),
        None => json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}),
    };
    let uri_of = |file: &str| (style.uri)(&list.dir.join(file));
    let related: Vec<Value> = diagnostic
        .labels
        .iter()
        .filter(|label| !label.primary)
        .map(|label| {
            json!({
                "location": {"uri": uri_of(&label.place.file), "range": range_of(&label.place.file, label.place.start, label.place.end)},
                "message": if label.text.is_empty() { "see here" } else { &label.text },
            })
        })
        .collect();
    let mut message = diagnostic.message.clone();
    for label in diagnostic.labels.iter().filter(|label| label.primary && !label.text.is_empty()) {
        message.push_str(&format!("\n{}", label.text));
    }
    if let Some(help) = &diagnostic.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    let mut value = json!({
        "range": place.map_or_else(|| range_of(&list.root, 0, 0), |place| range_of(name, place.start, place.end)),
        "severity": match diagnostic.severity { Severity::Error => 1, Severity::Warning => 2 },
        "code": diagnostic.code.as_str(),
        "source": "debar",
        "message": message,
    });
    if let Some(fields) = value.as_object_mut() {
        if let Some(manual) = style.manual {
            fields.insert(
                "codeDescription".to_owned(),
                json!({"href": format!("{manual}#{}", diagnostic.code)}),
            );
        }
        if !related.is_empty() {
            fields.insert("relatedInformation".to_owned(), Value::Array(related));
        }
        if diagnostic.code == Code::UnusedEntry {
            fields.insert("tags".to_owned(), json!([1]));
        }
        if let Some(fix) = &diagnostic.fix {
            let edits: Vec<Value> = fix
                .edits
                .iter()
                .map(|Edit { place, replacement }| {
                    json!({"uri": uri_of(&place.file), "range": range_of(&place.file, place.start, place.end), "newText": replacement})
                })
                .collect();
            let data = json!({"title": fix.title, "edits": edits, "changesVerdict": fix.changes_verdict});
            fields.insert("data".to_owned(), json!({"fix": data}));
        }
    }
    value
}
