//! The directions of products, classes and digest sets. Each function takes its type apart whole.

use std::collections::BTreeSet;

use debar_model::Object;

use super::change::Trend::Tightened;
use super::entry::{head, texts};
use super::field::{Field, Value, unordered, way, words};
use super::roles::Roles;
use crate::{ClassEntry, DigestSet, ProductEntry, SignerEntry, SourceEntry};

/// A product that something lets through has no direction: what it names is banned by one rule and let through
/// by another.
pub(super) fn product(id: &str, entry: &ProductEntry, roles: &Roles) -> Vec<Field> {
    let ProductEntry { head: own, vendor, names, globs, part_numbers, identifiers, versions } = entry;
    let mut fields = head(own);
    fields.push(belongs(vendor.as_deref(), roles));
    let identifiers = identifiers.iter().map(|(_, listed)| listed.text.clone()).collect();
    let lists: [(&'static str, BTreeSet<String>); 4] = [
        ("names", texts(names).collect()),
        ("globs", texts(globs).collect()),
        ("part-numbers", texts(part_numbers).collect()),
        ("identifiers", identifiers),
    ];
    let lifted = roles.lifts(id);
    for (key, items) in lists {
        fields.push(if lifted {
            unordered(key, items.into_iter().collect::<Vec<_>>().join(", "))
        } else {
            way(key, "more goods are met", "fewer goods are met").set(items, Tightened)
        });
    }
    let versions = versions.as_ref().map(|range| range.text.text.clone());
    fields.push(if lifted {
        unordered("versions", versions.unwrap_or_default())
    } else {
        way("versions", "more versions are met", "fewer versions are met").limit(versions, Tightened)
    });
    fields
}

/// Whose goods they are: rules on the vendor reach them, and so does what lifts for the vendor.
fn belongs(vendor: Option<&str>, roles: &Roles) -> Field {
    if roles.vendors_lift {
        return unordered("vendor", vendor.unwrap_or_default());
    }
    way("vendor", "rules on the vendor reach it", "rules on the vendor no longer reach it")
        .set(vendor.map(str::to_owned), Tightened)
}

pub(super) fn class(entry: &ClassEntry) -> Vec<Field> {
    let ClassEntry { head: own, words: listed, codes } = entry;
    let mut fields = head(own);
    fields.push(way("words", "more words are met", "fewer words are met").set(texts(listed), Tightened));
    fields.push(way("codes", "more codes are met", "fewer codes are met").set(texts(codes), Tightened));
    fields
}

pub(super) fn signer(entry: &SignerEntry) -> Vec<Field> {
    let SignerEntry { head: own, organisations, common_names, fingerprints } = entry;
    let mut fields = head(own);
    let prints = fingerprints.iter().map(|(digest, _)| digest.to_string());
    for (key, items) in [
        ("organisations", texts(organisations).collect::<Vec<_>>()),
        ("common-names", texts(common_names).collect()),
        ("fingerprints", prints.collect()),
    ] {
        fields.push(way(key, "more signers are met", "fewer signers are met").set(items, Tightened));
    }
    fields
}

pub(super) fn source(entry: &SourceEntry) -> Vec<Field> {
    let SourceEntry { head: own, hosts, repositories, registries } = entry;
    let mut fields = head(own);
    for (key, places) in [("hosts", hosts), ("repositories", repositories), ("registries", registries)] {
        let places = places.iter().map(|(place, _)| place.to_string());
        fields.push(way(key, "more places are met", "fewer places are met").set(places, Tightened));
    }
    fields
}

pub(super) fn digests(id: &str, entry: &DigestSet, roles: &Roles) -> Vec<Field> {
    let DigestSet { head: own, digests, file, set, members_deny, legacy_deny, vendor } = entry;
    let object = |object: Object| match object {
        Object::Archive => "archive",
        Object::File => "file",
        Object::Unknown => "unknown",
    };
    let mut fields = head(own);
    fields.push(way("values", "more files are met", "fewer files are met").set(
        digests.iter().map(|(digest, _)| format!("{digest} of {}", object(digest.object()))),
        Tightened,
    ));
    // A line without a comparable digest asks a person; with other kinds of digests other lines can be compared.
    let kinds: BTreeSet<String> = digests
        .iter()
        .filter(|_| roles.requires(id))
        .map(|(digest, _)| format!("{} of {}", digest.algorithm(), object(digest.object())))
        .chain(
            set.iter()
                .filter(|_| roles.requires(id))
                .flat_map(|set| set.open.iter().flat_map(|open| &open.holds))
                .map(|(algorithm, of)| format!("{algorithm} of {}", object(*of))),
        )
        .collect();
    let kinds = kinds.into_iter().collect::<Vec<_>>().join(", ");
    fields.push(way("algorithm", "", "").value(Value::Guarded(Some(kinds))));
    let file = file.as_ref().map(|(name, pin)| format!("{name} {pin}")).unwrap_or_default();
    fields.push(words("file", file));
    // Which digests came and went says `debar set diff`.
    let set = set.as_ref().map(|set| format!("{} {}", set.name, set.pin)).unwrap_or_default();
    fields.push(unordered("set", set));
    fields.push(
        way("members", "a hit on a file inside denies", "a hit on a file inside asks a person")
            .flag(*members_deny, Tightened),
    );
    fields.push(
        way("legacy-digests", "a hit by SHA-1 or MD5 denies", "a hit by SHA-1 or MD5 asks a person")
            .flag(*legacy_deny, Tightened),
    );
    fields.push(belongs(vendor.as_deref(), roles));
    fields
}
