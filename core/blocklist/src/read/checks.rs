//! Checks over the whole list: circles, names that meet, entries that nothing uses.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher as _;

use debar_model::{Action, Place};
use debar_names::exact_key;
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::fields::{Context, Section};
use crate::source::Problem;
use crate::{Blocklist, Code, Force, Listed, Moment, Rule, Vendor, VendorRelation};

/// Names below which a second thread is not worth its start.
const MANY: usize = 4096;

pub(super) fn check(cx: &mut Context, list: &Blocklist) {
    buyer_circles(cx, list);
    owner_circles(cx, list);
    whole_shares(cx, list);
    same_names(cx, list);
    exceptions(cx, list);
    rules(cx, list);
    offices(cx, list);
    same_rules(cx, list);
    // A mistake elsewhere may be why an entry looks unused.
    if !cx.has_errors() {
        unused(cx, list);
    }
}

fn report(cx: &mut Context, place: &Place, build: impl FnOnce(crate::source::At) -> Problem) {
    if let Some(at) = cx.at_of(place) {
        let problem = build(at);
        cx.report(problem);
    }
}

fn buyer_circles(cx: &mut Context, list: &Blocklist) {
    let mut edges: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, buyer) in &list.buyers {
        edges.entry(id).or_default().extend(buyer.part_of.iter().map(String::as_str));
        for member in &buyer.members {
            edges.entry(member).or_default().push(id);
        }
    }
    for circle in circles(&edges) {
        let Some(buyer) = circle.first().and_then(|id| list.buyers.get(*id)) else { continue };
        let shown = circle.join("` in `");
        report(cx, &buyer.head.place, |at| {
            Problem::error(Code::BuyerCycle, at, format!("this buyer is part of itself: `{shown}`"))
                .help("remove one of these `part-of` or `members`")
        });
    }
}

/// Majorities and control cannot go round; small shares in each other can, and do. What has ended is not
/// looked at: firms are bought back.
fn owner_circles(cx: &mut Context, list: &Blocklist) {
    let mut edges: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, vendor) in &list.vendors {
        let majorities = vendor
            .owners
            .iter()
            .filter(|owner| {
                owner.vendor == *id
                    || (owner.span.until.is_none() && owner.percent.is_none_or(|percent| percent.min > 5000))
            })
            .map(|owner| owner.vendor.as_str());
        let relations = vendor
            .relations
            .iter()
            .filter(|relation| {
                let one_way =
                    !matches!(relation.relation, VendorRelation::ActsFor | VendorRelation::WhiteLabels);
                relation.vendor == *id || (relation.span.until.is_none() && one_way)
            })
            .map(|relation| relation.vendor.as_str());
        let mut owned = majorities.chain(relations).peekable();
        // Nobody's circle goes through a firm without owners.
        if owned.peek().is_some() {
            edges.insert(id, owned.collect());
        }
    }
    for circle in circles(&edges) {
        let Some(vendor) = circle.first().and_then(|id| list.vendors.get(*id)) else { continue };
        let shown = circle.join("` -> `");
        report(cx, &vendor.head.place, |at| {
            Problem::error(Code::OwnershipCycle, at, format!("ownership goes round: `{shown}`"))
                .help("remove one of these owners or relations, or give the day on which it ended")
        });
    }
}

/// Nobody owns more than the whole of a firm: at no instant do certain shares add up to more.
fn whole_shares(cx: &mut Context, list: &Blocklist) {
    for (id, vendor) in &list.vendors {
        let Some((moment, sum)) = too_much(vendor) else { continue };
        let since = moment.map(|moment| format!(" on `{}`", moment.written)).unwrap_or_default();
        let (whole, rest) = (sum / 100, sum % 100);
        let sum = if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:02}") };
        let place = vendor.owners.first().map_or(&vendor.head.place, |owner| &owner.place);
        report(cx, place, |at| {
            Problem::error(
                Code::SharesOverWhole,
                at,
                format!("the owners of `{id}` hold {sum} percent of it{since}"),
            )
            .help("shares in one firm add up to at most 100: correct a share, or give the day on which one ended")
        });
    }
}

/// The first instant at which certain shares add up to more than the whole. Sums change only where one begins.
fn too_much(vendor: &Vendor) -> Option<(Option<&Moment>, u32)> {
    let mut begins: Vec<Option<&Moment>> =
        vendor.owners.iter().map(|owner| owner.span.from.as_ref()).collect();
    begins.sort_by_key(|moment| moment.map(|moment| moment.at));
    begins.into_iter().find_map(|begin| {
        let at = begin.map_or(jiff::Timestamp::MIN, |moment| moment.at);
        let held = vendor.owners.iter().filter(|owner| owner.span.holds(at));
        let sum: u32 = held.filter_map(|owner| owner.percent).map(|percent| u32::from(percent.min)).sum();
        (sum > 10_000).then_some((begin, sum))
    })
}

/// Each circle of a graph once, from its smallest id back to it.
fn circles<'a>(edges: &BTreeMap<&'a str, Vec<&'a str>>) -> Vec<Vec<&'a str>> {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let mut found = vec![];
    for start in edges.keys() {
        if done.contains(start) {
            continue;
        }
        let mut path: Vec<&str> = vec![];
        let mut place: FxHashMap<&str, usize> = FxHashMap::default();
        let mut stack: Vec<(&str, usize)> = vec![(start, 0)];
        while let Some((id, depth)) = stack.pop() {
            for left in path.drain(depth.min(path.len())..) {
                place.remove(left);
            }
            if let Some(begin) = place.get(id) {
                let mut circle: Vec<&str> = path.iter().skip(*begin).copied().collect();
                circle.push(id);
                found.push(circle);
                continue;
            }
            if !done.insert(id) {
                continue;
            }
            place.insert(id, path.len());
            path.push(id);
            for next in edges.get(id).into_iter().flatten() {
                stack.push((next, depth + 1));
            }
        }
    }
    found
}

fn same_names(cx: &mut Context, list: &Blocklist) {
    let mut names: Vec<(&str, &Listed)> = Vec::with_capacity(list.vendors.len() * 2);
    for (id, vendor) in &list.vendors {
        names
            .extend(std::iter::once(&vendor.name).chain(&vendor.aliases).map(|listed| (id.as_str(), listed)));
    }
    // By the hash of its key: keys of their own would be most of the memory.
    let mut known: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let hashes = hashes(&names);
    let mut firsts: FxHashMap<u64, usize> = FxHashMap::default();
    firsts.reserve(names.len());
    for (at, hash) in hashes.into_iter().enumerate() {
        let Some((id, listed)) = names.get(at).filter(|_| hash != EMPTY) else { continue };
        let Some(first) = firsts.get(&hash).copied() else {
            firsts.insert(hash, at);
            continue;
        };
        // Rarely met: now the keys themselves are compared, with that of every name of this hash.
        let key = exact_key(&listed.text);
        let alike = known.entry(hash).or_insert_with(|| vec![first]);
        let first =
            alike.iter().filter_map(|at| names.get(*at)).find(|(_, other)| exact_key(&other.text) == key);
        let Some((other, first)) = first else {
            alike.push(at);
            continue;
        };
        if other == id {
            continue;
        }
        let Some(first) = cx.at_of(&first.place) else { continue };
        report(cx, &listed.place, |at| {
            Problem::warning(
                Code::DuplicateName,
                at,
                format!("`{}` is also a name of the vendor `{other}`", listed.text),
            )
            .also(first, "the other one is here")
            .help("a document that gives only this name meets both: keep it in one of them")
        });
    }
}

/// The hash of a name of which nothing is left to compare.
const EMPTY: u64 = 0;

/// Hashes of the exact keys of names, in their order. Folding is most of the work of comparing many, so two threads
/// share it.
fn hashes(names: &[(&str, &Listed)]) -> Vec<u64> {
    let one = |listed: &Listed| match exact_key(&listed.text) {
        key if key.is_empty() => EMPTY,
        key => FxBuildHasher.hash_one(key.as_str()) | 1,
    };
    let fold = |names: &[(&str, &Listed)]| names.iter().map(|(_, listed)| one(listed)).collect();
    if names.len() < MANY {
        return fold(names);
    }
    let (head, tail) = names.split_at(names.len() / 2);
    std::thread::scope(|scope| {
        let other = std::thread::Builder::new().spawn_scoped(scope, || fold(tail));
        let mut all: Vec<u64> = fold(head);
        // Where there is no second thread, or it failed, this one does its work.
        all.extend(other.ok().and_then(|other| other.join().ok()).unwrap_or_else(|| fold(tail)));
        all
    })
}

/// A product that an exception or a waiver lets through is named whole.
fn exceptions(cx: &mut Context, list: &Blocklist) {
    let excepted = list
        .rules
        .values()
        .flat_map(|rule| &rule.except)
        .filter_map(|exception| exception.product.as_ref().map(|id| (id, &exception.head.place)));
    let waived = list
        .waivers
        .values()
        .flat_map(|waiver| waiver.covers.products.iter().map(|id| (id, &waiver.head.place)));
    let mut seen = BTreeSet::new();
    for (id, user) in excepted.chain(waived) {
        let Some(product) = list.products.get(id) else { continue };
        let wide = product.identifiers.iter().find(|(pattern, _)| {
            matches!(
                pattern,
                crate::IdentifierPattern::CpeVendor(_) | crate::IdentifierPattern::PurlNamespace { .. }
            )
        });
        let Some(listed) = product.globs.first().or(wide.map(|(_, listed)| listed)) else { continue };
        if !seen.insert(id) {
            continue;
        }
        let Some(user) = cx.at_of(user) else { continue };
        report(cx, &listed.place, |at| {
            Problem::error(Code::LooseningGlob, at, format!("`{}` in a product that is let through", listed.text))
                .also(user, "it is let through here")
                .help("a glob in what loosens opens the ban: list the names, part numbers or identifiers one by one")
        });
    }
}

fn rules(cx: &mut Context, list: &Blocklist) {
    for (id, rule) in &list.rules {
        let Some(authority) = list.authority_of(rule) else { continue };
        if authority.force == Force::Advisory && rule.action == Action::Deny {
            report(cx, &rule.head.place, |at| {
                Problem::warning(
                    Code::AdvisoryDenies,
                    at,
                    format!("the rule `{id}` denies on an authority that only advises"),
                )
                .help("an advisory never denies: write `action = \"review\"` or `\"warn\"`, or add a house rule that raises it")
            });
        }
        let first = authority.status.iter().find(|event| event.binds()).map(|event| &event.from);
        for (act, span) in &rule.acts {
            if let (Some(first), Some(from)) = (first, &span.from)
                && from.at < first.at
            {
                report(cx, &rule.head.place, |at| {
                    Problem::warning(
                        Code::ActBeforeAuthority,
                        at,
                        format!(
                            "`{act}` is forbidden from `{}`, but the authority binds only from `{}`",
                            from.written, first.written
                        ),
                    )
                    .help("nothing is forbidden before the authority is in force: check both dates")
                });
            }
        }
    }
}

/// A rule may say who waives it, and whether anybody may.
fn offices(cx: &mut Context, list: &Blocklist) {
    for (id, waiver) in &list.waivers {
        for (rule_id, rule) in waiver.rules.iter().filter_map(|id| list.rules.get_key_value(id)) {
            let Some(of_rule) = cx.at_of(&rule.head.place) else { continue };
            let approval = &waiver.approved_by;
            let offices = &rule.waivable_by;
            let may = |office: &str| offices.iter().any(|known| exact_key(known) == exact_key(office));
            let answers = approval.delegated_from.as_deref().unwrap_or(&approval.role);
            if !rule.waivable {
                report(cx, &waiver.head.place, |at| {
                    Problem::error(
                        Code::NotWaivable,
                        at,
                        format!("the waiver `{id}` waives `{rule_id}`, which nobody may waive"),
                    )
                    .also(of_rule, "`waivable = false` is said here")
                    .help("remove the rule from the waiver")
                });
            } else if !offices.is_empty() && !may(answers) {
                let known = offices.iter().map(|office| format!("`{office}`")).collect::<Vec<_>>().join(", ");
                report(cx, &waiver.head.place, |at| {
                    Problem::error(
                        Code::WrongOffice,
                        at,
                        format!("the waiver `{id}` is given by `{answers}`, who may not waive `{rule_id}`"),
                    )
                    .also(of_rule, "who may is said here")
                    .help(format!("it is given by {known}"))
                });
            } else if approval.delegated_from.is_some() && !rule.delegable {
                report(cx, &waiver.head.place, |at| {
                    Problem::error(
                        Code::DelegatedDecision,
                        at,
                        format!("the waiver `{id}` is given by a delegate, and `{rule_id}` may not be waived by one"),
                    )
                    .also(of_rule, "`delegable = false` is said here")
                    .help(format!("`{answers}` decides in person"))
                });
            }
        }
    }
}

fn same_rules(cx: &mut Context, list: &Blocklist) {
    let mut known: BTreeMap<String, (&str, &Place)> = BTreeMap::new();
    for (id, rule) in &list.rules {
        let Rule {
            authority,
            targets,
            acts,
            scope,
            reach,
            ownership,
            depth,
            span,
            origin,
            origin_not,
            requires,
            ..
        } = rule;
        let requires: Vec<_> = requires.iter().map(|one| (&one.fact, &one.is, &one.valid_for)).collect();
        let says = format!(
            "{authority} {targets:?} {reach:?} {ownership:?} {depth:?} {acts:?} {scope:?} {origin:?} {origin_not:?} {span:?} {requires:?}"
        );
        match known.get(&says) {
            Some((other, place)) => {
                let Some(first) = cx.at_of(place) else { continue };
                report(cx, &rule.head.place, |at| {
                    Problem::warning(
                        Code::DuplicateRule,
                        at,
                        format!("the rule `{id}` repeats the rule `{other}`"),
                    )
                    .also(first, "the other one is here")
                    .help("remove one of the two, or say what sets them apart")
                });
            }
            None => {
                known.insert(says, (id, &rule.head.place));
            }
        }
    }
}

fn unused(cx: &mut Context, list: &Blocklist) {
    let mut idle: Vec<(Section, &str, &Place)> = vec![];
    for (id, vendor) in &list.vendors {
        // An owned firm is reached through its owners, without being named anywhere.
        if vendor.owners.is_empty() && vendor.relations.is_empty() {
            idle.push((Section::Vendor, id, &vendor.head.place));
        }
    }
    idle.extend(
        list.groups
            .keys()
            .filter_map(|id| list.group_heads.get(id).map(|head| (Section::Group, id.as_str(), &head.place))),
    );
    idle.extend(
        list.products
            .iter()
            .filter(|(_, product)| product.vendor.is_none())
            .map(|(id, product)| (Section::Product, id.as_str(), &product.head.place)),
    );
    idle.extend(list.classes.iter().map(|(id, class)| (Section::Class, id.as_str(), &class.head.place)));
    idle.extend(list.digests.iter().map(|(id, set)| (Section::Digests, id.as_str(), &set.head.place)));
    idle.extend(list.signers.iter().map(|(id, signer)| (Section::Signer, id.as_str(), &signer.head.place)));
    idle.extend(list.sources.iter().map(|(id, source)| (Section::Source, id.as_str(), &source.head.place)));
    idle.extend(list.evidence.iter().map(|(id, piece)| (Section::Evidence, id.as_str(), &piece.head.place)));
    idle.extend(
        list.authorities
            .iter()
            .filter(|(_, authority)| authority.head.note.is_none())
            .map(|(id, authority)| (Section::Authority, id.as_str(), &authority.head.place)),
    );
    for (section, id, place) in idle {
        if cx.is_used(section, id) {
            continue;
        }
        report(cx, place, |at| {
            Problem::warning(Code::UnusedEntry, at, format!("nothing uses the {} `{id}`", section.as_str()))
                .help(match section {
                    Section::Authority => "name it in a rule, or add a `note` on why it is kept",
                    Section::Evidence => "name it in the `evidence` of an entry, or remove it",
                    _ => "name it in a rule, or remove it: by itself it forbids nothing",
                })
        });
    }
}
