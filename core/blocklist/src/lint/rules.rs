//! Rules that say nothing, or what another rule of the same authority takes back.

use std::collections::BTreeMap;

use super::Lint;
use crate::diff::{AnyEntry, Roles, compare, fields};
use crate::{Blocklist, Code, Rule, Trend};

/// Rules of one authority that are compared with each other; a generated list has more, of one shape.
const MOST: usize = 400;

pub(super) fn check(lint: &mut Lint, list: &Blocklist) {
    let mut by_authority: BTreeMap<&str, Vec<(&str, &Rule)>> = BTreeMap::new();
    for (id, rule) in &list.rules {
        by_authority.entry(&rule.authority).or_default().push((id, rule));
        unbound(lint, list, id, rule);
    }
    for rules in by_authority.values().filter(|rules| rules.len() > 1 && rules.len() <= MOST) {
        shadowed(lint, list, rules);
        contradicting(lint, list, rules);
    }
}

/// A rule is shadowed when another one of its authority is at least as strict in every field.
fn shadowed(lint: &mut Lint, list: &Blocklist, rules: &[(&str, &Rule)]) {
    let roles = Roles::of(&[list]);
    let told: Vec<_> =
        rules.iter().map(|(id, rule)| fields(id, AnyEntry::Rule(&spread(list, rule)), &roles)).collect();
    for (at, (id, rule)) in rules.iter().enumerate() {
        let wider = told.iter().enumerate().find(|(other, fields)| {
            let Some(own) = told.get(at) else { return false };
            let Some((by, _)) = rules.get(*other) else { return false };
            let there = compare(own, fields);
            let stricter = there.iter().any(|change| change.trend == Trend::Tightened);
            let never_laxer = !there.iter().any(|change| change.trend.may_loosen());
            // What is lifted from the other one only is still forbidden by this one.
            let lifted =
                list.waivers.values().any(|waiver| names(&waiver.rules, by) && !names(&waiver.rules, id));
            *other != at && stricter && never_laxer && !lifted
        });
        let Some((by, wide)) = wider.and_then(|(other, _)| rules.get(other)) else { continue };
        lint.warn_unless(
            &rule.head,
            Code::ShadowedRule,
            &rule.head.place,
            format!("the rule `{id}` changes nothing: `{by}` of the same authority forbids all of it, at least as strictly"),
            "remove it, or say what sets it apart",
        );
        lint.also(Code::ShadowedRule, &wide.head.place, "the wider rule is here");
    }
}

fn names(rules: &[String], id: &str) -> bool {
    rules.iter().any(|rule| rule == id)
}

/// The same rule with every buyer that its scope binds written out.
fn spread(list: &Blocklist, rule: &Rule) -> Rule {
    let mut rule = rule.clone();
    let scope = rule.scope.buyers.clone();
    if !scope.is_empty() {
        let within = list.buyers.keys().filter(|id| scope.iter().any(|one| list.buyer_is_within(id, one)));
        rule.scope.buyers.extend(within.cloned());
    }
    rule
}

/// One rule leaves a product out by law, another of the same authority names it.
fn contradicting(lint: &mut Lint, list: &Blocklist, rules: &[(&str, &Rule)]) {
    for (id, rule) in rules {
        for exception in &rule.except {
            let Some(product) = &exception.product else { continue };
            if exception.approval.is_some() || !exception.end_use.is_empty() {
                continue;
            }
            let against = rules.iter().find(|(other, against)| {
                other != id
                    && against.targets.products.contains(product)
                    && !against.except.iter().any(|one| one.product.as_ref() == Some(product))
                    && meet(list, rule, against)
            });
            let Some((other, against)) = against else { continue };
            lint.warn_unless(
                &against.head,
                Code::ContradictingRules,
                &against.head.place,
                format!(
                    "the rule `{other}` forbids `{product}`, which `{id}` of the same authority leaves out"
                ),
                "the stricter one wins: correct one of the two, or limit them to different buyers or days",
            );
            lint.also(Code::ContradictingRules, &exception.head.place, "it is left out here");
        }
    }
}

/// Whether two rules can hold for one buyer on one day.
fn meet(list: &Blocklist, left: &Rule, right: &Rule) -> bool {
    let before = |one: &Rule, other: &Rule| match (&one.span.until, &other.span.from) {
        (Some(until), Some(from)) => until.at <= from.at,
        _ => false,
    };
    let (ours, theirs) = (&left.scope.buyers, &right.scope.buyers);
    let buyers = ours.is_empty()
        || theirs.is_empty()
        || ours.iter().any(|one| {
            theirs.iter().any(|other| list.buyer_is_within(one, other) || list.buyer_is_within(other, one))
        });
    buyers && !before(left, right) && !before(right, left)
}

/// Every buyer of its scope is let off by a pause that has no end.
fn unbound(lint: &mut Lint, list: &Blocklist, id: &str, rule: &Rule) {
    let Some(authority) = list.authority_of(rule) else { return };
    let ended = rule.span.is_over(lint.at);
    let open =
        || authority.pauses.iter().filter(|pause| pause.span.until.is_none() && pause.span.holds(lint.at));
    if list.buyers.is_empty()
        || ended
        || open().next().is_none()
        || open().any(|pause| pause.as_to.is_empty())
    {
        return;
    }
    let bound = list.buyers.keys().filter(|buyer| {
        rule.scope.buyers.is_empty() || rule.scope.buyers.iter().any(|one| list.buyer_is_within(buyer, one))
    });
    let let_off =
        |buyer: &String| open().any(|pause| pause.as_to.iter().any(|one| list.buyer_is_within(buyer, one)));
    if bound.into_iter().all(let_off) {
        lint.warn_unless(
            &rule.head,
            Code::UnboundRule,
            &rule.head.place,
            format!("the rule `{id}` binds no buyer of the tree: its authority is paused for each of them"),
            "check the buyers of its scope and of the pauses",
        );
    }
}
