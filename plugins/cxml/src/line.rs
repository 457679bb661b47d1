//! One line of an order (`ItemOut`) or cart (`ItemIn`).
//!
//! Invariant: child elements are matched by name alone and as often as they stand; their order and their namespace are
//! not trusted.

use crate::header::{amounts, comments, identifier, named, references};
use crate::order::{Files, label, words_too};
use crate::words;
use debar_plugin_api::{DecodeError, Text, field, node};
use debar_shared_xml::{Element, Feed, Value};

type Result<T = ()> = std::result::Result<T, DecodeError>;

/// True for an element that is a line.
pub fn is_line(element: Element<'_>) -> bool {
    matches!(element.name(), "ItemOut" | "ItemIn")
}

/// Tells one line with the lines inside it.
pub fn tell(feed: &mut Feed<'_, '_>, item: Element<'_>, files: &mut Files<'_, '_>) -> Result {
    feed.begin(node::LINE, item)?;
    attributes(feed, item)?;
    for child in item.children() {
        match child.name() {
            "ItemID" => item_id(feed, child)?,
            "ItemDetail" | "BlanketItemDetail" => detail(feed, child, files)?,
            "SupplierID" => supplier_id(feed, child)?,
            "SupplierList" => {
                for supplier in child.all("Supplier") {
                    supplied(feed, supplier)?;
                }
            }
            "Contact" => {
                let role = child.attribute("role").map_or("other", |a| words::contact(a.value().text()));
                if matches!(role, "supplier" | "manufacturer" | "distributor") {
                    crate::header::person(feed, child, role)?;
                }
            }
            _ => {}
        }
    }
    comments(feed, item, files)?;
    feed.rest(item, &is_line, &|e| label(e, item))?;
    for inner in item.descendants().skip(1).filter(|e| is_line(*e) && nearest(*e) == Some(item.id())) {
        tell(feed, inner, files)?;
    }
    feed.end()
}

fn attributes(feed: &mut Feed<'_, '_>, item: Element<'_>) -> Result {
    let mut kind = "item";
    for attribute in item.attributes() {
        let value = attribute.value();
        match attribute.name() {
            "lineNumber" => {
                feed.str(field::LINE_ID, value)?;
                words_too(feed, "@lineNumber", value)?;
            }
            "parentLineNumber" => feed.str(field::PARENT_REF, value)?,
            "quantity" => amounts(feed, field::QUANTITY, "@quantity", value)?,
            "itemType" if value.text() == "composite" => kind = "bundle",
            "itemClassification" if value.text() == "service" => kind = "service",
            _ => {}
        }
    }
    feed.sink.str(field::LINE_KIND, &Text::stated(kind))
}

fn item_id(feed: &mut Feed<'_, '_>, id: Element<'_>) -> Result {
    for child in id.children() {
        let number = match child.name() {
            "SupplierPartID" => field::SUPPLIER_PART,
            "SupplierPartAuxiliaryID" => field::SUPPLIER_AUX_PART,
            "BuyerPartID" => field::BUYER_PART,
            _ => continue,
        };
        for text in child.texts() {
            feed.str(number, text)?;
        }
    }
    references(feed, id)
}

fn detail(feed: &mut Feed<'_, '_>, detail: Element<'_>, files: &mut Files<'_, '_>) -> Result {
    for child in detail.children() {
        match child.name() {
            "Description" => {
                each(feed, field::NAME, child.all("ShortName"))?;
                each(feed, field::DESCRIPTION, std::iter::once(child))?;
            }
            "UnitOfMeasure" => {
                for unit in child.texts() {
                    feed.str(field::UNIT, unit)?;
                    words_too(feed, "UnitOfMeasure", unit)?;
                }
            }
            "UnitPrice" => {
                for money in child.all("Money") {
                    for amount in money.texts() {
                        amounts(feed, field::UNIT_PRICE, "UnitPrice/Money", amount)?;
                    }
                    if let Some(currency) = money.attribute("currency") {
                        feed.str(field::PRICE_CURRENCY, currency.value())?;
                    }
                }
            }
            "ManufacturerPartID" => each(feed, field::MANUFACTURER_PART, std::iter::once(child))?,
            "ManufacturerName" => maker(feed, child)?,
            "Classification" => classification(feed, child)?,
            "AttachmentReference" => reference(feed, child, files)?,
            "ItemDetailIndustry" => industry(feed, child)?,
            _ => {}
        }
    }
    Ok(())
}

fn maker(feed: &mut Feed<'_, '_>, name: Element<'_>) -> Result {
    if name.text().is_none() {
        return Ok(());
    }
    feed.begin(node::PARTY, name)?;
    feed.sink.str(field::ROLE, &Text::stated("manufacturer"))?;
    each(feed, field::NAME, std::iter::once(name))?;
    feed.end()
}

fn classification(feed: &mut Feed<'_, '_>, element: Element<'_>) -> Result {
    let codes: Vec<Value<'_>> =
        element.texts().chain(element.attribute("code").map(|a| a.value())).collect();
    for code in codes {
        feed.begin(node::CLASSIFICATION, element)?;
        if let Some(domain) = element.attribute("domain") {
            feed.str(field::CLASS_SCHEME, domain.value())?;
        }
        feed.str(field::CLASS_CODE, code)?;
        feed.end()?;
        words_too(feed, "Classification", code)?;
    }
    match element.attribute("domain") {
        Some(domain) if words::scheme(domain.value().text()).is_none() => {
            words_too(feed, "Classification/@domain", domain.value())
        }
        _ => Ok(()),
    }
}

/// `AttachmentReference`: a file by name, description and address.
fn reference(feed: &mut Feed<'_, '_>, element: Element<'_>, files: &mut Files<'_, '_>) -> Result {
    for url in element.all("URL").flat_map(Element::texts) {
        files.named(feed, element, url)?;
    }
    Ok(())
}

/// The article number of the trade: `ItemDetailRetail/EANID`.
fn industry(feed: &mut Feed<'_, '_>, element: Element<'_>) -> Result {
    for ean in element.descendants().filter(|e| e.name() == "EANID").flat_map(Element::texts) {
        feed.id("EANID", ("gtin", None), ean)?;
    }
    Ok(())
}

fn supplier_id(feed: &mut Feed<'_, '_>, element: Element<'_>) -> Result {
    feed.begin(node::PARTY, element)?;
    feed.sink.str(field::ROLE, &Text::stated("supplier"))?;
    let domain = element.attribute("domain").map(|a| a.value());
    for id in element.texts() {
        identifier(feed, "SupplierID", domain, id)?;
    }
    feed.end()
}

fn supplied(feed: &mut Feed<'_, '_>, supplier: Element<'_>) -> Result {
    feed.begin(node::PARTY, supplier)?;
    feed.sink.str(field::ROLE, &Text::stated("supplier"))?;
    named(feed, supplier, "supplier")?;
    for element in supplier.all("SupplierID") {
        let domain = element.attribute("domain").map(|a| a.value());
        for id in element.texts() {
            identifier(feed, "SupplierID", domain, id)?;
        }
    }
    feed.end()
}

fn each<'d>(feed: &mut Feed<'_, '_>, number: u32, elements: impl Iterator<Item = Element<'d>>) -> Result {
    for text in elements.flat_map(Element::texts) {
        feed.str(number, text)?;
    }
    Ok(())
}

/// The id of the line that an element stands in.
fn nearest(element: Element<'_>) -> Option<u32> {
    let mut at = element.parent();
    while let Some(parent) = at {
        if is_line(parent) {
            return Some(parent.id());
        }
        at = parent.parent();
    }
    None
}
