//! What a listed name may be found by: its words, their stems and sounds, and neighbours written together. Terms find
//! candidates and score nothing. Invariant: whatever two words the comparison would pair as words that carry a name,
//! the terms of one find the other.

use super::bound::Bound;
use super::vocabulary::{Spelling, Vocabulary, VocabularyBuilder, is_spelling};
use crate::compare::{SHORTEST_PAIR, Word, apart_score, plural};
use crate::words;

/// Terms under construction.
#[derive(Default)]
pub(super) struct TermsBuilder {
    single: VocabularyBuilder,
    pairs: VocabularyBuilder,
}

impl TermsBuilder {
    /// Takes in the words of name `id`; ids ascend.
    pub(super) fn add(&mut self, id: u32, words: &[&Word]) {
        for_each_term(words, |term, kind, _| match kind {
            Kind::Word => self.single.add(term, id, is_spelling(term)),
            Kind::Mark => self.single.add(term, id, false),
            Kind::Pair => self.pairs.add(term, id, is_spelling(term) && term.len() >= SHORTEST_PAIR),
        });
    }

    pub(super) fn finish(self) -> Terms {
        Terms { single: self.single.finish(), pairs: self.pairs.finish() }
    }
}

/// Terms with the names that have them.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    /// Words with what they sound like and stem from.
    single: Vocabulary,
    /// Neighbours written together. Misspelt, a text's pairs meet words and its words meet pairs, as two words are compared
    /// with one; pairs meet pairs only where no bound says what that is worth.
    pairs: Vocabulary,
}

impl Terms {
    /// Every name that shares a term with `words` or has one within its budget of edits, ascending, none twice, with
    /// the words by which it was found. Of those that `bound` says cannot be as like as `least`, some are left out.
    pub(super) fn candidates(&self, words: &[&Word], bound: Option<(&Bound, u32)>) -> Vec<(u32, Met)> {
        let (mut single, mut pairs) = (Vec::new(), Vec::new());
        for_each_term(words, |term, kind, bits| {
            single.extend(self.single.at(term).map(|place| (place, Met::exactly(bits))));
            if kind == Kind::Mark {
                return;
            }
            let is_pair = kind == Kind::Pair;
            let edits = |is_apart: bool| {
                bound.map_or(u32::MAX, |(bound, least)| match is_apart {
                    true => bound.edits_apart(bits, term.len(), least),
                    false => bound.edits(bits, least),
                })
            };
            // Equal pairs too: what is cut elsewhere may be met in a part.
            pairs
                .extend(self.pairs.at(term).map(|place| (place, Met { joined: true, ..Met::exactly(bits) })));
            let long_enough = !is_pair || term.len() >= SHORTEST_PAIR;
            let Some(spelling) = long_enough.then(|| Spelling::of(term)).flatten() else { return };
            self.single.near(&spelling, edits(is_pair), |place, other, edits| {
                let met = match edits {
                    _ if is_pair => Met::apart(bits, edits, term.len().max(other.len())),
                    1 if plural(term, other) => Met::exactly(bits),
                    1 => Met { one: bits, ..Met::default() },
                    _ => Met { more: bits, ..Met::default() },
                };
                single.push((place, met));
            });
            if !is_pair || bound.is_none() {
                self.pairs.near(&spelling, edits(true), |place, other, edits| {
                    let met = Met::apart(bits, edits, term.len().max(other.len()));
                    pairs.push((place, Met { joined: true, ..met }));
                });
            }
        });
        merge(&mut single);
        merge(&mut pairs);
        let mut hits: Vec<(&[u32], Met)> = Vec::with_capacity(single.len() + pairs.len());
        hits.extend(single.iter().map(|(place, met)| (self.single.names_of(*place), *met)));
        hits.extend(pairs.iter().map(|(place, met)| (self.pairs.names_of(*place), *met)));
        let unsaid = bound.map_or(0, |(bound, least)| bound.unsaid(&lengths(words.len(), &hits), least));
        let mut names: Vec<(u32, Met)> = Vec::new();
        let opened = hits.iter().filter(|(_, met)| met.bits() & !unsaid != 0);
        names.extend(opened.flat_map(|(ids, met)| ids.iter().map(|id| (*id, *met))));
        merge(&mut names);
        // What was not opened counts for those that were found otherwise.
        for (ids, met) in hits.iter().filter(|(_, met)| met.bits() & !unsaid == 0) {
            for (id, known) in &mut names {
                if ids.binary_search(id).is_ok() {
                    known.add(met);
                }
            }
        }
        names
    }
}

/// How many names each word of a text was met in.
fn lengths(words: usize, hits: &[(&[u32], Met)]) -> Vec<usize> {
    let mut lengths = vec![0_usize; words.min(WORDS)];
    for (ids, met) in hits {
        for (at, length) in lengths.iter_mut().enumerate() {
            *length += if met.bits() >> at & 1 == 1 { ids.len() } else { 0 };
        }
    }
    lengths
}

/// Words that have a bit of their own; the last is shared.
pub(super) const WORDS: usize = 31;

/// The bit of the word at a place.
pub(super) fn bit(at: usize) -> u32 {
    1 << at.min(WORDS - 1)
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
    /// As one with their neighbour, with edits.
    pub(super) apart: u32,
    /// How well, at the most.
    pub(super) apart_score: u16,
    /// Whether two words of the name may be met by one.
    pub(super) joined: bool,
}

impl Met {
    fn exactly(bits: u32) -> Self {
        Self { exact: bits, ..Self::default() }
    }

    fn apart(bits: u32, edits: u32, letters: usize) -> Self {
        Self { apart: bits, apart_score: apart_score(edits, letters), ..Self::default() }
    }

    fn bits(self) -> u32 {
        self.exact | self.one | self.more | self.apart
    }

    fn add(&mut self, more: &Self) {
        self.exact |= more.exact;
        self.one |= more.one;
        self.more |= more.more;
        self.apart |= more.apart;
        self.apart_score = self.apart_score.max(more.apart_score);
        self.joined |= more.joined;
    }
}

/// Sorts and makes one of what has the same number.
fn merge(found: &mut Vec<(u32, Met)>) {
    found.sort_unstable_by_key(|(number, _)| *number);
    found.dedup_by(|(later, more), (kept, met)| {
        let same = later == kept;
        if same {
            met.add(more);
        }
        same
    });
}

/// Marks that keep the kinds of terms apart; none of them is in a folded word.
const STEM: char = '*';
const SOUND: char = '~';
const GROUP: char = '#';

/// What a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A word in Latin letters.
    Word,
    /// Of another script, a stem, a sound, a part of a word.
    Mark,
    /// Two words written together.
    Pair,
}

/// Each term with the bits of the words that it comes from.
fn for_each_term(words: &[&Word], mut take: impl FnMut(&str, Kind, u32)) {
    let mut text = String::new();
    let mut marked = |mark: char, word: &str, bit: u32, take: &mut dyn FnMut(&str, Kind, u32)| {
        text.clear();
        text.push(mark);
        text.push_str(word);
        take(&text, Kind::Mark, bit);
    };
    let mut any = false;
    for (at, word) in words.iter().enumerate().filter(|(_, word)| word.is_distinctive()) {
        any = true;
        take(&word.latin, Kind::Word, bit(at));
        if word.text != word.latin {
            take(&word.text, Kind::Mark, bit(at));
        }
        if word.stem.len() >= 4 {
            marked(STEM, &word.stem, bit(at), &mut take);
        }
        if !word.sound.is_empty() {
            marked(SOUND, &word.sound, bit(at), &mut take);
        }
        if let Some(brand) = compound_head(&word.latin) {
            take(brand, Kind::Mark, bit(at));
        }
    }
    let mut together = String::new();
    for (at, two) in words.windows(2).enumerate() {
        if let [a, b] = two
            && (a.is_distinctive() || b.is_distinctive())
        {
            together.clear();
            together.push_str(&a.latin);
            together.push_str(&b.latin);
            take(&together, Kind::Pair, bit(at) | bit(at + 1));
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
