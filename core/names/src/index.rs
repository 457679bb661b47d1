//! Many listed names, and which of them a text may mean. It knows names and whose they are, not rules. Invariant: every
//! listed name that reaches a class is found: candidates are never cut off, and another listing never hides one.

mod bound;
mod neighbours;
mod screen;
mod terms;
mod vocabulary;

use crate::compare::{AlignedPair, Legal, NameClass, Prepared, Word};
use crate::hash::Table;
use crate::tokens::TokenClass;
use bound::Sum;
use terms::{Terms, TermsBuilder};

/// What a listed name is to its party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ListedKind {
    /// The name under which it is listed.
    Name,
    /// Another name of it.
    Alias,
    /// A word that all firms of its family bear.
    Brand,
    /// A name that is known not to be its; equal names are no match but an exact one.
    Not,
}

impl ListedKind {
    /// The lower-case name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Alias => "alias",
            Self::Brand => "brand",
            Self::Not => "not",
        }
    }
}

/// One name to be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedName<'a> {
    /// The party's id.
    pub entity: &'a str,
    /// The name as it is written.
    pub name: &'a str,
    /// What it is to the party.
    pub kind: ListedKind,
}

/// A party that a text may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match<'a> {
    /// The party's id.
    pub entity: &'a str,
    /// The listed name that matched best, as it is written.
    pub matched: &'a str,
    /// What that name is to the party.
    pub kind: ListedKind,
    /// How sure it is; none if only the floor was reached.
    pub class: Option<NameClass>,
    /// How sure it is that the text means this party, 0 to 1000.
    pub identity: u16,
    /// How sure it is that the text bears a brand of the party; none if it declares no brand that is met.
    pub family: Option<u16>,
    /// Which words of the text (left) and of the listed name (right) stand for each other.
    pub alignment: Vec<AlignedPair>,
    /// What speaks against it.
    pub conflicts: Vec<crate::compare::Conflict>,
}

impl Match<'_> {
    /// The higher of the two scores.
    pub fn score(&self) -> u16 {
        self.identity.max(self.family.unwrap_or(0))
    }
}

/// Listed names, ready to be searched.
///
/// ```
/// # use debar_names::{ListedKind, ListedName, NameClass, NameIndex};
/// let listed = |name, kind| ListedName { entity: "kaspersky", name, kind };
/// let index = NameIndex::new([listed("AO Kaspersky Lab", ListedKind::Name), listed("Kaspersky", ListedKind::Brand)]);
/// let found = index.screen("KASPERSKY LAB UK LTD", 0);
/// assert_eq!(found[0].entity, "kaspersky");
/// assert_eq!(found[0].class, Some(NameClass::Family));
/// assert!(index.screen("Kasper Labs", 800).is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct NameIndex {
    words: Vec<Word>,
    names: Vec<Listed>,
    /// For each name; none where a bound on the identity says nothing: brands, and names that clear.
    sums: Vec<Option<Sum>>,
    entities: Vec<Box<str>>,
    /// Names by their core in Latin letters without spaces.
    by_joined: Table<Box<str>, Vec<u32>>,
    /// What names and aliases are found by.
    terms: Terms,
    /// What brands are found by, and names that clear.
    special: Terms,
}

#[derive(Clone, Debug)]
struct Listed {
    entity: u32,
    kind: ListedKind,
    text: Box<str>,
    exact: Box<str>,
    joined: Box<str>,
    words: Box<[u32]>,
    legal: Legal,
}

impl NameIndex {
    /// Of these names; those that fold to nothing are left out.
    pub fn new<'a>(names: impl IntoIterator<Item = ListedName<'a>>) -> Self {
        let mut interned: Table<(Box<str>, TokenClass), u32> = Table::default();
        let mut entity_ids: Table<Box<str>, u32> = Table::default();
        let mut index = Self {
            words: vec![],
            names: vec![],
            sums: vec![],
            entities: vec![],
            by_joined: Table::default(),
            terms: TermsBuilder::default().finish(),
            special: TermsBuilder::default().finish(),
        };
        let (mut terms, mut special) = (TermsBuilder::default(), TermsBuilder::default());
        for listed in names {
            let prepared = Prepared::new(listed.name);
            if prepared.words.is_empty() {
                continue;
            }
            let id = count(&index.names);
            let all: Vec<&Word> = prepared.words.iter().collect();
            let plain = matches!(listed.kind, ListedKind::Name | ListedKind::Alias);
            if plain { &mut terms } else { &mut special }.add(id, &all);
            index.sums.push(plain.then(|| Sum::of(&all)));
            index.by_joined.entry(prepared.joined.as_str().into()).or_default().push(id);
            let entity = *entity_ids.entry(listed.entity.into()).or_insert_with(|| {
                index.entities.push(listed.entity.into());
                count(&index.entities) - 1
            });
            let words = prepared.words.into_iter().map(|word| {
                *interned.entry((word.text.clone(), word.class)).or_insert_with(|| {
                    index.words.push(word);
                    count(&index.words) - 1
                })
            });
            index.names.push(Listed {
                entity,
                kind: listed.kind,
                text: listed.name.into(),
                exact: prepared.exact.into(),
                joined: prepared.joined.into(),
                words: words.collect(),
                legal: prepared.legal,
            });
        }
        index.terms = terms.finish();
        index.special = special.finish();
        index
    }

    /// How many names are listed.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether none is listed.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Every party that `text` may mean, best first: all that reach a class, and all whose scores reach `floor`.
    pub fn screen(&self, text: &str, floor: u16) -> Vec<Match<'_>> {
        screen::screen(self, text, floor)
    }
}

fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}
