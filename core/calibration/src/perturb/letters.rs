//! Changes of letters and signs within a name. Not of scripts. Invariant: the first distinctive word stays readable.

use crate::dice::Dice;
use crate::name::{Name, capital};

/// Case, width, punctuation.
pub(super) fn writing(name: &Name, dice: &mut Dice) -> Option<String> {
    let text = &name.text;
    Some(match dice.below(8) {
        0 => text.to_uppercase(),
        1 => text.to_lowercase(),
        2 => text.chars().map(wide).collect(),
        3 => text.replace(' ', "  "),
        4 => text.replace(' ', "-"),
        5 => format!("\"{}\"", text.to_uppercase()),
        6 => text.replace(['.', ','], ""),
        _ => {
            name.words.iter().map(|(word, _)| capital(&word.to_lowercase())).collect::<Vec<_>>().join(" ")
                + "."
        }
    })
}

/// The full-width form of a letter or digit.
fn wide(letter: char) -> char {
    match letter {
        'A'..='Z' | 'a'..='z' | '0'..='9' => char::from_u32(u32::from(letter) + 0xFEE0).unwrap_or(letter),
        letter => letter,
    }
}

/// One slip of the hand in a distinctive word of at least five letters, mostly behind its first letter.
pub(super) fn typo(name: &Name, dice: &mut Dice) -> Option<String> {
    let at = *dice.one(&name.distinctive(5))?;
    let (word, _) = name.words.get(at)?;
    let mut letters: Vec<char> = word.chars().collect();
    let first = usize::from(!dice.percent(10));
    let spot = first + dice.below(letters.len() - first);
    let other = char::from(b'a' + u8::try_from(dice.below(26)).ok()?);
    match dice.below(4) {
        0 => letters.insert(spot, other),
        1 => {
            letters.remove(spot);
        }
        2 => *letters.get_mut(spot)? = other,
        _ => {
            let spot = spot.min(letters.len().saturating_sub(2));
            letters.swap(spot, spot + 1);
        }
    }
    Some(name.with(at, &letters.into_iter().collect::<String>()))
}

/// Two words joined, or a long word split.
pub(super) fn spacing(name: &Name, dice: &mut Dice) -> Option<String> {
    let core = name.core();
    let long = name.distinctive(6);
    if core.len() > 1 && (long.is_empty() || dice.percent(50)) {
        let at = dice.below(core.len() - 1);
        let mut text = String::new();
        for (here, word) in core.iter().enumerate() {
            if here > 0 && here != at + 1 {
                text.push(' ');
            }
            text.push_str(word);
        }
        return Some(with_form(text, &name.form()));
    }
    let at = *dice.one(&long)?;
    let (word, _) = name.words.get(at)?;
    let (left, right) = word.split_at_checked(3 + dice.below(word.len() - 5))?;
    Some(name.with(at, &format!("{left} {right}")))
}

pub(super) fn with_form(core: String, form: &str) -> String {
    if form.is_empty() { core } else { format!("{core} {form}") }
}
