//! What an editor shows beside the pointer: the entry behind an id, or what a key means, and what a diagnostic
//! there means.

use debar_blocklist::language::find;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::list::LiveList;
use crate::text::Encoding;
use crate::{entry, publish, tree};

pub(crate) fn hover(
    list: &LiveList,
    name: &str,
    offset: usize,
    now: Timestamp,
    encoding: Encoding,
) -> Option<Value> {
    let file = list.files.get(name)?;
    let leaf = tree::at(file, offset)?;
    let mut texts = vec![];
    match leaf.id() {
        Some((section, id)) => texts.extend(entry::in_words(list, section, id, now)),
        None => texts.extend(meaning(&leaf.path)),
    }
    for diagnostic in &list.diagnostics {
        let here =
            |place: &debar_model::Place| place.file == name && (place.start..=place.end).contains(&offset);
        if diagnostic.place().is_some_and(here) {
            texts.push(format!("**{}**: {}", diagnostic.code, diagnostic.code.explain()));
        }
    }
    if texts.is_empty() {
        return None;
    }
    Some(json!({
        "contents": {"kind": "markdown", "value": texts.join("\n\n---\n\n")},
        "range": publish::range(&file.text, leaf.start, leaf.end, encoding),
    }))
}

/// What the language says of a key.
pub(crate) fn meaning(path: &[String]) -> Option<String> {
    let spot = find(path)?;
    let Some(key) = spot.key else { return spot.table().map(|table| table.about.to_owned()) };
    let required = if key.required { ", required" } else { "" };
    let mut text = format!("**{}**{required}\n\n{}.\n\n- {}", key.name, key.about, key.kind.in_words());
    if !key.absent.is_empty() {
        text.push_str(&format!("\n- when absent: {}", key.absent));
    }
    text.push_str(&format!("\n\n```toml\n{} = {}\n```", key.name, key.example));
    Some(text)
}
