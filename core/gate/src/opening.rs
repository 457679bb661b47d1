//! Whether a document begins as a plugin's metadata note says: first bytes, root element, key of the top level. It
//! runs no code of the plugin, so it says only whom to ask first.

use debar_host::Metadata;

/// `None` when the note names nothing that a document could begin with.
pub(crate) fn fits(metadata: &Metadata, head: &[u8]) -> Option<bool> {
    if metadata.roots.is_empty() && metadata.magic.is_empty() {
        return None;
    }
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let root = root_element(text);
    let fits = metadata.roots.iter().any(|known| match known.strip_prefix('/') {
        Some(key) => text.starts_with(['{', '[']) && has_key(text, key),
        None => root == Some(known.as_str()),
    });
    Some(fits || metadata.begins(head))
}

/// The local name of the first element.
fn root_element(mut text: &str) -> Option<&str> {
    loop {
        let markup = text.trim_start().strip_prefix('<')?;
        text = if let Some(comment) = markup.strip_prefix("!--") {
            comment.split_once("-->")?.1
        } else if markup.starts_with('!') {
            let (before, after) = markup.split_once('>')?;
            // The end of an internal subset is not the first `>`.
            if before.contains('[') { after.split_once("]>")?.1 } else { after }
        } else if markup.starts_with('?') {
            markup.split_once("?>")?.1
        } else {
            let name = markup.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next()?;
            return Some(name.rsplit(':').next().unwrap_or(name));
        };
    }
}

/// Whether the first object has this key at its top level, as far as it is seen.
fn has_key(text: &str, wanted: &str) -> bool {
    let mut depth = 0;
    let mut rest = text;
    while let Some(at) = rest.find(['"', '{', '}', '[', ']']) {
        let (found, behind) = (rest.as_bytes().get(at), rest.get(at + 1..).unwrap_or_default());
        rest = behind;
        match found {
            Some(b'{') => depth += 1,
            Some(b'}') if depth == 1 => return false,
            Some(b'}') => depth -= 1,
            Some(b'"') => {
                let Some(end) = end_of_string(rest) else { return false };
                let (key, behind) = rest.split_at(end);
                rest = behind.get(1..).unwrap_or_default();
                if depth == 1 && key == wanted && rest.trim_start().starts_with(':') {
                    return true;
                }
            }
            // Within a list nothing is a key of the top level; objects in it are deeper.
            Some(b'[') if depth > 0 => depth += 1,
            Some(b']') if depth > 0 => depth -= 1,
            _ => {}
        }
    }
    false
}

/// Where the closing quotation mark stands.
fn end_of_string(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })
}

#[cfg(test)]
mod tests {
    use super::{Metadata, fits};

    #[test]
    fn the_beginning_tells_whom_to_ask_first() {
        let metadata = |roots: &[&str], magic: &[&str]| Metadata {
            roots: roots.iter().map(|&root| root.to_owned()).collect(),
            magic: magic.iter().map(|&magic| magic.to_owned()).collect(),
            ..Metadata::default()
        };
        let both = metadata(&["Order", "/lines"], &[]);
        for (head, expect) in [
            ("<?xml version='1.0'?>\n<!-- <x> --><!DOCTYPE Order [<!ENTITY a '>'>]>\n<n:Order a='b'>", true),
            ("\u{feff}<Order>", true),
            ("<Orders>", false),
            ("<!DOCTYPE cXML SYSTEM 'x'><cXML>", false),
            (r#" {"a": {"lines": 1}, "b": ["lines"], "lines" : []}"#, true),
            (r#"[{"lines": []}]"#, true),
            (r#"{"a": {"lines": 1}, "b": "lines"}"#, false),
            (r#"{"a\"lines": 1}"#, false),
            (r#"{"a": "{", "lines": 1}"#, true),
            (r#"{} {"lines": 1}"#, false),
            (r#""lines": 1"#, false),
            ("<", false),
            ("{\"", false),
            ("", false),
        ] {
            assert_eq!(fits(&both, head.as_bytes()), Some(expect), "{head}");
        }
        assert_eq!(fits(&metadata(&[], &["4d5a"]), b"MZ"), Some(true));
        assert_eq!(fits(&metadata(&[], &[]), b"MZ"), None);
    }
}
