//! Whom and what a rule binds: buyers, jurisdictions, vehicles, systems, funds, tiers, end uses, shares,
//! solicitations. A fact that nobody gave is a need, never a pass.

use debar_blocklist::{Operator, ValueShare};
use debar_model::{Action, Decimal, Effect, NoticeCode, fact};
use jiff::Timestamp;

use super::question::Question;
use super::state::State;

/// Narrows a rule by its scope.
pub(crate) fn read(question: &Question<'_>, state: &mut State<'_>) {
    buyers(question, state);
    let scope = &state.rule.scope;
    let limits = [
        (fact::JURISDICTION, &scope.jurisdictions, "jurisdiction"),
        (fact::VEHICLE, &scope.vehicles, "contract vehicle"),
        (fact::SYSTEM, &scope.system, "system"),
        (fact::FUNDS, &scope.funds, "funds"),
        (fact::TIER, &scope.tiers, "tier"),
    ];
    for (name, only, word) in limits {
        limit(question, state, name, only, word);
    }
    let outside = question.fact(fact::SYSTEM).iter().find(|value| scope.not_system.contains(value));
    if let Some(system) = outside {
        state.deny_scope(
            Effect::OutOfScope,
            format!("rule `{}` leaves out systems of class `{system}`", state.id),
        );
    }
    if let Some(share) = &scope.value_share {
        value_share(question, state, share);
    }
    if let Some(threshold) = &scope.threshold {
        super::worth::threshold(question, state, threshold);
    }
    solicitation(question, state);
    end_use(question, state);
}

fn buyers(question: &Question<'_>, state: &mut State<'_>) {
    let scope = &state.rule.scope;
    if scope.buyers.is_empty() {
        return;
    }
    let added = scope.or_contract_adds.as_ref().is_some_and(|word| adds(question, word));
    if added || question.any_buyer_within(&scope.buyers) {
        return;
    }
    let buyers = question.buyers();
    // Of a buyer that the list does not know, nobody can say whether a rule binds it.
    if !buyers.iter().any(|buyer| question.list.buyers.contains_key(buyer)) {
        state.need(fact::BUYER, &scope.buyers);
        return;
    }
    let why = format!(
        "rule `{}` binds {}, and the buyer is {}",
        state.id,
        listed(&scope.buyers, "or"),
        listed(buyers, "and")
    );
    if state.no.is_none() && question.any_buyer_within(&state.rule.notice_to) {
        let text = format!("an order of another issuer exists: {}; {why}", state.authority.title);
        state.notices.push((NoticeCode::OrderOfAnotherIssuer, text));
    }
    state.deny_scope(Effect::OutOfScope, why);
}

fn limit(question: &Question<'_>, state: &mut State<'_>, name: &'static str, only: &[String], word: &str) {
    if only.is_empty() {
        return;
    }
    let values = question.fact(name);
    if values.is_empty() {
        state.need(name, only);
    } else if !values.iter().any(|value| only.contains(value)) {
        let why = format!(
            "rule `{}` is limited to {word} {}, and this is {}",
            state.id,
            listed(only, "or"),
            listed(values, "and")
        );
        state.deny_scope(Effect::OutOfScope, why);
    }
}

fn value_share(question: &Question<'_>, state: &mut State<'_>, share: &ValueShare) {
    let values = question.fact(fact::VALUE_SHARE);
    let stated: Vec<Decimal> = values
        .iter()
        .filter_map(|value| Decimal::parse(value.trim().trim_end_matches('%').trim_end()).ok())
        .collect();
    if stated.is_empty() {
        state.need(fact::VALUE_SHARE, &[]);
        return;
    }
    let reached = stated.iter().any(|value| match share.operator {
        Operator::MoreThan => value.cmp_value(&share.percent).is_gt(),
        Operator::AtLeast => value.cmp_value(&share.percent).is_ge(),
    });
    if !reached && stated.len() < values.len() {
        state.need(fact::VALUE_SHARE, &[]);
        return;
    }
    if !reached {
        let why = format!(
            "rule `{}` holds for {} {} % of the contract value, and this part is {} %",
            state.id,
            operator(share.operator),
            share.percent,
            values.join(", ")
        );
        state.deny_scope(Effect::OutOfScope, why);
    }
}

/// An order that is younger than the solicitation holds only where an amendment adds it.
fn solicitation(question: &Question<'_>, state: &mut State<'_>) {
    let scope = &state.rule.scope;
    if !scope.newer_only_by_amendment || state.no.is_some() {
        return;
    }
    let Some(posted) = state.standing.posted else { return };
    let issued = question.fact(fact::SOLICITATION).iter().filter_map(|day| instant(question, day)).max();
    let Some(issued) = issued else { return };
    let added = [state.id, &state.rule.authority].into_iter().chain(scope.or_contract_adds.as_deref());
    if posted > issued && !added.into_iter().any(|word| adds(question, word)) {
        state.not_added = true;
        if question.is_claimed(fact::SOLICITATION) {
            state.need(fact::SOLICITATION, &[]);
            return;
        }
        let why = format!(
            "{} is younger than the solicitation of {} and no amendment adds it",
            state.authority.title,
            question.fact(fact::SOLICITATION).join(", ")
        );
        state.deny_scope(Effect::OutOfScope, why);
    }
}

fn end_use(question: &Question<'_>, state: &mut State<'_>) {
    let end_use = &state.rule.scope.end_use;
    if end_use.only.is_empty() {
        return;
    }
    let values = question.fact(fact::END_USE);
    if values.is_empty() {
        state.need(fact::END_USE, &end_use.only);
        return;
    }
    if values.iter().any(|value| end_use.only.contains(value)) {
        return;
    }
    let why = format!(
        "rule `{}` is limited to the end uses {}, and this one is {}",
        state.id,
        listed(&end_use.only, "or"),
        listed(values, "and")
    );
    match end_use.other {
        Some(action) => {
            state.action = state.action.min(action);
            let asked = match action {
                Action::Warn => "it only warns",
                Action::Review => "a person confirms the purpose",
                Action::Deny => "it is refused all the same",
            };
            state.action_why = Some(format!("{why}, so {asked}"));
        }
        None => state.deny_scope(Effect::OutOfScope, why),
    }
}

fn adds(question: &Question<'_>, word: &str) -> bool {
    question.fact(fact::CONTRACT_ADDS).iter().any(|added| added == word)
}

/// A day in the list's time zone, or an instant.
pub(crate) fn instant(question: &Question<'_>, text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    let day: jiff::civil::Date = text.parse().ok()?;
    question.list.time_zone.to_timestamp(day.at(0, 0, 0, 0)).ok()
}

/// The words of a threshold.
pub(crate) const fn operator(operator: Operator) -> &'static str {
    match operator {
        Operator::MoreThan => "more than",
        Operator::AtLeast => "at least",
    }
}

/// `a`, `b` or `c`.
pub(crate) fn listed(values: &[String], word: &str) -> String {
    let quoted: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
        None => String::new(),
    }
}
