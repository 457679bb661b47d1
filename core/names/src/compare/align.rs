//! Which words of two names stand for each other: the best pairs first, each word once. Greedy, which for names of a
//! few words is the optimum but for contrived ones. Invariant: symmetric, and the order of words decides only ties.

use super::pair::{joined, pair};
use super::types::{AlignedPair, PairKind};
use super::word::Word;
use crate::tokens::TokenClass;

/// The alignment of two names with, for each pair, the first word of each side.
pub(crate) struct Alignment {
    pub(crate) pairs: Vec<AlignedPair>,
    /// First word of the left and of the right side of each pair that has both.
    pub(crate) places: Vec<(usize, usize)>,
    /// Whether a pair stands on words that carry a name on both sides.
    pub(crate) distinctive: bool,
    pub(crate) alone_left: Vec<usize>,
    pub(crate) alone_right: Vec<usize>,
}

/// Aligns the words of two names.
pub(crate) fn align(left: &[&Word], right: &[&Word]) -> Alignment {
    let mut steps = candidates(left, right);
    steps.sort_by(|a, b| b.rank.cmp(&a.rank).then_with(|| a.spread.cmp(&b.spread)));
    let (mut used_left, mut used_right) = (vec![false; left.len()], vec![false; right.len()]);
    let mut out = Alignment {
        pairs: vec![],
        places: vec![],
        distinctive: false,
        alone_left: vec![],
        alone_right: vec![],
    };
    for step in &steps {
        let free = |used: &[bool], at: usize, len: usize| {
            used.get(at..at + len).is_some_and(|used| used.iter().all(|used| !used))
        };
        if !free(&used_left, step.left, step.left_len) || !free(&used_right, step.right, step.right_len) {
            continue;
        }
        take(&mut used_left, step.left, step.left_len);
        take(&mut used_right, step.right, step.right_len);
        let side_left = left.get(step.left..step.left + step.left_len).unwrap_or_default();
        let side_right = right.get(step.right..step.right + step.right_len).unwrap_or_default();
        out.distinctive |= carries(side_left) && carries(side_right);
        out.places.push((step.left, step.right));
        out.pairs.push(AlignedPair {
            left: spell(side_left),
            right: spell(side_right),
            kind: step.kind,
            score: step.score,
            left_weight: weight(side_left),
            right_weight: weight(side_right),
        });
    }
    let said = |word: &&Word| word.class != TokenClass::Stop;
    for (at, word) in
        left.iter().enumerate().filter(|(at, word)| used_left.get(*at) == Some(&false) && said(word))
    {
        out.alone_left.push(at);
        out.pairs.push(alone(word.text.to_string(), String::new(), word.weight, 0));
    }
    for (at, word) in
        right.iter().enumerate().filter(|(at, word)| used_right.get(*at) == Some(&false) && said(word))
    {
        out.alone_right.push(at);
        out.pairs.push(alone(String::new(), word.text.to_string(), 0, word.weight));
    }
    out
}

/// The alignment of names that are equal but for spaces.
pub(crate) fn align_whole(left: &[&Word], right: &[&Word]) -> Alignment {
    let pair = AlignedPair {
        left: spell(left),
        right: spell(right),
        kind: PairKind::Join,
        score: 980,
        left_weight: weight(left),
        right_weight: weight(right),
    };
    Alignment {
        pairs: vec![pair],
        places: vec![(0, 0)],
        distinctive: carries(left) || carries(right),
        alone_left: vec![],
        alone_right: vec![],
    }
}

/// A pair that may be taken.
struct Step {
    left: usize,
    left_len: usize,
    right: usize,
    right_len: usize,
    kind: PairKind,
    score: u16,
    /// Better pairs first: score, weight, then how far apart the words stand.
    rank: (u16, u16),
    spread: (usize, usize),
}

impl Step {
    fn new(left: (usize, usize), right: (usize, usize), kind: PairKind, score: u16, weight: u16) -> Self {
        Self {
            left: left.0,
            left_len: left.1,
            right: right.0,
            right_len: right.1,
            kind,
            score,
            rank: (score, weight),
            spread: (left.0.abs_diff(right.0), left.0 + right.0),
        }
    }
}

fn candidates(left: &[&Word], right: &[&Word]) -> Vec<Step> {
    let mut steps = Vec::new();
    for (at, a) in left.iter().enumerate() {
        for (place, b) in right.iter().enumerate() {
            if let Some((kind, score)) = pair(a, b) {
                steps.push(Step::new((at, 1), (place, 1), kind, score, a.weight.max(b.weight)));
            }
        }
    }
    for (at, together, weight) in joins(left) {
        for (place, whole) in right.iter().enumerate() {
            if let Some((kind, score)) = joined(&together, whole) {
                steps.push(Step::new((at, 2), (place, 1), kind, score, weight.max(whole.weight)));
            }
        }
    }
    for (place, together, weight) in joins(right) {
        for (at, whole) in left.iter().enumerate() {
            if let Some((kind, score)) = joined(&together, whole) {
                steps.push(Step::new((at, 1), (place, 2), kind, score, weight.max(whole.weight)));
            }
        }
    }
    for (at, word) in left.iter().enumerate() {
        for (place, len, weight) in initials(word, right) {
            steps.push(Step::new(
                (at, 1),
                (place, len),
                PairKind::Abbreviation,
                INITIALS,
                weight.max(word.weight),
            ));
        }
    }
    for (place, word) in right.iter().enumerate() {
        for (at, len, weight) in initials(word, left) {
            steps.push(Step::new(
                (at, len),
                (place, 1),
                PairKind::Abbreviation,
                INITIALS,
                weight.max(word.weight),
            ));
        }
    }
    steps
}

/// How well generic words are met by their initials: `NPO`, `nauchno-proizvodstvennoe obyedinenie`.
const INITIALS: u16 = 900;

/// Where in `words` a run of generic words begins with the letters of `short`, over how many words, and their weight.
fn initials<'a>(short: &'a Word, words: &'a [&Word]) -> impl Iterator<Item = (usize, usize, u16)> + 'a {
    let letters = short.latin.as_bytes();
    let len = if short.may_be_initials() { letters.len() } else { usize::MAX };
    words.windows(len).enumerate().filter_map(move |(at, run)| {
        let met = run.iter().zip(letters).all(|(word, letter)| {
            word.class == TokenClass::Generic && word.latin.as_bytes().first() == Some(letter)
        });
        met.then(|| (at, run.len(), weight(run)))
    })
}

fn joins<'a>(words: &'a [&Word]) -> impl Iterator<Item = (usize, String, u16)> + 'a {
    words.windows(2).enumerate().filter_map(|(at, two)| match two {
        [a, b] if a.is_distinctive() || b.is_distinctive() => {
            Some((at, format!("{}{}", a.latin, b.latin), a.weight.max(b.weight)))
        }
        _ => None,
    })
}

fn take(used: &mut [bool], at: usize, len: usize) {
    for used in used.get_mut(at..at + len).unwrap_or_default() {
        *used = true;
    }
}

fn carries(words: &[&Word]) -> bool {
    words.iter().any(|word| word.is_distinctive())
}

fn spell(words: &[&Word]) -> String {
    words.iter().map(|word| &*word.text).collect::<Vec<_>>().join(" ")
}

fn weight(words: &[&Word]) -> u16 {
    words.iter().map(|word| word.weight).sum()
}

fn alone(left: String, right: String, left_weight: u16, right_weight: u16) -> AlignedPair {
    AlignedPair { left, right, kind: PairKind::Alone, score: 0, left_weight, right_weight }
}
