//! Whom and what a rule binds.

use debar_model::{Action, Decimal};

use super::amount;
use crate::fields::{Context, Fields, Section};
use crate::source::Problem;
use crate::syntax::Node;
use crate::{Code, EndUseRule, Operator, Scope, ValueShare};

const ACTIONS: [(&str, Action); 3] =
    [("deny", Action::Deny), ("review", Action::Review), ("warn", Action::Warn)];

/// The acts that the language knows. A misspelt one would never be met, so others need an `x-`.
pub(super) const ACTS: [&str; 17] = [
    "procure",
    "award",
    "continue",
    "renew",
    "extend",
    "enter",
    "use",
    "operate",
    "provide",
    "sell",
    "resell",
    "integrate",
    "license-for-resale",
    "update",
    "fund",
    "export",
    "deal",
];

/// `scope = { .. }` and the rule's `other-end-use`.
pub(super) fn scope(cx: &mut Context, rule: &mut Fields<'_>) -> Scope {
    let other = rule.take("other-end-use");
    let other_action = other.and_then(|node| action(cx, node));
    let Some(node) = rule.take("scope") else {
        if let Some(other) = other {
            useless_other(cx, rule, other);
        }
        return Scope::default();
    };
    let Some(mut fields) = Fields::open(cx, node, node.at, "a scope") else { return Scope::default() };
    let only = fields.strings(cx, "end-use");
    if let (Some(other), true) = (other, only.is_empty() && fields.key("end-use").is_none()) {
        useless_other(cx, rule, other);
    }
    let tiers = match fields.take("tiers") {
        Some(node) => words(cx, node, &["prime", "subcontract"]),
        None => vec![],
    };
    let newer =
        fields.take("newer-than-solicitation").and_then(|node| cx.word(node, &[("only-by-amendment", true)]));
    let scope = Scope {
        buyers: fields.references(cx, "buyers", Section::Buyer),
        jurisdictions: fields.strings(cx, "jurisdictions"),
        vehicles: fields.strings(cx, "vehicles"),
        not_system: fields.strings(cx, "not-system"),
        system: fields.strings(cx, "system"),
        funds: fields.strings(cx, "funds"),
        tiers,
        end_use: EndUseRule { only, other: other_action },
        or_contract_adds: fields.string(cx, "or-contract-adds"),
        newer_only_by_amendment: newer.unwrap_or_default(),
        value_share: fields.take("value-share").and_then(|node| value_share(cx, node)),
        threshold: fields.take("threshold").and_then(|node| amount::threshold(cx, node)),
    };
    fields.refuse(cx, "not-buyers", "name the buyers that are bound, or make a buyer group of them");
    fields.refuse(cx, "not-end-use", "name the end uses that are bound, or an exception with `end-use`");
    fields.refuse(
        cx,
        "countries",
        "write `jurisdictions`, or `origin` in the rule for where goods come from",
    );
    fields.finish(cx);
    scope
}

/// `deny`, `review` or `warn`.
pub(super) fn action(cx: &mut Context, node: &Node) -> Option<Action> {
    cx.word(node, &ACTIONS)
}

/// Words of a fixed set; those that begin with `x-` are the list's own.
pub(super) fn words(cx: &mut Context, node: &Node, known: &[&'static str]) -> Vec<String> {
    let pairs: Vec<(&'static str, &'static str)> = known.iter().map(|word| (*word, *word)).collect();
    let mut all = vec![];
    for item in cx.items(node) {
        match &item.value {
            crate::syntax::Value::Text(text) if text.starts_with("x-") => all.push((*text).to_owned()),
            _ => all.extend(cx.word(item, &pairs).map(str::to_owned)),
        }
    }
    all
}

/// `more-than` or `at-least` of a table, exactly one of them, as a share.
pub(super) fn threshold(cx: &mut Context, fields: &mut Fields<'_>) -> Option<(Operator, u16)> {
    let (operator, node) = operator(cx, fields)?;
    Some((operator, cx.share(node)?))
}

/// The operator of a threshold and the node of its value.
pub(super) fn operator<'n>(cx: &mut Context, fields: &mut Fields<'n>) -> Option<(Operator, &'n Node<'n>)> {
    let more = fields.take("more-than");
    let least = fields.take("at-least");
    match (more, least) {
        (Some(_), Some(least)) => {
            cx.report(
                Problem::error(Code::ConflictingKeys, least.at, "both `more-than` and `at-least`").help(
                    "keep one: `more-than = 50` leaves exactly one half out, `at-least = 50` takes it in",
                ),
            );
            None
        }
        (Some(node), None) => Some((Operator::MoreThan, node)),
        (None, Some(node)) => Some((Operator::AtLeast, node)),
        (None, None) => {
            fields.missing(cx, "more-than` or `at-least");
            None
        }
    }
}

fn value_share(cx: &mut Context, node: &Node) -> Option<ValueShare> {
    let mut fields = Fields::open(cx, node, node.at, "a share of the value")?;
    let threshold = threshold(cx, &mut fields);
    fields.finish(cx);
    let (operator, share) = threshold?;
    let percent = Decimal::parse(&format!("{}.{:02}", share / 100, share % 100)).ok()?;
    Some(ValueShare { operator, percent })
}

fn useless_other(cx: &mut Context, rule: &Fields<'_>, node: &Node) {
    let removal = rule.pair("other-end-use").and_then(|(key, value)| cx.removal_of_key(key.at, value.at));
    cx.report(
        Problem::error(Code::ConflictingKeys, node.at, "`other-end-use` without an end use in the scope")
            .help("name the end uses that the rule is for: `scope = { end-use = [..] }`")
            .fix_all("remove it", removal)
            .guess(),
    );
}
