//! One text against all listed names. It finds candidates, compares each, and keeps the best name of each party.
//! Invariant: a party's match depends on its own names only.

use std::cmp::Reverse;

use super::bound::Bound;
use super::terms::Met;
use super::{Listed, ListedKind, Match, NameIndex};
use crate::compare::{
    Comparison, Conflict, ConflictKind, NameClass, Prepared, Side, Word, compare_sides, family, score_of,
};
use crate::fold::fold;
use crate::thresholds::{T_FAMILY, T_WEAK};
use crate::weak::{WeakReason, is_weak_name};

/// Characters of a text beyond which it is no name: the rest is not read.
const LONGEST_TEXT: usize = 4096;

pub(super) fn screen<'a>(index: &'a NameIndex, text: &str, floor: u16) -> Vec<Match<'a>> {
    let end = text.char_indices().nth(LONGEST_TEXT).map_or(text.len(), |(at, _)| at);
    let text = text.get(..end).unwrap_or(text);
    let mut found: Vec<(u32, Match<'a>)> = Vec::new();
    let plain = Prepared::new(text);
    read(index, &plain, None, floor, &mut found);
    if !text.is_ascii() || text.contains(['&', '<', '@', '$']) || text.contains(|c: char| c.is_ascii_digit())
    {
        for other in fold(text).alternates() {
            if other.reading() != crate::Reading::Transliterated {
                let reading = Prepared::of_folded(other.text().to_owned());
                read(index, &reading, Some(&plain), floor, &mut found);
            }
        }
    }
    found.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| rank(x).cmp(&rank(y))));
    found.dedup_by_key(|(entity, _)| *entity);
    let mut matches: Vec<Match<'a>> = found.into_iter().map(|(_, found)| found).collect();
    matches.sort_by(|a, b| rank(a).cmp(&rank(b)));
    matches
}

/// Best first; the last parts only make the order total.
fn rank<'m>(found: &'m Match<'_>) -> (u8, Reverse<u16>, Reverse<u16>, ListedKind, &'m str, &'m str) {
    let class = found.class.map_or(u8::MAX, |class| class as u8);
    (class, Reverse(found.score()), Reverse(found.identity), found.kind, found.entity, found.matched)
}

/// `of` is the plain text of which `text` is another reading.
fn read<'a>(
    index: &'a NameIndex,
    text: &Prepared,
    of: Option<&Prepared>,
    floor: u16,
    found: &mut Vec<(u32, Match<'a>)>,
) {
    let words: Vec<&Word> = text.words.iter().collect();
    let bound = Bound::new(&words);
    let least = u32::from(floor.min(T_WEAK));
    let reaches = |(id, met): &(u32, Met)| match index.sums.get(*id as usize) {
        Some(Some(sum)) => bound.identity(*sum, *met) >= least,
        _ => true,
    };
    let by_words = index.terms.candidates(&words, Some((&bound, least))).into_iter();
    let mut ids: Vec<u32> = by_words.filter(reaches).map(|(id, _)| id).collect();
    // Of a brand, and of what clears, the identity says nothing.
    ids.extend(index.special.candidates(&words, None).into_iter().map(|(id, _)| id));
    ids.extend(index.by_joined.get(text.joined.as_str()).into_iter().flatten());
    ids.sort_unstable();
    ids.dedup();
    let listed: Vec<&Listed> = ids.iter().filter_map(|id| index.names.get(*id as usize)).collect();
    let left = Side::of(text, &words);
    let is_same = |name: &Listed| *name.exact == text.exact || *name.joined == text.joined;
    let cleared: Vec<u32> = listed
        .iter()
        .filter(|name| name.kind == ListedKind::Not && is_same(name))
        .map(|name| name.entity)
        .collect();
    let mut right_words = Vec::new();
    for name in listed.iter().filter(|name| name.kind != ListedKind::Not) {
        if cleared.contains(&name.entity) && *name.exact != text.exact {
            continue;
        }
        right_words.clear();
        right_words.extend(name.words.iter().filter_map(|id| index.words.get(*id as usize)));
        if let Some(mut hit) = judge(index, &left, name, &right_words)
            && doubt(&mut hit, text, of)
            && (hit.class.is_some() || hit.score() >= floor)
        {
            found.push((name.entity, hit));
        }
    }
}

/// What another reading finds is a little less sure; a short word is as easily another one. Always true.
fn doubt(hit: &mut Match<'_>, text: &Prepared, of: Option<&Prepared>) -> bool {
    let Some(plain) = of else { return true };
    let (left, right) = (plain.exact.clone(), text.exact.clone());
    hit.conflicts.push(Conflict { kind: ConflictKind::Reading, left, right, penalty: READING });
    hit.identity = score_of(&hit.alignment, &hit.conflicts);
    if text.joined.len() < SHORT_READING {
        hit.class = hit.class.map(|class| class.max(NameClass::Weak));
    }
    true
}

/// Thousandths that a reading other than the plain one costs.
const READING: u16 = 60;
/// Letters below which such a reading is weak.
const SHORT_READING: usize = 6;

fn judge<'a>(index: &'a NameIndex, left: &Side<'_>, name: &'a Listed, words: &[&Word]) -> Option<Match<'a>> {
    let right = Side { exact: &name.exact, joined: &name.joined, words, legal: &name.legal };
    let Comparison { identity, class, mut alignment, mut conflicts, .. } = compare_sides(left, &right);
    let mut class = listed_class(class, name);
    let mut score = None;
    if name.kind == ListedKind::Brand
        && let Some(found) = family(left.words, words)
    {
        score = Some(found.score);
        let reached = family_class(&found, &name.exact);
        if reached.is_some() && class.is_none_or(|class| reached.is_some_and(|reached| reached < class)) {
            class = reached;
            alignment = found.alignment;
            conflicts = vec![];
        }
    }
    Some(Match {
        entity: index.entities.get(name.entity as usize)?,
        matched: &name.text,
        kind: name.kind,
        class,
        identity,
        family: score,
        alignment,
        conflicts,
    })
}

/// The class of a comparison with a listed name: what is exact for an alias is an alias, and a common word is never
/// enough.
fn listed_class(class: Option<NameClass>, name: &Listed) -> Option<NameClass> {
    let class = match class? {
        NameClass::Exact if name.kind != ListedKind::Name => NameClass::Alias,
        // Of a brand only itself is its own name.
        NameClass::Weak if name.kind == ListedKind::Brand => return None,
        class => class,
    };
    let weak =
        || matches!(is_weak_name(&name.exact), Some(WeakReason::DictionaryWord | WeakReason::OnlyGeneric));
    Some(if class <= NameClass::Alias && weak() { NameClass::Strong } else { class })
}

fn family_class(found: &crate::compare::Family, brand: &str) -> Option<NameClass> {
    let weak = is_weak_name(brand);
    let common = matches!(weak, Some(WeakReason::DictionaryWord | WeakReason::OnlyGeneric));
    match (found.alone, found.verbatim) {
        (true, true) if found.score >= T_FAMILY => {
            Some(if common { NameClass::Weak } else { NameClass::Family })
        }
        (true, false) if found.score >= T_FAMILY - 100 && weak.is_none() => Some(NameClass::Weak),
        (false, true) if !common => Some(NameClass::Weak),
        _ => None,
    }
}
