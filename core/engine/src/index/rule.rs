//! Which rules may have something to say on an entry: those that name it, its vendor, or any vendor
//! that is related to its vendor. Whether they do is decided elsewhere.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use debar_blocklist::{Blocklist, Sellers, UnknownComponents};

use super::{Entries, EntryId, Table};

#[derive(Debug, Default)]
pub(crate) struct Rules {
    direct: HashMap<EntryId, Vec<String>>,
    targets: HashMap<String, HashSet<EntryId>>,
    /// Vendor to its circle: all vendors that are tied to it by owners or relations.
    circle: HashMap<EntryId, u32>,
    circle_rules: HashMap<u32, BTreeSet<String>>,
    /// Vendor to those that name it as owner or relation.
    children: HashMap<String, Vec<String>>,
    /// Rules that have something to say of lines on which nothing was found.
    always: Vec<String>,
}

impl Rules {
    pub fn of(list: &Blocklist, entries: &Entries) -> Self {
        let mut rules = Self::default();
        for (id, rule) in &list.rules {
            let named = [
                (Table::Vendor, &rule.targets.vendors),
                (Table::Product, &rule.targets.products),
                (Table::Class, &rule.targets.classes),
                (Table::Digests, &rule.targets.digests),
                (Table::Signer, &rule.targets.signers),
                (Table::Source, &rule.targets.sources),
            ];
            let mut targets = HashSet::new();
            for (table, ids) in named {
                for entry in ids.iter().filter_map(|target| entries.id_of(table, target)) {
                    if targets.insert(entry) {
                        rules.direct.entry(entry).or_default().push(id.clone());
                    }
                }
            }
            rules.targets.insert(id.clone(), targets);
            let looks = rule.if_components_unknown != UnknownComponents::Ignore
                || !rule.targets.digests.is_empty()
                || rule.targets.sellers == Sellers::Any;
            if looks {
                rules.always.push(id.clone());
            }
        }
        rules.tie(list, entries);
        rules
    }

    /// Ids of the rules that may reach an entry, sorted.
    pub fn candidates(&self, entries: &Entries, entry: EntryId) -> BTreeSet<&str> {
        let vendor = entries.find(entry).and_then(|found| match found.table {
            Table::Vendor => Some(entry),
            _ => found.vendor,
        });
        let direct = |id: EntryId| self.direct.get(&id).into_iter().flatten();
        let circle = vendor.and_then(|vendor| self.circle.get(&vendor));
        let tied = circle.and_then(|circle| self.circle_rules.get(circle)).into_iter().flatten();
        direct(entry).chain(vendor.into_iter().flat_map(direct)).chain(tied).map(String::as_str).collect()
    }

    /// Rules that look at every line.
    pub fn always(&self) -> impl Iterator<Item = &str> {
        self.always.iter().map(String::as_str)
    }

    /// Vendors that a vendor owns a part of, controls or preceded, at any time.
    pub fn children(&self, vendor: &str) -> impl Iterator<Item = &str> {
        self.children.get(vendor).into_iter().flatten().map(String::as_str)
    }

    /// Whether a rule names an entry itself.
    pub fn names(&self, rule: &str, entry: EntryId) -> bool {
        self.targets.get(rule).is_some_and(|targets| targets.contains(&entry))
    }

    fn tie(&mut self, list: &Blocklist, entries: &Entries) {
        let mut ties: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
        for (vendor, entry) in entries.vendors(list) {
            let others = entry.owners.iter().map(|owner| &owner.vendor);
            let others = others.chain(entry.relations.iter().map(|relation| &relation.vendor));
            for (id, other) in others.filter_map(|id| Some((id, entries.id_of(Table::Vendor, id)?))) {
                if let Some(own) = entries.find(vendor) {
                    self.children.entry(id.clone()).or_default().push(own.id.clone());
                }
                ties.entry(vendor).or_default().push(other);
                ties.entry(other).or_default().push(vendor);
            }
        }
        let mut next = 0;
        for &start in ties.keys() {
            if self.circle.contains_key(&start) {
                continue;
            }
            let mut open = vec![start];
            let mut rules = BTreeSet::new();
            while let Some(vendor) = open.pop() {
                if self.circle.insert(vendor, next).is_some() {
                    continue;
                }
                rules.extend(self.direct.get(&vendor).into_iter().flatten().cloned());
                open.extend(
                    ties.get(&vendor).into_iter().flatten().filter(|id| !self.circle.contains_key(id)),
                );
            }
            self.circle_rules.insert(next, rules);
            next += 1;
        }
    }
}
