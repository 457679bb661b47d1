//! The head of an order, its parties and files; lines are in `line`.
//!
//! Invariant: what no field takes goes along as extensions of the request.

use crate::artifact::{self, Unread};
use crate::kind::{all, child, is_common};
use crate::known;
use crate::line::{self, label, number};
use crate::party;
use debar_plugin_api::Sink;
use debar_plugin_api::{DecodeError, Text, Where, field, node};
use debar_shared_xml::{Document, Element, Feed, place};

type Result<T = ()> = std::result::Result<T, DecodeError>;

/// Tells the sink the order of a document.
///
/// # Errors
/// When the order has no lines, and the host's refusal.
pub fn decode(doc: &Document<'_>, sink: &mut Sink<'_>) -> Result {
    let root = doc.root();
    let mut feed = Feed::new(sink, doc);
    let mut unread = Unread::default();
    feed.begin(node::REQUEST, root)?;
    head(&mut feed, root)?;
    for element in root.children().filter(|c| is_common(*c)) {
        match (element.name(), party::role(element.name())) {
            ("Delivery", _) => {
                for receiver in all(element, "DeliveryParty") {
                    party::tell(&mut feed, receiver, "end-user")?;
                }
            }
            (_, Some(role)) => party::tell(&mut feed, element, role)?,
            _ => {}
        }
    }
    artifact::tell(&mut feed, root, &line::is_line, &mut unread)?;
    let lines: Vec<Element<'_>> = root.descendants().filter(|e| is_top(*e)).collect();
    declare(&mut feed, root)?;
    if lines.is_empty() {
        let (offset, len) = root.span();
        return Err(DecodeError::malformed("ubl-no-lines", "the order has no lines")
            .help("send an Order with at least one `OrderLine`")
            .at(&Where::new(offset, len, root.pointer())));
    }
    for order_line in lines {
        line::tell(&mut feed, order_line, &mut unread)?;
    }
    feed.rest(root, &|_| false, &|e| label(e, root))?;
    unread.tell(&mut feed)?;
    known::remark(&mut feed, root)?;
    if let Some(remark) = doc.source().remark() {
        feed.sink.str(field::REMARK, &Text::stated(remark))?;
    }
    feed.end()
}

/// An order line that is not inside another line.
fn is_top(element: Element<'_>) -> bool {
    is_common(element) && element.name() == "OrderLine" && !inside(element)
}

fn inside(element: Element<'_>) -> bool {
    let mut at = element.parent();
    while let Some(parent) = at {
        if line::is_line(parent) {
            return true;
        }
        at = parent.parent();
    }
    false
}

fn head(feed: &mut Feed<'_, '_>, root: Element<'_>) -> Result {
    feed.sink.str(field::FORMAT, &Text::stated("ubl"))?;
    feed.sink.str(field::KIND, &Text::stated("Order"))?;
    feed.sink.str(field::OPERATION, &Text::stated("new"))?;
    for element in root.children().filter(|c| is_common(*c)) {
        let name = element.name();
        match name {
            "UBLVersionID" => {
                for text in element.texts() {
                    feed.code(field::FORMAT_VERSION, name, text)?;
                }
            }
            "ID" | "UUID" | "SalesOrderID" => {
                for text in element.texts() {
                    if name == "ID" {
                        feed.str(field::DOCUMENT_ID, text)?;
                    }
                    feed.sink.begin(node::CORRELATION, &place(text))?;
                    feed.sink.str(field::CORRELATION_NAME, &Text::stated(name.to_owned()))?;
                    feed.str(field::CORRELATION_VALUE, text)?;
                    feed.end()?;
                }
            }
            "IssueDate" => {
                for text in element.texts() {
                    feed.code(field::ISSUED, name, text)?;
                }
            }
            "DocumentCurrencyCode" => {
                for text in element.texts() {
                    feed.code(field::CURRENCY, name, text)?;
                }
            }
            "Note" => {
                for text in element.texts() {
                    feed.str(field::COMMENT, text)?;
                }
            }
            "AnticipatedMonetaryTotal" => {
                for amount in all(element, "PayableAmount") {
                    number(feed, field::TOTAL, amount)?;
                }
            }
            _ => {}
        }
    }
    for signature in root.descendants().filter(|e| e.name() == "Signature") {
        let kind = if signature.namespace().contains("xmldsig") { "xmldsig" } else { "cac:Signature" };
        let (offset, len) = signature.span();
        let at = Where::new(offset, len, signature.pointer()).decoded();
        feed.sink.str(field::SIGNATURE, &Text::new(format!("{kind}, present and not verified"), at))?;
    }
    Ok(())
}

/// The document's own count of its order lines.
fn declare(feed: &mut Feed<'_, '_>, root: Element<'_>) -> Result {
    let counted =
        child(root, "LineCountNumeric").and_then(Element::text).and_then(|v| v.text().parse::<u64>().ok());
    match counted {
        Some(count) => feed.sink.declare(count),
        _ => Ok(()),
    }
}
