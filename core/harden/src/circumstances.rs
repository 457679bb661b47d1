//! Facts about a purchase under which an entry may be forbidden, read off the rules. Not a reading of the rules: the
//! engine tells which of them count. Invariant: few, those of rules that name the entry first.

use std::collections::BTreeMap;

use debar_blocklist::{Blocklist, Operator, Rule};
use debar_model::fact;
use jiff::Timestamp;

/// Facts, and a country of origin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Circumstances {
    pub facts: Vec<(String, Vec<String>)>,
    pub origin: Option<String>,
}

/// The most that are tried for one entry.
const MOST: usize = 24;

/// Those of each rule, and which rules name which entry.
pub(crate) struct AllCircumstances<'l> {
    of_rules: Vec<Circumstances>,
    named: BTreeMap<(&'static str, &'l str), Vec<usize>>,
}

impl<'l> AllCircumstances<'l> {
    pub fn of(list: &'l Blocklist, at: Timestamp) -> Self {
        let mut all = Self { of_rules: vec![], named: BTreeMap::new() };
        for (number, rule) in list.rules.values().enumerate() {
            all.of_rules.push(of_rule(rule, at));
            let targets = &rule.targets;
            for (table, ids) in
                [("vendor", &targets.vendors), ("product", &targets.products), ("digests", &targets.digests)]
            {
                for id in ids {
                    all.named.entry((table, id)).or_default().push(number);
                }
            }
        }
        all
    }

    /// Circumstances to try for an entry, each once.
    pub fn candidates(&self, table: &'static str, id: &str, vendor: Option<&str>) -> Vec<&Circumstances> {
        let named = |table, id| self.named.get(&(table, id)).into_iter().flatten();
        let own = named(table, id).chain(vendor.into_iter().flat_map(|vendor| named("vendor", vendor)));
        let own = own.filter_map(|number| self.of_rules.get(*number));
        let mut found: Vec<&Circumstances> = vec![];
        for one in own.chain(&self.of_rules) {
            if found.len() < MOST && !found.contains(&one) {
                found.push(one);
            }
        }
        found
    }
}

fn of_rule(rule: &Rule, at: Timestamp) -> Circumstances {
    let scope = &rule.scope;
    let mut facts = vec![];
    let mut add = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            facts.push((name.to_owned(), vec![value.to_owned()]));
        }
    };
    let first = |values: &'_ [String]| values.first().map(String::as_str).map(str::to_owned);
    let act = rule.acts.iter().find(|(_, span)| span.holds(at)).or(rule.acts.first_key_value());
    add(fact::ACT, Some(act.map_or("procure", |(act, _)| act)));
    for (name, values) in [
        (fact::BUYER, &scope.buyers),
        (fact::JURISDICTION, &scope.jurisdictions),
        (fact::VEHICLE, &scope.vehicles),
        (fact::SYSTEM, &scope.system),
        (fact::FUNDS, &scope.funds),
        (fact::TIER, &scope.tiers),
        (fact::END_USE, &scope.end_use.only),
    ] {
        add(name, first(values).as_deref());
    }
    add(fact::VALUE_SHARE, scope.value_share.as_ref().map(|_| "100"));
    let worth = scope.threshold.as_ref().map(|threshold| match threshold.operator {
        Operator::MoreThan | Operator::AtLeast => format!("900000000 {}", threshold.currency),
    });
    add(fact::CONTRACT_VALUE, worth.as_deref());
    let other = || ["CN", "RU", "US"].into_iter().find(|code| !rule.origin_not.iter().any(|not| not == code));
    let origin = match rule.origin.first() {
        Some(origin) => Some(origin.clone()),
        None if rule.origin_not.is_empty() => None,
        None => other().map(str::to_owned),
    };
    Circumstances { facts, origin }
}
