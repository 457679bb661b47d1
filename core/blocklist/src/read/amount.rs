//! Amounts of money: a plain number and a currency, kept exact.

use debar_model::Decimal;

use super::scope;
use crate::fields::{Context, Fields};
use crate::source::Problem;
use crate::syntax::{Node, Value};
use crate::{Code, ValueThreshold};

/// `{ at-least = 100_000, currency = "USD" }`.
pub(super) fn threshold(cx: &mut Context, node: &Node) -> Option<ValueThreshold> {
    let mut fields = Fields::open(cx, node, node.at, "a threshold of value")?;
    let operator = scope::operator(cx, &mut fields);
    let amount = operator.and_then(|(_, node)| amount(cx, node));
    let currency = fields.need(cx, "currency").and_then(|node| currency(cx, node));
    fields.finish(cx);
    Some(ValueThreshold { operator: operator?.0, amount: amount?, currency: currency? })
}

/// A number as it is written, without its underscores; never by way of a binary fraction.
fn amount(cx: &mut Context, node: &Node) -> Option<Decimal> {
    if !matches!(node.value, Value::Integer(_) | Value::Float(_)) {
        cx.wrong_type(node, "an amount such as 100_000 or 2500.50");
        return None;
    }
    let written = cx.slice(node.at).to_owned();
    let amount = Decimal::parse(&written.replace('_', "")).ok().filter(|_| !written.starts_with('-'));
    if amount.is_none() {
        let problem =
            Problem::error(Code::BadAmount, node.at, format!("`{written}` is not an amount of money"))
                .help("write a plain number that is not below zero, such as 100_000 or 2500.50");
        // A power of ten is a whole number in other words.
        let plain = match &node.value {
            Value::Float(Some(number)) if number.fract() == 0.0 && (0.0..1e15).contains(number) => {
                Some(format!("{number:.0}"))
            }
            _ => None,
        };
        cx.report(match plain {
            Some(plain) => problem.fix("write the number in full", node.at, plain),
            None => problem,
        });
    }
    amount
}

fn currency(cx: &mut Context, node: &Node) -> Option<String> {
    let code = cx.string(node)?;
    if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Some(code);
    }
    let problem = Problem::error(Code::BadCurrency, node.at, format!("`{code}` is not a currency code"))
        .help("give the three capital letters of ISO 4217, such as USD, EUR or GBP");
    let upper = code.trim().to_ascii_uppercase();
    let known = match upper.as_str() {
        "$" | "US$" => Some("USD"),
        "€" => Some("EUR"),
        "£" => Some("GBP"),
        text if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) => Some(text),
        _ => None,
    };
    cx.report(match known {
        Some(known) => problem.fix(format!("write `{known}`"), node.at, format!("\"{known}\"")),
        None => problem,
    });
    None
}
