//! Writing a purl: which characters stay and which are percent-encoded (ECMA-427 section 5.4).

use super::{Parts, rules};
use std::fmt::Write as _;

/// The canonical text of normalised components.
pub(super) fn canonical(parts: &Parts) -> String {
    let mut text = format!("pkg:{}/", parts.kind);
    for segment in parts.namespace.iter().flat_map(|namespace| namespace.split('/')) {
        encode(&mut text, segment);
        text.push('/');
    }
    if rules::name_is_path(&parts.kind) {
        path(&mut text, &parts.name);
    } else {
        encode(&mut text, &parts.name);
    }
    if let Some(version) = &parts.version {
        text.push('@');
        encode(&mut text, version);
    }
    for (at, (key, value)) in parts.qualifiers.iter().enumerate() {
        text.push(if at == 0 { '?' } else { '&' });
        text.push_str(key);
        text.push('=');
        encode(&mut text, value);
    }
    if let Some(subpath) = &parts.subpath {
        text.push('#');
        path(&mut text, subpath);
    }
    text
}

fn path(text: &mut String, value: &str) {
    for (at, segment) in value.split('/').enumerate() {
        if at > 0 {
            text.push('/');
        }
        encode(text, segment);
    }
}

/// Letters, digits, `.`, `-`, `_`, `~` and the colon stay.
fn encode(text: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'~' | b':') {
            text.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
}
