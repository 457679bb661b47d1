//! Names that no key meets: told by likeness, with both scores and the words that stand for each other. It adds to what
//! the keys found and takes nothing away; where both know an entry, the stricter class counts. In a title it is never
//! more than a hint to a person.

use std::ops::Range;
use std::sync::Arc;

use debar_blocklist::Blocklist;
use debar_model::{Class, NameScores};
use debar_names::{Match as Scored, NameClass, PairKind, exact_key};

use super::classify;
use super::evidence::Match;
use super::field::Asks;
use super::name::Named;
use super::stated;
use crate::alignment::explained;
use crate::index::{EntryId, FormSource, Index, Table, source_of};

/// Characters of a field beyond which it is no name. A finding shows as many, so that anybody can score it again.
pub(super) const LONGEST: usize = 256;

/// A floor that no score reaches: only what has a class is told.
const NO_FLOOR: u16 = u16::MAX;

/// An entry that a text may mean by likeness.
#[derive(Clone, Debug)]
pub(crate) struct Like {
    pub entry: EntryId,
    pub class: Class,
    source: FormSource,
    scores: NameScores,
    how: String,
    /// The bytes of the text that were scored; none for the whole of it.
    pub range: Option<Range<usize>>,
}

impl Like {
    pub fn named<'a>(&self, text: &'a str) -> Named<'a> {
        let range = self.range.clone().unwrap_or(0..text.len());
        let folded = exact_key(text.get(range.clone()).unwrap_or(text));
        let matched =
            Match { range, scores: Some(self.scores), ..Match::whole(text, folded, self.how.clone()) };
        Named { entry: self.entry, class: self.class, source: self.source, matched }
    }
}

/// What likeness says of texts.
pub(super) struct Alike<'a> {
    list: &'a Blocklist,
    index: &'a Index,
    nothing: Arc<[Like]>,
}

impl<'a> Alike<'a> {
    pub fn new(list: &'a Blocklist, index: &'a Index) -> Self {
        Self { list, index, nothing: Arc::default() }
    }

    /// The entries that a text may mean, each once.
    pub fn to(&self, text: &str, asks: Asks) -> Arc<[Like]> {
        let likeness = &self.index.likeness;
        match asks {
            Asks::Nothing => Arc::clone(&self.nothing),
            Asks::Party => likeness.said_of_parties.of(text, || {
                let mut found = vec![];
                self.party(text, first(text), Class::Exact, &mut found);
                strongest(found).into()
            }),
            Asks::Title => likeness.said_of_titles.of(text, || {
                let mut found = vec![];
                self.goods(text, &mut found);
                self.makers(text, true, &mut found);
                strongest(found).into()
            }),
            Asks::Maker => {
                let mut found = vec![];
                self.makers(text, false, &mut found);
                if found.is_empty() { Arc::clone(&self.nothing) } else { strongest(found).into() }
            }
        }
    }

    /// Vendors that a part of a text names, no surer than `most`.
    fn party(&self, text: &str, range: Range<usize>, most: Class, found: &mut Vec<Like>) {
        let Some(name) = text.get(range.clone()) else { return };
        let whole = range == (0..text.len());
        for scored in self.index.likeness.parties(self.list).screen(name, NO_FLOOR) {
            let Some(class) = class_of(&scored) else { continue };
            let entry = self.index.entries.id_of(Table::Vendor, scored.entity);
            let vendor = self.list.vendors.get(scored.entity);
            let source = vendor.and_then(|vendor| source_of(vendor, scored.kind, scored.matched));
            let (Some(entry), Some(source)) = (entry, source) else { continue };
            let range = (!whole).then(|| range.clone());
            found.push(Like::of(&scored, entry, source, class.min(most), range));
        }
    }

    /// Makers that a text states as such.
    fn makers(&self, text: &str, is_title: bool, found: &mut Vec<Like>) {
        stated::makers(text, is_title, |range| self.party(text, range, Class::Strong, found));
    }

    /// Brands and products whose name a title nearly bears, beside generic words only.
    fn goods(&self, text: &str, found: &mut Vec<Like>) {
        let goods = self.index.likeness.goods(self.list, &self.index.entries);
        if goods.is_empty() {
            return;
        }
        stated::plain_runs(text, |range| {
            for scored in text.get(range.clone()).map(|run| goods.screen(run, NO_FLOOR)).unwrap_or_default() {
                let known = self.index.likeness.goods_of(scored.entity);
                if let (Some(_), Some((entry, source))) = (scored.class, known) {
                    found.push(Like::of(&scored, entry, source, Class::Weak, Some(range.clone())));
                }
            }
        });
    }
}

impl Like {
    fn of(
        scored: &Scored<'_>,
        entry: EntryId,
        source: FormSource,
        class: Class,
        range: Option<Range<usize>>,
    ) -> Self {
        let scores = NameScores { identity: scored.identity, family: scored.family };
        let how = explained(&scored.alignment, &scored.conflicts);
        Self { entry, class, source, scores, how, range }
    }

    /// The strongest first; the last parts only make the order total.
    fn rank(&self) -> (Class, u16, FormSource, usize) {
        let score = self.scores.identity.max(self.scores.family.unwrap_or(0));
        (self.class, score, self.source, self.range.as_ref().map_or(usize::MAX, |range| range.end))
    }
}

fn strongest(mut found: Vec<Like>) -> Vec<Like> {
    found.sort_by(|a, b| a.entry.cmp(&b.entry).then_with(|| b.rank().cmp(&a.rank())));
    found.dedup_by_key(|like| like.entry);
    found
}

/// As much of a field as may be a name.
fn first(text: &str) -> Range<usize> {
    0..text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at)
}

/// The one place where scores become a class of evidence. A brand beside a word of another trade may be a namesake, and
/// what only sounds or is spelt alike is a hint.
fn class_of(scored: &Scored<'_>) -> Option<Class> {
    let namesake = || {
        let others = scored.alignment.iter().filter(|pair| pair.right.is_empty());
        others.flat_map(|pair| pair.left.split(' ')).any(classify::is_other_trade)
    };
    let only_alike =
        || scored.alignment.iter().any(|pair| matches!(pair.kind, PairKind::Sound | PairKind::Spelling));
    Some(match scored.class? {
        NameClass::Alias | NameClass::Family if only_alike() => Class::Weak,
        NameClass::Exact => Class::Exact,
        NameClass::Alias => Class::Alias,
        NameClass::Family if namesake() => Class::Weak,
        NameClass::Family => Class::Family,
        NameClass::Strong => Class::Strong,
        NameClass::Weak => Class::Weak,
    })
}
