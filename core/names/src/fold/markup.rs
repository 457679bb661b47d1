//! Tags, comments and character references that survived the document's own parser. Not an HTML parser: nothing is
//! rendered, and whatever is taken out is kept in a second reading, so mark-up can hide no word. Invariant: linear.

use super::chars::{Ch, REMOVED, chars_of, offset};
use super::entity;

/// A text after mark-up was taken out.
pub(super) struct Source {
    pub(super) chars: Vec<Ch>,
    /// The text with its tags, if it has any.
    pub(super) tagged: Option<Vec<Ch>>,
    /// Whether anything was taken out or replaced.
    pub(super) marked_up: bool,
}

/// Replaces character references, then takes out tags.
pub(super) fn read(text: &str) -> Source {
    let (chars, referenced) = references(text);
    match tags(&chars) {
        Some(without) => Source { chars: without, tagged: Some(chars), marked_up: true },
        None => Source { chars, tagged: None, marked_up: referenced },
    }
}

fn references(text: &str) -> (Vec<Ch>, bool) {
    let mut chars = Vec::with_capacity(text.len());
    let mut found = false;
    let mut skip_to = 0;
    for ch in chars_of(text) {
        let at = usize::try_from(ch.start).unwrap_or(usize::MAX);
        if at < skip_to {
            continue;
        }
        let reference = if ch.c == '&' { text.get(at..).and_then(entity::reference) } else { None };
        match reference {
            Some((c, len)) => {
                skip_to = at.saturating_add(len);
                found = true;
                chars.push(Ch { c, start: ch.start, end: offset(skip_to) });
            }
            None => chars.push(ch),
        }
    }
    (chars, found)
}

/// The characters without tags, or nothing if there are none.
fn tags(chars: &[Ch]) -> Option<Vec<Ch>> {
    if !chars.iter().any(|ch| ch.c == '<') {
        return None;
    }
    let mut out = Vec::with_capacity(chars.len());
    let mut found = false;
    let mut comments = true;
    let mut at = 0;
    while let Some(ch) = chars.get(at) {
        let rest = chars.get(at..).unwrap_or_default();
        let piece = match ch.c {
            '<' => tag(rest, &mut comments),
            ']' if found && starts(rest, "]]>") => Some((3, REMOVED)),
            _ => None,
        };
        match piece {
            Some((len, c)) => {
                found = true;
                out.push(Ch { c, ..*ch });
                at += len;
            }
            None => {
                out.push(*ch);
                at += 1;
            }
        }
    }
    found.then_some(out)
}

/// The length of the tag at the start of `rest` and what is left in its place.
fn tag(rest: &[Ch], comments: &mut bool) -> Option<(usize, char)> {
    if starts(rest, "<!--") && *comments {
        let body = rest.get(4..)?;
        match body.windows(3).position(|w| starts(w, "-->")) {
            Some(len) => return Some((len + 7, REMOVED)),
            // No later search can succeed: without this a text of openings would be read once for each.
            None => *comments = false,
        }
    }
    if starts(rest, "<![CDATA[") {
        return Some((9, REMOVED));
    }
    let first = rest.get(1)?.c;
    if !(first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?')) {
        return None;
    }
    let inner = rest.iter().skip(1).position(|ch| matches!(ch.c, '<' | '>'))?;
    if rest.get(inner + 1)?.c != '>' {
        return None;
    }
    let name: String = rest
        .iter()
        .skip(1)
        .take(inner.min(12))
        .map(|ch| ch.c)
        .skip_while(|c| *c == '/')
        .take_while(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    Some((inner + 2, if BLOCKS.contains(&name.as_str()) { '\n' } else { REMOVED }))
}

/// HTML elements that start a new line, so that the words on both sides are apart.
const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

fn starts(chars: &[Ch], text: &str) -> bool {
    let mut chars = chars.iter();
    text.chars().all(|c| chars.next().is_some_and(|ch| ch.c.eq_ignore_ascii_case(&c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taken_out() {
        fn check(text: &str, expect: &str) {
            let got: String = read(text).chars.iter().map(|ch| ch.c).filter(|c| *c != REMOVED).collect();
            assert_eq!(got, expect, "{text}");
        }
        check("Kas<b>per</b>sky", "Kaspersky");
        check("&lt;b&gt;Kas&lt;/b&gt;persky &amp; Endpoint", "Kaspersky & Endpoint");
        check("Kasper<!-- a > b -->sky", "Kaspersky");
        check("Kas<![CDATA[pers]]>ky", "Kaspersky");
        check("Kas<?x y?>persky", "Kaspersky");
        check("Kaspersky<br/>Lab<P>x", "Kaspersky\nLab\nx");
        check("a < b and c > d", "a < b and c > d");
        check("<!-- open", "<!-- open");
        check("x <b", "x <b");
        check("<b <i>x", "<b x");
        check("a[0]]>", "a[0]]>");
    }
}
