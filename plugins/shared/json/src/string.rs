//! Strings: checked once while scanning, unescaped when asked. Not a lossy decoder. Invariant: a string that the
//! scanner accepted has well-formed escapes and whole surrogate pairs.

use std::borrow::Cow;

use crate::Problem;

/// End of the content of a string that starts at `start` (after the quote), and whether it has escapes.
pub(crate) fn scan(bytes: &[u8], start: usize) -> Result<(usize, bool), (usize, Problem)> {
    let mut at = start;
    let mut escaped = false;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(plain) = rest.iter().position(|b| *b == b'"' || *b == b'\\' || *b < 0x20) else {
            return Err((bytes.len(), Problem::Truncated));
        };
        at += plain;
        match bytes.get(at) {
            Some(b'"') => return Ok((at, escaped)),
            Some(b'\\') => {
                escaped = true;
                at = escape(bytes, at)?;
            }
            _ => return Err((at, Problem::Text)),
        }
    }
}

/// The text of a string that the scanner accepted.
pub(crate) fn unescape(raw: &str) -> Cow<'_, str> {
    let Some((plain, mut rest)) = raw.split_once('\\') else {
        return Cow::Borrowed(raw);
    };
    let mut text = String::with_capacity(raw.len());
    text.push_str(plain);
    loop {
        let mut characters = rest.chars();
        match characters.next() {
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{c}'),
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('u') => {
                let unit = hex(characters.as_str().as_bytes()).unwrap_or_default();
                characters = characters.as_str().get(4..).unwrap_or_default().chars();
                if let Some(character) = char::from_u32(unit) {
                    text.push(character);
                } else {
                    let low = characters.as_str().get(2..).and_then(|low| hex(low.as_bytes()));
                    characters = characters.as_str().get(6..).unwrap_or_default().chars();
                    text.push(pair(unit, low.unwrap_or_default()).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
            }
            Some(other) => text.push(other),
            None => {}
        }
        match characters.as_str().split_once('\\') {
            Some((plain, after)) => {
                text.push_str(plain);
                rest = after;
            }
            None => {
                text.push_str(characters.as_str());
                return Cow::Owned(text);
            }
        }
    }
}

fn escape(bytes: &[u8], at: usize) -> Result<usize, (usize, Problem)> {
    match bytes.get(at + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 2),
        Some(b'u') => {
            let unit = unit(bytes, at)?;
            match unit {
                0xD800..0xDC00 => {
                    let next = bytes.get(at + 6..).unwrap_or_default();
                    if !next.starts_with(b"\\u") {
                        let cut = b"\\u".starts_with(next);
                        let problem = if cut { Problem::Truncated } else { Problem::Surrogate };
                        return Err((if cut { bytes.len() } else { at }, problem));
                    }
                    match self::unit(bytes, at + 6)? {
                        0xDC00..0xE000 => Ok(at + 12),
                        _ => Err((at, Problem::Surrogate)),
                    }
                }
                0xDC00..0xE000 => Err((at, Problem::Surrogate)),
                _ => Ok(at + 6),
            }
        }
        Some(_) => Err((at, Problem::Text)),
        None => Err((bytes.len(), Problem::Truncated)),
    }
}

fn unit(bytes: &[u8], at: usize) -> Result<u32, (usize, Problem)> {
    let digits = bytes.get(at + 2..).unwrap_or_default();
    match hex(digits) {
        Some(unit) => Ok(unit),
        None if digits.len() < 4 && digits.iter().all(u8::is_ascii_hexdigit) => {
            Err((bytes.len(), Problem::Truncated))
        }
        None => Err((at, Problem::Text)),
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    let digits = digits.get(..4)?;
    digits.iter().try_fold(0, |sum, digit| Some(sum << 4 | char::from(*digit).to_digit(16)?))
}

fn pair(high: u32, low: u32) -> Option<char> {
    let high = high.checked_sub(0xD800)?;
    let low = low.checked_sub(0xDC00)?;
    char::from_u32(0x1_0000 + (high << 10) + low)
}
