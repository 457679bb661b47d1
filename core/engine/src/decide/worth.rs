//! What a contract is worth, against the amount from which a rule holds. Amounts are compared, never computed
//! or converted: another currency is a missing fact.

use debar_blocklist::{Operator, ValueThreshold};
use debar_model::{Decimal, Effect, fact, read_amount};

use super::question::Question;
use super::scope::{listed, operator};
use super::state::State;

/// Narrows a rule to contracts of some value: that of the fact, else what the document comes to. A line that is
/// worth enough alone is enough, whatever the document says of the whole.
pub(crate) fn threshold(question: &Question<'_>, state: &mut State<'_>, threshold: &ValueThreshold) {
    let facts = question.fact(fact::CONTRACT_VALUE);
    let stated: Vec<(Decimal, String)> = facts.iter().filter_map(|text| read_amount(text)).collect();
    let request = question.ask.request;
    let of_document =
        request.total.iter().chain(request.lines.iter().filter_map(|line| line.amount.as_ref()));
    let of_document = of_document.map(|money| (money.amount.clone(), money.currency.to_ascii_uppercase()));
    let whole_is_known =
        if stated.is_empty() { request.total.is_some() } else { stated.len() == facts.len() };
    let amounts: Vec<(Decimal, String)> = if stated.is_empty() { of_document.collect() } else { stated };
    let comparable = |(_, currency): &&(Decimal, String)| *currency == threshold.currency;
    let reached = amounts.iter().filter(comparable).any(|(amount, _)| match threshold.operator {
        Operator::MoreThan => amount.cmp_value(&threshold.amount).is_gt(),
        Operator::AtLeast => amount.cmp_value(&threshold.amount).is_ge(),
    });
    if reached {
        return;
    }
    let shown = |(amount, currency): &(Decimal, String)| format!("{amount} {currency}");
    if !whole_is_known || !amounts.iter().all(|amount| comparable(&amount)) {
        let wanted = format!("an amount in {}", threshold.currency);
        state.need(fact::CONTRACT_VALUE, &[wanted]);
        return;
    }
    let why = format!(
        "rule `{}` holds for contracts of {} {} {}, and this one is worth {}",
        state.id,
        operator(threshold.operator),
        threshold.amount,
        threshold.currency,
        listed(&amounts.first().map(shown).into_iter().collect::<Vec<_>>(), "and")
    );
    state.deny_scope(Effect::OutOfScope, why);
}
