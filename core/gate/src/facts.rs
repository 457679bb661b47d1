//! Facts of a purchase: who may state them, and whether the list knows what they say.
//!
//! A misspelt fact puts rules out of scope without a word, so it is refused here. It decides nothing else.
//! Invariant: what stands in front of another source is never changed by it, and what a document states is
//! never all that is asked where a shipped default exists.

use std::collections::BTreeSet;
use std::fmt;

use debar_blocklist::Blocklist;
use debar_model::{Decimal, FactOrigin, Facts, HoldReason, fact, read_amount};

use crate::near::nearest;

/// Every fact that a rule can ask for.
pub(crate) const NAMES: [&str; 14] = [
    fact::ACT,
    fact::BUYER,
    fact::JURISDICTION,
    fact::VEHICLE,
    fact::END_USE,
    fact::SYSTEM,
    fact::FUNDS,
    fact::SOLICITATION,
    fact::CONTRACT_ADDS,
    fact::TIER,
    fact::VALUE_SHARE,
    fact::CONTRACT_VALUE,
    fact::APPROVAL,
    fact::ORIGIN,
];

/// The acts that the list's language knows; others begin with `x-`.
const ACTS: [&str; 17] = [
    "procure",
    "award",
    "continue",
    "renew",
    "extend",
    "enter",
    "use",
    "operate",
    "provide",
    "sell",
    "resell",
    "integrate",
    "license-for-resale",
    "update",
    "fund",
    "export",
    "deal",
];

/// Known values that one sentence names.
const SHOWN: usize = 8;

/// A fact that means nothing to the list, so that rules would pass it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactProblem {
    /// The fact.
    pub name: String,
    /// What is wrong, in words.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for FactProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The facts of one request: the route's, then the configuration's, then the call's, then the document's. A
/// default that the list knows holds where nobody states the fact, and beside what a document states.
pub(crate) fn lay(
    list: &Blocklist,
    route: &Facts,
    config: &Facts,
    call: &Facts,
    document: &Facts,
    trusted: &[String],
) -> Facts {
    let mut facts = Facts::new();
    let stated = |facts: &mut Facts, from: &Facts, origin: FactOrigin| {
        for (name, fact) in from.iter().filter(|(_, fact)| fact.origin != FactOrigin::Default) {
            if facts.find(name).is_none() {
                facts.add(name, fact.values.iter().cloned(), origin);
            }
        }
    };
    stated(&mut facts, route, FactOrigin::Config);
    stated(&mut facts, config, FactOrigin::Config);
    stated(&mut facts, call, FactOrigin::Call);
    let (mut believed, mut claimed) = (Facts::new(), Facts::new());
    for (name, fact) in document.iter() {
        let into = if trusted.iter().any(|known| known == name) { &mut believed } else { &mut claimed };
        into.add(name, fact.values.iter().cloned(), fact.origin);
    }
    stated(&mut facts, &believed, FactOrigin::TrustedDocument);
    stated(&mut facts, &claimed, FactOrigin::Document);
    for (name, default) in config.iter().filter(|(_, fact)| fact.origin == FactOrigin::Default) {
        let values = default.values.iter().filter(|value| problem(list, name, value).is_none()).cloned();
        match facts.find(name).map(|fact| fact.origin) {
            None => {
                let values: Vec<String> = values.collect();
                if !values.is_empty() {
                    facts.add(name, values, FactOrigin::Default);
                }
            }
            // Rules bind when any value is in their scope, so two values never let more through than one.
            Some(FactOrigin::Document) => facts.add(name, values, FactOrigin::Document),
            Some(_) => {}
        }
    }
    facts
}

/// Everything in facts of one origin that means nothing to the list.
pub(crate) fn problems(list: &Blocklist, facts: &Facts, origin: FactOrigin) -> Vec<FactProblem> {
    let mut problems = vec![];
    for (name, fact) in facts.iter().filter(|(_, fact)| fact.origin == origin) {
        problems.extend(misnamed(list, name));
        problems.extend(fact.values.iter().filter_map(|value| problem(list, name, value)));
    }
    problems
}

/// Stated facts that mean nothing to the list, as reasons to hold. A list of another day may know others than the
/// one for which they were stated.
pub(crate) fn unknown(list: &Blocklist, facts: &Facts) -> Vec<(HoldReason, String)> {
    [FactOrigin::Config, FactOrigin::Call, FactOrigin::TrustedDocument, FactOrigin::Document]
        .into_iter()
        .flat_map(|origin| problems(list, facts, origin))
        .map(|problem| (HoldReason::Incomplete, format!("{problem}; {}", problem.help)))
        .collect()
}

fn misnamed(list: &Blocklist, name: &str) -> Option<FactProblem> {
    let required = || list.rules.values().flat_map(|rule| &rule.requires).map(|one| one.fact.as_str());
    if NAMES.contains(&name) || required().any(|known| known == name) {
        return None;
    }
    let guess = nearest(name, NAMES.into_iter().chain(required()))?;
    Some(FactProblem {
        name: name.to_owned(),
        message: format!("no rule asks for a fact `{name}`"),
        help: format!("did you mean `{guess}`?"),
    })
}

fn problem(list: &Blocklist, name: &str, value: &str) -> Option<FactProblem> {
    let known = known(list, name);
    // The day on which something was stated stands behind it: `does-not-use@2026-01-01`.
    let asked = list.rules.values().any(|rule| rule.requires.iter().any(|one| one.fact == name));
    let value = match value.rsplit_once('@').filter(|_| asked) {
        Some((_, day)) if !is_day(day) => {
            return Some(FactProblem {
                name: name.to_owned(),
                message: format!("the fact `{name} = {value}` is stated of no day"),
                help: "write the day behind it, such as `@2026-01-01`".to_owned(),
            });
        }
        Some((word, _)) => word,
        None => value,
    };
    let wrong = match name {
        fact::BUYER => !known.is_empty() && !known.contains(value),
        fact::ACT => !known.contains(value) && !value.starts_with("x-"),
        fact::TIER => !known.contains(value),
        fact::SOLICITATION => !is_day(value),
        fact::VALUE_SHARE => Decimal::parse(value.trim_end_matches('%').trim_end()).is_err(),
        fact::CONTRACT_VALUE => read_amount(value).is_none(),
        // Values that no rule names are lawful here, but not those that differ by a slip from one that is named.
        _ => !known.contains(value) && slip(value, &known).is_some(),
    };
    if !wrong {
        return None;
    }
    let help = match name {
        fact::SOLICITATION => "write a day such as `2018-10-01`, or an instant".to_owned(),
        fact::VALUE_SHARE => "write a number of percent such as `12.5`".to_owned(),
        fact::CONTRACT_VALUE => "write an amount and a currency such as `250000 USD`".to_owned(),
        _ => match slip(value, &known).or_else(|| nearest(value, known.iter().copied())) {
            Some(guess) => format!("did you mean `{guess}`?"),
            None if name == fact::ACT => format!("the list knows {}", listed(ACTS.into_iter())),
            None => format!("the list knows {}", listed(known.iter().copied())),
        },
    };
    let message = match name {
        fact::SOLICITATION => format!("the fact `{name} = {value}` is no day"),
        fact::VALUE_SHARE => format!("the fact `{name} = {value}` is no number"),
        fact::CONTRACT_VALUE => format!("the fact `{name} = {value}` is no amount"),
        _ => format!("the list does not know the {name} `{value}`, so its rules would pass it by"),
    };
    Some(FactProblem { name: name.to_owned(), message, help })
}

fn is_day(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok() || text.parse::<jiff::Timestamp>().is_ok()
}

/// The values of a fact that the list's rules look at.
fn known<'a>(list: &'a Blocklist, name: &str) -> BTreeSet<&'a str> {
    let mut known = BTreeSet::new();
    match name {
        fact::BUYER => known.extend(list.buyers.keys().map(String::as_str)),
        fact::ACT => known.extend(ACTS),
        fact::TIER => known.extend(["prime", "subcontract"]),
        _ => {}
    }
    for rule in list.rules.values() {
        let scope = &rule.scope;
        let used: Vec<&'a String> = match name {
            fact::JURISDICTION => scope.jurisdictions.iter().collect(),
            fact::VEHICLE => scope.vehicles.iter().collect(),
            fact::SYSTEM => scope.system.iter().chain(&scope.not_system).collect(),
            fact::FUNDS => scope.funds.iter().collect(),
            fact::END_USE => scope
                .end_use
                .only
                .iter()
                .chain(rule.except.iter().flat_map(|except| &except.end_use))
                .collect(),
            fact::APPROVAL => rule.except.iter().filter_map(|except| except.approval.as_ref()).collect(),
            _ => rule
                .requires
                .iter()
                .filter(|requirement| requirement.fact == name)
                .flat_map(|requirement| &requirement.is)
                .collect(),
        };
        known.extend(used.into_iter().map(String::as_str));
    }
    known
}

/// The known value that a slip of the pen made this one of: other case, blanks or underscores, or, in words long
/// enough for that to say something, a letter or two.
fn slip<'a>(value: &str, known: &BTreeSet<&'a str>) -> Option<&'a str> {
    const TELLING: usize = 5;
    let plain = |text: &str| text.trim().to_lowercase().replace(['_', ' '], "-");
    let same = known.iter().copied().find(|candidate| plain(candidate) == plain(value));
    same.or_else(|| nearest(value, known.iter().copied()).filter(|_| value.chars().count() >= TELLING))
}

fn listed<'a>(known: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = known.len().saturating_sub(SHOWN);
    let mut words: Vec<String> = known.take(SHOWN).map(|word| format!("`{word}`")).collect();
    if more > 0 {
        words.push(format!("and {more} more"));
    }
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use debar_blocklist::{MemorySources, read};

    fn list(rule: &str) -> Option<Blocklist> {
        let text = format!(
            "version = 1\ntitle = \"t\"\ntime-zone = \"UTC\"\n[buyer.agency]\n[buyer.office]\npart-of = [\"agency\"]\n\
             [vendor.v]\nname = \"Examplename\"\n[authority.a]\ntitle = \"A\"\n\
             status = [{{ is = \"in-force\", from = 2020-01-01 }}]\n\
             [rule.r]\nauthority = \"a\"\nvendors = [\"v\"]\n{rule}\n"
        );
        read("l.toml", &MemorySources::new().with("l.toml", text)).list
    }

    fn facts(pairs: &[(&str, &str)], origin: FactOrigin) -> Facts {
        let mut facts = Facts::new();
        pairs.iter().for_each(|(name, value)| facts.add(name, [(*value).to_owned()], origin));
        facts
    }

    #[test]
    fn what_rules_would_pass_by_is_told() {
        let list =
            list("scope = { buyers = [\"agency\"], jurisdictions = [\"us\"], vehicles = [\"schedule-70\"] }")
                .unwrap();
        for (name, value, help) in [
            ("buyer", "agency", None),
            ("buyer", "office", None),
            ("buyer", "agnecy", Some("did you mean `agency`?")),
            ("buyer", "somebody", Some("the list knows `agency`, `office`")),
            ("act", "procure", None),
            ("act", "x-lease", None),
            ("act", "purchase", Some("the list knows")),
            ("act", "Procure", Some("did you mean `procure`?")),
            ("acts", "procure", Some("did you mean `act`?")),
            ("project", "apollo", None),
            ("jurisdiction", "us", None),
            ("jurisdiction", "uk", None),
            ("jurisdiction", "US", Some("did you mean `us`?")),
            ("vehicle", "schedule 70", Some("did you mean `schedule-70`?")),
            ("vehicle", "shedule-70", Some("did you mean `schedule-70`?")),
            ("vehicle", "other-vehicle", None),
            ("tier", "primary", Some("the list knows `prime`")),
            ("solicitation", "2018-10-01", None),
            ("solicitation", "10/01/2018", Some("write a day")),
            ("value-share", "12.5 %", None),
            ("value-share", "half", Some("write a number")),
            ("contract-value", "250000 USD", None),
            ("contract-value", "250000", Some("write an amount")),
        ] {
            let found = problems(&list, &facts(&[(name, value)], FactOrigin::Call), FactOrigin::Call);
            let told = found.first().map(|problem| problem.help.as_str());
            assert_eq!(told.is_some(), help.is_some(), "{name} = {value}: {found:?}");
            assert!(
                told.unwrap_or_default().contains(help.unwrap_or_default()),
                "{name} = {value}: {found:?}"
            );
        }
    }

    #[test]
    fn the_acts_are_those_of_the_language() {
        for act in ACTS {
            assert!(list(&format!("acts = [\"{act}\"]")).is_some(), "{act}");
        }
        assert!(list("acts = [\"purchase\"]").is_none());
    }

    #[test]
    fn sources_stand_in_their_order_and_a_document_never_replaces_a_default() {
        let list = list("scope = { buyers = [\"agency\"] }").unwrap();
        let config = |pairs: &[(&str, &str)], default: &str| {
            let mut facts = facts(pairs, FactOrigin::Config);
            if facts.find("buyer").is_none() {
                facts.add("buyer", [default.to_owned()], FactOrigin::Default);
            }
            facts
        };
        let (none, route) = (Facts::new(), facts(&[("buyer", "office")], FactOrigin::Config));
        let call = facts(&[("buyer", "by-call")], FactOrigin::Call);
        let document = facts(&[("buyer", "by-document")], FactOrigin::Document);
        let configured = config(&[("buyer", "agency")], "agency");
        for (route, config, call, document, expect) in [
            (&route, &configured, &call, &document, &["office"][..]),
            (&none, &configured, &call, &document, &["agency"]),
            (&none, &config(&[], "agency"), &call, &document, &["by-call"]),
            (&none, &config(&[], "agency"), &none, &document, &["agency", "by-document"]),
            (&none, &config(&[], "agency"), &none, &none, &["agency"]),
            (&none, &config(&[], "unknown-to-the-list"), &none, &none, &[]),
        ] {
            assert_eq!(lay(&list, route, config, call, document, &[]).values("buyer"), expect);
        }
    }

    #[test]
    fn a_route_may_take_the_word_of_its_documents() {
        let list = list("except = [{ approval = \"blue-uas\" }]").unwrap();
        let none = Facts::new();
        let document = facts(&[("approval", "blue-uas"), ("end-use", "office")], FactOrigin::Document);
        let laid = lay(&list, &none, &none, &none, &document, &["approval".to_owned()]);
        let origin = |name: &str| laid.find(name).map(|fact| fact.origin);
        assert_eq!(origin("approval"), Some(FactOrigin::TrustedDocument));
        assert_eq!(origin("end-use"), Some(FactOrigin::Document));
        let call = facts(&[("approval", "none")], FactOrigin::Call);
        let laid = lay(&list, &none, &none, &call, &document, &["approval".to_owned()]);
        assert_eq!(laid.values("approval"), ["none"], "the call stands before the document");
    }
}
