//! How a word sounds, roughly, so that two ways to write a name in Latin letters meet. Made for names that were
//! Cyrillic, Arabic or Japanese once; not an English phonetic code. Invariant: lower-case ASCII letters, total.

use crate::script::Script;

/// The sound of a word, given as [`romanised`](super::romanised) writes it; `script` is the one it was written in.
/// Empty if too little would remain.
pub(crate) fn of(romanised: &str, script: Script) -> String {
    let mut text: Vec<u8> = romanised.bytes().filter(u8::is_ascii_alphabetic).collect();
    if text.len() != romanised.len() && !romanised.contains('-') {
        return String::new();
    }
    if script == Script::Kana {
        // Syllables end in a vowel that the foreign word never had.
        text.retain(|c| *c != b'u');
    }
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    let mut rest = text.as_slice();
    while let Some((sound, len)) = next(rest) {
        if out.last() != Some(&sound) {
            out.push(sound);
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
fn next(text: &[u8]) -> Option<(u8, usize)> {
    let first = *text.first()?;
    if let Some((_, sound)) = GROUPS.iter().find(|(letters, _)| text.starts_with(*letters)) {
        return Some((*sound, 2));
    }
    Some((
        match first {
            b'c' | b'S' | b'z' => b's',
            b'C' => b'c',
            b'J' => b'j',
            b'y' => b'i',
            b'w' => b'v',
            b'q' => b'k',
            other => other,
        },
        1,
    ))
}

const GROUPS: &[(&[u8; 2], u8)] = &[
    (b"gh", b'g'),
    (b"dh", b'd'),
    (b"ia", b'a'),
    (b"iu", b'u'),
    (b"io", b'o'),
    (b"ie", b'e'),
    (b"ei", b'e'),
    (b"ai", b'e'),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::romanised;

    #[test]
    fn sounds() {
        fn check(a: &str, b: &str, expect: bool) {
            let (a, b) = (of(&romanised(a), Script::Latin), of(&romanised(b), Script::Latin));
            assert_eq!(!a.is_empty() && a == b, expect, "{a} {b}");
        }
        check("kaspersky", "kasperskiy", true);
        check("kaspersky", "kasperskii", true);
        check("mikhailov", "mihailov", true);
        check("yakovlev", "iakovlev", true);
        check("chelyabinsk", "cheliabinsk", true);
        check("kaspersky", "casper", false);
        check("zte", "ste", false);
        assert_eq!(of(&romanised("kasuperusuki-"), Script::Kana), of(&romanised("kaspersky"), Script::Latin));
    }
}
