//! Values as text: on one line where they fit, lists broken where they do not.

use toml_edit::{Array, InlineTable, Key, Value};

use super::WIDTH;
use super::comment::beside;

/// The value behind `column` characters of its line; lines that follow are indented by `indent`.
pub(super) fn print(value: &Value, column: usize, indent: usize) -> String {
    if let Some(line) = one_line(value)
        && (column + line.chars().count() <= WIDTH || !matches!(value, Value::Array(_)))
    {
        return line;
    }
    match value {
        Value::Array(array) => broken(array, indent),
        Value::InlineTable(table) => braces(table, column, indent),
        scalar => scalar_text(scalar),
    }
}

/// The value on one line; none if there is a comment in it.
pub(super) fn one_line(value: &Value) -> Option<String> {
    match value {
        Value::Array(array) => {
            let mut parts = vec![];
            for item in array {
                if has_comment(item) {
                    return None;
                }
                parts.push(one_line(item)?);
            }
            let quiet = !array.trailing().as_str().unwrap_or_default().contains('#');
            quiet.then(|| format!("[{}]", parts.join(", ")))
        }
        Value::InlineTable(table) => {
            let mut parts = vec![];
            for (keys, item) in table.get_values() {
                if has_comment(item) || keys.iter().any(|key| key_has_comment(key)) {
                    return None;
                }
                parts.push(format!("{} = {}", path(&keys), one_line(item)?));
            }
            let quiet = !table.trailing().as_str().unwrap_or_default().contains('#');
            quiet.then(
                || if parts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", parts.join(", ")) },
            )
        }
        scalar => Some(scalar_text(scalar)),
    }
}

/// The names of a key with dots between them, as they are written.
pub(super) fn path(keys: &[&Key]) -> String {
    keys.iter().map(|key| key.display_repr().into_owned()).collect::<Vec<_>>().join(".")
}

/// What stands in front of a value or behind it.
pub(super) fn around(value: &Value) -> (&str, &str) {
    let decor = value.decor();
    (
        decor.prefix().and_then(toml_edit::RawString::as_str).unwrap_or_default(),
        decor.suffix().and_then(toml_edit::RawString::as_str).unwrap_or_default(),
    )
}

fn has_comment(value: &Value) -> bool {
    let (before, behind) = around(value);
    before.contains('#') || behind.contains('#')
}

fn key_has_comment(key: &Key) -> bool {
    let decors = [key.leaf_decor(), key.dotted_decor()];
    decors.into_iter().any(|decor| {
        [decor.prefix(), decor.suffix()]
            .into_iter()
            .flatten()
            .any(|raw| raw.as_str().is_some_and(|text| text.contains('#')))
    })
}

fn scalar_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.display_repr().into_owned(),
        Value::Integer(number) => number.display_repr().into_owned(),
        Value::Float(number) => number.display_repr().into_owned(),
        Value::Boolean(flag) => flag.display_repr().into_owned(),
        Value::Datetime(date) => date.display_repr().into_owned(),
        other => other.to_string().trim().to_owned(),
    }
}

/// One element of a broken list.
struct Element {
    above: Vec<String>,
    text: String,
    behind: Vec<String>,
}

fn broken(array: &Array, indent: usize) -> String {
    let inner = indent + 2;
    let mut elements: Vec<Element> = vec![];
    let mut above: Vec<String> = vec![];
    for item in array {
        let (before, behind) = around(item);
        let (own, mut lines) = beside(before);
        match elements.last_mut() {
            Some(last) if last.behind.is_empty() => last.behind = own,
            _ => above.extend(own),
        }
        above.append(&mut lines);
        let (own, later) = beside(behind);
        let text = print(item, inner + 1, inner);
        elements.push(Element { above: std::mem::take(&mut above), text, behind: own });
        above = later;
    }
    let (own, mut lines) = beside(array.trailing().as_str().unwrap_or_default());
    match elements.last_mut() {
        Some(last) if last.behind.is_empty() => last.behind = own,
        _ => above.extend(own),
    }
    above.append(&mut lines);
    let pad = " ".repeat(inner);
    let mut text = "[\n".to_owned();
    for element in &elements {
        for line in &element.above {
            text.push_str(&format!("{pad}{line}\n"));
        }
        text.push_str(&format!("{pad}{},", element.text));
        for comment in &element.behind {
            text.push_str(&format!(" {comment}"));
        }
        text.push('\n');
    }
    for line in &above {
        text.push_str(&format!("{pad}{line}\n"));
    }
    text.push_str(&" ".repeat(indent));
    text.push(']');
    text
}

/// A table in braces that has a comment somewhere: lists in it are broken; comments between its own keys, which only
/// TOML 1.1 allows, leave it as it is written.
fn braces(table: &InlineTable, column: usize, indent: usize) -> String {
    let values = table.get_values();
    let odd =
        values.iter().any(|(keys, item)| has_comment(item) || keys.iter().any(|key| key_has_comment(key)))
            || table.trailing().as_str().unwrap_or_default().contains('#');
    if odd {
        return table.to_string().trim().to_owned();
    }
    let parts: Vec<String> = values
        .iter()
        .map(|(keys, item)| {
            let key = path(keys);
            let at = column + key.chars().count() + 5;
            let text = one_line(item).unwrap_or_else(|| print(item, at, indent));
            format!("{key} = {text}")
        })
        .collect();
    format!("{{ {} }}", parts.join(", "))
}
