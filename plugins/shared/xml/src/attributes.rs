//! Attributes of one start tag, split by the strict grammar, and the decoding of their values.
//!
//! It does not resolve namespaces. Invariant: a value is returned as written or decoded by XML's own rules (white
//! space to blanks, character references); anything else is a fault.

use crate::chars::{is_char, is_qualified_name, is_space};
use crate::error::{Code, Fault, short};
use crate::limits::Limits;
use crate::plain::is_entity;

/// One attribute: ranges of the decoded text.
pub(crate) struct Raw<'t> {
    pub name: &'t str,
    pub value: &'t str,
    pub at: usize,
    pub value_at: usize,
}

/// Splits the part of a tag behind the element's name; `at` is its position.
pub(crate) fn split<'t>(body: &'t str, at: usize, limits: &Limits) -> Result<Vec<Raw<'t>>, Fault> {
    let mut found = Vec::new();
    let mut rest = body;
    let place = |rest: &str| at + (body.len() - rest.len());
    loop {
        let trimmed = rest.trim_start_matches(is_space);
        if trimmed.is_empty() {
            return Ok(found);
        }
        if trimmed.len() == rest.len() {
            return Err(Fault::syntax(place(rest), "white space is missing before an attribute"));
        }
        let name_at = place(trimmed);
        let len = trimmed.find(|c| is_space(c) || c == '=').unwrap_or(trimmed.len());
        let (name, after) = trimmed.split_at_checked(len).unwrap_or((trimmed, ""));
        if name.len() > limits.name {
            return Err(Fault::limit(name_at, "the length of an attribute name", limits.name));
        }
        if !is_qualified_name(name) {
            return Err(Fault::syntax(name_at, format!("`{}` is not an attribute name", short(name))));
        }
        let Some(after) = after.trim_start_matches(is_space).strip_prefix('=') else {
            return Err(Fault::syntax(name_at, format!("attribute `{}` has no value", short(name))));
        };
        let after = after.trim_start_matches(is_space);
        let quote = match after.as_bytes().first() {
            Some(b'"') => '"',
            Some(b'\'') => '\'',
            _ => {
                return Err(Fault::syntax(place(after), format!("value of `{}` is not quoted", short(name))));
            }
        };
        let inner = after.get(1..).unwrap_or_default();
        let Some((value, next)) = inner.split_once(quote) else {
            return Err(Fault::syntax(place(after), format!("value of `{}` has no end", short(name))));
        };
        let value_at = place(inner);
        if value.len() > limits.attribute {
            return Err(Fault::limit(value_at, "the length of an attribute value", limits.attribute));
        }
        if found.len() >= limits.attributes {
            return Err(Fault::limit(name_at, "the number of attributes of an element", limits.attributes));
        }
        if let Some(bad) = value.find('<') {
            return Err(Fault::syntax(value_at + bad, "`<` inside an attribute value"));
        }
        found.push(Raw { name, value, at: name_at, value_at });
        rest = next;
    }
}

/// Decodes a value into `out`; false (and nothing written) when it stands as it is.
pub(crate) fn decode(value: &str, at: usize, limits: &Limits, out: &mut String) -> Result<bool, Fault> {
    if !value.bytes().any(|b| matches!(b, b'&' | b'\n' | b'\r' | b'\t')) {
        return Ok(false);
    }
    let mut rest = value;
    while let Some(found) = rest.find(['&', '\n', '\r', '\t']) {
        let (before, tail) = rest.split_at_checked(found).unwrap_or((rest, ""));
        out.push_str(before);
        if let Some(inner) = tail.strip_prefix('&') {
            let place = at + (value.len() - tail.len());
            let Some((name, next)) = inner.split_once(';') else {
                return Err(Fault::syntax(place, "`&` without a reference; write `&amp;`"));
            };
            out.push(reference(name, place, limits)?);
            rest = next;
        } else {
            out.push(' ');
            rest = tail.strip_prefix("\r\n").or_else(|| tail.get(1..)).unwrap_or_default();
        }
    }
    out.push_str(rest);
    Ok(true)
}

/// The character of a reference, given without `&` and `;`.
pub(crate) fn reference(name: &str, at: usize, limits: &Limits) -> Result<char, Fault> {
    let number = |digits: &str, radix: u32| {
        let plain = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
        let value =
            if plain { u32::from_str_radix(digits, radix).ok().and_then(char::from_u32) } else { None };
        value.filter(|c| is_char(*c)).ok_or_else(|| {
            Fault::new(
                Code::ForbiddenCharacter,
                at,
                "a reference to a character that XML forbids",
                "have the sender repair the document",
            )
            .upto(at + name.len() + 2)
        })
    };
    if name.len() > limits.name {
        return Err(Fault::limit(at, "the length of a reference", limits.name));
    }
    match (name, name.strip_prefix("#x"), name.strip_prefix('#')) {
        ("lt", ..) => Ok('<'),
        ("gt", ..) => Ok('>'),
        ("amp", ..) => Ok('&'),
        ("quot", ..) => Ok('"'),
        ("apos", ..) => Ok('\''),
        (_, Some(hex), _) => number(hex, 16),
        (_, None, Some(decimal)) => number(decimal, 10),
        _ => Err(Fault::new(
            Code::UndefinedEntity,
            at,
            // Only a well-known name is shown: the text around may be a secret.
            if is_entity(name) {
                format!("`&{name};` is not defined")
            } else {
                "an entity is not defined".to_owned()
            },
            "use a character or `&#...;`: XML knows only lt, gt, amp, quot and apos",
        )
        .upto(at + name.len() + 2)),
    }
}
