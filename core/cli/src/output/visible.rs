//! Text of documents, lists and file names on a terminal: nothing in it may steer the terminal, change the
//! direction of what stands beside it, or begin a line of its own.

use std::borrow::Cow;

/// Text that may have several lines of our own making: control letters are replaced, ends of lines stay.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    replaced(text, |letter| match letter {
        '\n' | '\t' => None,
        letter => stand_in(letter),
    })
}

/// Text that has to stay on one line.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    replaced(text, |letter| match letter {
        '\n' | '\r' | '\t' => Some(' '),
        letter => stand_in(letter),
    })
}

/// The same text in as many bytes, so that places in it stay where they are: for lines that are drawn. The
/// drawing itself replaces the other control letters.
pub(crate) fn same_length(text: &str) -> Cow<'_, str> {
    replaced(text, |letter| match (stand_in(letter), letter.len_utf8()) {
        (None, _) | (_, 1) => None,
        (Some(_), 2) => Some('·'),
        (Some(_), _) => Some(char::REPLACEMENT_CHARACTER),
    })
}

fn replaced(text: &str, stand_in: impl Fn(char) -> Option<char>) -> Cow<'_, str> {
    if text.chars().all(|letter| stand_in(letter).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|letter| stand_in(letter).unwrap_or(letter)).collect())
}

fn stand_in(letter: char) -> Option<char> {
    match letter {
        // U+2400 to U+241F are pictures of the control letters in their order.
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(letter)),
        '\u{7F}' => Some('\u{2421}'),
        '\u{80}'..='\u{9F}'
        | '\u{61C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => Some(char::REPLACEMENT_CHARACTER),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{one_line, same_length, visible};

    #[test]
    fn nothing_steers_the_terminal() {
        for (text, lines, line) in [
            ("Касперский", "Касперский", "Касперский"),
            ("a\u{1b}[2Jb", "a␛[2Jb", "a␛[2Jb"),
            ("a\u{9b}2Jb", "a\u{FFFD}2Jb", "a\u{FFFD}2Jb"),
            ("a\r\nb\tc", "a␍\nb\tc", "a  b c"),
            ("a\u{202e}b\u{7f}", "a\u{FFFD}b␡", "a\u{FFFD}b␡"),
        ] {
            assert_eq!(visible(text), lines, "{text:?}");
            assert_eq!(one_line(text), line, "{text:?}");
            assert_eq!(same_length(text).len(), text.len(), "{text:?}");
        }
    }
}
