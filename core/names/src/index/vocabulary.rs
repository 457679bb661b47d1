//! The texts of terms, each with the names that have it, found letter by letter or within a few edits. It knows no words
//! of a text. Invariant: no spelling within the budget of both is missed.

use std::cell::OnceCell;

use super::neighbours::{Fronts, Neighbours};
use crate::compare::{budget, within};
use crate::hash::Table;

/// Terms under construction.
#[derive(Default)]
pub(super) struct VocabularyBuilder {
    known: Table<Box<str>, u32>,
    /// Whether it is found by what is near.
    spelt: Vec<bool>,
    /// Place and name, in the order of names.
    uses: Vec<(u32, u32)>,
}

impl VocabularyBuilder {
    /// Takes in that name `id` has a term; ids ascend.
    pub(super) fn add(&mut self, term: &str, id: u32, spelt: bool) {
        let place = match self.known.get(term) {
            Some(place) => *place,
            None => {
                let next = u32::try_from(self.spelt.len()).unwrap_or(u32::MAX);
                self.known.insert(term.into(), next);
                self.spelt.push(false);
                next
            }
        };
        if let Some(known) = self.spelt.get_mut(place as usize) {
            *known |= spelt;
        }
        self.uses.push((place, id));
    }

    pub(super) fn finish(self) -> Vocabulary {
        let count = self.spelt.len();
        let mut texts = vec![Box::<str>::default(); count];
        for (text, place) in &self.known {
            if let Some(slot) = texts.get_mut(*place as usize) {
                slot.clone_from(text);
            }
        }
        let spelt = texts.iter().zip(&self.spelt).enumerate().filter(|(_, (_, spelt))| **spelt);
        let neighbours =
            Neighbours::new(spelt.filter_map(|(at, (text, _))| Some((u32::try_from(at).ok()?, &**text))));
        let letters = texts.iter().map(|text| letters(text)).collect();
        let (starts, names) = by_place(count, &self.uses);
        Vocabulary { known: self.known, texts, letters, starts, names, neighbours }
    }
}

/// Where the names of each place begin, and the names, none twice at a place.
fn by_place(count: usize, uses: &[(u32, u32)]) -> (Vec<u32>, Vec<u32>) {
    let mut sorted = uses.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let (mut starts, mut names) = (Vec::with_capacity(count + 1), Vec::with_capacity(sorted.len()));
    starts.push(0);
    for (place, name) in sorted {
        while starts.len() <= place as usize {
            starts.push(u32::try_from(names.len()).unwrap_or(u32::MAX));
        }
        names.push(name);
    }
    while starts.len() <= count {
        starts.push(u32::try_from(names.len()).unwrap_or(u32::MAX));
    }
    (starts, names)
}

/// Terms with the names that have them.
#[derive(Clone, Debug)]
pub(super) struct Vocabulary {
    known: Table<Box<str>, u32>,
    texts: Vec<Box<str>>,
    /// The letters of each text, one bit each, and above them its length.
    letters: Vec<u32>,
    starts: Vec<u32>,
    names: Vec<u32>,
    neighbours: Neighbours,
}

impl Vocabulary {
    /// The place of a term.
    pub(super) fn at(&self, term: &str) -> Option<u32> {
        self.known.get(term).copied()
    }

    /// Every spelling from one to `most` edits of a spelling, within the budget of both: place, text and edits.
    pub(super) fn near(&self, asked: &Spelling<'_>, most: u32, mut take: impl FnMut(u32, &str, u32)) {
        let (term, most) = (asked.text, most.min(budget(asked.text.len())));
        if most == 0 {
            return;
        }
        let own = asked.letters;
        let may = |place: u32| {
            let other = self.letters.get(place as usize).copied().unwrap_or_default();
            let lengths = (other >> 27).abs_diff(own >> 27);
            lengths <= most && ((own ^ other) & LETTERS).count_ones() <= 2 * most
        };
        let mut near = Vec::new();
        self.neighbours.of(term, &asked.fronts, most, may, &mut near);
        for place in near {
            let Some(text) = self.texts.get(place as usize) else { continue };
            let most = most.min(budget(term.len().min(text.len())));
            match within(term.as_bytes(), text.as_bytes(), most) {
                Some(edits) if edits > 0 => take(place, text, edits),
                _ => {}
            }
        }
    }

    /// The names that have the term at a place, ascending.
    pub(super) fn names_of(&self, place: u32) -> &[u32] {
        let at = place as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => self.names.get(*start as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// A term that is looked for with edits.
pub(super) struct Spelling<'t> {
    text: &'t str,
    letters: u32,
    fronts: OnceCell<Fronts>,
}

impl<'t> Spelling<'t> {
    /// None if it cannot be misspelt.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        is_spelling(text).then(|| Self { text, letters: letters(text), fronts: OnceCell::new() })
    }
}

/// Whether a term may be misspelt.
pub(super) fn is_spelling(term: &str) -> bool {
    term.len() >= 4 && term.bytes().all(|c| c.is_ascii_lowercase())
}

fn letters(text: &str) -> u32 {
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX).min(31);
    let bits = text.bytes().fold(0_u32, |bits, c| bits | 1 << (c & 31));
    bits & LETTERS | length << 27
}

/// The bits of `a` to `z`.
const LETTERS: u32 = (1 << 27) - 1;
