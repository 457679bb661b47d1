//! `OrderRequest` of type `delete`: takes back an order that has left the buyer.
//!
//! It needs the sender's secret before a network takes it: the transport adds that, never this plugin.
//! Invariant: the cancellation names the order that it cancels, and repeats no free text of it.

use super::{exchange, words};
use crate::line::is_line;
use crate::order::Message;
use debar_plugin_api::{Decision, EncodeError};
use debar_shared_xml::{Element, Writer};

/// Writes the cancellation.
///
/// # Errors
/// When the order lacks what a cancellation must repeat (its id, the total, the address that is billed).
pub fn write(order: Message<'_>, decision: &Decision<'_>) -> Result<String, EncodeError> {
    let incomplete = |what: &str| {
        EncodeError::unsupported(
            "cxml-cancel",
            format!("the order has no {what}, which its cancellation must repeat"),
        )
        .help("cancel the order in the buying system")
    };
    let header = order.element.child("OrderRequestHeader").ok_or_else(|| incomplete("header"))?;
    let id = exchange::order_header(&order, "orderID").ok_or_else(|| incomplete("`orderID`"))?;
    let total = header.child("Total").ok_or_else(|| incomplete("total"))?;
    let bill = header.child("BillTo").ok_or_else(|| incomplete("`BillTo`"))?;
    let payload = Some(exchange::payload_id(&order)).filter(|p| !p.is_empty());
    let payload = payload.ok_or_else(|| incomplete("`payloadID`"))?;
    if order.element.descendants().all(|e| !is_line(e)) {
        return Err(incomplete("lines"));
    }
    let mut out = exchange::root(exchange::CXML, decision, "delete");
    exchange::header(&mut out, &order, false);
    exchange::request(&mut out, &order);
    out.start("OrderRequest", &[]);
    let at = words::instant(decision.at);
    let mut attributes = vec![("orderID", id), ("orderDate", at.as_str()), ("type", "delete")];
    attributes
        .extend(exchange::order_header(&order, "orderVersion").map(|version| ("orderVersion", version)));
    out.start("OrderRequestHeader", &attributes);
    money(&mut out, "Total", total);
    address(&mut out, bill);
    out.leaf("Comments", &[("xml:lang", "en")], &words::whole(decision));
    out.empty("DocumentReference", &[("payloadID", payload)]);
    out.end();
    for (ordinal, line) in (0_u64..).zip(order.element.descendants().filter(|e| is_line(*e))) {
        item(&mut out, ordinal, line);
    }
    Ok(out.finish())
}

fn item(out: &mut Writer, ordinal: u64, line: Element<'_>) {
    let number = super::status::number(line, ordinal);
    let quantity = line.attribute("quantity").map_or("0", |a| a.value().text());
    let mut attributes = vec![("quantity", quantity), ("lineNumber", number.as_str())];
    attributes.extend(line.attribute("parentLineNumber").map(|a| ("parentLineNumber", a.value().text())));
    out.start("ItemOut", &attributes);
    out.start("ItemID", &[]);
    let id = line.child("ItemID");
    out.leaf("SupplierPartID", &[], text(id.and_then(|id| id.child("SupplierPartID"))));
    for name in ["SupplierPartAuxiliaryID", "BuyerPartID"] {
        if let Some(part) = id.and_then(|id| id.child(name)) {
            out.leaf(name, &[], text(Some(part)));
        }
    }
    out.end().end();
}

fn money(out: &mut Writer, name: &'static str, holder: Element<'_>) {
    let money = holder.child("Money");
    let currency = money.and_then(|m| m.attribute("currency")).map_or("", |a| a.value().text());
    out.start(name, &[]).leaf("Money", &[("currency", currency)], text(money)).end();
}

fn address(out: &mut Writer, bill: Element<'_>) {
    let name = bill.child("Address").and_then(|a| a.child("Name"));
    out.start("BillTo", &[])
        .start("Address", &[])
        .leaf("Name", &[("xml:lang", "en")], text(name))
        .end()
        .end();
}

fn text(element: Option<Element<'_>>) -> &str {
    element.and_then(Element::text).map_or("", |v| v.text())
}
