//! Taking a purl apart (ECMA-427 section 5.6, "how to parse").
//!
//! Types are not known here; their rules follow in `rules`.

use super::{IdentifierError, Parts};

/// Decoded components, empty ones left out. The name may be empty: rules may still move text into it.
pub(super) fn parse(text: &str) -> Result<Parts, IdentifierError> {
    let (scheme, rest) = text.split_once(':').unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("pkg") {
        return Err(form("a package URL begins with `pkg:`"));
    }
    let (rest, subpath) = match rest.rsplit_once('#') {
        Some((rest, subpath)) => (rest, subpath_of(subpath)?),
        None => (rest, None),
    };
    // At the first question mark: a bare one inside a value is common, one inside a name is an error.
    let (rest, qualifiers) = match rest.split_once('?') {
        Some((rest, qualifiers)) => (rest, qualifiers_of(qualifiers)?),
        None => (rest, Vec::new()),
    };
    let rest = rest.trim_matches('/');
    let (kind_text, rest) = rest.split_once('/').ok_or_else(|| form("the package URL has no name"))?;
    let kind = kind(kind_text)?;
    let (path, version) = split_version(rest);
    let version = version.map(decode).transpose()?.filter(|version| !version.is_empty());
    let (namespace, name) = match path.rsplit_once('/') {
        Some((namespace, name)) => (namespace, name),
        None => ("", path),
    };
    let namespace = plain_path(&decode(namespace)?);
    Ok(Parts { kind, namespace, name: decode(name)?, version, qualifiers, subpath })
}

/// A type: letters, digits, dots and hyphens, beginning with a letter; in lower case.
pub(super) fn kind(text: &str) -> Result<String, IdentifierError> {
    const EXPECTED: &str = "a type of letters, digits, dots and hyphens";
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err(form("the type does not begin with a letter"));
    }
    match text.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-')) {
        Some(found) => Err(IdentifierError::Character { found, expected: EXPECTED }),
        None => Ok(text.to_ascii_lowercase()),
    }
}

/// Non-empty segments joined by `/`; none if there are none.
pub(super) fn plain_path(text: &str) -> Option<String> {
    join(text.split('/').filter(|segment| !segment.is_empty()))
}

/// Like [`plain_path`], without `.` and `..`.
pub(super) fn plain_subpath(text: &str) -> Option<String> {
    join(text.split('/').filter(|segment| !matches!(*segment, "" | "." | "..")))
}

/// Adds a decoded qualifier. An empty value is an absent one.
pub(super) fn add_qualifier(
    into: &mut Vec<(String, String)>,
    key: &str,
    value: String,
) -> Result<(), IdentifierError> {
    if !key.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err(form("a qualifier key does not begin with a letter"));
    }
    if let Some(found) = key.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '_')) {
        return Err(IdentifierError::Character { found, expected: "a qualifier key of letters and digits" });
    }
    let key = key.to_ascii_lowercase();
    if into.iter().any(|(known, _)| *known == key) {
        return Err(IdentifierError::Form {
            fault: "a qualifier is given twice",
            help: "keep one of the two values",
        });
    }
    if !value.is_empty() {
        into.push((key, value));
    }
    Ok(())
}

/// The version begins at the last `@`; but an `@` that opens a segment before the last one is an npm
/// scope that somebody left unescaped.
fn split_version(path: &str) -> (&str, Option<&str>) {
    match path.rsplit_once('@') {
        Some((before, after)) if (before.is_empty() || before.ends_with('/')) && after.contains('/') => {
            (path, None)
        }
        Some((before, after)) => (before, Some(after)),
        None => (path, None),
    }
}

fn qualifiers_of(text: &str) -> Result<Vec<(String, String)>, IdentifierError> {
    let mut qualifiers = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        add_qualifier(&mut qualifiers, key, decode(value)?)?;
    }
    Ok(qualifiers)
}

fn subpath_of(text: &str) -> Result<Option<String>, IdentifierError> {
    // Decoded before it is split, so that an escaped `..` is dropped too.
    Ok(plain_subpath(&decode(text)?))
}

fn join<'a>(segments: impl Iterator<Item = &'a str>) -> Option<String> {
    let joined = segments.collect::<Vec<_>>().join("/");
    if joined.is_empty() { None } else { Some(joined) }
}

/// Percent-decodes to UTF-8.
fn decode(text: &str) -> Result<String, IdentifierError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|b| char::from(b).to_digit(16));
        let value = digit().zip(digit()).and_then(|(high, low)| u8::try_from(high << 4 | low).ok());
        bytes.push(value.ok_or(IdentifierError::Form {
            fault: "a `%` is not followed by two hex digits",
            help: "write a literal percent sign as %25",
        })?);
    }
    String::from_utf8(bytes).map_err(|_| IdentifierError::Form {
        fault: "the escapes are not UTF-8",
        help: "percent-encode the UTF-8 bytes of the text",
    })
}

const fn form(fault: &'static str) -> IdentifierError {
    IdentifierError::Form { fault, help: "write pkg:type/namespace/name@version" }
}
