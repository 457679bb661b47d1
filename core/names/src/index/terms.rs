//! What a listed name may be found by: its words, their stems and sounds, and neighbours written together. Terms find
//! candidates and score nothing. Invariant: whatever two words the comparison would pair as words that carry a name,
//! the terms of one find the other.

use super::neighbours::Neighbours;
use crate::compare::{Word, budget, within};
use crate::hash::Table;
use crate::words;

/// Terms under construction.
#[derive(Default)]
pub(super) struct TermsBuilder {
    known: Table<Box<str>, u32>,
    names: Vec<Vec<u32>>,
}

impl TermsBuilder {
    /// Takes in the words of name `id`; ids ascend.
    pub(super) fn add(&mut self, id: u32, words: &[&Word]) {
        for_each_term(words, |term| {
            let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            let place = match self.known.get(term) {
                Some(place) => *place,
                None => {
                    self.known.insert(term.into(), next);
                    self.names.push(vec![]);
                    next
                }
            };
            if let Some(names) = self.names.get_mut(place as usize)
                && names.last() != Some(&id)
            {
                names.push(id);
            }
        });
    }

    pub(super) fn finish(self) -> Terms {
        let mut texts = vec![Box::<str>::default(); self.names.len()];
        for (text, place) in &self.known {
            if let Some(slot) = texts.get_mut(*place as usize) {
                slot.clone_from(text);
            }
        }
        let spelt = texts.iter().enumerate().filter(|(_, text)| is_spelling(text));
        let neighbours =
            Neighbours::new(spelt.filter_map(|(at, text)| Some((u32::try_from(at).ok()?, &**text))));
        let (mut starts, mut names) = (Vec::with_capacity(self.names.len() + 1), Vec::new());
        for list in self.names {
            starts.push(u32::try_from(names.len()).unwrap_or(u32::MAX));
            names.extend(list);
        }
        starts.push(u32::try_from(names.len()).unwrap_or(u32::MAX));
        Terms { known: self.known, texts, starts, names, neighbours }
    }
}

/// Terms with the names that have them.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    known: Table<Box<str>, u32>,
    texts: Vec<Box<str>>,
    starts: Vec<u32>,
    names: Vec<u32>,
    neighbours: Neighbours,
}

impl Terms {
    /// Every name that shares a term with `words` or has one within its budget of edits; ascending, none twice.
    pub(super) fn candidates(&self, words: &[&Word]) -> Vec<u32> {
        let mut found = Vec::new();
        let mut near = Vec::new();
        for_each_term(words, |term| {
            found.extend(self.known.get(term).copied());
            if is_spelling(term) && budget(term.len()) > 0 {
                self.neighbours.of(term, &mut near);
                found.extend(near.iter().filter(|place| self.is_near(term, **place)));
            }
        });
        found.sort_unstable();
        found.dedup();
        let mut names: Vec<u32> = found.into_iter().flat_map(|place| self.names_of(place)).copied().collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    fn is_near(&self, term: &str, place: u32) -> bool {
        self.texts.get(place as usize).is_some_and(|text| {
            let most = budget(term.len().min(text.len()));
            within(term.as_bytes(), text.as_bytes(), most).is_some()
        })
    }

    fn names_of(&self, place: u32) -> &[u32] {
        let at = place as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => self.names.get(*start as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// Marks that keep the kinds of terms apart; none of them is in a folded word.
const STEM: char = '*';
const SOUND: char = '~';
const GROUP: char = '#';

fn is_spelling(term: &str) -> bool {
    term.len() >= 4 && term.bytes().all(|c| c.is_ascii_lowercase())
}

fn for_each_term(words: &[&Word], mut take: impl FnMut(&str)) {
    let mut text = String::new();
    let mut marked = |mark: char, word: &str, take: &mut dyn FnMut(&str)| {
        text.clear();
        text.push(mark);
        text.push_str(word);
        take(&text);
    };
    let mut any = false;
    for word in words.iter().filter(|word| word.is_distinctive()) {
        any = true;
        take(&word.latin);
        if word.text != word.latin {
            take(&word.text);
        }
        if word.stem.len() >= 4 {
            marked(STEM, &word.stem, &mut take);
        }
        if !word.sound.is_empty() {
            marked(SOUND, &word.sound, &mut take);
        }
        if let Some(brand) = compound_head(&word.latin) {
            take(brand);
        }
    }
    for two in words.windows(2) {
        if let [a, b] = two
            && (a.is_distinctive() || b.is_distinctive())
        {
            take(&format!("{}{}", a.latin, b.latin));
        }
    }
    if !any {
        // A name of generic words and places is found by all of them, by names of the same kind.
        for word in words {
            marked(GROUP, &word.group, &mut take);
        }
    }
}

/// The name in a word that is written together with generic words.
fn compound_head(word: &str) -> Option<&str> {
    if !word.is_ascii() || word.len() < 6 {
        return None;
    }
    (4..word.len().min(LONGEST_BRAND)).find_map(|at| {
        let (head, rest) = word.split_at_checked(at)?;
        words::is_made_of_generic(rest).then_some(head)
    })
}

const LONGEST_BRAND: usize = 24;
