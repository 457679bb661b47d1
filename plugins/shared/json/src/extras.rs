//! Values that no field names: each scalar below a value becomes an extension, so that it is searched too. Not a
//! mapping. Invariant: every string, number and truth value below is told once, under the keys that lead to it; what
//! is told is linear in the document, however long its keys are.

use std::borrow::Cow;

use debar_plugin_api::{DecodeError, Sink, Text};

use crate::Value;

/// Longer keys are cut, and told as values of their own.
const LONGEST: usize = 512;

/// Tells every scalar at or below `value` as an extension. Its key is `key` and the keys below it, joined by `/`;
/// positions in arrays stand in the pointer only. The depth is that of the document, which is limited.
///
/// # Errors
/// The sink's refusal.
pub fn extras(sink: &mut Sink<'_>, key: &str, value: Value<'_>) -> Result<(), DecodeError> {
    if key.len() > LONGEST {
        sink.ext("(key)", &Text::new(key, value.place().decoded()))?;
    }
    below(sink, &cut(key), value)
}

fn below(sink: &mut Sink<'_>, key: &str, value: Value<'_>) -> Result<(), DecodeError> {
    if let Some(text) = value.placed() {
        return sink.ext(if key.is_empty() { "(no key)" } else { key }, &text);
    }
    for item in value.items() {
        below(sink, key, item)?;
    }
    for member in value.members() {
        let joined = join(key, &member.key);
        if joined.len() > LONGEST {
            sink.ext("(key)", &member.name.placed().unwrap_or_default())?;
        }
        below(sink, &cut(&joined), member.value)?;
    }
    Ok(())
}

fn cut(key: &str) -> Cow<'_, str> {
    if key.len() <= LONGEST {
        return Cow::Borrowed(key);
    }
    let short = key.get(..key.floor_char_boundary(LONGEST - 3)).unwrap_or_default();
    Cow::Owned(format!("{short}…"))
}

fn join<'k>(key: &'k str, name: &'k str) -> Cow<'k, str> {
    match (key, name) {
        ("", name) => Cow::Borrowed(name),
        (key, "") => Cow::Borrowed(key),
        (key, name) => Cow::Owned(format!("{key}/{name}")),
    }
}
