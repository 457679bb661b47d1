//! Keys and single values from their text. Most texts have no escape and are taken as they stand.

use std::borrow::Cow;

use bumpalo::Bump;
use toml::value::Datetime;
use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::{ErrorSink, Raw, Source, Span};

use crate::syntax::Value;

/// The text of a key; none if the span is not one of the source.
pub(super) fn key<'t>(
    arena: &'t Bump,
    source: Source<'t>,
    span: Span,
    encoding: Option<Encoding>,
    error: &mut dyn ErrorSink,
) -> Option<&'t str> {
    let raw = source.get(span)?.as_str();
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if encoding.is_none() && !raw.is_empty() && raw.bytes().all(bare) {
        return Some(raw);
    }
    let mut decoded = Cow::Borrowed("");
    Raw::new_unchecked(raw, encoding, span).decode_key(&mut decoded, error);
    Some(kept(arena, decoded))
}

/// A value; none if it is a date that does not exist.
pub(super) fn value<'t>(
    arena: &'t Bump,
    source: Source<'t>,
    span: Span,
    encoding: Option<Encoding>,
    error: &mut dyn ErrorSink,
) -> Option<Value<'t>> {
    let raw = source.get(span)?.as_str();
    if matches!(encoding, Some(Encoding::BasicString))
        && let Some(inner) = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'))
        && inner.bytes().all(plain)
    {
        return Some(Value::Text(inner));
    }
    let mut decoded = Cow::Borrowed("");
    Some(match Raw::new_unchecked(raw, encoding, span).decode_scalar(&mut decoded, error) {
        ScalarKind::String => Value::Text(kept(arena, decoded)),
        ScalarKind::Boolean(flag) => Value::Boolean(flag),
        ScalarKind::DateTime => Value::Date(decoded.parse::<Datetime>().ok()?),
        ScalarKind::Float => Value::Float(decoded.replace('_', "").parse().ok()),
        ScalarKind::Integer(radix) => {
            Value::Integer(i64::from_str_radix(&decoded.replace('_', ""), radix.value()).ok())
        }
    })
}

/// A text as it stands in the file, or what its escapes make of it.
fn kept<'t>(arena: &'t Bump, text: Cow<'t, str>) -> &'t str {
    match text {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => arena.alloc_str(&text),
    }
}

/// Bytes that stand for themselves in a text.
const fn plain(byte: u8) -> bool {
    byte >= b' ' && byte != b'\\' && byte != b'"' && byte != 0x7F
}
