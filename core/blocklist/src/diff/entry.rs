//! The directions of what entries share, and of vendors, groups, buyers and evidence. Each function takes its type
//! apart whole, so that a new field does not compile without a direction.

use super::change::Trend::{Loosened, Tightened};
use super::field::{Field, span, unordered, way, words};
use super::roles::Roles;
use crate::{
    Buyer, Change, EvidenceEntry, Head, Listed, Owner, Percent, Response, Succession, Vendor, VendorRelation,
};

/// What every entry may say of itself: no verdict depends on it.
pub(super) fn head(head: &Head) -> Vec<Field> {
    let Head { place: _, note, evidence, owner, review_by, history, allow, overrides } = head;
    let history = history.iter().map(|Change { on, by, ticket, why }| {
        let parts = [Some(&on.written), by.as_ref(), ticket.as_ref(), why.as_ref()];
        parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ")
    });
    let allow: Vec<&str> = allow.iter().map(|code| code.as_str()).collect();
    vec![
        words("note", note.clone().unwrap_or_default()),
        words("evidence", evidence.join(", ")),
        words("owner", owner.clone().unwrap_or_default()),
        words("review-by", review_by.as_ref().map(|day| day.written.clone()).unwrap_or_default()),
        words("history", history.collect::<Vec<_>>().join("; ")),
        words("allow", allow.join(", ")),
        words("override-reason", overrides.clone().unwrap_or_default()),
    ]
}

pub(super) fn texts(listed: &[Listed]) -> impl Iterator<Item = String> + '_ {
    listed.iter().map(|one| one.text.clone())
}

/// Where a buyer stands in the tree: below a bound one it is bound; below one that something lifts for, it is let off.
pub(super) fn buyer(entry: &Buyer, roles: &Roles) -> Vec<Field> {
    let Buyer { head: own, part_of, members } = entry;
    let mut fields = head(own);
    for (key, ids) in [("part-of", part_of), ("members", members)] {
        fields.push(if roles.buyers_lift {
            let mut ids = ids.clone();
            ids.sort();
            unordered(key, ids.join(", "))
        } else {
            way(key, "more rules bind them", "fewer rules bind them").set(ids.iter().cloned(), Tightened)
        });
    }
    fields
}

pub(super) fn group(own: &Head, members: &[String]) -> Vec<Field> {
    let mut fields = head(own);
    fields.push(
        way("vendors", "rules on the group reach more vendors", "rules on the group reach fewer vendors")
            .set(members.iter().cloned(), Tightened),
    );
    fields
}

pub(super) fn vendor(entry: &Vendor) -> Vec<Field> {
    let Vendor { head: own, name, aliases, brands, identifiers, owners, relations, not, responses } = entry;
    let mut fields = head(own);
    fields.push(words("name", name.text.as_str()));
    fields.push(
        way("aliases", "more names are met", "fewer names are met")
            .set(texts(aliases).chain([name.text.clone()]), Tightened),
    );
    fields.push(way("brands", "more brands are met", "fewer brands are met").set(texts(brands), Tightened));
    fields.push(
        way("identifiers", "more identifiers are met", "fewer identifiers are met")
            .set(identifiers.iter().map(|(_, listed)| listed.text.clone()), Tightened),
    );
    fields.push(
        way(
            "owners",
            "more firms are reached through their owners",
            "fewer firms are reached through their owners",
        )
        .records(owners.iter().map(owner).collect(), Tightened),
    );
    fields.push(
        way("relations", "more firms are reached through others", "fewer firms are reached through others")
            .records(relations.iter().map(relation).collect(), Tightened),
    );
    fields.push(
        way("not", "names of others are met again", "names are taken for those of others")
            .set(texts(not), Loosened),
    );
    fields.push(words("responses", responses.iter().map(response).collect::<Vec<_>>().join("; ")));
    fields
}

fn owner(owner: &Owner) -> (String, Vec<Field>) {
    let Owner { vendor, percent, span: held, place: _ } = owner;
    // A share that is not stated may be none or all: a person decides.
    let (min, max) = percent.map_or((0, 10_000), |Percent { min, max }| (min, max));
    let share = |hundredths: u16| format!("{}.{:02} %", hundredths / 100, hundredths % 100);
    let mut fields =
        vec![
            way("percent.min", "a larger share counts for certain", "a smaller share counts for certain")
                .rank(i128::from(min), share(min), Tightened),
            way("percent.max", "the share may be larger", "the share may be smaller").rank(
                i128::from(max),
                share(max),
                Tightened,
            ),
        ];
    fields.extend(span(held, Tightened));
    (vendor.clone(), fields)
}

fn relation(relation: &Succession) -> (String, Vec<Field>) {
    let Succession { relation, vendor, products, span: held, place: _ } = relation;
    let word = match relation {
        VendorRelation::ControlledBy => "controlled-by",
        VendorRelation::SuccessorOf => "successor-of",
        VendorRelation::RenamedFrom => "renamed-from",
        VendorRelation::ActsFor => "acts-for",
        VendorRelation::WhiteLabels => "white-labels",
    };
    let mut fields = Vec::from(span(held, Tightened));
    fields.push(
        way("products", "more of its goods are reached", "fewer of its goods are reached")
            .limit(products.iter().cloned(), Tightened),
    );
    (format!("{word} {vendor}"), fields)
}

fn response(response: &Response) -> String {
    let Response { on, kind, says, result, result_on, evidence, place: _ } = response;
    let result_on = result_on.as_ref().map(|day| day.written.clone());
    let parts = [Some(on.written.clone()), kind.clone(), says.clone(), result.clone(), result_on];
    parts.into_iter().flatten().chain(evidence.iter().cloned()).collect::<Vec<_>>().join(" ")
}

pub(super) fn evidence(entry: &EvidenceEntry) -> Vec<Field> {
    let EvidenceEntry { head: own, citation, uri, file, retrieved, by } = entry;
    let mut fields = head(own);
    let file = file.as_ref().map(|(name, pin)| match pin {
        Some(pin) => format!("{name} {pin}"),
        None => name.clone(),
    });
    fields.extend([
        words("citation", citation.clone().unwrap_or_default()),
        words("uri", uri.clone().unwrap_or_default()),
        words("file", file.unwrap_or_default()),
        words("retrieved", retrieved.as_ref().map(|day| day.written.clone()).unwrap_or_default()),
        words("by", by.clone().unwrap_or_default()),
    ]);
    fields
}
