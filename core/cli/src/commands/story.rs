//! `debar blocklist explain`: what an entry means, in words, with everything that it does not say written out.

use std::sync::Arc;

use debar_blocklist::{Authority, Blocklist, Depth, Mode, Operator, Reach, Rule, Span, UnknownComponents};
use debar_gate::{Coverage, LedgerFolder, LoadedList, run_tests};
use jiff::Timestamp;

use super::Done;
use super::diff::list_of;
use crate::args::{ExplainEntryArgs, Global};
use crate::exit::Exit;
use crate::output::Terminal;
use crate::{instant, settings};

pub(super) fn run(args: &ExplainEntryArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let at = instant::read("--at", args.at.as_deref(), terminal)?;
    let loaded = list_of(args.file.as_ref(), global, terminal)?;
    let list = loaded.list();
    let at = at.map_or_else(Timestamp::now, |at| at.within(&list.time_zone));
    let (table, id) = match args.id.split_once('.') {
        Some((table, id)) => (Some(table), id),
        None => (None, args.id.as_str()),
    };
    let wanted = |name: &str| table.is_none_or(|table| table == name);
    let mut story = Story { list, at, terminal, told: false };
    if let Some(rule) = list.rules.get(id).filter(|_| wanted("rule")) {
        story.rule(id, rule);
    }
    if let Some(authority) = list.authorities.get(id).filter(|_| wanted("authority")) {
        story.authority(id, authority);
    }
    if wanted("vendor") && list.vendors.contains_key(id) {
        story.vendor(id);
    }
    if wanted("product") && list.products.contains_key(id) {
        story.product(id);
    }
    if wanted("waiver") && list.waivers.contains_key(id) {
        story.waiver(id);
    }
    if wanted("cleared") && list.cleared.contains_key(id) {
        story.cleared(id);
    }
    if wanted("digests") && list.digests.contains_key(id) {
        story.digests(id);
    }
    if !story.told {
        terminal.error(
            format!("there is no entry `{}` that can be explained", args.id),
            Some("name a rule, an authority, a vendor, a product, a waiver, a cleared pair or a digest set by its id"),
        );
        return Err(Exit::Usage);
    }
    touched(&loaded, id, global, terminal);
    Ok(Exit::Ok)
}

/// Tests that touch it, and when it was last met.
fn touched(loaded: &LoadedList, id: &str, global: &Global, terminal: &mut Terminal) {
    let mut coverage = Coverage::of(loaded.list());
    coverage.add_tests(&run_tests(&loaded.engine));
    let ledger = settings::without_plugins(global, terminal).ok().and_then(|config| {
        let ledger = LedgerFolder::open(&config.ledger.value).ok()?;
        coverage.add_ledger(&ledger).ok()
    });
    let own = || coverage.items().iter().filter(|item| item.id == id);
    let tests: std::collections::BTreeSet<&str> =
        own().flat_map(|item| item.tests.iter().map(String::as_str)).collect();
    match tests.len() {
        0 => terminal.line("tests: none touches it"),
        count => {
            terminal.line(format!("tests: {count}"));
            tests.iter().for_each(|name| terminal.line(format!("  {name}")));
        }
    }
    let last = own().filter_map(|item| item.last).max();
    match (ledger, last) {
        (Some(_), Some(last)) => terminal.line(format!("last met by a recorded decision for {last}")),
        (Some(count), None) => terminal.line(format!("never met in {count} recorded decision(s)")),
        (None, _) => terminal.line("no ledger was found, so nobody can say when it was last met"),
    }
}

struct Story<'a, 't> {
    list: &'a Blocklist,
    at: Timestamp,
    terminal: &'t mut Terminal,
    told: bool,
}

impl Story<'_, '_> {
    fn title(&mut self, table: &str, id: &str, place: &debar_model::Place) {
        self.told = true;
        self.terminal.line(format!(
            "{table} {id} ({}:{}), as it stands on {}",
            place.file,
            place.line,
            self.day()
        ));
    }

    fn say(&mut self, what: &str, text: impl AsRef<str>) {
        self.terminal.line(format!("  {what:<14} {}", text.as_ref()));
    }

    fn day(&self) -> String {
        self.list.time_zone.to_datetime(self.at).date().to_string()
    }

    fn rule(&mut self, id: &str, rule: &Rule) {
        self.title("rule", id, &rule.head.place);
        let targets = &rule.targets;
        for (what, ids) in [
            ("vendors", &targets.vendors),
            ("products", &targets.products),
            ("classes", &targets.classes),
            ("digests", &targets.digests),
        ] {
            if !ids.is_empty() {
                self.say(what, ids.join(", "));
            }
        }
        let asks = match rule.action {
            debar_model::Action::Deny => "deny: it is refused (the default)",
            debar_model::Action::Review => "review: a person decides",
            debar_model::Action::Warn => "warn: it passes with a notice",
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
            if !values.is_empty() {
                self.say(what, values.join(", "));
            }
        }
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
        self.say(
            "holds",
            if rule.span.holds(self.at) {
                format!("yes{}", dates(&rule.span))
            } else {
                format!("no{}", dates(&rule.span))
            },
        );
        if let Mode::Monitor { until } = &rule.mode {
            let until = until.as_ref().map(|until| format!(" until {}", until.written)).unwrap_or_default();
            self.say("mode", format!("it only observes{until}"));
        }
        if let Some(authority) = self.list.authority_of(rule) {
            self.standing(&rule.authority, authority);
        }
        for (waiver, _) in
            self.list.waivers.iter().filter(|(_, waiver)| waiver.rules.iter().any(|one| one == id))
        {
            let held = self.list.waivers.get(waiver).is_some_and(|waiver| waiver.span.holds(self.at));
            let state = if held { "holds on this day" } else { "does not hold on this day" };
            self.terminal.line(format!("  {:<14} {waiver}: {state}", "waiver"));
        }
        self.overlaps(id, rule);
    }

    fn standing(&mut self, id: &str, authority: &Authority) {
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
            self.say("citation", &citation.text.text);
        }
        if let Some(contact) = &authority.contact {
            self.say("contest with", contact);
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

    fn authority(&mut self, id: &str, authority: &Authority) {
        self.title("authority", id, &authority.head.place);
        self.standing(id, authority);
        for event in &authority.status {
            self.say("life", format!("{} from {}", event.is, event.from.written));
        }
        for pause in &authority.pauses {
            self.say("pause", format!("{}{}", pause.is, dates(&pause.span)));
        }
        let rules: Vec<&str> = self
            .list
            .rules
            .iter()
            .filter(|(_, rule)| rule.authority == id)
            .map(|(id, _)| id.as_str())
            .collect();
        self.say(
            "rules",
            if rules.is_empty() { "none: it forbids nothing".to_owned() } else { rules.join(", ") },
        );
        // What stays forbidden although this authority falls.
        let (list, at) = (self.list, self.at);
        for (own, rule) in list.rules.iter().filter(|(_, rule)| rule.authority == id) {
            let others =
                list.rules.iter().filter(|(_, other)| other.authority != id && standing(list, at, other));
            for (other, _) in others.filter(|(_, other)| covers(list, at, rule, other)) {
                self.say(
                    "overlap",
                    format!("lifting {id} would change nothing for `{own}` on this day: `{other}` stands"),
                );
            }
        }
    }

    fn vendor(&mut self, id: &str) {
        let list = self.list;
        let Some(vendor) = list.vendors.get(id) else { return };
        self.title("vendor", id, &vendor.head.place);
        self.say("name", &vendor.name.text);
        for (what, texts) in [("alias", &vendor.aliases), ("brand", &vendor.brands), ("not", &vendor.not)] {
            texts.iter().for_each(|listed| self.say(what, &listed.text));
        }
        vendor.identifiers.iter().for_each(|(_, listed)| self.say("identifier", &listed.text));
        for owner in &vendor.owners {
            let share = owner.percent.map_or_else(
                || "a share that is not stated".to_owned(),
                |share| format!("{} to {} hundredths of a percent", share.min, share.max),
            );
            let state = if owner.span.holds(self.at) { "" } else { ", not on this day" };
            self.say("owned by", format!("{}: {share}{}{state}", owner.vendor, dates(&owner.span)));
        }
        self.named_by(|rule| rule.targets.vendors.iter().any(|one| one == id));
    }

    fn product(&mut self, id: &str) {
        let list = self.list;
        let Some(product) = list.products.get(id) else { return };
        self.title("product", id, &product.head.place);
        if let Some(vendor) = &product.vendor {
            self.say("made by", vendor);
        }
        for (what, texts) in
            [("name", &product.names), ("glob", &product.globs), ("part number", &product.part_numbers)]
        {
            texts.iter().for_each(|listed| self.say(what, &listed.text));
        }
        product.identifiers.iter().for_each(|(_, listed)| self.say("identifier", &listed.text));
        self.say(
            "versions",
            product.versions.as_ref().map_or("all (no limit)", |range| range.text.text.as_str()),
        );
        let vendor = product.vendor.clone();
        self.named_by(|rule| {
            rule.targets.products.iter().any(|one| one == id)
                || vendor.as_ref().is_some_and(|vendor| rule.targets.vendors.contains(vendor))
        });
    }

    fn digests(&mut self, id: &str) {
        let list = self.list;
        let Some(set) = list.digests.get(id) else { return };
        self.title("digests", id, &set.head.place);
        self.say("values", set.digests.len().to_string());
        self.say(
            "members",
            if set.members_deny {
                "a file inside denies"
            } else {
                "a file inside asks a person (the default)"
            },
        );
        self.named_by(|rule| rule.targets.digests.iter().any(|one| one == id));
    }

    fn named_by(&mut self, names: impl Fn(&Rule) -> bool) {
        let list = self.list;
        let mut any = false;
        for (id, rule) in list.rules.iter().filter(|(_, rule)| names(rule)) {
            any = true;
            let state = if standing(list, self.at, rule) { "in force" } else { "not in force on this day" };
            self.say("rule", format!("{id} of {}: {}, {state}", rule.authority, rule.action.as_str()));
        }
        if !any {
            self.say("rule", "none names it, so by itself it forbids nothing");
        }
    }

    fn waiver(&mut self, id: &str) {
        let list = self.list;
        let Some(waiver) = list.waivers.get(id) else { return };
        self.title("waiver", id, &waiver.head.place);
        self.say("lifts", waiver.rules.join(", "));
        let covers = &waiver.covers;
        self.say(
            "for buyers",
            if covers.buyers.is_empty() {
                "every buyer (no limit)".to_owned()
            } else {
                covers.buyers.join(", ")
            },
        );
        self.say("for vendor", covers.vendor.as_deref().unwrap_or("any (no limit)"));
        let names = covers.product_names.iter().chain(&covers.part_numbers).map(|listed| listed.text.clone());
        let names: Vec<String> = covers.products.iter().cloned().chain(names).collect();
        self.say("for goods", if names.is_empty() { "all (no limit)".to_owned() } else { names.join(", ") });
        self.say("approved by", &waiver.approved_by.role);
        self.say("because", &waiver.reason);
        waiver.conditions.iter().for_each(|condition| self.say("condition", condition));
        self.say(
            "holds",
            format!("{}{}", if waiver.span.holds(self.at) { "yes" } else { "no" }, dates(&waiver.span)),
        );
    }

    fn cleared(&mut self, id: &str) {
        let list = self.list;
        let Some(pair) = list.cleared.get(id) else { return };
        self.title("cleared", id, &pair.head.place);
        self.say("is not", &pair.listed);
        if let Some(name) = &pair.party.name {
            self.say("party", &name.text);
        }
        pair.party.identifiers.iter().for_each(|(_, listed)| self.say("identifier", &listed.text));
        self.say("because", &pair.reason);
        self.say(
            "holds",
            format!("{}{}", if pair.span.holds(self.at) { "yes" } else { "no" }, dates(&pair.span)),
        );
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

fn dates(span: &Span) -> String {
    let from = span.from.as_ref().map(|from| format!(" from {}", from.written));
    let until = span.until.as_ref().map(|until| format!(" to {}", until.written));
    from.into_iter().chain(until).collect()
}

/// Whether a rule and its authority are in force.
fn standing(list: &Blocklist, at: Timestamp, rule: &Rule) -> bool {
    rule.span.holds(at)
        && list.authority_of(rule).is_some_and(|authority| {
            let status = authority.status.iter().filter(|event| event.from.at <= at);
            let paused = authority.pauses.iter().any(|pause| pause.span.holds(at));
            status.max_by_key(|event| event.from.at).is_some_and(|event| event.binds()) && !paused
        })
}

/// Whether one rule forbids, on that day, everything that another one does, at least as strictly. Told by the same
/// directions as the comparison of lists: the other rule in its place must loosen nothing.
fn covers(list: &Blocklist, at: Timestamp, rule: &Rule, by: &Rule) -> bool {
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
