//! What speaks against two names meaning one party, beyond words that are missing. Invariant: symmetric.

use super::align::Alignment;
use super::prepared::Legal;
use super::types::{Conflict, ConflictKind};
use super::word::Word;
use crate::legal::Relation;
use crate::tokens::TokenClass;

/// The conflicts of two aligned names.
pub(crate) fn conflicts(
    (left, left_legal): (&[&Word], &Legal),
    (right, right_legal): (&[&Word], &Legal),
    alignment: &Alignment,
) -> Vec<Conflict> {
    let mut found = Vec::new();
    for (kind, class, penalty) in [
        (ConflictKind::Number, TokenClass::Number, 150),
        (ConflictKind::Word, TokenClass::Distinctive, 100),
        (ConflictKind::Place, TokenClass::Place, 60),
    ] {
        let mine = words(left, &alignment.alone_left, class);
        let theirs = words(right, &alignment.alone_right, class);
        if !mine.is_empty() && !theirs.is_empty() {
            found.push(Conflict { kind, left: mine, right: theirs, penalty });
        }
    }
    if left_legal.text != right_legal.text {
        let penalty = match Relation::of(&left_legal.levels, &right_legal.levels) {
            Relation::Same => 0,
            Relation::Unknown => 4,
            Relation::Generic => 8,
            Relation::Different => 30,
        };
        if penalty > 0 {
            let (mine, theirs) = (left_legal.text.clone(), right_legal.text.clone());
            found.push(Conflict { kind: ConflictKind::LegalForm, left: mine, right: theirs, penalty });
        }
    }
    if let Some(conflict) = order(left, right, alignment) {
        found.push(conflict);
    }
    found
}

fn words(words: &[&Word], alone: &[usize], class: TokenClass) -> String {
    let of_class = alone.iter().filter_map(|at| words.get(*at)).filter(|word| word.class == class);
    let mut texts: Vec<&str> = of_class.map(|word| &*word.text).collect();
    texts.sort_unstable();
    texts.join(" ")
}

fn order(left: &[&Word], right: &[&Word], alignment: &Alignment) -> Option<Conflict> {
    let mut places = alignment.places.clone();
    places.sort_unstable();
    if places.is_sorted_by_key(|(_, right)| *right) {
        return None;
    }
    let first = |words: &[&Word]| words.first().map(|word| word.text.to_string()).unwrap_or_default();
    Some(Conflict { kind: ConflictKind::Order, left: first(left), right: first(right), penalty: 5 })
}
