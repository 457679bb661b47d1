//! What loosens a rule for one finding: an exception of the law, a waiver, a cleared pair. Each clears only
//! the finding that it is about, and only while it holds; one function of the list says while when.

use debar_blocklist::{ClearedPair, Exception, Waiver};
use debar_model::{Clearing, Effect, Identifier, Role, Slot, Verdict, fact};
use debar_names::exact_key;

use super::article::{Article, is_product};
use super::question::{Question, is_same};
use super::scope::listed;
use super::state::State;
use crate::clear::Said;
use crate::matching::Met;

/// What lifts a rule.
#[derive(Clone, Debug)]
pub(crate) struct Lift {
    pub effect: Effect,
    pub by: String,
    pub because: String,
    pub conditions: Vec<String>,
}

/// What lifts a rule for a finding, and what would have but has ended.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lifts {
    pub lift: Option<Lift>,
    pub ended: Vec<String>,
    /// Facts that would lift it if anybody but the document had stated them.
    pub claimed: Vec<(String, Vec<String>)>,
}

impl Lifts {
    pub fn of(question: &Question<'_>, state: &State<'_>, met: &Met, said: &Said) -> Self {
        let mut lifts = Self::excepted(question, state, Some(met));
        if let Some(clearing) = &said.cleared {
            lifts.lift = Some(person_lift(clearing));
        }
        let list = question.list;
        let (lift, ended) = waivers(question, state, |waiver| waives(question, waiver, met));
        if let Some(lift) = lift {
            lifts.lift.get_or_insert(lift);
        }
        lifts.ended.extend(ended);
        for (id, pair) in &list.cleared {
            if clears(question, pair, met) {
                if let Some(lapse) = pair.lapses.first() {
                    lifts.ended.push(format!("the clearance `{id}` has lapsed ({})", lapse.why));
                    continue;
                }
                lifts.offer(question, &pair.span, cleared_lift(id, pair), format!("the clearance `{id}`"));
            }
        }
        lifts
    }

    /// What lifts a rule that asks who sells: an exception that names no goods, a waiver for the seller.
    pub fn of_seller(question: &Question<'_>, state: &State<'_>, covers: impl Fn(&Waiver) -> bool) -> Self {
        let mut lifts = Self::excepted(question, state, None);
        let (lift, ended) = waivers(question, state, covers);
        if let Some(lift) = lift {
            lifts.lift.get_or_insert(lift);
        }
        lifts.ended.extend(ended);
        lifts
    }

    /// What the law itself leaves out. Without goods, an exception that names some leaves out nothing.
    fn excepted(question: &Question<'_>, state: &State<'_>, met: Option<&Met>) -> Self {
        let mut lifts = Self::default();
        for exception in &state.rule.except {
            if !excepts(question, exception, met) {
                continue;
            }
            let claimed = claimed(question, exception);
            if claimed.is_empty() {
                let lift = exception_lift(state, exception);
                lifts.offer(question, &exception.span, lift, exception_name(exception));
            } else if exception.span.holds(question.at) {
                lifts.claimed.extend(claimed);
            }
        }
        lifts
    }

    fn offer(&mut self, question: &Question<'_>, span: &debar_blocklist::Span, lift: Lift, name: String) {
        if span.holds(question.at) {
            self.lift.get_or_insert(lift);
        } else if let Some(until) = span.until.as_ref().filter(|_| span.is_over(question.at)) {
            self.ended.push(format!("{name} ended on {}", until.written));
        }
    }
}

/// What waives a rule where a waiver covers the case, and those that would but have ended or lapsed.
fn waivers(
    question: &Question<'_>,
    state: &State<'_>,
    covers: impl Fn(&Waiver) -> bool,
) -> (Option<Lift>, Vec<String>) {
    let mut lifts = Lifts::default();
    let of_rule = |waiver: &Waiver| waiver.rules.iter().any(|rule| rule == state.id);
    for (id, waiver) in question.list.waivers.iter().filter(|(_, waiver)| of_rule(waiver)) {
        if !binds_buyers(question, waiver) || !covers(waiver) {
            continue;
        }
        match waiver.lapses.first() {
            Some(lapse) => lifts.ended.push(format!("waiver `{id}` has lapsed ({})", lapse.why)),
            None => {
                lifts.offer(question, &waiver.span, waiver_lift(id, waiver), format!("waiver `{id}`"));
            }
        }
    }
    (lifts.lift, lifts.ended)
}

/// Facts of an exception that only the document states: an approval, or an end use. They lift nothing.
fn claimed(question: &Question<'_>, exception: &Exception) -> Vec<(String, Vec<String>)> {
    let mut claimed = vec![];
    if let Some(word) = &exception.approval
        && question.is_claimed(fact::APPROVAL)
    {
        claimed.push((fact::APPROVAL.to_owned(), vec![word.clone()]));
    }
    if !exception.end_use.is_empty() && question.is_claimed(fact::END_USE) {
        claimed.push((fact::END_USE.to_owned(), exception.end_use.clone()));
    }
    claimed
}

fn excepts(question: &Question<'_>, exception: &Exception, met: Option<&Met>) -> bool {
    let named = exception.product.is_some() || exception.approval.is_some() || !exception.end_use.is_empty();
    let product = exception.product.as_ref().is_none_or(|id| {
        question.list.products.get(id).zip(met).is_some_and(|(product, met)| {
            let own = question.index.entries.find(met.entry).is_some_and(|entry| &entry.id == id);
            let made = product.vendor.is_some() && question.vendor_of(met.entry) == product.vendor.as_deref();
            (own || made) && is_product(question, product, met)
        })
    });
    let approval = exception
        .approval
        .as_ref()
        .is_none_or(|word| question.fact(fact::APPROVAL).iter().any(|given| given == word));
    let uses = question.fact(fact::END_USE);
    let end_use = exception.end_use.is_empty()
        || (!uses.is_empty() && uses.iter().all(|given| exception.end_use.contains(given)));
    named && product && approval && end_use
}

fn exception_name(exception: &Exception) -> String {
    match (&exception.product, &exception.approval) {
        (Some(product), _) => format!("the exception for `{product}`"),
        (None, Some(approval)) => format!("the exception for approval `{approval}`"),
        (None, None) => format!("the exception for {}", listed(&exception.end_use, "or")),
    }
}

fn exception_lift(state: &State<'_>, exception: &Exception) -> Lift {
    let by = exception.product.clone().or_else(|| exception.approval.clone());
    let by = by.unwrap_or_else(|| exception.end_use.join(", "));
    let until =
        exception.span.until.as_ref().map(|end| format!(" until {}", end.written)).unwrap_or_default();
    let because = format!("{} leaves this out: {}{until}", state.authority.title, exception_name(exception));
    Lift { effect: Effect::Excepted, by, because, conditions: vec![] }
}

fn waives(question: &Question<'_>, waiver: &Waiver, met: &Met) -> bool {
    let covers = &waiver.covers;
    let vendor = covers.vendor.is_none() || question.vendor_of(met.entry) == covers.vendor.as_deref();
    let products = covers.products.is_empty()
        || covers
            .products
            .iter()
            .filter_map(|id| question.list.products.get(id))
            .any(|product| is_product(question, product, met));
    let article = Article {
        names: &covers.product_names,
        part_numbers: &covers.part_numbers,
        identifiers: &covers.identifiers,
    };
    let named =
        !(covers.product_names.is_empty() && covers.part_numbers.is_empty() && covers.identifiers.is_empty());
    // A seller by name is what a rule on sellers asks for; alone it says nothing of goods.
    let goods = covers.vendor.is_some() || !covers.products.is_empty() || named;
    goods && covers.sellers.is_empty() && vendor && products && (!named || article.is_of(question, met))
}

fn binds_buyers(question: &Question<'_>, waiver: &Waiver) -> bool {
    let (buyers, covered) = (question.buyers(), &waiver.covers.buyers);
    covered.is_empty()
        || (!buyers.is_empty() && buyers.iter().all(|buyer| question.is_buyer_within(buyer, covered)))
}

fn waiver_lift(id: &str, waiver: &Waiver) -> Lift {
    let on = waiver.approved_by.on.as_ref().map(|on| format!(" on {}", on.written)).unwrap_or_default();
    let end = waiver.span.until.as_ref().map(|end| format!(", valid to {}", end.written)).unwrap_or_default();
    let because = format!("waiver `{id}` of {}{on}{end}: {}", waiver.approved_by.role, waiver.reason);
    Lift { effect: Effect::Waived, by: id.to_owned(), because, conditions: waiver.conditions.clone() }
}

/// A cleared pair is about a name: it never clears goods, makers or brands.
fn clears(question: &Question<'_>, pair: &ClearedPair, met: &Met) -> bool {
    let seller = match &met.evidence.slot {
        Slot::PartyName(role) | Slot::PartyIdentifier(role) => {
            !matches!(role, Role::Manufacturer | Role::Publisher | Role::Author)
        }
        _ => false,
    };
    let party = &pair.party;
    let listed = question.vendor_of(met.entry) == Some(pair.listed.as_str());
    if !seller || !listed || (party.name.is_none() && party.identifiers.is_empty()) {
        return false;
    }
    let name = party.name.as_ref().map(|name| exact_key(&name.text));
    let parties = met
        .line
        .and_then(|line| question.prepared.line(line))
        .map_or(question.ask.request.parties.as_slice(), |line| line.item.parties.as_slice());
    parties.iter().any(|stated| {
        let names: Vec<String> = stated.names.iter().map(|text| exact_key(&text.value)).collect();
        let own = stated
            .names
            .iter()
            .map(|text| text.source.clone())
            .chain(stated.identifiers.iter().map(|identifier| identifier.source.clone()));
        let is_it = own.into_iter().any(|source| source == met.evidence.source)
            && (stated.names.iter().any(|text| text.value == met.evidence.value)
                || stated.identifiers.iter().any(|id| id.value.value() == met.evidence.value.as_str()));
        let named =
            name.as_ref().is_none_or(|name| !names.is_empty() && names.iter().all(|given| given == name));
        let known = party.identifiers.is_empty()
            || stated.identifiers.iter().any(|given: &debar_model::Sourced<Identifier>| {
                party.identifiers.iter().any(|(cleared, _)| is_same(cleared, &given.value))
            });
        is_it && named && known
    })
}

fn cleared_lift(id: &str, pair: &ClearedPair) -> Lift {
    let on = pair.approved_by.on.as_ref().map(|on| format!(" on {}", on.written)).unwrap_or_default();
    let end = pair.span.until.as_ref().map(|end| format!(", valid to {}", end.written)).unwrap_or_default();
    let because =
        format!("cleared as another party by {}{on}{end} (`{id}`): {}", pair.approved_by.role, pair.reason);
    Lift { effect: Effect::Cleared, by: id.to_owned(), because, conditions: vec![] }
}

fn person_lift(clearing: &Clearing) -> Lift {
    let Clearing { event, by, confirmed_by, on: _, until, reason, note, was } = clearing;
    let confirmed = confirmed_by.as_ref().map(|who| format!(", confirmed by {who},")).unwrap_or_default();
    let note = note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
    let because = format!(
        "cleared by {by}{confirmed} until {until}, because {reason}{note} (else {} evidence)",
        was.as_str()
    );
    Lift { effect: Effect::Cleared, by: event.to_string(), because, conditions: vec![] }
}

/// What a lifted rule leads to.
pub(crate) const LIFTED: Verdict = Verdict::Allow;
