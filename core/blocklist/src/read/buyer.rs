//! Buyers: who buys, and whose part they are.

use crate::Buyer;
use crate::fields::{Context, Fields, Section};
use crate::syntax::Value;

pub(super) fn buyer(cx: &mut Context, fields: &mut Fields<'_>) -> Option<Buyer> {
    let head = fields.head(cx);
    let part_of = match fields.take("part-of") {
        Some(node) if matches!(node.value, Value::List(_)) => cx.references(Section::Buyer, node),
        Some(node) => cx.reference(Section::Buyer, node).into_iter().collect(),
        None => vec![],
    };
    let members = fields.references(cx, "members", Section::Buyer);
    fields.string(cx, "name");
    Some(Buyer { head, part_of, members })
}
