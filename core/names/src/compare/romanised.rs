//! One form for the ways in which a word of another alphabet is spelt in Latin letters: `Dmitriy`, `Dmitrij`, `Dmitri`;
//! `Aleksey`, `Alexei`; `Khimprom`, `Chimprom`, `Himprom`. Stricter than a sound: no vowel and no consonant goes.
//! Invariant: total, lower-case ASCII for such input, never longer than twice the word.

/// The form of a word of lower-case Latin letters.
pub(crate) fn romanised(latin: &str) -> String {
    let mut out: Vec<u8> = Vec::with_capacity(latin.len() + 4);
    let mut rest = latin.as_bytes();
    while let Some(first) = rest.first() {
        let (sound, len): (&[u8], usize) = match GROUPS
            .iter()
            .find(|(letters, _)| letters.first() == Some(first) && rest.starts_with(letters))
        {
            Some((letters, sound)) => (sound, letters.len()),
            None => match first {
                b'c' if rest.get(1).is_some_and(|next| matches!(next, b'e' | b'i' | b'y')) => (b"c", 1),
                b'c' | b'q' => (b"k", 1),
                b'x' => (b"ks", 1),
                b'w' => (b"v", 1),
                b'j' | b'y' => (b"i", 1),
                _ => (rest.get(..1).unwrap_or_default(), 1),
            },
        };
        for c in sound {
            if out.last() != Some(c) {
                out.push(*c);
            }
        }
        rest = rest.get(len..).unwrap_or_default();
    }
    String::from_utf8(out).unwrap_or_default()
}

/// Letters and what they are one with, longest first. Capital letters are sounds that no single Latin letter has.
const GROUPS: &[(&[u8], &[u8])] = &[
    (b"schtsch", b"S"),
    (b"shch", b"S"),
    (b"stch", b"S"),
    (b"sch", b"S"),
    (b"tch", b"C"),
    (b"tsch", b"C"),
    (b"dzh", b"j"),
    (b"iye", b"ie"),
    (b"iya", b"ia"),
    (b"iyu", b"iu"),
    (b"sh", b"S"),
    (b"zh", b"J"),
    (b"kh", b"h"),
    (b"ch", b"C"),
    (b"ts", b"c"),
    (b"tz", b"c"),
    (b"cz", b"C"),
    (b"ph", b"f"),
    (b"th", b"t"),
    (b"ck", b"k"),
    (b"ya", b"ia"),
    (b"ja", b"ia"),
    (b"yu", b"iu"),
    (b"ju", b"iu"),
    (b"ye", b"e"),
    (b"je", b"e"),
    (b"yo", b"io"),
    (b"jo", b"io"),
    (b"iy", b"i"),
    (b"yy", b"i"),
    (b"ij", b"i"),
    (b"yi", b"i"),
    (b"ou", b"u"),
    (b"oo", b"u"),
];

#[cfg(test)]
mod tests {
    use super::romanised;

    #[test]
    fn spellings_of_one_word() {
        fn check(words: &str) {
            let forms: Vec<String> = words.split(' ').map(romanised).collect();
            assert!(forms.windows(2).all(|two| two.first() == two.last()), "{words}: {forms:?}");
        }
        check("dmitriy dmitrij dmitrii dmitri dmitry");
        check("globeks globex");
        check("obshchestvo obschestvo");
        check("khimprom himprom");
        check("rossiya rossija rossia");
        check("yuzhnyy juzhnyj iuzhnyi");
        check("auktsion aukcion");
        assert_ne!(romanised("zavod"), romanised("savod"));
        assert_ne!(romanised("kaspersky"), romanised("kasper"));
    }
}
