//! What a listed name may be found by: its words, their stems and sounds, and neighbours written together. Terms find
//! candidates and score nothing. Invariant: whatever two words the comparison would pair as words that carry a name,
//! the terms of one find the other.

use super::neighbours::Neighbours;
use crate::compare::{Word, budget, plural, within};
use crate::hash::Table;
use crate::words;

/// Terms under construction.
#[derive(Default)]
pub(super) struct TermsBuilder {
    known: Table<Box<str>, u32>,
    names: Vec<Vec<u32>>,
    joined: Vec<bool>,
}

impl TermsBuilder {
    /// Takes in the words of name `id`; ids ascend.
    pub(super) fn add(&mut self, id: u32, words: &[&Word]) {
        for_each_term(words, |term, bits| {
            let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            let place = match self.known.get(term) {
                Some(place) => *place,
                None => {
                    self.known.insert(term.into(), next);
                    self.names.push(vec![]);
                    self.joined.push(false);
                    next
                }
            };
            if let Some(joined) = self.joined.get_mut(place as usize) {
                *joined |= bits.count_ones() > 1;
            }
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
        let letters = texts.iter().map(|text| letters(text)).collect();
        let (mut starts, mut names) = (Vec::with_capacity(self.names.len() + 1), Vec::new());
        for list in self.names {
            starts.push(u32::try_from(names.len()).unwrap_or(u32::MAX));
            names.extend(list);
        }
        starts.push(u32::try_from(names.len()).unwrap_or(u32::MAX));
        Terms { known: self.known, texts, letters, joined: self.joined, starts, names, neighbours }
    }
}

/// Terms with the names that have them.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    known: Table<Box<str>, u32>,
    texts: Vec<Box<str>>,
    /// The letters of each text, one bit each, and above them its length.
    letters: Vec<u32>,
    /// Whether it is two words of a name.
    joined: Vec<bool>,
    starts: Vec<u32>,
    names: Vec<u32>,
    neighbours: Neighbours,
}

impl Terms {
    /// Every name that shares a term with `words` or has one within its budget of edits and those that `edits` allows
    /// the word at a place, with the words by which it was found; ascending, none twice.
    pub(super) fn candidates(&self, words: &[&Word], edits: impl Fn(usize) -> u32) -> Vec<(u32, Met)> {
        let mut found: Vec<(u32, Met)> = Vec::new();
        let mut near = Vec::new();
        for_each_term(words, |term, bits| {
            found.extend(self.known.get(term).map(|place| (*place, Met::exactly(bits))));
            let one = bits.count_ones() == 1;
            let most = if one { edits(bits.trailing_zeros() as usize) } else { u32::MAX };
            let most = most.min(budget(term.len()));
            if most > 0 && is_spelling(term) {
                let own = letters(term);
                let may = |place: u32| {
                    let other = self.letters.get(place as usize).copied().unwrap_or_default();
                    let lengths = (other >> 27).abs_diff(own >> 27);
                    lengths <= most && ((own ^ other) & LETTERS).count_ones() <= 2 * most
                };
                self.neighbours.of(term, most, may, &mut near);
                found.extend(near.iter().filter_map(|place| {
                    let edits = self.edits(term, *place, most)?;
                    let met = match edits {
                        _ if !one => Met::exactly(bits),
                        1 if self.texts.get(*place as usize).is_some_and(|text| plural(term, text)) => {
                            Met::exactly(bits)
                        }
                        1 => Met { one: bits, ..Met::default() },
                        _ => Met { more: bits, ..Met::default() },
                    };
                    Some((*place, met))
                }));
            }
        });
        merge(&mut found);
        let mut names: Vec<(u32, Met)> = Vec::new();
        for (place, mut met) in found {
            met.joined = self.joined.get(place as usize).is_some_and(|joined| *joined);
            names.extend(self.names_of(place).iter().map(|name| (*name, met)));
        }
        merge(&mut names);
        names
    }

    fn edits(&self, term: &str, place: u32, most: u32) -> Option<u32> {
        let text = self.texts.get(place as usize)?;
        let most = most.min(budget(term.len().min(text.len())));
        within(term.as_bytes(), text.as_bytes(), most)
    }

    fn names_of(&self, place: u32) -> &[u32] {
        let at = place as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => self.names.get(*start as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// The words of a text by which a name was found, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Met {
    /// Letter by letter, by stem or by sound, or with another word.
    pub(super) exact: u32,
    /// With one edit.
    pub(super) one: u32,
    /// With more.
    pub(super) more: u32,
    /// Whether two words of the name may be met by one.
    pub(super) joined: bool,
}

impl Met {
    fn exactly(bits: u32) -> Self {
        Self { exact: bits, ..Self::default() }
    }
}

/// Sorts and makes one of what has the same number.
fn merge(found: &mut Vec<(u32, Met)>) {
    found.sort_unstable_by_key(|(number, _)| *number);
    found.dedup_by(|(later, more), (kept, met)| {
        let same = later == kept;
        if same {
            met.exact |= more.exact;
            met.one |= more.one;
            met.more |= more.more;
            met.joined |= more.joined;
        }
        same
    });
}

fn letters(text: &str) -> u32 {
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX).min(31);
    let bits = text.bytes().fold(0_u32, |bits, c| bits | 1 << (c & 31));
    bits & LETTERS | length << 27
}

/// The bits of `a` to `z`.
const LETTERS: u32 = (1 << 27) - 1;

/// Marks that keep the kinds of terms apart; none of them is in a folded word.
const STEM: char = '*';
const SOUND: char = '~';
const GROUP: char = '#';

fn is_spelling(term: &str) -> bool {
    term.len() >= 4 && term.bytes().all(|c| c.is_ascii_lowercase())
}

/// Each term with the bits of the words that it comes from.
fn for_each_term(words: &[&Word], mut take: impl FnMut(&str, u32)) {
    let mut text = String::new();
    let mut marked = |mark: char, word: &str, bit: u32, take: &mut dyn FnMut(&str, u32)| {
        text.clear();
        text.push(mark);
        text.push_str(word);
        take(&text, bit);
    };
    let bit = |at: usize| 1_u32 << at.min(30);
    let mut any = false;
    for (at, word) in words.iter().enumerate().filter(|(_, word)| word.is_distinctive()) {
        any = true;
        take(&word.latin, bit(at));
        if word.text != word.latin {
            take(&word.text, bit(at));
        }
        if word.stem.len() >= 4 {
            marked(STEM, &word.stem, bit(at), &mut take);
        }
        if !word.sound.is_empty() {
            marked(SOUND, &word.sound, bit(at), &mut take);
        }
        if let Some(brand) = compound_head(&word.latin) {
            take(brand, bit(at));
        }
    }
    for (at, two) in words.windows(2).enumerate() {
        if let [a, b] = two
            && (a.is_distinctive() || b.is_distinctive())
        {
            take(&format!("{}{}", a.latin, b.latin), bit(at) | bit(at + 1));
        }
    }
    if !any {
        // A name of generic words and places is found by all of them, by names of the same kind.
        for (at, word) in words.iter().enumerate() {
            marked(GROUP, &word.group, bit(at), &mut take);
        }
    }
}

/// The name in a word that is written together with generic words.
fn compound_head(word: &str) -> Option<&str> {
    if !word.is_ascii() || word.len() < 6 || !words::ends_in_generic(word) {
        return None;
    }
    (4..word.len().min(LONGEST_BRAND)).find_map(|at| {
        let (head, rest) = word.split_at_checked(at)?;
        words::is_made_of_generic(rest).then_some(head)
    })
}

const LONGEST_BRAND: usize = 24;
