//! Case and words of a name: what the calibration of names does to one, and cases. Invariant: none of it is made here
//! twice.

use debar_calibration::{Dice, Perturbation};

pub(crate) fn case(text: &str, dice: &mut Dice) -> Option<String> {
    let made = match dice.below(3) {
        0 => text.to_uppercase(),
        1 => text.to_lowercase(),
        _ => {
            let turned = text.chars().enumerate().map(|(at, c)| {
                if at % 2 == 0 { c.to_lowercase().collect::<String>() } else { c.to_uppercase().collect() }
            });
            turned.collect()
        }
    };
    (made != text).then_some(made)
}

pub(crate) fn legal_form(text: &str, dice: &mut Dice) -> Option<String> {
    Perturbation::LegalForm.of(text, dice)
}

pub(crate) fn order(text: &str, dice: &mut Dice) -> Option<String> {
    Perturbation::WordOrder.of(text, dice)
}

pub(crate) fn abbreviation(text: &str, dice: &mut Dice) -> Option<String> {
    Perturbation::Abbreviation.of(text, dice)
}

pub(crate) fn cut_off(text: &str, dice: &mut Dice) -> Option<String> {
    Perturbation::Truncated.of(text, dice)
}

pub(crate) fn subsidiary(text: &str, dice: &mut Dice) -> Option<String> {
    Perturbation::Subsidiary.of(text, dice)
}
