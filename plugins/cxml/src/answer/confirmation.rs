//! `ConfirmationRequest`: the seller's own answer to an order (Fulfill.dtd).
//!
//! Invariant: `accept` only for an allowed order; a held line is `unknown`, which promises nothing.

use super::status::{by_line, number};
use super::{exchange, words};
use crate::line::is_line;
use crate::order::Message;
use debar_plugin_api::{Decision, Verdict};
use debar_shared_xml::{Element, Writer};

/// Writes the confirmation of an order.
pub fn write(order: Message<'_>, decision: &Decision<'_>, partial: bool) -> String {
    let lines: Vec<Element<'_>> = order.element.descendants().filter(|e| is_line(*e)).collect();
    let kind = match decision.verdict {
        Verdict::Allow => "accept",
        // A confirmation of this type must name lines.
        Verdict::Review if !lines.is_empty() => "allDetail",
        Verdict::Deny if partial && by_line(decision) => "except",
        Verdict::Deny | Verdict::Review => "reject",
    };
    let mut out = exchange::root(exchange::FULFILL, decision, "confirmation");
    exchange::header(&mut out, &order, true);
    exchange::request(&mut out, &order);
    out.start("ConfirmationRequest", &[]);
    let (id, at) = (words::payload_id(decision, "confirm"), words::instant(decision.at));
    let attributes =
        [("confirmID", id.as_str()), ("operation", "new"), ("type", kind), ("noticeDate", at.as_str())];
    out.start("ConfirmationHeader", &attributes);
    out.leaf("Comments", &[("xml:lang", "en")], &words::whole(decision));
    out.end();
    reference(&mut out, &order);
    if matches!(kind, "allDetail" | "except") {
        for (ordinal, line) in (0..).zip(lines) {
            item(&mut out, decision, kind == "except", ordinal, line);
        }
    }
    out.finish()
}

fn reference(out: &mut Writer, order: &Message<'_>) {
    let mut attributes = Vec::new();
    for name in ["orderID", "orderDate"] {
        attributes.extend(exchange::order_header(order, name).map(|value| (name, value)));
    }
    out.start("OrderReference", &attributes);
    out.empty("DocumentReference", &[("payloadID", exchange::payload_id(order))]);
    out.end();
}

fn item(out: &mut Writer, decision: &Decision<'_>, by_line: bool, ordinal: u64, line: Element<'_>) {
    let ruled = decision.line(ordinal);
    let kind = match ruled.map(|l| l.verdict) {
        Some(Verdict::Allow) if by_line => "accept",
        Some(Verdict::Deny) => "reject",
        _ => "unknown",
    };
    let quantity =
        line.attribute("quantity").map(|a| a.value().text()).filter(|t| !t.is_empty()).unwrap_or("0");
    let number = number(line, ordinal);
    let mut attributes = vec![("quantity", quantity), ("lineNumber", number.as_str())];
    for name in ["parentLineNumber", "itemType", "compositeItemType"] {
        attributes.extend(
            line.attribute(name).map(|a| (name, a.value().text())).filter(|(_, text)| known(name, text)),
        );
    }
    let unit = line
        .children()
        .filter(|c| matches!(c.name(), "ItemDetail" | "BlanketItemDetail"))
        .find_map(|detail| detail.child("UnitOfMeasure")?.text())
        .map_or("EA", |v| v.text());
    out.start("ConfirmationItem", &attributes);
    out.leaf("UnitOfMeasure", &[], unit);
    out.start("ConfirmationStatus", &[("quantity", quantity), ("type", kind)]);
    out.leaf("UnitOfMeasure", &[], unit);
    if let Some(ruled) = ruled.filter(|l| l.verdict != Verdict::Allow) {
        out.leaf("Comments", &[("xml:lang", "en")], &words::line(decision, ruled));
    }
    out.end().end();
}

/// Values that the DTD lists; others of the order are not repeated.
fn known(name: &str, text: &str) -> bool {
    match name {
        "itemType" => matches!(text, "composite" | "item" | "lean"),
        "compositeItemType" => matches!(text, "groupLevel" | "itemLevel"),
        _ => !text.is_empty(),
    }
}
