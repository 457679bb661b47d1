//! Lines of an order: each `LineItem`, with substitutes and sub-lines as its children.
//!
//! Invariant: an order line without an item is still a line, so that nothing in it is lost.

use crate::artifact::{self, Unread};
use crate::kind::{all, is_common};
use crate::{item, party};
use debar_plugin_api::{DecodeError, Text, field, node};
use debar_shared_xml::{Element, Feed};

type Result<T = ()> = std::result::Result<T, DecodeError>;

/// Line items that stand inside another line.
const INNER: &[&str] = &[
    "SubLineItem",
    "SellerProposedSubstituteLineItem",
    "SellerSubstitutedLineItem",
    "BuyerProposedSubstituteLineItem",
];

/// Lines in lines.
const DEPTH: usize = 32;

/// True for an element that begins a line inside a line.
pub fn is_inner(element: Element<'_>) -> bool {
    is_common(element) && INNER.contains(&element.name())
}

/// True for an element that becomes a line.
pub fn is_line(element: Element<'_>) -> bool {
    let extra =
        |e: Element<'_>| e.parent().and_then(|p| all(p, "LineItem").next()).is_some_and(|f| f.id() != e.id());
    is_common(element)
        && (element.name() == "OrderLine"
            || is_inner(element)
            || (element.name() == "LineItem" && extra(element)))
}

/// Tells an `OrderLine` and all lines inside it, in document order.
pub fn tell(feed: &mut Feed<'_, '_>, order_line: Element<'_>, unread: &mut Unread) -> Result {
    feed.begin(node::LINE, order_line)?;
    notes(feed, order_line)?;
    if let Some(line) = all(order_line, "LineItem").next() {
        fields(feed, line)?;
    }
    artifact::tell(feed, order_line, &is_line, unread)?;
    feed.rest(order_line, &is_line, &|e| label(e, order_line))?;
    inner(feed, order_line, unread, 1)?;
    feed.end()
}

/// Lines below `holder` that are not below another line.
fn inner(feed: &mut Feed<'_, '_>, holder: Element<'_>, unread: &mut Unread, depth: usize) -> Result {
    if depth > DEPTH {
        return Err(DecodeError::limit("ubl-line-depth", format!("lines are nested more than {DEPTH} deep"))
            .help("send the sub-lines as lines"));
    }
    for part in holder.children() {
        if is_line(part) {
            feed.begin(node::LINE, part)?;
            fields(feed, part)?;
            artifact::tell(feed, part, &is_line, unread)?;
            feed.rest(part, &is_line, &|e| label(e, part))?;
            inner(feed, part, unread, depth + 1)?;
            feed.end()?;
        } else {
            inner(feed, part, unread, depth)?;
        }
    }
    Ok(())
}

fn fields(feed: &mut Feed<'_, '_>, line: Element<'_>) -> Result {
    feed.sink.str(field::LINE_KIND, &Text::stated("item"))?;
    notes(feed, line)?;
    for part in line.children().filter(|c| is_common(*c)) {
        match part.name() {
            "ID" => {
                for id in part.texts() {
                    feed.str(field::LINE_ID, id)?;
                }
            }
            "Quantity" => {
                number(feed, field::QUANTITY, part)?;
                if let Some(unit) = part.attribute("unitCode") {
                    feed.str(field::UNIT, unit.value())?;
                }
            }
            "LineExtensionAmount" => number(feed, field::AMOUNT, part)?,
            "Price" => {
                for amount in all(part, "PriceAmount") {
                    number(feed, field::UNIT_PRICE, amount)?;
                    if let Some(currency) = amount.attribute("currencyID") {
                        feed.code(field::PRICE_CURRENCY, "PriceAmount/@currencyID", currency.value())?;
                    }
                }
            }
            "Item" => item::tell(feed, part)?,
            "OriginatorParty" | "WarrantyParty" => {
                party::tell(feed, part, party::role(part.name()).unwrap_or("other"))?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// A decimal field; what is no decimal is kept as an extension.
pub fn number(feed: &mut Feed<'_, '_>, number: u32, element: Element<'_>) -> Result {
    for value in element.texts() {
        feed.dec(number, element.name(), value)?;
    }
    Ok(())
}

/// A walk starts without a path.
pub fn label(element: Element<'_>, top: Element<'_>) -> Option<String> {
    (element.id() == top.id()).then(String::new)
}

fn notes(feed: &mut Feed<'_, '_>, holder: Element<'_>) -> Result {
    for note in all(holder, "Note").flat_map(Element::texts) {
        feed.str(field::COMMENT, note)?;
    }
    Ok(())
}
