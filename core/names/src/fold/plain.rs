//! The plain reading alone, for those who need no other and no way back to the original. Invariant: it is the text of
//! [`super::fold`] for every input; a text of ASCII words takes a short way to it.

use super::chars::chars_of;
use super::words::assemble;
use super::{Reading, bidi, fold};

/// The text of [`fold`].
pub(crate) fn plain(text: &str) -> String {
    if let Some(words) = if text.is_ascii() { ascii_words(text) } else { settled_words(text) } {
        return words;
    }
    if text.contains(['&', '<', bidi::RLO]) {
        return fold(text).body.text;
    }
    assemble(chars_of(text), Reading::Plain).body.text
}

/// The text of the transliterated reading of [`fold`], for a text that is folded already: where it has none, none.
pub(crate) fn transliterated(folded: &str) -> Option<String> {
    let main = assemble(chars_of(folded), Reading::Plain);
    let other = main.foreign.then(|| assemble(chars_of(folded), Reading::Transliterated).body.text)?;
    (other != main.body.text && !other.is_empty()).then_some(other)
}

/// Words of ASCII letters and digits with single spaces between them; none where a rule beyond that may hold: mark-up,
/// invisible characters, letters that stand alone.
fn ascii_words(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    // Characters of the word so far, and whether the last one was a letter.
    let (mut len, mut letter) = (0_usize, false);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                if len == 0 && !out.is_empty() {
                    out.push(' ');
                }
                out.push(char::from(byte.to_ascii_lowercase()));
                len += 1;
                letter = byte.is_ascii_alphabetic();
            }
            b'\'' | b'`' => {}
            b'&' | b'<' | 0..=8 | 0x0E..=0x1F | 0x7F.. => return None,
            _ if len == 1 && letter => return None,
            _ => len = 0,
        }
    }
    (len != 1 || !letter).then_some(out)
}

/// What a character is to [`settled_words`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Settled {
    Ascii,
    Cyrillic,
    Greek,
    /// Chinese characters, kana, Korean syllables.
    Unspaced,
    Gap,
}

/// Letters whose reading depends on nothing around them but letters of another script, and their lower case.
pub(crate) fn settled(c: char) -> Option<(Settled, char)> {
    Some(match c {
        'a'..='z' | '0'..='9' => (Settled::Ascii, c),
        'A'..='Z' => (Settled::Ascii, c.to_ascii_lowercase()),
        '&' | '<' | '\'' | '`' | '@' | '$' | '\0'..='\x1f' | '\x7f' => return None,
        ' '..='~' | '«' | '»' | '“' | '”' => (Settled::Gap, ' '),
        'а'..='я' => (Settled::Cyrillic, c),
        'А'..='Я' => (Settled::Cyrillic, char::from_u32(u32::from(c) + 0x20)?),
        'α'..='ρ' | 'σ'..='ω' => (Settled::Greek, c),
        'Α'..='Ρ' | 'Σ'..='Ω' => (Settled::Greek, char::from_u32(u32::from(c) + 0x20)?),
        '\u{4E00}'..='\u{9FFF}' | 'ァ'..='ヶ' | 'ぁ'..='ゖ' | '\u{AC00}'..='\u{D7A3}' => {
            (Settled::Unspaced, c)
        }
        _ => return None,
    })
}

/// Words of one script each, with single spaces between them; none where a rule beyond that may hold.
fn settled_words(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut word, mut len) = (Settled::Gap, 0_usize);
    for c in text.chars() {
        let (script, low) = settled(c)?;
        let alone = len == 1 && !out.ends_with(|c: char| c.is_ascii_digit());
        match script {
            Settled::Gap if alone => return None,
            Settled::Gap => len = 0,
            _ if len > 0 && script != word => return None,
            _ => {
                if len == 0 && !out.is_empty() {
                    out.push(' ');
                }
                out.push(low);
                len += 1;
            }
        }
        word = script;
    }
    (len != 1 || out.ends_with(|c: char| c.is_ascii_digit())).then_some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str) {
        assert_eq!(plain(text), fold(text).text(), "{text:?}");
        let folded = plain(text);
        let again = fold(&folded);
        let known = again.alternates().iter().find(|other| other.reading() == Reading::Transliterated);
        assert_eq!(transliterated(&folded), known.map(|other| other.text().to_owned()), "{text:?}");
    }

    #[test]
    fn short_ways_lead_to_the_same_text() {
        for text in [
            "",
            "Kaspersky Lab, Inc.",
            "O'Reilly's",
            "A B Trading",
            "S.A.",
            "x",
            "7 x 9",
            "a&b",
            "a\u{7f}b",
            "tab\tand\u{b}more",
            "K@spersky",
            "АО «Лаборатория Касперского»",
            "и к о",
            "<b>x</b>",
            "ООО «Ромашка и Йод»",
            "ΦΟΟ Σοφος Α.Ε.",
            "株式会社カスペルスキー 삼성",
            "华 为",
            "华为3技术",
            "ガバナンス がぎ ヶ ゖ",
            "\u{202e}abc",
        ] {
            check(text);
        }
    }

    #[test]
    fn every_settled_letter_is_what_folding_makes_of_it() {
        for c in ('\u{80}'..='\u{FFFF}').filter(|c| settled(*c).is_some()) {
            for text in [format!("{c}{c}"), format!("a {c}{c}b"), format!("{c}{c}{c} xy")] {
                check(&text);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

        #[test]
        fn for_every_ascii_text(text in "[ -~\t\n\u{0}\u{b}]{0,12}") {
            check(&text);
        }

        #[test]
        fn for_every_text(text in "[a-cА-Гα-γ华カガ한 .,&<'0й«\u{301}]{0,10}|[а-яα-ω华カ한 .\"«0-9]{0,9}|\\PC{0,10}") {
            check(&text);
        }
    }
}
