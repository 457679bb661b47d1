//! From the listed entry that was met to the party that a rule names: product to vendor, vendor to owners
//! and relatives at the instant. Shares pass on in full through every firm that is itself reached; they
//! add up over all vendors that the rule names where it says so. Agents and white labels are reached last, and
//! nothing passes on through them but the same relation and a new name. Total on cycles: a firm is reached once.

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
        return of_vendor(question, state, vendor, None);
    }
    let product = (found.table == Table::Product).then_some(found.id.as_str());
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
    match if direct { Reached::Yes(vec![]) } else { of_vendor(question, state, vendor, product) } {
        Reached::Yes(steps) => Reached::Yes(first(steps)),
        Reached::Maybe(steps, why) => Reached::Maybe(first(steps), why),
        Reached::Below(steps, why) => Reached::Below(first(steps), why),
        Reached::No => Reached::No,
    }
}

fn of_vendor(question: &Question<'_>, state: &State<'_>, vendor: &str, product: Option<&str>) -> Reached {
    let rule = state.rule;
    if rule.reach.is_empty() {
        return Reached::No;
    }
    let circle = Circle { question, rule, product };
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
    /// By being an agent or a white label, or a new name of one. What it owns is not reached through it.
    Leaf(&'a Succession, VendorRelation),
}

impl Join<'_> {
    const fn passes_on(&self) -> bool {
        !matches!(self, Self::Leaf(..))
    }
}

type Joined<'a> = BTreeMap<&'a str, Join<'a>>;

/// Whose shares and ties count while a set of firms grows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Growth {
    /// What the rule's reach says, by what is certain.
    Sure,
    /// The same, by what is possible.
    Hopeful,
    /// Ownership and control, whatever the rule's reach is.
    Owned,
}

struct Circle<'a> {
    question: &'a Question<'a>,
    rule: &'a Rule,
    /// The product that was met, when it was one.
    product: Option<&'a str>,
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
            let sure = self.spread(roots, &firms, Growth::Sure);
            if sure.contains_key(vendor) {
                return Reached::Yes(self.trace(vendor, &sure));
            }
            let possible = self.spread(roots, &firms, Growth::Hopeful);
            if possible.contains_key(vendor) {
                maybe.get_or_insert_with(|| (self.trace(vendor, &possible), self.doubt(&possible)));
            }
            let share = self.share(vendor, &sure, false);
            if share > 0 && below.as_ref().is_none_or(|(known, _)| share > *known) {
                let steps = self.owners(vendor).filter(|owner| holds(&sure, owner));
                below = Some((share, steps.map(|owner| step_of_owner(vendor, owner)).collect()));
            }
        }
        if let Some((steps, why)) = maybe {
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

    /// Why it is not certain that a firm is reached.
    fn doubt(&self, possible: &Joined<'_>) -> String {
        let limited = possible.values().find_map(|join| match join {
            Join::Leaf(tie, VendorRelation::WhiteLabels) if !tie.products.is_empty() => Some(&tie.vendor),
            _ => None,
        });
        match limited {
            Some(maker) => {
                let maker = self.name(maker);
                format!("whether it is one of the goods of {maker} under another name is not known")
            }
            None => format!(
                "the share is not known well enough to say whether it is {}",
                threshold(&self.rule.ownership)
            ),
        }
    }

    /// A vendor that owns or controls one that the rule names: what it is, then every edge down to it.
    fn parent(&self, vendor: &str) -> Option<Vec<Step>> {
        self.has(Reach::Parent).then_some(())?;
        let under = self.reached_from(vendor);
        let target = *under.keys().find(|id| **id != vendor && self.names(id))?;
        let step = Step {
            from: vendor.to_owned(),
            relation: Relation::ParentOf,
            to: target.to_owned(),
            detail: String::new(),
            place: self.place_between(target, vendor),
        };
        let mut steps = vec![step];
        steps.extend(self.trace(target, &under));
        Some(steps)
    }

    /// A vendor under the same owner as one that the rule names.
    fn common(&self, vendor: &str) -> Option<Vec<Step>> {
        self.has(Reach::CommonControl).then_some(())?;
        for head in self.above(vendor).into_iter().filter(|id| *id != vendor) {
            let under = self.reached_from(head);
            if !under.contains_key(vendor) {
                continue;
            }
            if let Some(target) = under.keys().find(|id| **id != vendor && **id != head && self.names(id)) {
                let step = Step {
                    from: vendor.to_owned(),
                    relation: Relation::CommonControlWith,
                    to: (*target).to_owned(),
                    detail: format!("both under {}", self.name(head)),
                    place: self.place_between(vendor, head),
                };
                let mut steps = vec![step];
                for edge in self.trace(vendor, &under).into_iter().chain(self.trace(target, &under)) {
                    if !steps.contains(&edge) {
                        steps.push(edge);
                    }
                }
                return Some(steps);
            }
        }
        None
    }

    /// Firms below a root that it owns or controls, and the root.
    fn reached_from(&self, root: &str) -> Joined<'a> {
        let Some((root, _)) = self.question.list.vendors.get_key_value(root) else { return Joined::new() };
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
        self.spread(&[root.as_str()], &below, Growth::Owned)
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

    /// Grows the set of reached firms until nothing joins: first those through which more may be reached, then
    /// agents and white labels.
    fn spread<'f>(&self, roots: &[&'f str], firms: &BTreeSet<&'f str>, growth: Growth) -> Joined<'f>
    where
        'a: 'f,
    {
        let mut joined: Joined<'f> = roots.iter().map(|root| (*root, Join::Root)).collect();
        self.grow(&mut joined, firms, |firm, joined| self.kin(firm, joined, growth));
        if growth != Growth::Owned && (self.has(Reach::Agent) || self.has(Reach::WhiteLabel)) {
            self.grow(&mut joined, firms, |firm, joined| self.leaf(firm, joined, growth));
        }
        joined
    }

    fn grow<'f>(
        &self,
        joined: &mut Joined<'f>,
        firms: &BTreeSet<&'f str>,
        join: impl Fn(&str, &Joined<'f>) -> Option<Join<'f>>,
    ) {
        loop {
            let open = firms.iter().filter(|firm| !joined.contains_key(*firm));
            let new: Vec<(&'f str, Join<'f>)> =
                open.filter_map(|firm| Some((*firm, join(firm, joined)?))).collect();
            if new.is_empty() {
                return;
            }
            joined.extend(new);
        }
    }

    /// How a firm joins by shares, control or succession.
    fn kin<'f>(&self, firm: &str, joined: &Joined<'f>, growth: Growth) -> Option<Join<'f>>
    where
        'a: 'f,
    {
        let owned = growth == Growth::Owned;
        let tie = self.relations(firm).find(|tie| {
            joined.contains_key(tie.vendor.as_str())
                && match tie.relation {
                    VendorRelation::ControlledBy => owned || self.has(Reach::Controlled),
                    VendorRelation::SuccessorOf | VendorRelation::RenamedFrom => self.has(Reach::Successor),
                    VendorRelation::ActsFor | VendorRelation::WhiteLabels => false,
                }
        });
        if let Some(tie) = tie {
            return Some(Join::Tie(tie));
        }
        let by_shares = owned || self.has(Reach::Owned) || self.has(Reach::Controlled);
        if !by_shares || !self.suffices(self.share(firm, joined, growth == Growth::Hopeful)) {
            return None;
        }
        Some(Join::Shares(self.owners(firm).filter(|owner| holds(joined, owner)).collect()))
    }

    /// How a firm joins as an agent or a white label, or as a new name of one.
    fn leaf<'f>(&self, firm: &str, joined: &Joined<'f>, growth: Growth) -> Option<Join<'f>>
    where
        'a: 'f,
    {
        self.relations(firm).find_map(|tie| {
            let above = match joined.get(tie.vendor.as_str())? {
                Join::Leaf(_, kind) => Some(*kind),
                _ => None,
            };
            let same = |kind| above.is_none_or(|above| above == kind);
            let kind = match tie.relation {
                VendorRelation::ActsFor if self.has(Reach::Agent) && same(tie.relation) => tie.relation,
                VendorRelation::WhiteLabels
                    if self.has(Reach::WhiteLabel) && same(tie.relation) && self.labels(tie, growth) =>
                {
                    tie.relation
                }
                VendorRelation::RenamedFrom => above?,
                _ => return None,
            };
            Some(Join::Leaf(tie, kind))
        })
    }

    /// Whether what was met is among the goods that a firm sells under its own name.
    fn labels(&self, tie: &Succession, growth: Growth) -> bool {
        tie.products.is_empty()
            || match self.product {
                Some(product) => tie.products.iter().any(|id| id == product),
                None => growth == Growth::Hopeful,
            }
    }

    /// The part of a firm that reached firms hold together, in hundredths of a percent.
    fn share(&self, firm: &str, joined: &Joined<'_>, hopeful: bool) -> u32 {
        self.owners(firm)
            .filter(|owner| holds(joined, owner))
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
                Some(Join::Tie(tie) | Join::Leaf(tie, _)) => {
                    steps.push(Step {
                        from: firm.clone(),
                        relation: match tie.relation {
                            VendorRelation::ControlledBy => Relation::ControlledBy,
                            VendorRelation::SuccessorOf => Relation::SuccessorOf,
                            VendorRelation::RenamedFrom => Relation::RenamedFrom,
                            VendorRelation::ActsFor => Relation::AgentOf,
                            VendorRelation::WhiteLabels => Relation::WhiteLabelOf,
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

    /// What people call a firm.
    fn name<'n>(&'n self, vendor: &'n str) -> &'n str {
        self.question.list.vendors.get(vendor).map_or(vendor, |vendor| &vendor.name.text)
    }

    fn names(&self, vendor: &str) -> bool {
        self.rule.targets.vendors.binary_search_by(|id| id.as_str().cmp(vendor)).is_ok()
    }

    fn has(&self, reach: Reach) -> bool {
        self.rule.reach.contains(&reach)
    }
}

/// Whether an owner is reached, and what it owns with it.
fn holds(joined: &Joined<'_>, owner: &Owner) -> bool {
    joined.get(owner.vendor.as_str()).is_some_and(Join::passes_on)
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
