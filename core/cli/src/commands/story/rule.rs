//! The story of a rule: whom it binds, from what, since when, except what, and what else would stand without it.

use std::sync::Arc;

use debar_blocklist::{
    Authority, Blocklist, Depth, Mode, Operator, Reach, Rule, Section, Sellers, Span, UnknownComponents,
};
use debar_model::Action;
use jiff::Timestamp;

use super::{Story, dates};

impl Story<'_> {
    pub(super) fn rule(&mut self, id: &str, rule: &Rule) {
        self.begin(Section::Rule, id, &rule.head);
        let targets = &rule.targets;
        for (what, ids) in [
            ("vendors", &targets.vendors),
            ("products", &targets.products),
            ("classes", &targets.classes),
            ("digests", &targets.digests),
            ("signers", &targets.signers),
            ("sources", &targets.sources),
        ] {
            self.say_all(what, ids);
        }
        match targets.sellers {
            Sellers::NotOnly => {}
            Sellers::Listed => self.say("sellers", "its vendors count where they sell, and nowhere else"),
            Sellers::Any => self.say("sellers", "every seller is asked for what it requires"),
        }
        for requirement in &rule.requires {
            let age = requirement.valid_for.as_ref().map(|age| format!(", not older than {age}"));
            let text =
                format!("{} = {}{}", requirement.fact, requirement.is.join(" or "), age.unwrap_or_default());
            self.say("requires", text);
        }
        let asks = match rule.action {
            Action::Deny => "deny: it is refused (the default)",
            Action::Review => "review: a person decides",
            Action::Warn => "warn: it passes with a notice",
        };
        self.say("action", asks);
        self.say(
            "depth",
            match rule.depth {
                Depth::AnyComponent => "any-component: also inside of others' products (the default)",
                Depth::BrandedOnly => "branded-only: not inside of others' products",
                Depth::SubstantialOrEssential => {
                    "substantial-or-essential-component: a component asks a person"
                }
            },
        );
        self.say(
            "unknown parts",
            match rule.if_components_unknown {
                UnknownComponents::Ignore => "nothing is said (the default)",
                UnknownComponents::Notice => "it is said",
                UnknownComponents::Review => "a person decides",
            },
        );
        self.say("relatives", relatives(rule));
        let limit = |values: &[String]| {
            if values.is_empty() { "all (no limit)".to_owned() } else { values.join(", ") }
        };
        let scope = &rule.scope;
        let bound: Vec<String> = if scope.buyers.is_empty() {
            vec!["every buyer".to_owned()]
        } else {
            let within = self.list.buyers.keys();
            within
                .filter(|buyer| scope.buyers.iter().any(|one| self.list.buyer_is_within(buyer, one)))
                .cloned()
                .collect()
        };
        self.say("binds", bound.join(", "));
        for (what, values) in [
            ("jurisdictions", &scope.jurisdictions),
            ("vehicles", &scope.vehicles),
            ("systems", &scope.system),
            ("funds", &scope.funds),
            ("tiers", &scope.tiers),
            ("end uses", &scope.end_use.only),
            ("origins", &rule.origin),
        ] {
            self.say(what, limit(values));
        }
        for (what, values) in [("not systems", &scope.not_system), ("not origins", &rule.origin_not)] {
            self.say_all(what, values);
        }
        self.limits(rule);
        if rule.acts.is_empty() {
            self.say("acts", "every act (no limit)");
        }
        for (act, span) in &rule.acts {
            let state = if span.holds(self.at) { "forbidden" } else { "not forbidden on this day" };
            self.say("act", format!("{act}{}: {state}", dates(span)));
        }
        for exception in &rule.except {
            let what = [exception.product.as_deref(), exception.approval.as_deref()];
            let what: Vec<&str> =
                what.into_iter().flatten().chain(exception.end_use.iter().map(String::as_str)).collect();
            let state = if exception.span.holds(self.at) { "holds" } else { "does not hold on this day" };
            self.say("except", format!("{}{}: {state}", what.join(", "), dates(&exception.span)));
        }
        self.say_span(&rule.span);
        if let Mode::Monitor { until } = &rule.mode {
            let until = until.as_ref().map(|until| format!(" until {}", until.written)).unwrap_or_default();
            self.say("mode", format!("it only observes{until}"));
        }
        if let Some(authority) = self.list.authority_of(rule) {
            self.standing(&rule.authority, authority);
        }
        self.waivable(rule);
        for (waiver, _) in
            self.list.waivers.iter().filter(|(_, waiver)| waiver.rules.iter().any(|one| one == id))
        {
            let held = self.list.waivers.get(waiver).is_some_and(|waiver| waiver.span.holds(self.at));
            let state = if held { "holds on this day" } else { "does not hold on this day" };
            self.say("waiver", format!("{waiver}: {state}"));
        }
        self.overlaps(id, rule);
    }

    /// What limits it beside words: end uses, shares, amounts, the contract.
    fn limits(&mut self, rule: &Rule) {
        let scope = &rule.scope;
        let word = |operator| match operator {
            Operator::AtLeast => "at least",
            Operator::MoreThan => "more than",
        };
        if !scope.end_use.only.is_empty() {
            let other = scope.end_use.other.map_or("outside of its scope", |action| match action {
                Action::Deny => "refused too",
                Action::Review => "a person decides",
                Action::Warn => "it passes with a notice",
            });
            self.say("other end uses", other);
        }
        if let Some(share) = &scope.value_share {
            self.say("value share", format!("{} {} %", word(share.operator), share.percent.as_str()));
        }
        if let Some(amount) = &scope.threshold {
            let text = format!("{} {} {}", word(amount.operator), amount.amount.as_str(), amount.currency);
            self.say("contract value", text);
        }
        if let Some(adds) = &scope.or_contract_adds {
            self.say("or", format!("whoever's contract adds `{adds}`"));
        }
        if scope.newer_only_by_amendment {
            self.say("solicitations", "older than the rule: only by amendment");
        }
        if rule.require_digest {
            self.say("digests", "a line without a comparable digest asks a person");
        }
        for deadline in &rule.deadlines {
            self.say("deadline", format!("{} by {}", deadline.what, deadline.by.written));
        }
        if rule.report_even_if_allowed {
            self.say("reports", "are owed even where the purchase is allowed");
        }
        self.say_all("is told", &rule.notice_to);
        if let Some(instead) = &rule.use_instead {
            self.say("use instead", instead.text.as_str());
        }
        if let Some(contact) = &rule.contact {
            self.say("contact", contact.as_str());
        }
        self.say_all("evidence", &rule.head.evidence);
    }

    fn waivable(&mut self, rule: &Rule) {
        let text = match (rule.waivable, rule.waivable_by.is_empty()) {
            (false, _) => "by nobody".to_owned(),
            (true, true) => "by any office (no limit)".to_owned(),
            (true, false) => {
                let delegable =
                    if rule.delegable { ", who may let another decide" } else { ", and by nobody for it" };
                format!("by {}{delegable}", rule.waivable_by.join(", "))
            }
        };
        self.say("waivable", text);
    }

    pub(super) fn standing(&mut self, id: &str, authority: &Authority) {
        let at = self.at;
        let status = authority
            .status
            .iter()
            .filter(|event| event.from.at <= self.at)
            .max_by_key(|event| event.from.at);
        let status = status.map_or_else(
            || "not yet known".to_owned(),
            |event| format!("{} since {}", event.is, event.from.written),
        );
        self.say("authority", format!("{id}: {} ({}), {status}", authority.title, authority.force.as_str()));
        for pause in authority.pauses.iter().filter(|pause| pause.span.holds(at)) {
            let whom = if pause.as_to.is_empty() { "everybody".to_owned() } else { pause.as_to.join(", ") };
            self.say("paused", format!("{}{} as to {whom}", pause.is, dates(&pause.span)));
        }
        for citation in authority.citations.iter().filter(|citation| citation.span.holds(at)) {
            self.say("citation", citation.text.text.as_str());
        }
        if let Some(contact) = &authority.contact {
            self.say("contest with", contact.as_str());
        }
    }

    /// What would still stand if this one were lifted.
    fn overlaps(&mut self, id: &str, rule: &Rule) {
        let in_force = |other: &Rule| {
            other.span.holds(self.at)
                && self.list.authority_of(other).is_some_and(|authority| {
                    let status = authority.status.iter().filter(|event| event.from.at <= self.at);
                    let paused = authority
                        .pauses
                        .iter()
                        .any(|pause| pause.as_to.is_empty() && pause.span.holds(self.at));
                    status.max_by_key(|event| event.from.at).is_some_and(|event| event.binds()) && !paused
                })
        };
        let shares = |other: &Rule| {
            let meet = |left: &[String], right: &[String]| left.iter().any(|one| right.contains(one));
            meet(&rule.targets.vendors, &other.targets.vendors)
                || meet(&rule.targets.products, &other.targets.products)
                || meet(&rule.targets.classes, &other.targets.classes)
                || meet(&rule.targets.digests, &other.targets.digests)
        };
        let others: Vec<(&String, &Rule)> = self
            .list
            .rules
            .iter()
            .filter(|(other, entry)| *other != id && shares(entry) && in_force(entry))
            .collect();
        let mut lines = vec![];
        for (other, entry) in others {
            lines.push(if covers(self.list, self.at, rule, entry) {
                format!(
                    "lifting `{id}` would change nothing on this day: `{other}` of {} stands",
                    entry.authority
                )
            } else {
                format!("`{other}` of {} meets some of the same", entry.authority)
            });
        }
        lines.iter().for_each(|line| self.say("overlap", line));
    }
}

fn relatives(rule: &Rule) -> String {
    if rule.reach.is_empty() {
        return "none: only whom it names (the default)".to_owned();
    }
    let words = rule.reach.iter().map(|reach| match reach {
        Reach::Successor => "successors",
        Reach::Parent => "owners",
        Reach::Owned => "firms owned",
        Reach::Controlled => "firms owned or controlled",
        Reach::CommonControl => "firms under the same owner",
        Reach::Agent => "firms that act for it",
        Reach::WhiteLabel => "firms that sell its goods under their own name",
    });
    let words: Vec<&str> = words.collect();
    let word = match rule.ownership.operator {
        Operator::AtLeast => "at least",
        Operator::MoreThan => "more than",
    };
    let share = rule.ownership.percent;
    let together =
        if rule.ownership.add_up { ", all listed owners together" } else { ", each owner by itself" };
    format!("{}; a share counts from {word} {}.{:02} %{together}", words.join(", "), share / 100, share % 100)
}

/// Whether a rule and its authority are in force.
pub(super) fn standing(list: &Blocklist, at: Timestamp, rule: &Rule) -> bool {
    rule.span.holds(at)
        && list.authority_of(rule).is_some_and(|authority| {
            let status = authority.status.iter().filter(|event| event.from.at <= at);
            let paused = authority.pauses.iter().any(|pause| pause.span.holds(at));
            status.max_by_key(|event| event.from.at).is_some_and(|event| event.binds()) && !paused
        })
}

/// Whether one rule forbids, on that day, everything that another one does, at least as strictly. Told by the same
/// directions as the comparison of lists: the other rule in its place must loosen nothing.
pub(super) fn covers(list: &Blocklist, at: Timestamp, rule: &Rule, by: &Rule) -> bool {
    if !standing(list, at, by) {
        return false;
    }
    let today = |rule: &Rule| {
        let mut rule = rule.clone();
        rule.authority.clear();
        rule.span = Span::default();
        rule.deadlines.clear();
        rule.notice_to.clear();
        rule.report_even_if_allowed = false;
        for span in rule.acts.values_mut() {
            *span = if span.holds(at) { Span::default() } else { span.clone() };
        }
        let scope = rule.scope.buyers.clone();
        if !scope.is_empty() {
            let within =
                list.buyers.keys().filter(|id| scope.iter().any(|one| list.buyer_is_within(id, one)));
            rule.scope.buyers.extend(within.cloned());
        }
        rule
    };
    let alone = |rule: Rule| {
        let mut alone = list.clone();
        alone.rules.clear();
        alone.tests.clear();
        alone.rules.insert("rule".to_owned(), rule);
        Arc::new(alone)
    };
    let changes = debar_blocklist::differences(&alone(today(rule)), &alone(today(by)));
    !changes.iter().any(debar_blocklist::EntryChange::may_loosen)
}
