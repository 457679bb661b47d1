//! Texts as they can be read, copied and searched: what hides in them stands out. Invariant: the text can be had back.

use std::fmt::Write as _;

/// The text with every character that is not seen, turns the direction, or looks like an ASCII letter written as
/// `\u{..}`. Words that are wholly of one other script stay as they are.
///
/// ```
/// # use debar_harden::escaped;
/// assert_eq!(escaped("K\u{430}spersky\u{200B}"), "K\\u{430}spersky\\u{200b}");
/// assert_eq!(escaped("Касперский\n"), "Касперский\\n");
/// ```
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(' ') {
        let latin = word.chars().any(|c| c.is_ascii_alphanumeric());
        let twins = |c: char| matches!(c, '\u{370}'..='\u{52F}');
        for c in word.chars() {
            match c {
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                ' '..='~' => out.push(c),
                c if is_plain_letter(c) && !(latin && twins(c)) => out.push(c),
                c => {
                    let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
                }
            }
        }
    }
    out
}

/// Letters of scripts in which names are written, in their ordinary form.
pub(crate) const fn is_plain_letter(c: char) -> bool {
    matches!(c, 'à'..='ö' | 'ø'..='ÿ' | 'À'..='Ö' | 'Ø'..='ß'
        | '\u{391}'..='\u{3C9}' | '\u{410}'..='\u{451}'
        | '\u{5D0}'..='\u{5EA}' | '\u{621}'..='\u{64A}'
        | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '«' | '»')
}
