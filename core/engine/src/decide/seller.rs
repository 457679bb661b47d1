//! Rules that ask who sells, and not what: every seller of a request is asked for what the rule requires. Nothing
//! is matched here: the finding names the seller as the document does, and the rule that asked.

use debar_blocklist::Sellers;
use debar_model::{Class, Effect, Evidence, Finding, Listing, Party, Role, Slot, Source, Verdict};
use debar_names::exact_key;

use super::duty::Duties;
use super::lift::Lifts;
use super::question::Question;
use super::requirement::{self, Answer};
use super::ruling::{Judged, Ruled, ruling};
use super::sentence;
use super::state::State;
use crate::matching::cut;

/// Findings of a rule on any seller, one for each seller and line that names one.
pub(crate) fn findings(question: &Question<'_>, state: &State<'_>, duties: &mut Duties) -> Vec<Finding> {
    if state.rule.targets.sellers != Sellers::Any || state.no.is_some() {
        return vec![];
    }
    let Some(answer) = requirement::answer(question, &state.rule.requires) else { return vec![] };
    sellers(question)
        .into_iter()
        .map(|(line, seller)| finding(question, state, duties, &answer, line, &seller))
        .collect()
}

/// A seller as the document names it.
struct Seller {
    slot: Slot,
    value: String,
    source: Source,
}

impl Seller {
    fn of(party: &Party) -> Self {
        let slot = Slot::PartyName(party.role.clone());
        if let Some(name) = party.names.first() {
            return Self { slot, value: name.value.clone(), source: name.source.clone() };
        }
        let known = party.identifiers.first();
        known.map_or_else(Self::unnamed, |id| Self {
            slot: Slot::PartyIdentifier(party.role.clone()),
            value: id.value.value().into_owned(),
            source: id.source.clone(),
        })
    }

    fn unnamed() -> Self {
        Self { slot: Slot::PartyName(Role::Supplier), value: String::new(), source: Source::default() }
    }

    fn shown(&self) -> String {
        if self.value.is_empty() {
            "the seller, whom the document does not name".to_owned()
        } else {
            format!("the seller `{}`", cut(&self.value, 80))
        }
    }
}

fn sellers(question: &Question<'_>) -> Vec<(Option<u32>, Seller)> {
    let request = question.ask.request;
    let sells = |party: &&Party| party.role == Role::Supplier;
    let mut all: Vec<(Option<u32>, Seller)> =
        request.parties.iter().filter(sells).map(|party| (None, Seller::of(party))).collect();
    for (ordinal, line) in (0_u32..).zip(&request.lines) {
        all.extend(line.parties.iter().filter(sells).map(|party| (Some(ordinal), Seller::of(party))));
    }
    if all.is_empty() {
        all.push((None, Seller::unnamed()));
    }
    all
}

fn finding(
    question: &Question<'_>,
    state: &State<'_>,
    duties: &mut Duties,
    answer: &Answer,
    line: Option<u32>,
    seller: &Seller,
) -> Finding {
    let ruled = judge(question, state, answer, seller);
    duties.of_ruling(question, state, line, &ruled);
    let place = state.rule.head.place.clone();
    let asked = state.rule.requires.first();
    let name = state.authority.title.clone();
    Finding {
        listing: Listing { table: "rule", id: state.id.to_owned(), name, place: place.clone() },
        line,
        class: Class::Exact,
        evidence: Evidence {
            slot: seller.slot.clone(),
            value: cut(&seller.value, 256),
            source: seller.source.clone(),
            matched: cut(&seller.value, 256),
            folded: cut(&exact_key(&seller.value), 256),
            listed: asked.map(|one| format!("{} = {}", one.fact, one.is.join(" or "))).unwrap_or_default(),
            listed_place: asked.map_or(place, |one| one.place.clone()),
            how: "the rule asks every seller".to_owned(),
            flags: vec![],
            scores: None,
        },
        path: vec![],
        responses: vec![],
        cleared: None,
        verdict: ruled.ruling.verdict,
        rulings: vec![ruled.ruling],
    }
}

fn judge(question: &Question<'_>, state: &State<'_>, answer: &Answer, seller: &Seller) -> Ruled {
    let forbids = sentence::forbids(question, state);
    let who = seller.shown();
    let Lifts { lift, ended, claimed } = lifts(question, state, seller);
    let mut judged = match (answer, lift) {
        (Answer::Met(why), _) => {
            let because = format!("{} is met by {who}: {why}", state.authority.title);
            let mut judged = Judged::new(Effect::Excepted, Verdict::Allow, because);
            judged.lifted_by = state.rule.requires.first().map(|one| one.fact.clone());
            judged
        }
        (_, Some(lift)) => Judged::lifted(lift),
        (Answer::Unmet(why) | Answer::Unknown(why, _), None) if state.monitored.is_some() => {
            let monitored = state.monitored.clone().unwrap_or_default();
            let because = format!("{monitored}; it would say {}: {who}: {why}", state.action.as_str());
            Judged::new(Effect::Monitored, Verdict::Allow, because)
        }
        (Answer::Unmet(why) | Answer::Unknown(why, _), None) if !claimed.is_empty() => {
            let names: Vec<String> = claimed.iter().map(|(name, _)| name.clone()).collect();
            let names = super::scope::listed(&names, "and");
            let because = format!(
                "{forbids}, depending on {names}: {who}: {why}; only the document states {names}, and that lifts nothing"
            );
            let mut judged =
                Judged::new(Effect::NeedsFact, state.action.verdict().min(Verdict::Review), because);
            judged.needs.extend(claimed);
            if let Answer::Unknown(_, needs) = answer {
                judged.needs.extend(needs.iter().cloned());
            }
            judged
        }
        (Answer::Unmet(why), None) if state.needs.is_empty() => {
            let because = format!("{forbids}: {who}, not what is sold, is the reason: {why}");
            Judged::new(Effect::Bites, state.action.verdict(), because)
        }
        (Answer::Unmet(why), None) => {
            let names: Vec<String> = state.needs.iter().map(|(name, _)| (*name).to_owned()).collect();
            let names = super::scope::listed(&names, "and");
            let because = format!("{forbids}, depending on {names}, which nobody stated: {who}: {why}");
            Judged::new(Effect::NeedsFact, state.action.verdict().min(Verdict::Review), because)
        }
        (Answer::Unknown(why, needs), None) => {
            let because = format!("{forbids} unless its seller states more: {who}: {why}");
            let mut judged =
                Judged::new(Effect::NeedsFact, state.action.verdict().min(Verdict::Review), because);
            judged.needs.extend(needs.iter().cloned());
            judged
        }
    };
    if judged.effect == Effect::NeedsFact {
        judged.needs.extend(state.needs.iter().map(|(name, values)| ((*name).to_owned(), values.clone())));
    }
    judged.ended = ended;
    Ruled::of(ruling(question, state, vec![], &judged), judged)
}

/// An exception, or a waiver for a seller by its whole name; and those that have ended.
fn lifts(question: &Question<'_>, state: &State<'_>, seller: &Seller) -> Lifts {
    let key = exact_key(&seller.value);
    Lifts::of_seller(question, state, |waiver| {
        !key.is_empty()
            && waiver.covers.vendor.is_none()
            && waiver.covers.sellers.iter().any(|name| exact_key(&name.text) == key)
    })
}
