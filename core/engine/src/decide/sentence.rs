//! Sentences for the buyer. They say what the other parts decided and decide nothing.

use debar_blocklist::{Blocklist, Force, Litigation};
use debar_model::{Action, Step, fact};

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
    if evidence.matched == evidence.value {
        format!("the {slot} `{value}` stands for {name} ({how})")
    } else {
        format!("`{}` in the {slot} `{value}` stands for {name} ({how})", evidence.matched)
    }
}

/// Who forbids what: `NDAA FY2018, section 1634 does not allow this purchase`.
pub(crate) fn forbids(question: &Question<'_>, state: &State<'_>) -> String {
    let title = &state.authority.title;
    let acts = question.fact(fact::ACT);
    let buys = acts.iter().all(|act| act == "procure");
    let act = acts.join(" or ");
    match (state.authority.force, state.action) {
        (_, Action::Warn) => format!("{title} warns of this"),
        (Force::Advisory, _) => format!("{title} advises against this"),
        (_, Action::Review) => format!("{title} asks for a person's decision on this"),
        (Force::Exclusion, Action::Deny) => format!("{title} excludes this source"),
        (_, Action::Deny) if buys => format!("{title} does not allow this purchase"),
        (_, Action::Deny) => format!("{title} does not allow you to {act} this"),
    }
}

/// The way from what was met to the party that the rule names: `Alpha Holding is owned by Xavier (50 %)`.
pub(crate) fn way(list: &Blocklist, steps: &[Step]) -> String {
    let name =
        |id: &str| list.vendors.get(id).map_or_else(|| id.to_owned(), |vendor| vendor.name.text.clone());
    let one = |step: &Step| {
        let detail = if step.detail.is_empty() { String::new() } else { format!(" ({})", step.detail) };
        format!("{} is {} {}{detail}", name(&step.from), step.relation.as_str(), name(&step.to))
    };
    let mut all: Vec<String> = steps.iter().take(SHOWN).map(one).collect();
    if let Some(more) = steps.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        all.push(format!("and {more} more steps"));
    }
    all.join(", ")
}

/// What a court did, in one sentence.
pub(crate) fn litigation(step: &Litigation) -> String {
    let on = step.on.as_ref().map(|on| format!(" on {}", on.written)).unwrap_or_default();
    match &step.result {
        Some(result) => format!("{result}: {}{on}", step.case),
        None => format!("pending: {}{on}", step.case),
    }
}
