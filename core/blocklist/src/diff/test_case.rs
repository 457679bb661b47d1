//! The list's own tests: they decide nothing, so a change of one is only words.

use super::field::{Field, words};
use crate::{TestCase, TestExpect, TestGiven};

pub(super) fn test(entry: &TestCase) -> Vec<Field> {
    let TestCase { name: _, place: _, at, known_at, given, expect } = entry;
    let TestExpect { verdict, rules, reports, needs, notices } = expect;
    let mut fields = vec![
        words("at", at.at.to_string()),
        words("known-at", known_at.as_ref().map(|moment| moment.at.to_string()).unwrap_or_default()),
        words("expect.verdict", verdict.to_string()),
        words("expect.rules", rules.join(", ")),
        words("expect.reports", reports.join(", ")),
        words("expect.needs", needs.join(", ")),
        words("expect.notices", notices.join(", ")),
    ];
    fields.extend(self::given(given));
    fields
}

fn given(given: &TestGiven) -> Vec<Field> {
    let TestGiven {
        facts,
        supplier,
        manufacturer,
        publisher,
        product,
        description,
        comment,
        brand,
        version,
        part_number,
        origin,
        identifiers,
        digests,
        components,
        artifacts,
        total,
    } = given;
    let facts: Vec<String> =
        facts.iter().map(|(name, values)| format!("{name}={}", values.join(","))).collect();
    let identifiers: Vec<String> =
        identifiers.iter().map(|(scheme, value)| format!("{scheme}:{value}")).collect();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        words("given", facts.join(" ")),
        words("given.supplier", text(supplier)),
        words("given.manufacturer", text(manufacturer)),
        words("given.publisher", text(publisher)),
        words("given.product", text(product)),
        words("given.description", text(description)),
        words("given.comment", text(comment)),
        words("given.brand", text(brand)),
        words("given.version", text(version)),
        words("given.part-number", text(part_number)),
        words("given.origin", text(origin)),
        words("given.identifiers", identifiers.join(", ")),
        words("given.digests", digests.join(", ")),
        words("given.components", components.join(", ")),
        words("given.artifacts", artifacts.join(", ")),
        words("given.total", text(total)),
    ]
}
