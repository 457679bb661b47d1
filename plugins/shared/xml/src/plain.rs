//! What a person reads in a text that carries HTML mark-up or escaped characters as text.
//!
//! It is no HTML parser and no sanitizer: the result is only searched, never shown as mark-up.
//! Invariant: linear in the input, at most four passes.

/// The text without tags and with character references resolved, when that differs from `text`.
///
/// Order systems put HTML into descriptions, often escaped twice (`Kas&amp;lt;b&amp;gt;per`); a name split that way
/// must still be found.
pub fn plain(text: &str) -> Option<String> {
    if !text.contains(['<', '&', '%']) {
        return None;
    }
    let mut current = text.to_owned();
    for _ in 0..4 {
        let next = references(&tags(&current));
        if next == current {
            break;
        }
        current = next;
    }
    let current = current.trim();
    (current != text && !current.is_empty()).then(|| current.to_owned())
}

/// Names of HTML's character entities that appear in order texts, and what they stand for.
const ENTITIES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("apos", "'"),
    ("bull", "•"),
    ("copy", "©"),
    ("deg", "°"),
    ("emsp", " "),
    ("ensp", " "),
    ("euro", "€"),
    ("gt", ">"),
    ("hellip", "…"),
    ("laquo", "«"),
    ("ldquo", "“"),
    ("lsquo", "‘"),
    ("lt", "<"),
    ("mdash", "—"),
    ("middot", "·"),
    ("nbsp", "\u{A0}"),
    ("ndash", "–"),
    ("quot", "\""),
    ("raquo", "»"),
    ("rdquo", "”"),
    ("reg", "®"),
    ("rsquo", "’"),
    ("shy", "\u{AD}"),
    ("thinsp", "\u{2009}"),
    ("trade", "™"),
    ("zwj", "\u{200D}"),
    ("zwnj", "\u{200C}"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("Auml", "Ä"),
    ("Ouml", "Ö"),
    ("Uuml", "Ü"),
    ("szlig", "ß"),
    ("aacute", "á"),
    ("agrave", "à"),
    ("aring", "å"),
    ("ccedil", "ç"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("iacute", "í"),
    ("ntilde", "ñ"),
    ("oacute", "ó"),
    ("oslash", "ø"),
    ("uacute", "ú"),
];

/// Tags that end a word; all others may stand inside one.
const BREAKS: &[&str] = &[
    "br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "table", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
    "dd", "dt", "tbody", "thead", "section", "article",
];

/// True for a name that HTML defines; such a name can be shown in a message.
pub(crate) fn is_entity(name: &str) -> bool {
    ENTITIES.iter().any(|(known, _)| *known == name)
}

fn tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('<') {
        out.push_str(before);
        let opens = tail.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        if !opens {
            out.push('<');
            rest = tail;
            continue;
        }
        let (end, skip) = if tail.starts_with("!--") { ("-->", 3) } else { (">", 1) };
        match tail.find(end) {
            Some(close) => {
                let inner = tail.get(..close).unwrap_or_default();
                let name = inner.trim_start_matches('/');
                let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
                if BREAKS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                    out.push(' ');
                }
                rest = tail.get(close + skip..).unwrap_or_default();
            }
            // No end anywhere: nothing that follows is a tag either.
            None => {
                out.push('<');
                out.push_str(tail);
                return out;
            }
        }
    }
    out.push_str(rest);
    out
}

fn references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['&', '%']) {
        let (before, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        match reference(tail).or_else(|| percent(tail)) {
            Some((found, len)) => {
                out.push_str(&found);
                rest = tail.get(len..).unwrap_or_default();
            }
            None => {
                out.push_str(tail.get(..1).unwrap_or_default());
                rest = tail.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// The characters and the length of a reference at the start of `tail`.
fn reference(tail: &str) -> Option<(String, usize)> {
    let inner = tail.strip_prefix('&')?;
    let end = inner.bytes().take(12).position(|b| b == b';')?;
    let name = inner.get(..end)?;
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let found = if let Some(hex) = name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")) {
        number(hex, 16)?.to_string()
    } else if let Some(decimal) = name.strip_prefix('#') {
        number(decimal, 10)?.to_string()
    } else {
        ENTITIES.iter().find(|(known, _)| *known == name)?.1.to_owned()
    };
    Some((found, end + 2))
}

/// An ASCII letter or digit written as `%4B`, as in web addresses.
fn percent(tail: &str) -> Option<(String, usize)> {
    let digits = tail.strip_prefix('%')?.get(..2)?;
    let byte = u8::from_str_radix(digits, 16).ok().filter(u8::is_ascii_alphanumeric)?;
    Some((char::from(byte).to_string(), 3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hidden_words_come_out() {
        let check = |text: &str, expect: Option<&str>| assert_eq!(plain(text).as_deref(), expect, "{text}");
        check("plain text", None);
        check("a < b & c > d", None);
        check("Kas<b>per</b>sky", Some("Kaspersky"));
        check("one<br/>two<P class='x'>three", Some("one two three"));
        check("&#75;aspersky", Some("Kaspersky"));
        check("&amp;#x4B;aspersky &reg;", Some("Kaspersky ®"));
        check("Kas&lt;b&gt;per&lt;/b&gt;sky", Some("Kaspersky"));
        check("Kas<!-- > -->persky", Some("Kaspersky"));
        check("x <unclosed", None);
        check("%4baspersky 5% off", Some("Kaspersky 5% off"));
    }

    proptest! {
        #[test]
        fn never_panics_and_never_grows(text in "\\PC*") {
            if let Some(plain) = plain(&text) {
                prop_assert!(plain.len() <= text.len());
            }
        }
    }
}
