//! Changes of script: letters that look alike, characters without width, and whole words in Cyrillic or Greek letters,
//! there and back. The schemes are ours, plain and phonetic. Not those of the scorer. Invariant: only Latin words change.

use crate::dice::Dice;
use crate::name::{Name, Part, capital};

/// Latin letters and their twins in other scripts, or digits.
const TWINS: &[(char, &[char])] = &[
    ('a', &['а', 'α']),
    ('c', &['с', 'ϲ']),
    ('e', &['е']),
    ('i', &['і', '1']),
    ('j', &['ј']),
    ('o', &['о', 'ο', '0']),
    ('p', &['р', 'ρ']),
    ('s', &['ѕ', '5']),
    ('x', &['х']),
    ('y', &['у']),
    ('A', &['А', 'Α']),
    ('B', &['В', 'Β']),
    ('C', &['С']),
    ('E', &['Е', 'Ε']),
    ('H', &['Н', 'Η']),
    ('K', &['К', 'Κ']),
    ('M', &['М', 'Μ']),
    ('O', &['О', 'Ο', '0']),
    ('P', &['Р', 'Ρ']),
    ('T', &['Т', 'Τ']),
    ('X', &['Х', 'Χ']),
];

/// Characters that are not seen.
const UNSEEN: &[char] = &['\u{200B}', '\u{200C}', '\u{200D}', '\u{AD}', '\u{2060}', '\u{FEFF}'];

/// One to three letters of a distinctive word as their twins, or something unseen between its letters.
pub(super) fn look_alike(name: &Name, dice: &mut Dice) -> Option<String> {
    let at = *dice.one(&name.distinctive(4))?;
    let (word, _) = name.words.get(at)?;
    let mut letters: Vec<char> = word.chars().collect();
    if dice.percent(35) {
        let unseen = *dice.one(UNSEEN)?;
        letters.insert(1 + dice.below(letters.len() - 1), unseen);
        return Some(name.with(at, &letters.into_iter().collect::<String>()));
    }
    let has_twin = |letter: &char| TWINS.iter().find(|(latin, _)| latin == letter);
    let spots: Vec<usize> = letters
        .iter()
        .enumerate()
        .filter(|(_, letter)| has_twin(letter).is_some())
        .map(|(at, _)| at)
        .collect();
    // A digit for a letter stays single, and most of the word stays Latin: that is what a forger does.
    let most = 1 + dice.below(3.min(letters.len() / 3).max(1));
    let mut digits = false;
    for _ in 0..most {
        let spot = *dice.one(&spots)?;
        let letter = letters.get_mut(spot)?;
        let Some((_, twins)) = has_twin(letter) else { continue };
        let twin = *dice.one(twins)?;
        if twin.is_ascii_digit() && std::mem::replace(&mut digits, true) {
            continue;
        }
        *letter = twin;
    }
    Some(name.with(at, &letters.into_iter().collect::<String>()))
}

/// Sounds of Latin spelling in Cyrillic, longest first.
const CYRILLIC: &str = "
shch щ  sch ш  sh ш  ch ч  th т  ph ф  zh ж  kh х  ts ц  ya я  yu ю  yo ё  ck к  qu кв  ee и  oo у
a а  b б  c к  d д  e е  f ф  g г  h х  i и  j дж  k к  l л  m м  n н  o о  p п  q к  r р  s с  t т
u у  v в  w в  x кс  y й  z з";

/// And in Greek.
const GREEK: &str = "
th θ  ph φ  ch χ  ps ψ  ks ξ  ou ου  sh σ  a α  b μπ  c κ  d ντ  e ε  f φ  g γκ  h χ  i ι  j τζ  k κ
l λ  m μ  n ν  o ο  p π  q κ  r ρ  s σ  t τ  u ου  v β  w ου  x ξ  y υ  z ζ";

/// Back from Cyrillic, in the manner of passports.
const PASSPORT: &str = "
щ shch  ш sh  ч ch  ж zh  х kh  ц ts  я ia  ю iu  ё e  й i  а a  б b  в v  г g  д d  е e  з z  и i
к k  л l  м m  н n  о o  п p  р r  с s  т t  у u  ф f";

/// Endings that a name takes in a Russian sentence.
const CASES: &[&str] = &["а", "у", "ом", "е"];

/// The distinctive words in another script, the generic ones and the form left out or kept; or there and back.
pub(super) fn transliterated(name: &Name, dice: &mut Dice) -> Option<String> {
    let spots = name.distinctive(4);
    if spots.is_empty() {
        return None;
    }
    let way = dice.below(5);
    let mut words = vec![];
    for (at, (word, part)) in name.words.iter().enumerate() {
        let latin = spots.contains(&at);
        match part {
            Part::Distinctive if latin => words.push(other_script(word, way, dice)),
            // A word that cannot be written in the other script makes the name half of each: left to look-alikes.
            Part::Distinctive => return None,
            Part::Generic | Part::Form => words.push(word.clone()),
        }
    }
    let text = words.join(" ");
    Some(if way == 1 { format!("ООО «{text}»") } else { text })
}

fn other_script(word: &str, way: usize, dice: &mut Dice) -> String {
    let lower = word.to_lowercase();
    let made = match way {
        0 | 1 => mapped(&lower, CYRILLIC),
        2 => {
            let mut stem = mapped(&lower, CYRILLIC);
            if stem.ends_with(|letter| "бвгджзклмнпрстфхцчшщ".contains(letter)) {
                stem.push_str(dice.word(CASES));
            }
            stem
        }
        3 => mapped(&lower, GREEK),
        _ => mapped(&mapped(&lower, CYRILLIC), PASSPORT),
    };
    capital(&made)
}

/// The text with each longest part replaced: a table has a part and its replacement in turns.
fn mapped(text: &str, table: &str) -> String {
    let words: Vec<&str> = table.split_whitespace().collect();
    let mut rest = text;
    let mut made = String::new();
    while let Some(first) = rest.chars().next() {
        let step = words.chunks_exact(2).find_map(|pair| match pair {
            [from, to] => rest.strip_prefix(from).map(|rest| (*to, rest)),
            _ => None,
        });
        match step {
            Some((to, behind)) => {
                made.push_str(to);
                rest = behind;
            }
            None => {
                made.push(first);
                rest = rest.strip_prefix(first).unwrap_or_default();
            }
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::{CYRILLIC, GREEK, PASSPORT, mapped};

    #[test]
    fn there_and_back() {
        for (latin, cyrillic, back, greek) in
            [("zorvexin", "зорвексин", "zorveksin", "ζορβεξιν"), ("shakto", "шакто", "shakto", "σακτο")]
        {
            assert_eq!(mapped(latin, CYRILLIC), cyrillic);
            assert_eq!(mapped(cyrillic, PASSPORT), back);
            assert_eq!(mapped(latin, GREEK), greek);
        }
    }
}
