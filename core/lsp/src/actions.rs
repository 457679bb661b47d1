//! Quick fixes of diagnostics, and all safe ones of a file at once.

use debar_blocklist::{Diagnostic, Edit};
use serde_json::{Map, Value, json};

use crate::list::{File, LiveList};
use crate::publish::{Style, range};
use crate::text::{Encoding, difference};
use crate::wire::{ErrorCode, Refusal};

/// The fixes of what overlaps a range, and one for all.
pub(crate) fn actions(
    list: &LiveList,
    name: &str,
    start: usize,
    end: usize,
    only: &[String],
    style: &Style<'_>,
) -> Value {
    let wants = |kind: &str| {
        only.is_empty() || only.iter().any(|prefix| kind == prefix || kind.starts_with(&format!("{prefix}.")))
    };
    let mut all = vec![];
    if wants("quickfix") {
        for diagnostic in &list.diagnostics {
            let Some(fix) = &diagnostic.fix else { continue };
            let near =
                |place: &debar_model::Place| place.file == name && place.start <= end && place.end >= start;
            if !diagnostic.place().is_some_and(near) {
                continue;
            }
            all.push(json!({
                "title": fix.title,
                "kind": "quickfix",
                "isPreferred": !fix.changes_verdict,
                "diagnostics": crate::publish::shown(list, name, diagnostic, style),
                "edit": edit_of(list, &fix.edits, style),
            }));
        }
    }
    if wants("source.fixAll.debar") {
        let edits = safe_edits(list, name);
        if !edits.is_empty() {
            all.push(json!({
                "title": "make all fixes that are safe",
                "kind": "source.fixAll.debar",
                "edit": edit_of(list, &edits, style),
            }));
        }
    }
    Value::Array(all)
}

/// The edits of all fixes that cannot mean something else and do not overlap; each fix whole or not at all.
fn safe_edits(list: &LiveList, name: &str) -> Vec<Edit> {
    let mut fixes: Vec<&Diagnostic> = list
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.fix.as_ref().is_some_and(|fix| !fix.changes_verdict))
        .filter(|diagnostic| diagnostic.place().is_some_and(|place| place.file == name))
        .collect();
    fixes.sort_by_key(|diagnostic| diagnostic.place().map(|place| place.start));
    let mut chosen: Vec<Edit> = vec![];
    for fix in fixes.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()) {
        let meets = |edit: &Edit| {
            chosen.iter().any(|other| {
                other.place.file == edit.place.file
                    && other.place.start <= edit.place.end
                    && edit.place.start <= other.place.end
            })
        };
        if !fix.edits.iter().any(meets) {
            chosen.extend(fix.edits.iter().cloned());
        }
    }
    chosen
}

/// The file in the one form of `debar blocklist fmt`, as the smallest replacement that leads there.
pub(crate) fn formatting(file: &File, encoding: Encoding) -> Result<Value, Refusal> {
    let old = file.text.as_str();
    let new = debar_edit::format(old).map_err(|error| Refusal(ErrorCode::Failed, error.to_string()))?;
    if new == old {
        return Ok(json!([]));
    }
    let (start, end, with) = difference(old, &new);
    Ok(json!([{"range": range(&file.text, start, end, encoding), "newText": with}]))
}

fn edit_of(list: &LiveList, edits: &[Edit], style: &Style<'_>) -> Value {
    let mut changes: Map<String, Value> = Map::new();
    for edit in edits {
        let Some(file) = list.files.get(&edit.place.file) else { continue };
        let range = range(&file.text, edit.place.start, edit.place.end, style.encoding);
        let all = changes.entry((style.uri)(&list.dir.join(&edit.place.file))).or_insert_with(|| json!([]));
        if let Some(all) = all.as_array_mut() {
            all.push(json!({"range": range, "newText": edit.replacement}));
        }
    }
    json!({"changes": changes})
}
