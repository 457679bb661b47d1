//! Tests of the list that prove little.

use debar_model::Verdict;

use super::Lint;
use crate::{Blocklist, Code, TestExpect, TestGiven};

pub(super) fn check(lint: &mut Lint, list: &Blocklist) {
    for test in &list.tests {
        if is_empty(&test.given) {
            lint.warn(
                Code::VagueTest,
                &test.place,
                format!("the test `{}` gives nothing that could meet an entry", test.name),
                "give a party, a product, an identifier, a digest or a component",
            );
        }
        let TestExpect { verdict, rules, reports, needs, notices } = &test.expect;
        if *verdict == Verdict::Deny && [rules, reports, needs, notices].iter().all(|names| names.is_empty())
        {
            lint.warn(
                Code::VagueTest,
                &test.place,
                format!("the test `{}` expects `deny` and not by which rule", test.name),
                "name at least one of `rules`: otherwise it passes when another rule denies for another reason",
            );
        }
    }
}

fn is_empty(given: &TestGiven) -> bool {
    let texts = [
        &given.supplier,
        &given.manufacturer,
        &given.publisher,
        &given.product,
        &given.description,
        &given.brand,
        &given.part_number,
    ];
    texts.iter().all(|text| text.is_none())
        && given.identifiers.is_empty()
        && given.digests.is_empty()
        && given.components.is_empty()
        && given.artifacts.is_empty()
}
