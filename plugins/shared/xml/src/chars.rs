//! Character classes of XML 1.0 (fifth edition, productions 2, 4 and 4a). Knows no document.
//!
//! Invariant: every function is total.

/// White space of XML (production 3).
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// True for a character that a document may hold (production 2).
pub(crate) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Position of the first character that no document may hold.
pub(crate) fn first_forbidden(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let suspicious = |b: &u8| (*b < 0x20 && !matches!(*b, b'\t' | b'\n' | b'\r')) || *b == 0xEF;
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|rest| rest.iter().position(suspicious)) {
        let at = from + found;
        match bytes.get(at..at + 3) {
            Some([0xEF, 0xBF, 0xBE | 0xBF]) => return Some(at),
            _ if bytes.get(at) != Some(&0xEF) => return Some(at),
            _ => from = at + 1,
        }
    }
    None
}

/// True for a whole name with at most one colon, each side a name of its own (Namespaces in XML, production 7).
pub(crate) fn is_qualified_name(name: &str) -> bool {
    match name.split_once(':') {
        Some((prefix, local)) => is_plain_name(prefix) && is_plain_name(local),
        None => is_plain_name(name),
    }
}

/// True for a name without a colon.
pub(crate) fn is_plain_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(is_name_start) && chars.all(is_name_char)
}

fn is_name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '_')
        || matches!(c, '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
            | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}'
            | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_char(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' | '\u{B7}')
        || is_name_start(c)
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_are_found_where_they_are() {
        let check = |text: &str, expect: Option<usize>| assert_eq!(first_forbidden(text), expect, "{text:?}");
        check("", None);
        check("a\tb\r\n", None);
        check("ab\u{0}", Some(2));
        check("é\u{1B}", Some(2));
        check("\u{FFFD}\u{F8FF}\u{FFFE}", Some(6));
        check("\u{FFFF}", Some(0));
    }

    #[test]
    fn names_follow_the_grammar() {
        let check = |name: &str, expect: bool| assert_eq!(is_qualified_name(name), expect, "{name:?}");
        check("cXML", true);
        check("cbc:ID", true);
        check("a.b-c_1", true);
        check("имя", true);
        for bad in ["", "1a", "a:b:c", ":a", "a:", "a<b", "a\"", "a b"] {
            check(bad, false);
        }
    }
}
