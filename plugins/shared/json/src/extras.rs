//! Values that no field names: each scalar below a value becomes an extension, so that it is searched too. Not a
//! mapping. Invariant: every string, number and truth value below is told once, under the keys that lead to it.

use debar_plugin_api::{DecodeError, Sink};

use crate::Value;

/// Tells every scalar at or below `value` as an extension. Its key is `key` and the keys below it, joined by `/`;
/// positions in arrays stand in the pointer only. The depth is that of the document, which is limited.
///
/// # Errors
/// The sink's refusal.
pub fn extras(sink: &mut Sink<'_>, key: &str, value: Value<'_>) -> Result<(), DecodeError> {
    if let Some(text) = value.placed() {
        return sink.ext(key, &text);
    }
    for item in value.items() {
        extras(sink, key, item)?;
    }
    for member in value.members() {
        let below = if key.is_empty() { member.key.into_owned() } else { format!("{key}/{}", member.key) };
        extras(sink, &below, member.value)?;
    }
    Ok(())
}
