//! Pairs of names that are alike and not the same. Invariant: no trap's two names fold to one form.

use debar_names::core_key;

use crate::dice::Dice;
use crate::name::{Name, Part, capital};

/// Why two different names are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trap {
    /// The same generic words and form, another distinctive word.
    SameGenericWords,
    /// One distinctive word in common, another one beside it.
    SisterCompany,
    /// Short words that differ in one letter.
    OneLetterNeighbour,
    /// Two names at random.
    Random,
}

impl Trap {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::SameGenericWords, Self::SisterCompany, Self::OneLetterNeighbour, Self::Random];

    /// Its name in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SameGenericWords => "same generic words",
            Self::SisterCompany => "sister companies",
            Self::OneLetterNeighbour => "one letter apart, short",
            Self::Random => "random",
        }
    }
}

/// Two different names that are alike in this way.
pub(crate) fn trap(name: &Name, other: &Name, how: Trap, dice: &mut Dice) -> Option<(String, String)> {
    let (a, b) = match how {
        Trap::SameGenericWords => same_generic_words(name, other),
        Trap::SisterCompany => sister(name, other),
        Trap::OneLetterNeighbour => neighbour(name, dice),
        Trap::Random => (name.house() != other.house()).then(|| (name.text.clone(), other.text.clone())),
    }?;
    (core_key(&a) != core_key(&b)).then_some((a, b))
}

fn first_distinctive(name: &Name) -> Option<&str> {
    let found = name.words.iter().find(|(_, part)| *part == Part::Distinctive);
    found
        .map(|(word, _)| word.as_str())
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 3)
}

fn same_generic_words(name: &Name, other: &Name) -> Option<(String, String)> {
    let (first, _) = first_distinctive(name).zip(first_distinctive(other))?;
    let new = first_distinctive(other)?;
    let begins = |word: &str| word.to_lowercase().chars().take(2).collect::<String>();
    let generic = name.words.iter().filter(|(_, part)| *part == Part::Generic).count();
    let distinctive = name.words.iter().filter(|(_, part)| *part == Part::Distinctive).count();
    if generic == 0 || distinctive != 1 || begins(first) == begins(new) {
        return None;
    }
    let at = name.words.iter().position(|(_, part)| *part == Part::Distinctive)?;
    Some((name.text.clone(), name.with(at, new)))
}

/// `Zorvex Ridge Systems` and `Zorvex Lantern Systems`.
fn sister(name: &Name, other: &Name) -> Option<(String, String)> {
    let house = first_distinctive(name)?.trim_end_matches(',');
    let second = name.words.iter().filter(|(_, part)| *part == Part::Distinctive).nth(1)?;
    let other_word = first_distinctive(other)?.trim_end_matches(',');
    let begins = |word: &str| word.to_lowercase().chars().take(2).collect::<String>();
    let long = |word: &str| word.chars().count() >= 4;
    let apart = begins(&second.0) != begins(other_word) && begins(house) != begins(other_word);
    if !long(&second.0) || !long(other_word) || !apart {
        return None;
    }
    let at = name.words.iter().position(|word| std::ptr::eq(word, second))?;
    Some((name.text.clone(), name.with(at, other_word)))
}

/// `Zorv Systems` and `Zorm Systems`: at three or four letters one letter makes another firm.
fn neighbour(name: &Name, dice: &mut Dice) -> Option<(String, String)> {
    let spots = name.distinctive(3);
    let at = *spots.first()?;
    let (word, _) = name.words.get(at)?;
    let kept: String = word.to_lowercase().chars().take(3 + dice.below(2)).collect();
    let mut letters: Vec<char> = kept.chars().collect();
    let spot = dice.below(letters.len());
    *letters.get_mut(spot)? = char::from(b'a' + u8::try_from(dice.below(26)).ok()?);
    let changed: String = letters.into_iter().collect();
    (changed != kept).then(|| (name.with(at, &capital(&kept)), name.with(at, &capital(&changed))))
}
