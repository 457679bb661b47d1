//! The header of an order or cart, and the parties of the exchange.
//!
//! Invariant: a repeated element is told as often as it stands.

use crate::order::{Files, correlate};
use crate::words;
use debar_plugin_api::{DecodeError, Text, field, node};
use debar_shared_xml::{Element, Feed, Value};

type Result<T = ()> = std::result::Result<T, DecodeError>;

/// `OrderRequestHeader` or `PunchOutOrderMessageHeader`.
pub fn order(feed: &mut Feed<'_, '_>, header: Element<'_>, files: &mut Files<'_, '_>) -> Result {
    for attribute in header.attributes() {
        let value = attribute.value();
        match attribute.name() {
            "orderID" => {
                feed.str(field::DOCUMENT_ID, value)?;
                correlate(feed, "orderID", value)?;
            }
            "orderVersion" => {
                feed.str(field::DOCUMENT_REVISION, value)?;
                correlate(feed, "orderVersion", value)?;
            }
            "orderDate" => feed.code(field::ISSUED, "OrderRequestHeader/@orderDate", value)?,
            "type" if header.name() == "OrderRequestHeader" => operation(feed, value)?,
            _ => {}
        }
    }
    if header.name() == "OrderRequestHeader" && header.attribute("type").is_none() {
        // The DTD's default.
        feed.sink.str(field::OPERATION, &Text::stated("new"))?;
    }
    for money in header.all("Total").flat_map(|t| t.all("Money")) {
        if let Some(amount) = money.text() {
            amounts(feed, field::TOTAL, "Total/Money", amount)?;
        }
        if let Some(currency) = money.attribute("currency") {
            feed.code(field::CURRENCY, "Total/Money/@currency", currency.value())?;
        }
    }
    comments(feed, header, files)?;
    for reference in header.all("DocumentReference").filter_map(|r| r.attribute("payloadID")) {
        correlate(feed, "DocumentReference/payloadID", reference.value())?;
    }
    for contact in header.all("Contact") {
        let role = contact.attribute("role").map_or("other", |a| words::contact(a.value().text()));
        person(feed, contact, role)?;
    }
    addressed(feed, header)?;
    Ok(())
}

/// From, To and Sender of every header.
pub fn parties(feed: &mut Feed<'_, '_>, root: Element<'_>, is_cart: bool) -> Result {
    // An order runs from the buyer to the supplier, a cart the other way.
    let (from, to) = if is_cart { ("supplier", "buyer") } else { ("buyer", "supplier") };
    for side in root.all("Header").flat_map(Element::children) {
        let role = match side.name() {
            "From" => from,
            "To" => to,
            "Sender" => "other",
            _ => continue,
        };
        feed.begin(node::PARTY, side)?;
        feed.sink.str(field::ROLE, &Text::stated(role))?;
        for credential in side.all("Credential") {
            let domain = credential.attribute("domain").map(|a| a.value());
            for identity in credential.all("Identity").flat_map(Element::texts) {
                identifier(feed, domain, identity)?;
            }
        }
        for contact in side.all("Correspondent").flat_map(|c| c.all("Contact")) {
            named(feed, contact)?;
        }
        feed.end()?;
    }
    Ok(())
}

/// `SupplierID`, `IdReference` and the like.
pub fn identifier(feed: &mut Feed<'_, '_>, domain: Option<Value<'_>>, value: Value<'_>) -> Result {
    match domain {
        Some(written) if !written.text().is_empty() => {
            let known = words::scheme(written.text());
            feed.id((known.unwrap_or(written.text()), Some(written)), value)?;
            let network = written.text().eq_ignore_ascii_case("NetworkID");
            if known.is_some() || network { Ok(()) } else { feed.words("@domain", written) }
        }
        _ => feed.id(("unknown", None), value),
    }
}

/// A contact as a party of its own.
pub fn person(feed: &mut Feed<'_, '_>, contact: Element<'_>, role: &str) -> Result {
    feed.begin(node::PARTY, contact)?;
    feed.sink.str(field::ROLE, &Text::stated(role))?;
    named(feed, contact)?;
    feed.end()
}

/// Names, country and ids of a contact, an address or a supplier, into the open party.
pub fn named(feed: &mut Feed<'_, '_>, contact: Element<'_>) -> Result {
    for name in contact.all("Name").flat_map(Element::texts) {
        feed.str(field::NAME, name)?;
    }
    for country in contact.all("PostalAddress").flat_map(|a| a.all("Country")) {
        if let Some(code) = country.attribute("isoCountryCode") {
            feed.str(field::COUNTRY, code.value())?;
        }
    }
    if let Some(id) = contact.attribute("addressID") {
        let domain = contact.attribute("addressIDDomain").map(|a| a.value());
        identifier(feed, domain, id.value())?;
    }
    references(feed, contact)
}

/// `ShipTo` and `BillTo` of an order or a line: the buying side.
pub fn addressed(feed: &mut Feed<'_, '_>, holder: Element<'_>) -> Result {
    for (name, role) in [("ShipTo", "end-user"), ("BillTo", "buyer")] {
        for address in holder.all(name).flat_map(|side| side.all("Address")) {
            person(feed, address, role)?;
        }
    }
    Ok(())
}

/// `IdReference` children as identifiers of the open node.
pub fn references(feed: &mut Feed<'_, '_>, holder: Element<'_>) -> Result {
    for reference in holder.all("IdReference") {
        if let Some(id) = reference.attribute("identifier") {
            identifier(feed, reference.attribute("domain").map(|a| a.value()), id.value())?;
        }
    }
    Ok(())
}

/// Comments and attachments of the open request or line.
pub fn comments(feed: &mut Feed<'_, '_>, holder: Element<'_>, files: &mut Files<'_, '_>) -> Result {
    for comments in holder.all("Comments") {
        for text in comments.texts() {
            feed.str(field::COMMENT, text)?;
        }
        for attachment in comments.all("Attachment") {
            for url in attachment.all("URL").flat_map(Element::texts) {
                files.named(feed, attachment, url)?;
            }
        }
    }
    Ok(())
}

/// A decimal field; what is none is kept as an extension and remarked where it stands.
pub fn amounts(feed: &mut Feed<'_, '_>, number: u32, key: &str, value: Value<'_>) -> Result {
    feed.dec(number, key, value).map(|_| ())
}

fn operation(feed: &mut Feed<'_, '_>, value: Value<'_>) -> Result {
    match value.text() {
        "new" | "update" | "delete" => feed.str(field::OPERATION, value),
        _ => {
            feed.ext("OrderRequestHeader/@type", value)?;
            feed.sink
                .str(field::REMARK, &Text::stated("the type of the order is not new, update or delete"))?;
            feed.sink.str(field::OPERATION, &Text::stated("new"))
        }
    }
}
