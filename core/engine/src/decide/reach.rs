//! From the listed entry that was met to the party that a rule names: product to vendor, vendor to owners
//! and relatives at the instant. Shares pass on in full through every firm that is itself reached; they
//! add up over all vendors that the rule names where it says so. Total on cycles: a firm is reached once.

use std::collections::{BTreeMap, BTreeSet};

use debar_blocklist::{Operator, Owner, Ownership, Reach, Rule, Succession, VendorRelation};
use debar_model::{Relation, Step};

use super::question::Question;
use super::scope::operator;
use super::state::State;
use crate::index::{EntryId, Table};

/// The most firms that one question looks at; a list with larger circles is cut there, in order of ids.
const CIRCLE: usize = 10_000;

/// Whether a rule reaches an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reached {
    Yes(Vec<Step>),
    /// Only if a share that is given as a range or not at all is high enough.
    Maybe(Vec<Step>, String),
    /// An owner is named but holds too little.
    Below(Vec<Step>, String),
    No,
}

/// Whether a rule reaches an entry, and how.
pub(crate) fn reach(question: &Question<'_>, state: &State<'_>, entry: EntryId) -> Reached {
    if question.index.rules.names(state.id, entry) {
        return Reached::Yes(vec![]);
    }
    let Some(found) = question.index.entries.find(entry) else { return Reached::No };
    let Some(vendor) = question.vendor_of(entry) else { return Reached::No };
    if found.table == Table::Vendor {
        return of_vendor(question, state, vendor);
    }
    let own = Step {
        from: found.id.clone(),
        relation: Relation::ProductOf,
        to: vendor.to_owned(),
        detail: String::new(),
        place: question.index.entries.listing(question.list, entry).map(|listing| listing.place),
    };
    let first = |mut steps: Vec<Step>| {
        steps.insert(0, own);
        steps
    };
    let direct = found.vendor.is_some_and(|id| question.index.rules.names(state.id, id));
    match if direct { Reached::Yes(vec![]) } else { of_vendor(question, state, vendor) } {
        Reached::Yes(steps) => Reached::Yes(first(steps)),
        Reached::Maybe(steps, why) => Reached::Maybe(first(steps), why),
        Reached::Below(steps, why) => Reached::Below(first(steps), why),
        Reached::No => Reached::No,
    }
}

fn of_vendor(question: &Question<'_>, state: &State<'_>, vendor: &str) -> Reached {
    let rule = state.rule;
    if rule.reach.is_empty() {
        return Reached::No;
    }
    let circle = Circle { question, rule };
    let owned = circle.upwards(vendor);
    if matches!(owned, Reached::Yes(_)) {
        return owned;
    }
    if let Some(steps) = circle.parent(vendor).or_else(|| circle.common(vendor)) {
        return Reached::Yes(steps);
    }
    match owned {
        Reached::Below(steps, why) => {
            let why = format!("rule `{}` counts {why}", state.id);
            Reached::Below(steps, why)
        }
        other => other,
    }
}

/// How a firm came to be reached.
#[derive(Clone, Debug)]
enum Join<'a> {
    Root,
    Shares(Vec<&'a Owner>),
    Tie(&'a Succession),
}

type Joined<'a> = BTreeMap<&'a str, Join<'a>>;

struct Circle<'a> {
    question: &'a Question<'a>,
    rule: &'a Rule,
}

impl<'a> Circle<'a> {
    /// From a vendor up to the vendors that the rule names.
    fn upwards(&self, vendor: &str) -> Reached {
        let firms = self.above(vendor);
        let roots: Vec<&str> = firms.iter().copied().filter(|id| *id != vendor && self.names(id)).collect();
        let groups: Vec<Vec<&str>> = if self.rule.ownership.add_up {
            vec![roots]
        } else {
            roots.into_iter().map(|root| vec![root]).collect()
        };
        let mut maybe = None;
        let mut below: Option<(u32, Vec<Step>)> = None;
        for roots in groups.iter().filter(|roots| !roots.is_empty()) {
            let sure = self.spread(roots, &firms, false);
            if sure.contains_key(vendor) {
                return Reached::Yes(self.trace(vendor, &sure));
            }
            let possible = self.spread(roots, &firms, true);
            if possible.contains_key(vendor) {
                maybe.get_or_insert_with(|| self.trace(vendor, &possible));
            }
            let share = self.share(vendor, &sure, false);
            if share > 0 && below.as_ref().is_none_or(|(known, _)| share > *known) {
                let steps = self.owners(vendor).filter(|owner| sure.contains_key(owner.vendor.as_str()));
                below = Some((share, steps.map(|owner| step_of_owner(vendor, owner)).collect()));
            }
        }
        if let Some(steps) = maybe {
            let why = format!(
                "the share is not known well enough to say whether it is {}",
                threshold(&self.rule.ownership)
            );
            return Reached::Maybe(steps, why);
        }
        match below {
            Some((share, steps)) if share >= u32::from(self.rule.ownership.show_from.unwrap_or(1)) => {
                let why = format!("{} only, and {} is held", threshold(&self.rule.ownership), percent(share));
                Reached::Below(steps, why)
            }
            _ => Reached::No,
        }
    }

    /// A vendor that owns or controls one that the rule names.
    fn parent(&self, vendor: &str) -> Option<Vec<Step>> {
        self.has(Reach::Parent).then_some(())?;
        let target = self.reached_from(vendor).into_iter().find(|id| self.names(id))?;
        let step = Step {
            from: vendor.to_owned(),
            relation: Relation::ParentOf,
            to: target.to_owned(),
            detail: String::new(),
            place: self.place_between(target, vendor),
        };
        Some(vec![step])
    }

    /// A vendor under the same owner as one that the rule names.
    fn common(&self, vendor: &str) -> Option<Vec<Step>> {
        self.has(Reach::CommonControl).then_some(())?;
        for head in self.above(vendor).into_iter().filter(|id| *id != vendor) {
            let under = self.reached_from(head);
            if !under.contains(vendor) {
                continue;
            }
            if let Some(target) = under.iter().find(|id| **id != vendor && self.names(id)) {
                let step = Step {
                    from: vendor.to_owned(),
                    relation: Relation::CommonControlWith,
                    to: (*target).to_owned(),
                    detail: format!("both under {head}"),
                    place: self.place_between(vendor, head),
                };
                return Some(vec![step]);
            }
        }
        None
    }

    /// Firms below a root that it owns or controls.
    fn reached_from(&self, root: &str) -> BTreeSet<&'a str> {
        let Some((root, _)) = self.question.list.vendors.get_key_value(root) else { return BTreeSet::new() };
        let mut below: BTreeSet<&str> = BTreeSet::from([root.as_str()]);
        let mut open = vec![root.as_str()];
        while let Some(firm) = open.pop() {
            for child in self.question.index.rules.children(firm) {
                if below.len() < CIRCLE && below.insert(child) {
                    open.push(child);
                }
            }
        }
        // Whoever owns a part of one of them may lie outside, and does not count.
        let reached = self.spread_with(&[root.as_str()], &below, false, true);
        reached.into_keys().filter(|id| *id != root.as_str()).collect()
    }

    /// A vendor and everybody above it by owners and relations at the instant.
    fn above(&self, vendor: &str) -> BTreeSet<&'a str> {
        let Some((vendor, _)) = self.question.list.vendors.get_key_value(vendor) else {
            return BTreeSet::new();
        };
        let mut firms = BTreeSet::from([vendor.as_str()]);
        let mut open = vec![vendor.as_str()];
        while let Some(firm) = open.pop() {
            let owners = self.owners(firm).map(|owner| owner.vendor.as_str());
            let ties = self.relations(firm).map(|tie| tie.vendor.as_str());
            for above in owners.chain(ties) {
                if firms.len() < CIRCLE && firms.insert(above) {
                    open.push(above);
                }
            }
        }
        firms
    }

    fn spread<'f>(&self, roots: &[&'f str], firms: &BTreeSet<&'f str>, hopeful: bool) -> Joined<'f>
    where
        'a: 'f,
    {
        self.spread_with(roots, firms, hopeful, false)
    }

    /// Grows the set of reached firms until nothing joins. `hopeful` takes the upper end of a range for
    /// the share; `owned` counts ownership and control whatever the rule's reach is.
    fn spread_with<'f>(
        &self,
        roots: &[&'f str],
        firms: &BTreeSet<&'f str>,
        hopeful: bool,
        owned: bool,
    ) -> Joined<'f>
    where
        'a: 'f,
    {
        let by_shares = owned || self.has(Reach::Owned) || self.has(Reach::Controlled);
        let by_control = owned || self.has(Reach::Controlled);
        let by_succession = self.has(Reach::Successor);
        let mut joined: Joined<'f> = roots.iter().map(|root| (*root, Join::Root)).collect();
        loop {
            let mut new: Vec<(&'f str, Join<'f>)> = vec![];
            for firm in firms.iter().filter(|firm| !joined.contains_key(*firm)) {
                let tie = self.relations(firm).find(|tie| {
                    joined.contains_key(tie.vendor.as_str())
                        && match tie.relation {
                            VendorRelation::ControlledBy => by_control,
                            VendorRelation::SuccessorOf | VendorRelation::RenamedFrom => by_succession,
                        }
                });
                if let Some(tie) = tie {
                    new.push((*firm, Join::Tie(tie)));
                } else if by_shares && self.suffices(self.share(firm, &joined, hopeful)) {
                    let owners = self.owners(firm).filter(|owner| joined.contains_key(owner.vendor.as_str()));
                    new.push((*firm, Join::Shares(owners.collect())));
                }
            }
            if new.is_empty() {
                return joined;
            }
            joined.extend(new);
        }
    }

    /// The part of a firm that reached firms hold together, in hundredths of a percent.
    fn share(&self, firm: &str, joined: &Joined<'_>, hopeful: bool) -> u32 {
        self.owners(firm)
            .filter(|owner| joined.contains_key(owner.vendor.as_str()))
            .map(|owner| match (owner.percent, hopeful) {
                (Some(percent), false) => u32::from(percent.min),
                (Some(percent), true) => u32::from(percent.max),
                (None, false) => 0,
                (None, true) => 10_000,
            })
            .fold(0, u32::saturating_add)
    }

    fn suffices(&self, share: u32) -> bool {
        let threshold = u32::from(self.rule.ownership.percent);
        match self.rule.ownership.operator {
            Operator::AtLeast => share > 0 && share >= threshold,
            Operator::MoreThan => share > threshold,
        }
    }

    /// The way from a vendor to the roots, nearest first.
    fn trace(&self, vendor: &str, joined: &Joined<'_>) -> Vec<Step> {
        let mut steps = vec![];
        let mut seen = BTreeSet::from([vendor.to_owned()]);
        let mut open = std::collections::VecDeque::from([vendor.to_owned()]);
        while let Some(firm) = open.pop_front() {
            match joined.get(firm.as_str()) {
                None | Some(Join::Root) => {}
                Some(Join::Tie(tie)) => {
                    steps.push(Step {
                        from: firm.clone(),
                        relation: match tie.relation {
                            VendorRelation::ControlledBy => Relation::ControlledBy,
                            VendorRelation::SuccessorOf => Relation::SuccessorOf,
                            VendorRelation::RenamedFrom => Relation::RenamedFrom,
                        },
                        to: tie.vendor.clone(),
                        detail: since(&tie.span),
                        place: Some(tie.place.clone()),
                    });
                    if seen.insert(tie.vendor.clone()) {
                        open.push_back(tie.vendor.clone());
                    }
                }
                Some(Join::Shares(owners)) => {
                    for owner in owners {
                        steps.push(step_of_owner(&firm, owner));
                        if seen.insert(owner.vendor.clone()) {
                            open.push_back(owner.vendor.clone());
                        }
                    }
                }
            }
        }
        steps
    }

    fn owners(&self, firm: &str) -> impl Iterator<Item = &'a Owner> + use<'a> {
        let at = self.question.at;
        let owners = self.question.list.vendors.get(firm).map_or(&[][..], |vendor| &vendor.owners);
        owners.iter().filter(move |owner| owner.span.holds(at))
    }

    fn relations(&self, firm: &str) -> impl Iterator<Item = &'a Succession> + use<'a> {
        let at = self.question.at;
        let ties = self.question.list.vendors.get(firm).map_or(&[][..], |vendor| &vendor.relations);
        ties.iter().filter(move |tie| tie.span.holds(at))
    }

    fn place_between(&self, firm: &str, above: &str) -> Option<debar_model::Place> {
        let owner = self.owners(firm).find(|owner| owner.vendor == above).map(|owner| &owner.place);
        let tie = || self.relations(firm).find(|tie| tie.vendor == above).map(|tie| &tie.place);
        owner.or_else(tie).cloned()
    }

    fn names(&self, vendor: &str) -> bool {
        self.rule.targets.vendors.binary_search_by(|id| id.as_str().cmp(vendor)).is_ok()
    }

    fn has(&self, reach: Reach) -> bool {
        self.rule.reach.contains(&reach)
    }
}

fn step_of_owner(firm: &str, owner: &Owner) -> Step {
    let share = match owner.percent {
        Some(held) if held.min == held.max => percent(u32::from(held.min)),
        Some(held) => format!("{} to {}", percent(u32::from(held.min)), percent(u32::from(held.max))),
        None => "share not stated".to_owned(),
    };
    let since = since(&owner.span);
    Step {
        from: firm.to_owned(),
        relation: Relation::OwnedBy,
        to: owner.vendor.clone(),
        detail: if since.is_empty() { share } else { format!("{share} {since}") },
        place: Some(owner.place.clone()),
    }
}

fn since(span: &debar_blocklist::Span) -> String {
    let from = span.from.as_ref().map(|from| format!("since {}", from.written));
    let until = span.until.as_ref().map(|until| format!("until {}", until.written));
    from.into_iter().chain(until).collect::<Vec<_>>().join(" ")
}

fn threshold(ownership: &Ownership) -> String {
    format!("{} {}", operator(ownership.operator), percent(u32::from(ownership.percent)))
}

/// Hundredths of a percent in words: `49.5 %`.
fn percent(hundredths: u32) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => format!("{whole} %"),
        rest if rest % 10 == 0 => format!("{whole}.{} %", rest / 10),
        rest => format!("{whole}.{rest:02} %"),
    }
}
