//! Names to make pairs of: read from a file, or made up. Not a list of anybody. Invariant: sorted, no two fold to one
//! form, so the same input gives the same set in any order of lines.

use std::collections::BTreeMap;

use debar_names::{TokenClass, core_key, exact_key, tokens};

use crate::dice::Dice;
use crate::words;

/// What a word of a name is to the one who changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Carries the name.
    Distinctive,
    /// Says what many firms are.
    Generic,
    /// Part of a trailing legal form.
    Form,
}

/// A name in words.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub text: String,
    pub words: Vec<(String, Part)>,
}

impl Name {
    pub fn of(text: &str) -> Self {
        let mut words: Vec<(String, Part)> =
            text.split_whitespace().map(|word| (word.to_owned(), kind(word))).collect();
        let mut tail = true;
        for (at, (word, part)) in words.iter_mut().enumerate().rev() {
            // `Co.,Ltd` and `S.p.A.` are one word each here.
            let folded = exact_key(word);
            let form = |part: &str| words::FORM_WORDS.contains(&part);
            tail &= at > 0 && (folded.split_whitespace().all(form) || form(&bare(word)));
            if tail {
                *part = Part::Form;
            } else {
                break;
            }
        }
        Self { text: words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" "), words }
    }

    /// The words without the trailing form, without a comma at their end.
    pub fn core(&self) -> Vec<String> {
        let words = self.words.iter().filter(|(_, part)| *part != Part::Form);
        words.map(|(word, _)| word.trim_end_matches(',').to_owned()).collect()
    }

    /// The trailing form.
    pub fn form(&self) -> String {
        let words = self.words.iter().filter(|(_, part)| *part == Part::Form);
        words.map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Where a distinctive word of at least so many letters stands, all of them Latin.
    pub fn distinctive(&self, least: usize) -> Vec<usize> {
        let fits = |word: &str| word.len() >= least && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let all = self.words.iter().enumerate();
        all.filter(|(_, (word, part))| *part == Part::Distinctive && fits(word)).map(|(at, _)| at).collect()
    }

    /// The name with one word replaced.
    pub fn with(&self, at: usize, new: &str) -> String {
        let words = self.words.iter().enumerate();
        let words = words.map(|(here, (word, _))| if here == at { new } else { word.as_str() });
        words.collect::<Vec<_>>().join(" ")
    }

    /// The distinctive words: what its family would bear.
    pub fn brand(&self) -> String {
        let words = self.words.iter().filter(|(_, part)| *part == Part::Distinctive);
        words.map(|(word, _)| word.trim_end_matches(',')).collect::<Vec<_>>().join(" ")
    }

    /// The first distinctive word, folded: names that share it may be of one house.
    pub fn house(&self) -> String {
        let first = self.words.iter().find(|(_, part)| *part == Part::Distinctive);
        let first = first.or_else(|| self.words.first());
        first.map(|(word, _)| bare(word)).unwrap_or_default()
    }
}

fn kind(word: &str) -> Part {
    let found = tokens(&exact_key(word));
    if found.iter().any(|token| token.class == TokenClass::Distinctive) {
        Part::Distinctive
    } else {
        Part::Generic
    }
}

fn bare(word: &str) -> String {
    exact_key(word).chars().filter(|letter| *letter != ' ').collect()
}

/// Names to make pairs of.
#[derive(Clone, Debug)]
pub struct Names {
    pub(crate) all: Vec<Name>,
    /// Where they come from, for the report.
    pub(crate) origin: String,
}

impl Names {
    /// Names of a file: the first column of each line, a heading `organisation` left out.
    pub fn read(text: &str, origin: &str) -> Self {
        let first = text.lines().map(|line| line.split('\t').next().unwrap_or_default().trim());
        Self::of(first.filter(|name| !matches!(*name, "" | "organisation" | "Private")), origin)
    }

    /// So many made-up names.
    pub fn made_up(count: usize, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let names: Vec<String> = (0..count).map(|_| make(&mut dice)).collect();
        Self::of(names.iter().map(String::as_str), "made-up names")
    }

    /// So many names like these: each is one of them whose distinctive words begin like one of theirs and end like
    /// another.
    pub fn recombined(&self, count: usize, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let spots: Vec<(&Name, Vec<usize>)> = self
            .all
            .iter()
            .map(|name| (name, name.distinctive(4)))
            .filter(|(_, spots)| !spots.is_empty())
            .collect();
        let word = |dice: &mut Dice| {
            let (name, spots) = dice.one(&spots)?;
            let (word, _) = name.words.get(*dice.one(spots)?)?;
            Some(word.clone())
        };
        let mut made = vec![];
        for _ in 0..count {
            let Some((name, spots)) = dice.one(&spots) else { break };
            let mut name = (*name).clone();
            for at in spots {
                let (Some(front), Some(back)) = (word(&mut dice), word(&mut dice)) else { continue };
                let new = front.get(..front.len().div_ceil(2)).unwrap_or_default().to_owned()
                    + &back.get(back.len() / 2..).unwrap_or_default().to_lowercase();
                if let Some((word, _)) = name.words.get_mut(*at) {
                    *word = new;
                }
            }
            made.push(name.words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" "));
        }
        Self::of(made.iter().map(String::as_str), "recombined names")
    }

    fn of<'a>(names: impl Iterator<Item = &'a str>, origin: &str) -> Self {
        let mut by_key: BTreeMap<String, Name> = BTreeMap::new();
        for name in names.filter(|name| name.chars().filter(|letter| letter.is_alphabetic()).count() >= 3) {
            let name = Name::of(name);
            match by_key.get_mut(&core_key(&name.text)) {
                Some(known) if known.text <= name.text => {}
                Some(known) => *known = name,
                None => {
                    by_key.insert(core_key(&name.text), name);
                }
            }
        }
        Self { all: by_key.into_values().collect(), origin: origin.to_owned() }
    }

    /// Where they come from.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The names as written, in order.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|name| name.text.as_str())
    }

    /// Those in which no word is one of the common ones that made-up names use: each distinctive word is then rare.
    pub fn coined(&self) -> impl Iterator<Item = &str> {
        let common = |word: &str| words::FIRST.contains(&word) || words::SECOND.contains(&word);
        let rare = move |name: &&Name| !name.words.iter().any(|(word, _)| common(word));
        self.all.iter().filter(rare).map(|name| name.text.as_str())
    }

    /// Listed and clean ones: names that share their first distinctive word are on one side, so that a hit of a clean
    /// name on a listed one is false.
    pub fn sides(&self) -> (Vec<&str>, Vec<&str>) {
        let listed = |name: &&Name| {
            let house = name.house();
            let stem: Vec<u64> = house.chars().take(4).map(|letter| u64::from(u32::from(letter))).collect();
            let seed = stem.iter().fold(0, |seed: u64, letter| Dice::new(seed ^ letter).next());
            seed % 5 < 2
        };
        let (listed, clean): (Vec<&Name>, Vec<&Name>) = self.all.iter().partition(listed);
        (
            listed.iter().map(|name| name.text.as_str()).collect(),
            clean.iter().map(|name| name.text.as_str()).collect(),
        )
    }

    /// How many.
    pub const fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// A name that is nobody's: a made-up word or two common ones, generic words, a form.
fn make(dice: &mut Dice) -> String {
    let mut name = vec![];
    match dice.below(10) {
        0..=5 => name.push(coined(dice)),
        6 | 7 => {
            name.push(dice.word(words::FIRST).to_owned());
            name.push(dice.word(words::SECOND).to_owned());
        }
        8 => {
            name.push(coined(dice));
            name.push(dice.word(words::SECOND).to_owned());
        }
        _ => {
            name.push(coined(dice));
            name.push(coined(dice));
        }
    }
    for _ in 0..dice.below(3) {
        let generic = dice.one(words::GENERIC).and_then(|group| group.first()).copied().unwrap_or_default();
        if !name.iter().any(|word| word == generic) {
            name.push(generic.to_owned());
        }
    }
    if dice.percent(85) {
        let form = dice.one(words::FORMS).and_then(|group| group.first()).copied().unwrap_or_default();
        name.push(form.to_owned());
    }
    name.join(" ")
}

/// A word that names nobody, of two or three syllables.
fn coined(dice: &mut Dice) -> String {
    let mut word = String::new();
    for _ in 0..2 + dice.below(2) {
        word.push_str(dice.word(words::ONSETS));
        word.push_str(dice.word(words::NUCLEI));
        if dice.percent(45) {
            word.push_str(dice.word(words::CODAS));
        }
    }
    capital(&word)
}

pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Name, Names, Part};

    #[test]
    fn words_know_their_part() {
        let name = Name::of("Zorvex Network Technologies Co., Ltd.");
        let parts: Vec<Part> = name.words.iter().map(|(_, part)| *part).collect();
        assert_eq!(parts, [Part::Distinctive, Part::Generic, Part::Generic, Part::Form, Part::Form]);
        assert_eq!(name.form(), "Co., Ltd.");
        assert_eq!(Name::of("Zorvex Co.,LTD").form(), "Co.,LTD");
        assert_eq!(Name::of("Zorvex S.p.A.").form(), "S.p.A.");
        assert_eq!(name.house(), "zorvex");
    }

    #[test]
    fn the_same_seed_makes_the_same_names() {
        let texts =
            |seed| Names::made_up(500, seed).all.into_iter().map(|name| name.text).collect::<Vec<_>>();
        assert_eq!(texts(1), texts(1));
        assert_ne!(texts(1), texts(2));
        assert!(texts(1).len() > 450);
    }

    #[test]
    fn the_order_of_lines_does_not_matter() {
        let texts = |text| Names::read(text, "").all.into_iter().map(|name| name.text).collect::<Vec<_>>();
        assert_eq!(texts("organisation\tn\nZorvex\t1\nBeldin Ltd\t2\n"), texts("Beldin Ltd\nZorvex\n"));
    }
}
