//! Slavic words without their case endings, so that a declined name meets the one on the list. Not a stemmer for
//! text: it only has to treat both sides alike. Invariant: at least four letters remain.

use crate::script::Script;

/// The folded `words`, those in Cyrillic without their endings; `None` if none has one.
pub(super) fn stemmed(words: &str) -> Option<String> {
    let stems: Vec<&str> = words.split(' ').map(stem).collect();
    let joined = stems.join(" ");
    (joined != words).then_some(joined)
}

fn stem(word: &str) -> &str {
    if Script::of_text(word) != Script::Cyrillic {
        return word;
    }
    let letters = word.chars().count();
    let fits = |ending: &&str| word.ends_with(ending) && letters >= ending.chars().count() + 4;
    let ending = ENDINGS.split_whitespace().filter(fits).max_by_key(|ending| ending.len());
    ending.and_then(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

/// Endings of nouns and adjectives in Russian and Ukrainian, with those of the vowel before them.
const ENDINGS: &str = "а я о е у ю ы и ь й э і ї є \
    ам ям ом ем ой ей ою ею ый ий ая яя ое ее ую юю ые ие ых их ым им ия ии ию ия ов ев ах ях ій ої єю \
    ого его ому ему ыми ими ами ями иям иях ией ием ього ьому ими ої ськ \
    иями";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings() {
        fn check(words: &str, expect: &str) {
            assert_eq!(stemmed(words).as_deref().unwrap_or(words), expect, "{words}");
        }
        for form in ["касперский", "касперского", "касперскому", "касперским", "касперском", "касперская"]
        {
            check(form, "касперск");
        }
        for form in ["лаборатория", "лаборатории", "лабораторию", "лабораторией", "лабораториями"]
        {
            check(form, "лаборатор");
        }
        check("лаборатории касперского", "лаборатор касперск");
        check("ооо мир", "ооо мир");
        check("kaspersky lab", "kaspersky lab");
    }
}
