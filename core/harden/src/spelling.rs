//! Slips of the hand in the longest word, each of one kind. Invariant: the first letter stays, and one slip is made.

use debar_calibration::Dice;

const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

pub(crate) fn swap(text: &str, dice: &mut Dice) -> Option<String> {
    slip(text, dice, |letters, at, _| {
        let next = at + 1;
        let differ = letters.get(at)?.to_lowercase().ne(letters.get(next)?.to_lowercase());
        differ.then(|| letters.swap(at, next))
    })
}

pub(crate) fn drop(text: &str, dice: &mut Dice) -> Option<String> {
    slip(text, dice, |letters, at, _| {
        letters.remove(at);
        Some(())
    })
}

pub(crate) fn double(text: &str, dice: &mut Dice) -> Option<String> {
    slip(text, dice, |letters, at, _| {
        letters.insert(at, *letters.get(at)?);
        Some(())
    })
}

pub(crate) fn neighbour(text: &str, dice: &mut Dice) -> Option<String> {
    slip(text, dice, |letters, at, dice| {
        let letter = letters.get_mut(at)?;
        let row = ROWS.iter().find(|row| row.contains(letter.to_ascii_lowercase()))?;
        let place = row.find(letter.to_ascii_lowercase())?;
        let beside: Vec<char> = row
            .char_indices()
            .filter(|(other, _)| other.abs_diff(place) == 1)
            .map(|(_, beside)| beside)
            .collect();
        *letter = *dice.one(&beside)?;
        Some(())
    })
}

/// One slip behind the first letter of the longest Latin word of five letters or more.
fn slip(
    text: &str,
    dice: &mut Dice,
    make: impl FnOnce(&mut Vec<char>, usize, &mut Dice) -> Option<()>,
) -> Option<String> {
    let latin = |word: &&str| word.len() >= 5 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let word = text.split(|c: char| !c.is_alphanumeric()).filter(latin).max_by_key(|word| word.len())?;
    let at = text.find(word)?;
    let mut letters: Vec<char> = word.chars().collect();
    let spot = 1 + dice.below(letters.len() - 2);
    make(&mut letters, spot, dice)?;
    let made: String = letters.into_iter().collect();
    let rest = text.get(at + word.len()..)?;
    (made != word).then(|| format!("{}{made}{rest}", text.get(..at).unwrap_or_default()))
}
