//! Names that no key meets: told by likeness, with both scores and the words that stand for each other. It adds to what
//! the keys found and takes nothing away; where both know a vendor, the stricter class counts.

use std::collections::BTreeMap;

use debar_blocklist::Blocklist;
use debar_model::{Class, NameScores};
use debar_names::{Match as Scored, NameClass, exact_key};

use super::classify;
use super::evidence::Match;
use super::field::{Field, FieldKind};
use super::name::Named;
use crate::alignment::explained;
use crate::index::{EntryId, Index, Table, source_of};

/// Characters of a field beyond which it is no name. A finding shows as many, so that anybody can score it again.
const LONGEST: usize = 256;

/// A floor that no score reaches: only what has a class is told.
const NO_FLOOR: u16 = u16::MAX;

/// Adds the vendors that a name field may mean by likeness.
pub(super) fn add<'a>(
    list: &Blocklist,
    index: &'a Index,
    field: Field,
    text: &'a str,
    found: &mut BTreeMap<EntryId, Named<'a>>,
) {
    // The buying side is no seller: a name there says only as much as the keys say.
    if !field.is(FieldKind::Name) || field.cap != Class::Exact || is_long(text) {
        return;
    }
    for scored in index.likeness.parties(list).screen(text, NO_FLOOR) {
        let Some(class) = class_of(&scored) else { continue };
        let Some(named) = named(list, index, class, text, &scored) else { continue };
        let known = found.get(&named.entry).map(|known| known.class);
        if known.is_none_or(|known| class > known || (class == known && class <= Class::Strong)) {
            found.insert(named.entry, named);
        }
    }
}

fn is_long(text: &str) -> bool {
    text.len() > LONGEST && text.chars().nth(LONGEST).is_some()
}

fn named<'a>(
    list: &Blocklist,
    index: &Index,
    class: Class,
    text: &'a str,
    scored: &Scored<'_>,
) -> Option<Named<'a>> {
    let entry = index.entries.id_of(Table::Vendor, scored.entity)?;
    let source = source_of(list.vendors.get(scored.entity)?, scored.kind, scored.matched)?;
    let how = explained(&scored.alignment, &scored.conflicts);
    let mut matched = Match::whole(text, exact_key(text), how);
    matched.scores = Some(NameScores { identity: scored.identity, family: scored.family });
    Some(Named { entry, class, source, matched })
}

/// The one place where scores become a class of evidence. A brand beside a word of another trade may be a namesake.
fn class_of(scored: &Scored<'_>) -> Option<Class> {
    let namesake = || {
        let others = scored.alignment.iter().filter(|pair| pair.right.is_empty());
        others.flat_map(|pair| pair.left.split(' ')).any(classify::is_other_trade)
    };
    Some(match scored.class? {
        NameClass::Exact => Class::Exact,
        NameClass::Alias => Class::Alias,
        NameClass::Family if namesake() => Class::Weak,
        NameClass::Family => Class::Family,
        NameClass::Strong => Class::Strong,
        NameClass::Weak => Class::Weak,
    })
}
