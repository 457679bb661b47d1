//! Sentences for the buyer. They say what the other parts decided and decide nothing.

use debar_blocklist::{Blocklist, Force, Litigation};
use debar_model::{Action, Class, Relation, Step, fact};

use super::question::Question;
use super::state::State;
use crate::matching::{Met, cut};

/// The most steps of a way that one sentence tells; the ruling has them all.
const SHOWN: usize = 4;

/// What was found: `the manufacturer name "Kaspersky Lab, Inc." is AO Kaspersky Lab (vendor alias)`.
pub(crate) fn what(question: &Question<'_>, met: &Met) -> String {
    let evidence = &met.evidence;
    let slot = evidence.slot.word().replace(['-', ':'], " ");
    let name = question
        .index
        .entries
        .listing(question.list, met.entry)
        .map(|listing| {
            if listing.table == "vendor" {
                listing.name
            } else {
                format!("{} `{}`", listing.table, listing.id)
            }
        })
        .unwrap_or_default();
    let value = cut(&evidence.value, 80);
    let how = &evidence.how;
    if met.digest.is_some() {
        return format!("the {how} `{}` is in {name}", evidence.matched);
    }
    let stands = if evidence.scores.is_some() && met.class <= Class::Strong { "may stand" } else { "stands" };
    if evidence.matched == evidence.value {
        format!("the {slot} `{value}` {stands} for {name} ({how})")
    } else {
        format!("`{}` in the {slot} `{value}` {stands} for {name} ({how})", evidence.matched)
    }
}

/// Who forbids what: `NDAA FY2018, section 1634 does not allow this purchase`.
pub(crate) fn forbids(question: &Question<'_>, state: &State<'_>) -> String {
    let title = &state.authority.title;
    let acts = question.fact(fact::ACT);
    let buys = acts.iter().all(|act| act == "procure");
    match (state.authority.force, state.action) {
        (_, Action::Warn) => format!("{title} warns of this"),
        (Force::Advisory, _) => format!("{title} advises against this"),
        (_, Action::Review) => format!("{title} asks for a person's decision on this"),
        (Force::Exclusion, Action::Deny) => format!("{title} excludes this source"),
        (_, Action::Deny) if buys => format!("{title} does not allow this purchase"),
        (_, Action::Deny) => format!("{title} does not allow you to {}", doing(acts)),
    }
}

/// Acts as a person says them: `resell this`, `deal in this`.
fn doing(acts: &[String]) -> String {
    let one = |act: &String| match act.as_str() {
        "deal" => "deal in this".to_owned(),
        "enter" => "enter into an agreement on this".to_owned(),
        "license-for-resale" => "license this for resale".to_owned(),
        other => format!("{other} this"),
    };
    acts.iter().map(one).collect::<Vec<_>>().join(" or ")
}

/// The way from what was met to the party that the rule names: `Alpha Holding is owned by Xavier (50 %)`.
pub(crate) fn way(list: &Blocklist, steps: &[Step]) -> String {
    let name =
        |id: &str| list.vendors.get(id).map_or_else(|| id.to_owned(), |vendor| vendor.name.text.clone());
    let from = |step: &Step| match step.relation {
        Relation::ProductOf => product_name(list, &step.from),
        _ => name(&step.from),
    };
    let one = |step: &Step| {
        let detail = if step.detail.is_empty() { String::new() } else { format!(" ({})", step.detail) };
        format!("{} is {} {}{detail}", from(step), step.relation.as_str(), name(&step.to))
    };
    let mut all: Vec<String> = steps.iter().take(SHOWN).map(one).collect();
    if let Some(more) = steps.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        all.push(format!("and {more} more steps"));
    }
    all.join(", ")
}

/// What people call a product: its first name, else its id.
fn product_name(list: &Blocklist, id: &str) -> String {
    let name = list.products.get(id).and_then(|product| product.names.first());
    name.map_or_else(|| format!("`{id}`"), |name| name.text.clone())
}

/// What a court did, in one sentence.
pub(crate) fn litigation(step: &Litigation) -> String {
    let on = step.on.as_ref().map(|on| format!(" on {}", on.written)).unwrap_or_default();
    match &step.result {
        Some(result) => format!("{result}: {}{on}", step.case),
        None => format!("pending: {}{on}", step.case),
    }
}
