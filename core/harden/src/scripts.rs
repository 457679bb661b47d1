//! Whole names in another script, there or back, and in other cases of Slavic and agglutinating languages. The schemes
//! are plain ones, as people use them. Invariant: one word changes its ending at most.

use any_ascii::any_ascii;
use debar_calibration::{Dice, Perturbation};

/// To Cyrillic or Greek and there and back; native Cyrillic and Greek names in Latin letters.
pub(crate) fn transliteration(text: &str, dice: &mut Dice) -> Option<String> {
    let native = text.chars().filter(|c| c.is_alphabetic());
    if native.clone().all(|c| matches!(c, '\u{370}'..='\u{52F}')) && native.count() > 3 {
        return Some(match dice.below(3) {
            0 => any_ascii(text),
            1 => passport(text),
            _ => scholarly(text),
        });
    }
    Perturbation::Transliteration.of(text, dice)
}

/// Chinese names as they sound, in one word, in syllables, or with the first capital only.
pub(crate) fn pinyin(text: &str, dice: &mut Dice) -> Option<String> {
    let han = |c: char| matches!(c, '\u{4E00}'..='\u{9FFF}');
    if !text.chars().any(han) {
        return None;
    }
    let syllables: Vec<String> =
        text.chars().filter(|c| han(*c)).map(|c| any_ascii(&c.to_string())).collect();
    let lower = syllables.iter().map(|syllable| syllable.to_lowercase());
    Some(match dice.below(4) {
        0 => syllables.join(" "),
        1 => lower.collect::<Vec<_>>().join(" "),
        2 => capital(&lower.collect::<String>()),
        _ => pairs(&lower.collect::<Vec<_>>()),
    })
}

/// Two syllables a word, as Chinese names are mostly written.
fn pairs(syllables: &[String]) -> String {
    syllables.chunks(2).map(|pair| capital(&pair.concat())).collect::<Vec<_>>().join(" ")
}

/// The ending of the last distinctive-looking word in another case.
pub(crate) fn declension(text: &str, dice: &mut Dice) -> Option<String> {
    /// What a word ends with, and what stands there in other cases.
    const ENDINGS: &[(&str, &[&str])] = &[
        ("ский", &["ского", "скому", "ским", "ском", "ская", "ские"]),
        ("ия", &["ии", "ию", "ией"]),
        ("ского", &["скому", "ским", "ском"]),
        ("а", &["ы", "е", "у", "ой"]),
        ("ь", &["я", "ю", "ем"]),
        ("sky", &["skiego", "skiemu", "skim", "ského", "skému", "skoho", "skogo"]),
        ("ski", &["skiego", "skiemu", "skim"]),
    ];
    const CYRILLIC: &[&str] = &["а", "у", "ом", "е"];
    const LATIN: &[&str] = &["a", "u", "em", "om", "owi", "ie", "ovi", "owa", "ův"];
    let (at, word) = longest(text)?;
    for (ending, others) in ENDINGS {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 3) {
            return replaced(text, at, word, &format!("{stem}{}", dice.word(others)));
        }
    }
    let last = word.chars().next_back()?.to_ascii_lowercase();
    if "бвгджзклмнпрстфхцчшщ".contains(last) {
        return replaced(text, at, word, &format!("{word}{}", dice.word(CYRILLIC)));
    }
    let consonant = last.is_ascii_lowercase() && !"aeiouy".contains(last);
    consonant.then(|| replaced(text, at, word, &format!("{word}{}", dice.word(LATIN)))).flatten()
}

/// Genitives and case suffixes of other languages.
pub(crate) fn possessive(text: &str, dice: &mut Dice) -> Option<String> {
    const LATIN: &[&str] = &["'s", "’s", "s'", "'s'", "'nin", "'den", "-nek", "-ek", "'in", "s"];
    let (at, word) = longest(text)?;
    word.is_ascii().then(|| replaced(text, at, word, &format!("{word}{}", dice.word(LATIN)))).flatten()
}

/// The longest word that is no legal form, and where it begins.
fn longest(text: &str) -> Option<(usize, &str)> {
    let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let word = words.max_by_key(|word| word.chars().count()).filter(|word| word.chars().count() >= 3)?;
    Some((text.find(word)?, word))
}

fn replaced(text: &str, at: usize, word: &str, new: &str) -> Option<String> {
    let before = text.get(..at)?;
    let after = text.get(at + word.len()..)?;
    Some(format!("{before}{new}{after}"))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Cyrillic as passports have it.
fn passport(text: &str) -> String {
    const TABLE: &str = "аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch \
        ыy эe юiu яia іi їi єie";
    mapped(text, TABLE)
}

/// Cyrillic as libraries of Central Europe have it.
fn scholarly(text: &str) -> String {
    const TABLE: &str = "аa бb вv гg дd еe ёë жž зz иi йj кk лl мm нn оo пp рr сs тt уu фf хch цc чč шš щšč ыy эė юju \
        яja іi їji єje";
    mapped(text, TABLE)
}

fn mapped(text: &str, table: &str) -> String {
    let mut made = String::new();
    for c in text.chars() {
        let lower: String = c.to_lowercase().collect();
        if matches!(lower.as_str(), "ь" | "ъ") {
            continue;
        }
        match table.split_whitespace().find_map(|pair| pair.strip_prefix(lower.as_str())) {
            Some(latin) if c.is_uppercase() => made.push_str(&capital(latin)),
            Some(latin) => made.push_str(latin),
            None => made.push(c),
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::{passport, scholarly};

    #[test]
    fn schemes() {
        assert_eq!(passport("Лаборатория Касперского"), "Laboratoriia Kasperskogo");
        assert_eq!(scholarly("Лаборатория Касперского"), "Laboratorija Kasperskogo");
    }
}
