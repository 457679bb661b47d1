//! How a word sounds, roughly, so that two ways to write a name in Latin letters meet. Made for names that were
//! Cyrillic, Arabic or Japanese once; not an English phonetic code. Invariant: lower-case ASCII letters, total.

use crate::script::Script;

/// The sound of a word in Latin letters; `script` is the one it was written in. Empty if too little would remain.
pub(crate) fn of(latin: &str, script: Script) -> String {
    let mut text: Vec<u8> = latin.bytes().filter(u8::is_ascii_lowercase).collect();
    if text.len() != latin.len() && !latin.contains('-') {
        return String::new();
    }
    if script == Script::Kana {
        // Syllables end in a vowel that the foreign word never had.
        text.retain(|c| *c != b'u');
    }
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    let mut rest = text.as_slice();
    while let Some((sound, len)) = next(rest) {
        for c in sound {
            if out.last() != Some(c) {
                out.push(*c);
            }
        }
        rest = rest.get(len..).unwrap_or_default();
    }
    while out.last().is_some_and(|c| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'h'))
        && out.len() > SHORTEST
    {
        out.pop();
    }
    if out.len() < SHORTEST { String::new() } else { String::from_utf8(out).unwrap_or_default() }
}

/// Letters of a sound below which it says nothing.
const SHORTEST: usize = 4;

/// The sound at the start of `text`, and over how many letters.
fn next(text: &[u8]) -> Option<(&'static [u8], usize)> {
    let first = *text.first()?;
    for (letters, sound) in GROUPS {
        if text.starts_with(letters) {
            return Some((sound, letters.len()));
        }
    }
    let at = first.checked_sub(b'a').map(usize::from)?;
    Some((SINGLE.get(at..=at)?, 1))
}

/// `a` to `z`.
const SINGLE: &[u8; 26] = b"abkdefghijklmnopkrstuvvkis";

const GROUPS: &[(&[u8], &[u8])] = &[
    (b"shch", b"s"),
    (b"sch", b"s"),
    (b"tch", b"c"),
    (b"dzh", b"j"),
    (b"kh", b"h"),
    (b"zh", b"j"),
    (b"ch", b"c"),
    (b"sh", b"s"),
    (b"th", b"t"),
    (b"ph", b"f"),
    (b"gh", b"g"),
    (b"dh", b"d"),
    (b"ts", b"s"),
    (b"tz", b"s"),
    (b"ck", b"k"),
    (b"qu", b"k"),
    (b"ks", b"ks"),
    (b"x", b"ks"),
    (b"iy", b"i"),
    (b"yi", b"i"),
    (b"ij", b"i"),
    (b"ii", b"i"),
    (b"ia", b"a"),
    (b"ya", b"a"),
    (b"ja", b"a"),
    (b"iu", b"u"),
    (b"yu", b"u"),
    (b"ju", b"u"),
    (b"ou", b"u"),
    (b"oo", b"u"),
    (b"ee", b"i"),
    (b"yo", b"o"),
    (b"io", b"o"),
    (b"ye", b"e"),
    (b"ie", b"e"),
    (b"je", b"e"),
    (b"ei", b"e"),
    (b"ey", b"e"),
    (b"ay", b"e"),
    (b"ai", b"e"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sounds() {
        fn check(a: &str, b: &str, expect: bool) {
            let (a, b) = (of(a, Script::Latin), of(b, Script::Latin));
            assert_eq!(!a.is_empty() && a == b, expect, "{a} {b}");
        }
        check("kaspersky", "kasperskiy", true);
        check("kaspersky", "kasperskii", true);
        check("mikhailov", "mihailov", true);
        check("yakovlev", "iakovlev", true);
        check("chelyabinsk", "cheliabinsk", true);
        check("kaspersky", "casper", false);
        check("zte", "ste", false);
        assert_eq!(of("kasuperusuki-", Script::Kana), of("kaspersky", Script::Latin));
    }
}
