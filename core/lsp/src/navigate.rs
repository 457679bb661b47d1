//! From an id to where it is defined and to all that name it, over all files of the list; and its renaming.

use debar_blocklist::Section;
use serde_json::{Map, Value, json};

use crate::list::LiveList;
use crate::publish::{Style, range};
use crate::tree::{Leaf, at, uses};
use crate::wire::{ErrorCode, Refusal};

/// The id at an offset.
pub(crate) fn id_at(list: &LiveList, name: &str, offset: usize) -> Option<(Section, String, Leaf)> {
    let leaf = at(list.files.get(name)?, offset)?;
    let (section, id) = leaf.id()?;
    Some((section, id.to_owned(), leaf))
}

pub(crate) fn definition(list: &LiveList, name: &str, offset: usize, style: &Style<'_>) -> Option<Value> {
    let (section, id, _) = id_at(list, name, offset)?;
    let found = all(list, section, &id, |leaf| leaf.key);
    Some(Value::Array(found.iter().map(|(file, leaf)| location(list, file, leaf, style)).collect()))
}

pub(crate) fn references(
    list: &LiveList,
    name: &str,
    offset: usize,
    with_definition: bool,
    style: &Style<'_>,
) -> Option<Value> {
    let (section, id, _) = id_at(list, name, offset)?;
    let found = all(list, section, &id, |leaf| with_definition || !leaf.key);
    Some(Value::Array(found.iter().map(|(file, leaf)| location(list, file, leaf, style)).collect()))
}

pub(crate) fn prepare_rename(list: &LiveList, name: &str, offset: usize, style: &Style<'_>) -> Option<Value> {
    let (_, id, leaf) = id_at(list, name, offset)?;
    let text = &list.files.get(name)?.text;
    let (start, end) = bare(text.slice(leaf.start, leaf.end), &leaf);
    Some(json!({"range": range(text, start, end, style.encoding), "placeholder": id}))
}

/// Renames an id wherever it stands.
pub(crate) fn rename(
    list: &LiveList,
    name: &str,
    offset: usize,
    to: &str,
    style: &Style<'_>,
) -> Result<Value, Refusal> {
    let Some((section, id, _)) = id_at(list, name, offset) else {
        return Err(Refusal(ErrorCode::Failed, "there is no id here".to_owned()));
    };
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if to.is_empty() || to.starts_with('-') || !to.chars().all(allowed) {
        let why = format!(
            "`{to}` is not an id: it is made of a-z, 0-9 and hyphens and does not begin with a hyphen"
        );
        return Err(Refusal(ErrorCode::InvalidParams, why));
    }
    if to != id && list.known.contains(section, to) {
        let why = format!("there is already {} `{to}`", section.with_article());
        return Err(Refusal(ErrorCode::Failed, why));
    }
    let mut changes: Map<String, Value> = Map::new();
    for (file, leaf) in all(list, section, &id, |_| true) {
        let Some(text) = list.files.get(&file).map(|file| &file.text) else { continue };
        let (start, end) = bare(text.slice(leaf.start, leaf.end), &leaf);
        let edit = json!({"range": range(text, start, end, style.encoding), "newText": to});
        let edits = changes.entry((style.uri)(&list.dir.join(&file))).or_insert_with(|| json!([]));
        if let Some(edits) = edits.as_array_mut() {
            edits.push(edit);
        }
    }
    Ok(json!({"changes": changes}))
}

fn all(list: &LiveList, section: Section, id: &str, wanted: impl Fn(&Leaf) -> bool) -> Vec<(String, Leaf)> {
    let mut found = vec![];
    for (name, file) in &list.files {
        found.extend(uses(file, section, id).into_iter().filter(&wanted).map(|leaf| (name.clone(), leaf)));
    }
    found
}

fn location(list: &LiveList, file: &str, leaf: &Leaf, style: &Style<'_>) -> Value {
    let range = list.files.get(file).map(|file| range(&file.text, leaf.start, leaf.end, style.encoding));
    json!({"uri": (style.uri)(&list.dir.join(file)), "range": range})
}

/// The range without quotation marks.
fn bare(written: &str, leaf: &Leaf) -> (usize, usize) {
    let long = written.starts_with("\"\"\"") || written.starts_with("'''");
    let marks = match written.chars().next() {
        Some('"' | '\'') if long => 3,
        Some('"' | '\'') => 1,
        _ => 0,
    };
    (leaf.start + marks, leaf.end - marks.min(leaf.end))
}
