//! Small readers of text: cleaning, dates, patterns, hex.

use debar_model::Digest;

use crate::table::Hash;

/// Digests of zero bytes, in hex.
const EMPTY: [&str; 5] = [
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b",
    "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
];

/// Text with single blanks and without control characters; and whether something other than blanks was taken out.
pub(crate) fn clean(text: &str) -> (String, bool) {
    let mut odd = false;
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c == '\u{a0}' {
            if !cleaned.is_empty() && !cleaned.ends_with(' ') {
                cleaned.push(' ');
            }
        } else if c.is_control() || c == '\u{fffd}' || c == '\u{feff}' {
            odd |= c != '\u{feff}';
        } else {
            cleaned.push(c);
        }
    }
    if cleaned.ends_with(' ') {
        cleaned.pop();
    }
    (cleaned, odd)
}

/// A day as `2026-01-31`: from that, from `01/31/2026`, and from the front of a date-time.
pub(crate) fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let date = if let Some((month, rest)) = text.split_once('/') {
        let (day, year) = rest.split_once('/')?;
        let number = |text: &str| text.trim().parse::<i16>().ok();
        let small = |text: &str| number(text).and_then(|number| i8::try_from(number).ok());
        jiff::civil::Date::new(number(year.split(' ').next()?)?, small(month)?, small(day)?).ok()?
    } else {
        text.get(..10)?.parse::<jiff::civil::Date>().ok()?
    };
    (date.year() >= 1).then(|| date.to_string())
}

/// An instant in UTC, written with `Z`; none for anything else.
pub(crate) fn instant(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.ends_with('Z') {
        return None;
    }
    let at: jiff::Timestamp = text.parse().ok()?;
    Some(at.to_string())
}

/// Whether a pattern of `*` and `?` meets a whole text, whatever the case.
pub(crate) fn glob(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().flat_map(char::to_lowercase).collect();
    let text: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let (mut at, mut from, mut star) = (0, 0, None);
    while let Some(c) = text.get(from) {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(p) if p == c || *p == '?' => {
                at += 1;
                from += 1;
            }
            _ => match &mut star {
                Some((stood, read)) => {
                    *read += 1;
                    at = *stood + 1;
                    from = *read;
                }
                None => return false,
            },
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|c| *c == '*')
}

/// A digest in any spelling that documents use, by the name of its algorithm or by its length.
pub(crate) fn digest(algorithm: Option<Hash>, text: &str) -> Option<(Hash, Vec<u8>)> {
    let digest = Digest::read(algorithm.map(Hash::as_str), text.trim(), debar_model::Object::Unknown).ok()?;
    let hash = Hash::named(digest.algorithm().as_str())?;
    Some((hash, digest.bytes()?.to_vec()))
}

/// Whether a digest is that of no bytes at all.
#[inline]
pub(crate) fn is_empty_file(hash: Hash, digest: &[u8]) -> bool {
    // All begin differently from nearly every other digest.
    let begins = digest.first_chunk::<2>();
    if !matches!(begins, Some([0xd4, 0x1d] | [0xda, 0x39] | [0xe3, 0xb0] | [0x38, 0xb0] | [0xcf, 0x83])) {
        return false;
    }
    let empty = EMPTY.into_iter().find(|hex| hex.len() == hash.bytes() * 2);
    empty.is_some_and(|empty| hex(digest) == empty)
}

/// Small hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::{clean, day, digest, glob, instant, is_empty_file};
    use crate::table::Hash;

    #[test]
    fn reads_days() {
        for (text, expect) in [
            ("2020-10-13", Some("2020-10-13")),
            ("10/16/2017", Some("2017-10-16")),
            ("2026-01-02 03:04:05", Some("2026-01-02")),
            ("2026-02-30", None),
            ("Indefinite", None),
            ("13/13/2020", None),
            ("", None),
            ("20é6-01-01", None),
        ] {
            assert_eq!(day(text).as_deref(), expect, "{text}");
        }
        assert_eq!(instant("2026-03-01T12:00:00Z").as_deref(), Some("2026-03-01T12:00:00Z"));
        assert_eq!(instant("2026-03-01T12:00:00+02:00"), None);
    }

    #[test]
    fn patterns_meet_whole_texts() {
        for (pattern, text, expect) in [
            ("Kaspersky*", "kaspersky lab", true),
            ("*list*", "Entity List (EL)", true),
            ("lab", "kaspersky lab", false),
            ("a?c", "ABC", true),
            ("*", "", true),
            ("**a*", "bab", true),
            ("", "x", false),
        ] {
            assert_eq!(glob(pattern, text), expect, "{pattern} {text}");
        }
    }

    #[test]
    fn cleans_and_knows_empty_files() {
        assert_eq!(clean("  A\u{0}B \t C\u{feff} "), ("AB C".to_owned(), true));
        let (hash, bytes) =
            digest(None, "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855").unwrap();
        assert!(is_empty_file(hash, &bytes));
        assert!(!is_empty_file(Hash::Md5, &[0xd4; 16]));
    }
}
