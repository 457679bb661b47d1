//! The directions of what people decided: waivers and cleared pairs. Narrower tightens, wider loosens.

use super::change::Trend::{Loosened, Tightened};
use super::entry::{head, texts};
use super::field::{Field, Value, span, unordered, way, words};
use crate::{Approval, ClearedPair, ClearedParty, Lapse, Waiver, WaiverFor};

pub(super) fn waiver(entry: &Waiver) -> Vec<Field> {
    let Waiver { head: own, rules, covers, approved_by, reason, conditions, span: held, lapses } = entry;
    let WaiverFor { buyers, vendor, sellers, products, product_names, part_numbers, identifiers } = covers;
    let mut fields = head(own);
    fields.push(
        way("rules", "it lifts fewer rules", "it lifts more rules").set(rules.iter().cloned(), Loosened),
    );
    let lists: [(&'static str, Vec<String>); 6] = [
        ("for.buyers", buyers.clone()),
        ("for.vendor", vendor.iter().cloned().collect()),
        ("for.products", products.clone()),
        ("for.product-names", texts(product_names).collect()),
        ("for.part-numbers", texts(part_numbers).collect()),
        ("for.identifiers", identifiers.iter().map(|(_, listed)| listed.text.clone()).collect()),
    ];
    let named: Vec<&str> =
        lists.iter().skip(3).filter(|(_, items)| !items.is_empty()).map(|(key, _)| *key).collect();
    // How an article is recognised differs with the kinds of names that are given.
    let shape = (!named.is_empty()).then(|| named.join(", "));
    fields.push(way("for", "", "").value(Value::Guarded(shape)));
    for (key, items) in lists {
        fields.push(way(key, "it covers less", "it covers more").limit(items, Loosened));
    }
    fields.push(unordered("for.sellers", texts(sellers).collect::<Vec<_>>().join(", ")));
    fields.push(lapse(lapses));
    fields.extend(approval(approved_by));
    fields.push(words("reason", reason.as_str()));
    fields.push(
        way("conditions", "it holds under more conditions", "it holds under fewer conditions")
            .set(conditions.iter().cloned(), Tightened),
    );
    fields.extend(span(held, Loosened));
    fields
}

pub(super) fn cleared(entry: &ClearedPair) -> Vec<Field> {
    let ClearedPair { head: own, listed, party, approved_by, reason, span: held, lapses } = entry;
    let ClearedParty { name, identifiers } = party;
    let mut fields = head(own);
    fields.push(unordered("listed", listed.as_str()));
    fields.push(
        way("party.name", "it clears under one name only", "it clears under any name")
            .limit(name.as_ref().map(|name| name.text.clone()), Loosened),
    );
    fields.push(
        way("party.identifiers", "fewer identifiers clear", "more identifiers clear")
            .limit(identifiers.iter().map(|(_, listed)| listed.text.clone()), Loosened),
    );
    fields.push(lapse(lapses));
    fields.extend(approval(approved_by));
    fields.push(words("reason", reason.as_str()));
    fields.extend(span(held, Loosened));
    fields
}

/// A pin that no longer fits takes the decision's effect away.
fn lapse(lapses: &[Lapse]) -> Field {
    way("lapses-with", "it has lapsed", "it no longer lapses").flag(!lapses.is_empty(), Tightened)
}

fn approval(approval: &Approval) -> [Field; 4] {
    let Approval { role, on, delegable, delegated_from } = approval;
    [
        words("approved-by.delegated-from", delegated_from.clone().unwrap_or_default()),
        words("approved-by.role", role.as_str()),
        words("approved-by.on", on.as_ref().map(|day| day.written.clone()).unwrap_or_default()),
        words("approved-by.delegable", delegable.to_string()),
    ]
}
