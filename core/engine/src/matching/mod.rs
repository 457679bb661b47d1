//! Values against the index: findings with class, evidence and place. The matcher never decides: what
//! follows from a finding is not known here.

mod classify;
mod context;
mod digest;
mod evidence;
mod field;
mod identifier;
mod likeness;
mod memory;
mod met;
mod name;
mod product;
mod provenance;
mod raw;
mod stated;
mod version;

use std::collections::HashMap;

use debar_blocklist::Blocklist;
use debar_model::Slot;
use debar_names::{ScanText, scan_form};

use crate::index::Index;
use crate::normalise::{Prepared, searched};

pub(crate) use digest::digests_of;
pub(crate) use evidence::cut;
pub(crate) use field::buys;
pub(crate) use memory::Memory;
pub(crate) use met::Met;
pub(crate) use name::Named;
pub(crate) use raw::scan_raw;

use field::Field;
use likeness::Alike;
use met::Collected;
use name::Scan;

/// Everything that a request has in common with the list, strictest evidence first for each place.
pub(crate) fn all(list: &Blocklist, index: &Index, prepared: &Prepared<'_>) -> Vec<Met> {
    let matcher = Matcher { list, index, prepared };
    let mut found = Collected::default();
    let mut room = Vec::with_capacity(256);
    let mut known: HashMap<&str, (ScanText, Scan)> = HashMap::new();
    let alike = Alike::new(list, index);
    for value in &prepared.values {
        let text = searched(value);
        let alike = alike.to(text, field::asks(value));
        let holds = index.may_hold(text, holds_name(&value.slot), &mut room);
        if holds || !alike.is_empty() {
            let field = Field::of(value, prepared);
            let (folded, scan) = known.entry(text).or_insert_with(|| {
                let folded = scan_form(text);
                let scan = name::scan(index, &folded);
                (folded, scan)
            });
            matcher.names(value, &field, folded, scan, &alike, &mut found);
            matcher.globs(value, field, folded, scan, &mut found);
        }
        matcher.numbers(value, &mut found);
        if value.identifier.is_some() || value.slot == Slot::Artifact {
            matcher.identifiers(value, &mut found);
        }
        matcher.provenance(value, &mut found);
    }
    matcher.digests(&mut found);
    found.finish()
}

/// The entries that the name of a seller means, as a finding on one would have them.
pub(crate) fn party_named<'a>(list: &'a Blocklist, index: &'a Index, name: &'a str) -> Vec<Named<'a>> {
    let field = Field::SELLER;
    let alike = Alike::new(list, index).to(name, field.asks);
    if alike.is_empty() && !index.may_hold(name, true, &mut vec![]) {
        return vec![];
    }
    let folded = scan_form(name);
    let scan = name::scan(index, &folded);
    name::named(index, field, name, &folded, &scan, &alike)
}

/// Whether a field may hold a name and nothing else, so that it is looked up whole.
fn holds_name(slot: &Slot) -> bool {
    matches!(slot, Slot::PartyName(_) | Slot::PartyIdentifier(_) | Slot::Brand | Slot::ProductIdentifier)
}

/// Listed forms that stand in a text.
#[cfg(test)]
pub(crate) fn scan_names(index: &Index, text: &ScanText) -> Vec<crate::index::FormId> {
    name::scan(index, text).hits.iter().map(|hit| hit.needle.form).collect()
}

struct Matcher<'a> {
    list: &'a Blocklist,
    index: &'a Index,
    prepared: &'a Prepared<'a>,
}

#[cfg(test)]
mod tests {
    use debar_names::{Boundary, key_variants, scan_form};
    use proptest::prelude::*;

    use super::name;
    use crate::index::Index;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// What the sieve keeps back, nothing would have found.
        #[test]
        fn the_sieve_is_never_wrong_to_say_no(
            words in prop::collection::vec(
                prop_oneof![
                    Just("Kaspersky"), Just("Lab"), Just("Kasper"), Just("sky"), Just("ZTE"), Just("Z.T.E"), Just("Tech"),
                    Just("Technologies"), Just("Huawei"), Just("HP"), Just("hpcorp"), Just("zteinc"), Just("3M"), Just("3"), Just("M"), Just("Co., Ltd."),
                    Just("AO"), Just("Company"), Just("Sav"), Just("vvy"), Just("hikv1sion"), Just("K@spersky"),
                    Just("Corp"), Just("Digital"), Just("technologyco"), Just("chair"), Just("and"), Just("the"), Just("&"), Just("<b>"), Just("</b>"), Just("AT&T"), Just("x@y"),
                ],
                0..5,
            ),
            joint in prop_oneof![Just(" "), Just("-"), Just(""), Just("."), Just("_"), Just("'")],
        ) {
            let list = crate::testing::list_of(&[
                "AO Kaspersky Lab", "ZTE Corporation", "Tech Huawei Co., Ltd.", "HP Inc.", "3M Company", "Savvy Systems",
                "Hikvision", "Digital Technology Co.", "Лаборатория Касперского", "AT and T Chairs",
            ]);
            let index = Index::build(&list);
            let text = words.join(joint);
            if !index.may_hold(&text, true, &mut vec![]) {
                let mut hits = name::scan(&index, &scan_form(&text)).hits;
                // A short form inside a word is none.
                hits.retain(|hit| hit.boundary == Boundary::Word || hit.needle.range.len() > 3);
                prop_assert!(hits.is_empty(), "{}: {:?}", text, hits);
                for (kind, key) in key_variants(&text) {
                    prop_assert!(index.under(&key).next().is_none(), "{}: {:?} {}", text, kind, key);
                }
            }
        }
    }
}
