//! Changes of words: forms, order, abbreviations, additions, cuts. Invariant: a distinctive word stays.

use super::letters::with_form;
use crate::dice::Dice;
use crate::name::{Name, Part};
use crate::words;

/// Another form, none, one more, or one in front.
pub(super) fn legal_form(name: &Name, dice: &mut Dice) -> Option<String> {
    let core = name.core().join(" ");
    if core.is_empty() {
        return None;
    }
    Some(match dice.below(4) {
        0 if !name.form().is_empty() => core,
        1 => format!("{} {core}", dice.word(words::LEADING)),
        _ => {
            let group = dice.one(words::FORMS)?;
            let form = dice.word(group);
            if form.starts_with(',') { format!("{core}{form}") } else { format!("{core} {form}") }
        }
    })
}

/// The words before the form, turned or swapped.
pub(super) fn order(name: &Name, dice: &mut Dice) -> Option<String> {
    let mut core = name.core();
    if core.len() < 2 {
        return None;
    }
    match dice.below(3) {
        0 => core.rotate_left(1),
        1 => core.reverse(),
        _ => {
            let first = dice.below(core.len() - 1);
            core.swap(first, first + 1);
        }
    }
    Some(with_form(core.join(" "), &name.form()))
}

/// A generic word as one of its abbreviations, or an abbreviation written out.
pub(super) fn abbreviation(name: &Name, dice: &mut Dice) -> Option<String> {
    let mut ways = vec![];
    for (at, (word, _)) in name.words.iter().enumerate() {
        for group in words::GENERIC {
            if group.iter().any(|known| known.eq_ignore_ascii_case(word)) {
                let others = group.iter().filter(|other| !other.eq_ignore_ascii_case(word));
                ways.extend(others.map(|other| (at, *other)));
            }
        }
    }
    let (at, other) = *dice.one(&ways)?;
    Some(name.with(at, other))
}

/// The house word with a country, a generic word or both, and a form of that place.
pub(super) fn subsidiary(name: &Name, dice: &mut Dice) -> Option<String> {
    let house: Vec<&str> = name
        .words
        .iter()
        .filter(|(_, part)| *part == Part::Distinctive)
        .map(|(word, _)| word.as_str())
        .collect();
    if house.is_empty() {
        return None;
    }
    let house = house.join(" ").trim_end_matches(',').to_owned();
    let (country, form) = *dice.one(words::COUNTRIES)?;
    let added = dice.word(words::ADDED);
    Some(match dice.below(4) {
        0 => format!("{house} {country} {form}"),
        1 => format!("{house} ({country}) {form}"),
        2 => format!("{house} {added} {form}"),
        _ => format!("{house} {added} {country} {form}"),
    })
}

/// A field that was too short for the name, or a word as its initial.
pub(super) fn truncated(name: &Name, dice: &mut Dice) -> Option<String> {
    let core = name.core();
    let (last, before) = core.split_last()?;
    if before.is_empty() {
        return None;
    }
    let anchored = name.words.iter().take(before.len()).any(|(_, part)| *part == Part::Distinctive);
    if !anchored {
        return None;
    }
    let letters = last.chars().count();
    let keep = match dice.below(3) {
        0 => 1,
        _ => (3 + dice.below(3)).min(letters.saturating_sub(1)),
    };
    if keep == 0 {
        return None;
    }
    let cut: String = last.chars().take(keep).collect();
    let dot = if keep == 1 || dice.percent(30) { "." } else { "" };
    Some(format!("{} {cut}{dot}", before.join(" ")))
}
