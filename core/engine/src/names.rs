//! Names alone against the vendors of a list: who may be meant, how surely, and what each class asks for by default.
//! It sees no purchase: scope, acts, dates and exceptions count in [`crate::Engine`] only. Invariant: what it says of a
//! name follows from the list and the name.

use std::collections::{BTreeMap, BTreeSet};

use debar_blocklist::{Blocklist, Reach, Vendor};
use debar_model::{Action, Verdict};
use debar_names::{Comparison, ListedKind, ListedName, Match, NameClass, NameIndex, T_FAMILY, compare};

/// The names of a list's vendors, ready to be searched.
#[derive(Debug)]
pub struct NameScreen {
    index: NameIndex,
    /// Vendors that a rule denies together with their family.
    families: BTreeSet<String>,
}

/// What a name means to a list.
#[derive(Clone, Debug)]
pub struct ScreenedName<'a> {
    /// The strictest of what the matches ask for.
    pub verdict: Verdict,
    /// The vendors that may be meant, best first.
    pub matches: Vec<Match<'a>>,
}

impl NameScreen {
    /// Takes the names, aliases, brands and namesakes of every vendor.
    pub fn compile(list: &Blocklist) -> Self {
        let names = list.vendors.iter().flat_map(|(id, vendor)| names_of(id, vendor));
        Self { index: NameIndex::new(names), families: families(list) }
    }

    /// Who may be meant by `name`. Matches without a class are told when their score reaches `floor` (0 to 1000).
    pub fn screen(&self, name: &str, floor: u16) -> ScreenedName<'_> {
        let matches = self.index.screen(name, floor);
        let verdict = matches.iter().map(|found| self.verdict(found)).max().unwrap_or(Verdict::Allow);
        ScreenedName { verdict, matches }
    }

    /// What the class of a match asks for: what is the name or equals it is denied, and so is the family where a rule
    /// that denies reaches it; a person decides on the rest.
    pub fn verdict(&self, found: &Match<'_>) -> Verdict {
        match found.class {
            Some(NameClass::Exact | NameClass::Alias) => Verdict::Deny,
            Some(NameClass::Family) if self.families.contains(found.entity) => Verdict::Deny,
            Some(NameClass::Family | NameClass::Strong | NameClass::Weak) => Verdict::Review,
            None => Verdict::Allow,
        }
    }

    /// Compares two names and asks besides whether both are of the family of one vendor of the list: then `family` is
    /// the lower of both scores.
    pub fn compare(&self, a: &str, b: &str) -> Comparison {
        let mut comparison = compare(a, b);
        let ours = belonging(self.index.screen(a, 0));
        let theirs = belonging(self.index.screen(b, 0));
        let both =
            ours.iter().filter_map(|(vendor, score)| theirs.get(vendor).map(|other| (*score).min(*other)));
        comparison.family = Some(both.max().unwrap_or(0));
        if comparison.family >= Some(T_FAMILY) {
            comparison.class = Some(comparison.class.unwrap_or(NameClass::Family).min(NameClass::Family));
        }
        comparison
    }
}

fn names_of<'a>(id: &'a str, vendor: &'a Vendor) -> impl Iterator<Item = ListedName<'a>> {
    let more = [
        (ListedKind::Alias, &vendor.aliases),
        (ListedKind::Brand, &vendor.brands),
        (ListedKind::Not, &vendor.not),
    ];
    let more = more.into_iter().flat_map(|(kind, names)| names.iter().map(move |name| (kind, name)));
    std::iter::once((ListedKind::Name, &vendor.name)).chain(more).map(move |(kind, name)| ListedName {
        entity: id,
        name: &name.text,
        kind,
    })
}

/// Vendors that some rule denies and whose firms it reaches, whatever it asks of scope and dates.
fn families(list: &Blocklist) -> BTreeSet<String> {
    let wide = |reach: &Reach| matches!(reach, Reach::Owned | Reach::Controlled | Reach::CommonControl);
    let rules = list.rules.values().filter(|rule| rule.action == Action::Deny && rule.reach.iter().any(wide));
    rules.flat_map(|rule| rule.targets.vendors.iter().cloned()).collect()
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
