//! Ten ways in which one name is written differently. Each keeps who is meant; none asks the scorer. Invariant: a
//! perturbation depends on the name and the dice alone, and gives none where it cannot apply.

mod letters;
mod script;
mod wording;

use crate::dice::Dice;
use crate::name::Name;

/// What was done to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Perturbation {
    /// Case, width, punctuation.
    Writing,
    /// Legal form changed, dropped, added or put in front.
    LegalForm,
    /// Words in another order.
    WordOrder,
    /// A generic word abbreviated.
    Abbreviation,
    /// One letter inserted, deleted, replaced, or two swapped.
    Typo,
    /// Words joined or a word split.
    Spacing,
    /// Letters of another script that look alike, characters without width, digits for letters.
    LookAlike,
    /// Another script, or there and back by another scheme.
    Transliteration,
    /// A country or a generic word added: a subsidiary.
    Subsidiary,
    /// Cut off, or a word as its initial.
    Truncated,
}

impl Perturbation {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Writing,
        Self::LegalForm,
        Self::WordOrder,
        Self::Abbreviation,
        Self::Typo,
        Self::Spacing,
        Self::LookAlike,
        Self::Transliteration,
        Self::Subsidiary,
        Self::Truncated,
    ];

    /// Its name in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Writing => "case, width, punctuation",
            Self::LegalForm => "legal form",
            Self::WordOrder => "word order",
            Self::Abbreviation => "abbreviation",
            Self::Typo => "typo",
            Self::Spacing => "spacing",
            Self::LookAlike => "look-alikes",
            Self::Transliteration => "transliteration",
            Self::Subsidiary => "subsidiary",
            Self::Truncated => "cut off, initials",
        }
    }

    /// A name written differently in this way; none where the way does not apply to it.
    pub fn of(self, name: &str, dice: &mut Dice) -> Option<String> {
        perturb(&Name::of(name), self, dice)
    }
}

/// The name as the perturbation leaves it; none where it does not apply or changes nothing.
pub(crate) fn perturb(name: &Name, how: Perturbation, dice: &mut Dice) -> Option<String> {
    let changed = match how {
        Perturbation::Writing => letters::writing(name, dice),
        Perturbation::LegalForm => wording::legal_form(name, dice),
        Perturbation::WordOrder => wording::order(name, dice),
        Perturbation::Abbreviation => wording::abbreviation(name, dice),
        Perturbation::Typo => letters::typo(name, dice),
        Perturbation::Spacing => letters::spacing(name, dice),
        Perturbation::LookAlike => script::look_alike(name, dice),
        Perturbation::Transliteration => script::transliterated(name, dice),
        Perturbation::Subsidiary => wording::subsidiary(name, dice),
        Perturbation::Truncated => wording::truncated(name, dice),
    }?;
    (changed != name.text && !changed.trim().is_empty()).then_some(changed)
}

#[cfg(test)]
mod tests {
    use super::{Perturbation, perturb};
    use crate::dice::Dice;
    use crate::name::Name;

    #[test]
    fn every_class_applies_to_a_plain_name() {
        let name = Name::of("Zorvexin Network Technologies Co., Ltd.");
        for how in Perturbation::ALL {
            let mut dice = Dice::new(7);
            let made: Vec<String> = (0..40).filter_map(|_| perturb(&name, how, &mut dice)).collect();
            assert!(made.len() > 20, "{how:?} applies {} times of 40", made.len());
            assert!(made.iter().all(|made| *made != name.text), "{how:?}");
        }
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        for text in ["", "...", "A"] {
            for how in Perturbation::ALL {
                let _ = perturb(&Name::of(text), how, &mut Dice::new(1));
            }
        }
    }
}
