//! What must be stated for a rule not to bite, and who sells.

use super::calendar;
use crate::fields::{Context, Fields, Section};
use crate::source::Problem;
use crate::syntax::{Node, Value};
use crate::{Code, Period, PeriodUnit, Requirement, Sellers};

/// `requires = [{ fact = "..", is = [".."], valid-for = "1 year" }]`.
pub(super) fn requirement(cx: &mut Context, fields: &mut Fields<'_>) -> Option<Requirement> {
    let place = cx.place(fields.at);
    let fact = fields.need(cx, "fact").and_then(|node| {
        let name = cx.string(node)?;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.chars().all(plain) && !name.starts_with('-') {
            return Some(name);
        }
        cx.report(
            Problem::error(Code::BadId, node.at, format!("`{name}` is not the name of a fact"))
                .help("a fact's name is made of a-z, 0-9 and hyphens, such as `part-b-representation`"),
        );
        None
    });
    let is = fields.need(cx, "is").map(|node| match &node.value {
        Value::Text(_) => cx.string(node).into_iter().collect(),
        _ => cx.strings(node),
    });
    let valid_for = fields.take("valid-for").map(|node| age(cx, node));
    if is.as_ref().is_some_and(|values: &Vec<String>| values.is_empty())
        && let Some(key) = fields.key("is")
    {
        cx.report(
            Problem::error(Code::EmptyEntry, key.at, "this requirement can never be met")
                .help("name the values that are in order; a rule that bites always needs no requirement"),
        );
    }
    fields.string(cx, "note");
    fields.references(cx, "evidence", Section::Evidence);
    fields.refuse(cx, "is-not", "name the values that are in order in `is`: every other one is not");
    fields.refuse(cx, "older-than", "write `valid-for`: how long a statement holds from its day on");
    let valid_for = match valid_for {
        Some(read) => Some(read?),
        None => None,
    };
    let is = is.filter(|values| !values.is_empty());
    Some(Requirement { fact: fact?, is: is?, valid_for, place })
}

/// A span of the calendar: `90 days`, `6 months`, `1 year`.
fn age(cx: &mut Context, node: &Node) -> Option<Period> {
    let period = calendar::period(cx, node)?;
    if matches!(period.unit, PeriodUnit::Hour | PeriodUnit::BusinessDay) {
        cx.report(
            Problem::error(Code::BadDuration, node.at, format!("`{period}` is not counted here"))
                .help("a statement is as old as the calendar says: days, weeks, months or years"),
        );
        return None;
    }
    Some(period)
}

/// `sellers = "any"`, or vendors that count where they sell.
pub(super) fn sellers(cx: &mut Context, node: &Node) -> (Sellers, Vec<String>) {
    match &node.value {
        // Whatever else is said: a rule on sellers is never read as one on nobody.
        Value::Text(_) => (cx.word(node, &[("any", Sellers::Any)]).unwrap_or(Sellers::Any), vec![]),
        _ => (Sellers::Listed, cx.references(Section::Vendor, node)),
    }
}
