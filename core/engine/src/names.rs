//! Names alone against the vendors of a list: who may be meant, how surely, and what each class asks for by default.
//! It sees no purchase: scope, acts, dates and exceptions count in [`Engine::screen`] only. Invariant: the class of a name
//! is the one that a finding on a seller of that name has, since the same function gives both.

use std::collections::BTreeMap;

use debar_blocklist::{Blocklist, Force, Reach, Rule};
use debar_model::{Action, Class, Verdict};
use debar_names::{
    AlignedPair, Comparison, Conflict, ListedKind, ListedName, Match, NameClass, NameIndex, T_FAMILY, compare,
};

use crate::Engine;
use crate::index::{EntryId, Index, Table};
use crate::matching::{Named, party_named};

/// The names of a list's vendors, ready to be searched.
#[derive(Clone, Copy, Debug)]
pub struct NameScreen<'e> {
    list: &'e Blocklist,
    index: &'e Index,
}

/// What a name means to a list.
#[derive(Clone, Debug)]
pub struct ScreenedName<'a> {
    /// The strictest of what the matches ask for.
    pub verdict: Verdict,
    /// The vendors that may be meant, best first.
    pub matches: Vec<NameMatch<'a>>,
}

/// A vendor that a name may mean.
#[derive(Clone, Debug)]
pub struct NameMatch<'a> {
    /// The vendor's id.
    pub entity: &'a str,
    /// The listed name that was met, as it is written.
    pub matched: &'a str,
    /// What that name is to the vendor.
    pub kind: ListedKind,
    /// How strong the evidence is; none if only the floor was reached.
    pub class: Option<Class>,
    /// What it asks for, whatever scope and dates say.
    pub verdict: Verdict,
    /// How sure it is that the name means this vendor, 0 to 1000.
    pub identity: u16,
    /// How sure it is that the name bears a brand of the vendor; none if it has no brand that is met.
    pub family: Option<u16>,
    /// Which words of the name (left) and of the listed one (right) stand for each other.
    pub alignment: Vec<AlignedPair>,
    /// What speaks against it.
    pub conflicts: Vec<Conflict>,
}

impl NameMatch<'_> {
    /// The higher of the two scores.
    pub fn score(&self) -> u16 {
        self.identity.max(self.family.unwrap_or(0))
    }
}

impl<'e> NameScreen<'e> {
    /// Of the vendors of a compiled list.
    pub fn of(engine: &'e Engine) -> Self {
        Self { list: engine.list(), index: engine.index() }
    }

    /// Who may be meant by `name`. Matches without a class are told when their score reaches `floor` (0 to 1000).
    pub fn screen(&self, name: &str, floor: u16) -> ScreenedName<'e> {
        let scored = self.index.likeness.parties(self.list).screen(name, floor);
        let mut near: BTreeMap<&'e str, Match<'e>> =
            scored.into_iter().map(|found| (found.entity, found)).collect();
        let mut matches = vec![];
        for named in party_named(self.list, self.index, name) {
            let entry = self.index.entries.find(named.entry);
            let Some(entry) = entry.filter(|entry| entry.table == Table::Vendor) else { continue };
            let near = near.remove(entry.id.as_str());
            matches.extend(self.matched(&named, &entry.id, near, name));
        }
        let reached = |found: &Match<'_>| found.score() >= floor;
        matches.extend(near.into_values().filter(reached).map(|found| NameMatch::near(found, None)));
        matches.sort_by(|a, b| {
            let rank = |found: &NameMatch<'_>| (found.class, found.score(), found.identity);
            rank(b).cmp(&rank(a)).then_with(|| a.entity.cmp(b.entity))
        });
        let verdict = matches.iter().map(|found| found.verdict).max().unwrap_or(Verdict::Allow);
        ScreenedName { verdict, matches }
    }

    /// Compares two names and asks besides whether both are of the family of one vendor of the list: then `family` is
    /// the lower of both scores.
    pub fn compare(&self, a: &str, b: &str) -> Comparison {
        let parties = self.index.likeness.parties(self.list);
        let mut comparison = compare(a, b);
        let ours = belonging(parties.screen(a, 0));
        let theirs = belonging(parties.screen(b, 0));
        let both =
            ours.iter().filter_map(|(vendor, score)| theirs.get(vendor).map(|other| (*score).min(*other)));
        comparison.family = Some(both.max().unwrap_or(0));
        if comparison.family >= Some(T_FAMILY) {
            comparison.class = Some(comparison.class.unwrap_or(NameClass::Family).min(NameClass::Family));
        }
        comparison
    }

    /// A vendor that was met: with the scores of the likest of its names, or of the one that a key met.
    fn matched(
        &self,
        named: &Named<'_>,
        id: &'e str,
        near: Option<Match<'e>>,
        name: &str,
    ) -> Option<NameMatch<'e>> {
        let verdict = self.verdict(named.entry, named.class);
        let met = |found: Match<'e>| NameMatch { verdict, ..NameMatch::near(found, Some(named.class)) };
        if let Some(near) = near {
            return Some(met(near));
        }
        let entry = self.index.entries.find(named.entry)?;
        let listed = named.source.listed(self.list, entry)?.text.as_str();
        let kind = named.source.kind()?;
        let alone = NameIndex::new([ListedName { entity: id, name: listed, kind }]);
        let scored = alone.screen(name, 0).into_iter().next();
        let Comparison { identity, family, alignment, conflicts, .. } = match scored {
            Some(found) => Comparison {
                identity: found.identity,
                family: found.family,
                class: found.class,
                alignment: found.alignment,
                conflicts: found.conflicts,
            },
            None => compare(name, listed),
        };
        Some(NameMatch {
            entity: id,
            matched: listed,
            kind,
            class: Some(named.class),
            verdict,
            identity,
            family,
            alignment,
            conflicts,
        })
    }

    /// What a class asks for: what is the name or equals it is denied, and so is the family where a rule that denies
    /// reaches it; a person decides on the rest. No rule asks for more than its action.
    fn verdict(&self, entry: EntryId, class: Class) -> Verdict {
        let asked: Vec<(Action, bool)> =
            self.rules(entry).map(|rule| (self.action(rule), is_wide(rule))).collect();
        let family = asked.iter().any(|(action, wide)| *action == Action::Deny && *wide);
        let default = match class {
            Class::Exact | Class::Alias => Verdict::Deny,
            Class::Family if family => Verdict::Deny,
            Class::Family | Class::Strong | Class::Weak => Verdict::Review,
            // A name alone is never cleared: that takes a party.
            Class::Cleared => Verdict::Allow,
        };
        let strictest = asked.iter().map(|(action, _)| action.verdict()).max();
        strictest.map_or(default, |strictest| default.min(strictest))
    }

    /// The rules that name a vendor, or may reach it from one that they name.
    fn rules(&self, entry: EntryId) -> impl Iterator<Item = &'e Rule> {
        let Index { entries, rules, .. } = self.index;
        let list = self.list;
        let reaches = move |(id, rule): &(&str, &Rule)| !rule.reach.is_empty() || rules.names(id, entry);
        let candidates = rules.candidates(entries, entry).into_iter();
        candidates.filter_map(move |id| Some((id, list.rules.get(id)?))).filter(reaches).map(|(_, rule)| rule)
    }

    /// What a rule asks for: an advisory never denies by itself.
    fn action(&self, rule: &Rule) -> Action {
        match self.list.authority_of(rule) {
            Some(authority) if authority.force == Force::Advisory => rule.action.min(Action::Review),
            _ => rule.action,
        }
    }
}

impl<'a> NameMatch<'a> {
    fn near(found: Match<'a>, class: Option<Class>) -> Self {
        Self {
            entity: found.entity,
            matched: found.matched,
            kind: found.kind,
            class,
            verdict: Verdict::Allow,
            identity: found.identity,
            family: found.family,
            alignment: found.alignment,
            conflicts: found.conflicts,
        }
    }
}

/// Whether a rule reaches the firms of a vendor.
fn is_wide(rule: &Rule) -> bool {
    rule.reach.iter().any(|reach| matches!(reach, Reach::Owned | Reach::Controlled | Reach::CommonControl))
}

/// How surely a name is of each vendor's family: it bears the brand, or is one of its names.
fn belonging(matches: Vec<Match<'_>>) -> BTreeMap<&str, u16> {
    let mut best = BTreeMap::new();
    for found in matches {
        let own = matches!(found.class, Some(NameClass::Exact | NameClass::Alias));
        let score = found.family.unwrap_or(0).max(if own { found.identity } else { 0 });
        let known = best.entry(found.entity).or_insert(score);
        *known = score.max(*known);
    }
    best
}
