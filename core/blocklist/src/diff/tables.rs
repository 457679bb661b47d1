//! The tables of a list, entry by entry: what is there on one side only, and what an entry's coming and going means.

use std::collections::{BTreeMap, BTreeSet};

use debar_model::Place;

use super::change::{ChangeKind, EntryChange, Trend};
use super::field::{self, Field, unordered, words};
use super::{Roles, authority, decision, entry, goods, paperwork, rule, test_case};
use crate::{
    Authority, Blocklist, Buyer, Calendar, ClassEntry, ClearedPair, DigestSet, EvidenceEntry, Form, Head,
    ProductEntry, Rule, SignerEntry, SourceEntry, TestCase, Vendor, Waiver,
};

/// An entry of any table.
#[derive(Clone, Copy, Debug)]
pub(crate) enum AnyEntry<'a> {
    Buyer(&'a Buyer),
    Group(&'a Head, &'a [String]),
    Evidence(&'a EvidenceEntry),
    Vendor(&'a Vendor),
    Product(&'a ProductEntry),
    Class(&'a ClassEntry),
    Digests(&'a DigestSet),
    Signer(&'a SignerEntry),
    Source(&'a SourceEntry),
    Authority(&'a Authority),
    Rule(&'a Rule),
    Waiver(&'a Waiver),
    Cleared(&'a ClearedPair),
    Calendar(&'a Calendar),
    Form(&'a Form),
    Test(&'a TestCase),
}

impl<'a> AnyEntry<'a> {
    fn place(&self) -> &'a Place {
        match self {
            Self::Test(test) => &test.place,
            other => other.head().map_or(&NOWHERE, |head| &head.place),
        }
    }

    fn head(&self) -> Option<&'a Head> {
        Some(match self {
            Self::Buyer(entry) => &entry.head,
            Self::Group(head, _) => head,
            Self::Evidence(entry) => &entry.head,
            Self::Vendor(entry) => &entry.head,
            Self::Product(entry) => &entry.head,
            Self::Class(entry) => &entry.head,
            Self::Digests(entry) => &entry.head,
            Self::Signer(entry) => &entry.head,
            Self::Source(entry) => &entry.head,
            Self::Authority(entry) => &entry.head,
            Self::Rule(entry) => &entry.head,
            Self::Waiver(entry) => &entry.head,
            Self::Cleared(entry) => &entry.head,
            Self::Calendar(entry) => &entry.head,
            Self::Form(entry) => &entry.head,
            Self::Test(_) => return None,
        })
    }
}

static NOWHERE: Place = Place { file: String::new(), line: 0, column: 0, start: 0, end: 0 };

/// The fields of an entry with their directions.
pub(crate) fn fields(id: &str, entry: AnyEntry<'_>, roles: &Roles) -> Vec<Field> {
    match entry {
        AnyEntry::Buyer(entry) => entry::buyer(entry, roles),
        AnyEntry::Group(head, members) => entry::group(head, members),
        AnyEntry::Evidence(entry) => entry::evidence(entry),
        AnyEntry::Vendor(entry) => entry::vendor(entry),
        AnyEntry::Product(entry) => goods::product(id, entry, roles),
        AnyEntry::Class(entry) => goods::class(entry),
        AnyEntry::Digests(entry) => goods::digests(id, entry, roles),
        AnyEntry::Signer(entry) => goods::signer(entry),
        AnyEntry::Source(entry) => goods::source(entry),
        AnyEntry::Authority(entry) => authority::authority(entry),
        AnyEntry::Rule(entry) => rule::rule(entry),
        AnyEntry::Waiver(entry) => decision::waiver(entry),
        AnyEntry::Cleared(entry) => decision::cleared(entry),
        AnyEntry::Calendar(entry) => paperwork::calendar(entry),
        AnyEntry::Form(entry) => paperwork::form(entry),
        AnyEntry::Test(entry) => test_case::test(entry),
    }
}

/// What it means that an entry is there: the direction of adding it, why, and why its going goes the other way.
pub(crate) fn presence(id: &str, entry: AnyEntry<'_>, roles: &Roles) -> (Trend, &'static str, &'static str) {
    match entry {
        AnyEntry::Buyer(_) => (
            Trend::Changed,
            "orders of this buyer are judged by its place in the tree; before, a person decided",
            "of a buyer that is not in the tree nobody can say which rules bind it: a person decides",
        ),
        AnyEntry::Group(..) => (
            Trend::OnlyWords,
            "a group forbids nothing by itself; rules that name it change with it",
            "a group forbids nothing by itself; rules that named it change with it",
        ),
        AnyEntry::Evidence(_) => (Trend::OnlyWords, "no verdict depends on it", "no verdict depended on it"),
        AnyEntry::Vendor(_) => (Trend::Tightened, "one more vendor is met", "this vendor is no longer met"),
        AnyEntry::Product(_) if roles.lifts(id) => (
            Trend::Changed,
            "it is met, and something lets it through",
            "it is no longer met, and nothing lets it through by its name",
        ),
        AnyEntry::Product(_) => {
            (Trend::Tightened, "one more product is met", "this product is no longer met")
        }
        AnyEntry::Class(_) => (Trend::Tightened, "one more class is met", "this class is no longer met"),
        AnyEntry::Digests(_) => (Trend::Tightened, "more files are met", "these files are no longer met"),
        AnyEntry::Signer(_) => (Trend::Tightened, "one more signer is met", "this signer is no longer met"),
        AnyEntry::Source(_) => (Trend::Tightened, "one more source is met", "this source is no longer met"),
        AnyEntry::Authority(_) => (
            Trend::OnlyWords,
            "an authority forbids nothing by itself; its rules do",
            "no rule rested on it any more",
        ),
        AnyEntry::Rule(_) => {
            (Trend::Tightened, "one more rule forbids", "what it forbade, it forbids no longer")
        }
        AnyEntry::Waiver(_) => (Trend::Loosened, "it lifts its rules", "its rules are no longer lifted"),
        AnyEntry::Cleared(_) => (Trend::Loosened, "it clears a party", "the party is no longer cleared"),
        AnyEntry::Calendar(_) => (
            Trend::OnlyWords,
            "a calendar sets no date by itself; reports that name it change with it",
            "no report names it any more",
        ),
        AnyEntry::Form(_) => (
            Trend::OnlyWords,
            "a form obliges nobody by itself; reports that name it do",
            "reports that name it are filled on the form that ships, if there is one",
        ),
        AnyEntry::Test(_) => (Trend::OnlyWords, "tests decide nothing", "tests decide nothing"),
    }
}

/// Every difference, in order of table and id.
pub(super) fn compare(old: &Blocklist, new: &Blocklist, roles: &Roles) -> Vec<EntryChange> {
    let mut changes = vec![];
    changes.extend(list(old, new));
    for ((table, before), (_, after)) in tables(old).into_iter().zip(tables(new)) {
        let ids: BTreeSet<&str> = before.keys().chain(after.keys()).map(String::as_str).collect();
        for id in ids {
            let pair = (before.get(id).copied(), after.get(id).copied());
            changes.extend(one(table, id, pair, roles));
        }
    }
    // A file that goes by another name is still the same file: nothing in it has moved.
    let has = |list: &Blocklist, place: &Option<Place>| {
        place.as_ref().is_some_and(|place| list.files.iter().any(|file| file.name == place.file))
    };
    changes.retain(|change| {
        change.kind != ChangeKind::Moved || has(new, &change.old_place) || has(old, &change.new_place)
    });
    changes
}

fn one(
    table: &'static str,
    id: &str,
    (before, after): (Option<AnyEntry<'_>>, Option<AnyEntry<'_>>),
    roles: &Roles,
) -> Option<EntryChange> {
    let old_place = before.map(|entry| entry.place().clone());
    let new_place = after.map(|entry| entry.place().clone());
    let override_reason = after.and_then(|entry| entry.head()?.overrides.clone());
    let change = |kind, trend, why: Option<&str>, fields| EntryChange {
        table,
        id: id.to_owned(),
        kind,
        trend,
        why: why.map(str::to_owned),
        fields,
        old_place: old_place.clone(),
        new_place: new_place.clone(),
        override_reason: override_reason.clone(),
    };
    match (before, after) {
        (None, Some(entry)) => {
            let (trend, why, _) = presence(id, entry, roles);
            Some(change(ChangeKind::Added, trend, Some(why), vec![]))
        }
        (Some(entry), None) => {
            let (trend, _, why) = presence(id, entry, roles);
            Some(change(ChangeKind::Removed, trend.reversed(), Some(why), vec![]))
        }
        (Some(before), Some(after)) => {
            let found = field::compare(&fields(id, before, roles), &fields(id, after, roles));
            if found.is_empty() {
                let moved = before.place().file != after.place().file;
                return moved.then(|| change(ChangeKind::Moved, Trend::OnlyWords, None, vec![]));
            }
            let trend = found.iter().fold(Trend::OnlyWords, |trend, field| trend.and(field.trend));
            Some(change(ChangeKind::Edited, trend, None, found))
        }
        (None, None) => None,
    }
}

/// The keys of the whole list.
fn list(old: &Blocklist, new: &Blocklist) -> Option<EntryChange> {
    let found = field::compare(&heading(old), &heading(new));
    let trend = found.iter().fold(Trend::OnlyWords, |trend, field| trend.and(field.trend));
    (!found.is_empty()).then(|| EntryChange {
        table: "list",
        id: new.title.clone(),
        kind: ChangeKind::Edited,
        trend,
        why: None,
        fields: found,
        old_place: None,
        new_place: None,
        override_reason: None,
    })
}

fn heading(list: &Blocklist) -> Vec<Field> {
    let Blocklist {
        title,
        owner,
        time_zone,
        freshness,
        revision: _,
        files: _,
        buyers: _,
        vendors: _,
        groups: _,
        group_heads: _,
        products: _,
        classes: _,
        digests: _,
        signers: _,
        sources: _,
        authorities: _,
        rules: _,
        waivers: _,
        cleared: _,
        evidence: _,
        calendars: _,
        forms: _,
        tests: _,
    } = list;
    vec![
        words("title", title.as_str()),
        words("owner", owner.clone().unwrap_or_default()),
        // Days in documents, such as that of the solicitation, begin there.
        unordered("time-zone", time_zone.iana_name().unwrap_or_default()),
        words(
            "review-by",
            freshness.iter().map(|limit| limit.by.written.as_str()).collect::<Vec<_>>().join("; "),
        ),
    ]
}

type Table<'a> = (&'static str, BTreeMap<String, AnyEntry<'a>>);

fn tables(list: &Blocklist) -> Vec<Table<'_>> {
    fn of<'a, T>(
        entries: &'a BTreeMap<String, T>,
        any: impl Fn(&'a T) -> AnyEntry<'a>,
    ) -> BTreeMap<String, AnyEntry<'a>> {
        entries.iter().map(|(id, entry)| (id.clone(), any(entry))).collect()
    }
    let no_head: &'static Head = &NO_HEAD;
    let groups = list.groups.iter().map(|(id, members)| {
        (id.clone(), AnyEntry::Group(list.group_heads.get(id).unwrap_or(no_head), members.as_slice()))
    });
    let mut tests = BTreeMap::new();
    for test in &list.tests {
        let count = tests.keys().filter(|name: &&String| **name == test.name).count();
        let name =
            if count == 0 { test.name.clone() } else { format!("{} ({})", test.name, test.place.line) };
        tests.insert(name, AnyEntry::Test(test));
    }
    vec![
        ("buyer", of(&list.buyers, AnyEntry::Buyer)),
        ("group", groups.collect()),
        ("evidence", of(&list.evidence, AnyEntry::Evidence)),
        ("vendor", of(&list.vendors, AnyEntry::Vendor)),
        ("product", of(&list.products, AnyEntry::Product)),
        ("class", of(&list.classes, AnyEntry::Class)),
        ("digests", of(&list.digests, AnyEntry::Digests)),
        ("signer", of(&list.signers, AnyEntry::Signer)),
        ("source", of(&list.sources, AnyEntry::Source)),
        ("authority", of(&list.authorities, AnyEntry::Authority)),
        ("rule", of(&list.rules, AnyEntry::Rule)),
        ("waiver", of(&list.waivers, AnyEntry::Waiver)),
        ("cleared", of(&list.cleared, AnyEntry::Cleared)),
        ("calendar", of(&list.calendars, AnyEntry::Calendar)),
        ("form", of(&list.forms, AnyEntry::Form)),
        ("test", tests),
    ]
}

static NO_HEAD: Head = Head {
    place: Place { file: String::new(), line: 0, column: 0, start: 0, end: 0 },
    note: None,
    evidence: vec![],
    owner: None,
    review_by: None,
    history: vec![],
    allow: vec![],
    overrides: None,
};
