//! One line of an order (`ItemOut`) or cart (`ItemIn`).
//!
//! Invariant: child elements are matched by name alone and as often as they stand; their order and their namespace are
//! not trusted.

use crate::header::{addressed, amounts, comments, identifier, named, person, references};
use crate::order::{Files, label};
use crate::words;
use debar_plugin_api::{DecodeError, Text, field, node};
use debar_shared_xml::{Element, Feed, Value};

type Result<T = ()> = std::result::Result<T, DecodeError>;

/// True for an element that is a line.
pub fn is_line(element: Element<'_>) -> bool {
    matches!(element.name(), "ItemOut" | "ItemIn")
}

/// Lines in lines; no real order nests them at all.
const DEPTH: usize = 32;

/// Tells one line with the lines inside it, `depth` of them around it.
///
/// # Errors
/// When lines are nested too deep, and the host's refusal.
pub fn tell(feed: &mut Feed<'_, '_>, item: Element<'_>, files: &mut Files<'_, '_>, depth: usize) -> Result {
    if depth > DEPTH {
        return Err(DecodeError::limit(
            "cxml-line-depth",
            format!("lines are nested more than {DEPTH} deep"),
        )
        .help("send lines side by side, with `parentLineNumber`"));
    }
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
                person(feed, child, role)?;
            }
            _ => {}
        }
    }
    addressed(feed, item)?;
    comments(feed, item, files)?;
    feed.rest(item, &is_line, &|e| label(e, item))?;
    for inner in item.descendants().skip(1).filter(|e| is_line(*e) && nearest(*e) == Some(item.id())) {
        tell(feed, inner, files, depth + 1)?;
    }
    feed.end()
}

fn attributes(feed: &mut Feed<'_, '_>, item: Element<'_>) -> Result {
    let mut kind = "item";
    for attribute in item.attributes() {
        let value = attribute.value();
        match attribute.name() {
            "lineNumber" => feed.str(field::LINE_ID, value)?,
            "parentLineNumber" => feed.code(field::PARENT_REF, "@parentLineNumber", value)?,
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
            "UnitOfMeasure" => each(feed, field::UNIT, std::iter::once(child))?,
            "UnitPrice" => {
                for money in child.all("Money") {
                    for amount in money.texts() {
                        amounts(feed, field::UNIT_PRICE, "UnitPrice/Money", amount)?;
                    }
                    if let Some(currency) = money.attribute("currency") {
                        feed.code(field::PRICE_CURRENCY, "UnitPrice/Money/@currency", currency.value())?;
                    }
                }
            }
            "ManufacturerPartID" => each(feed, field::MANUFACTURER_PART, std::iter::once(child))?,
            "ManufacturerName" => maker(feed, child)?,
            "Classification" => classification(feed, child)?,
            "AttachmentReference" => reference(feed, child, files)?,
            "URL" => {
                for url in child.texts().filter(|url| url.text().contains("://")) {
                    feed.id(("domain", None), url)?;
                    feed.ext("ItemDetail/URL", url)?;
                }
            }
            "ItemDetailIndustry" => industry(feed, child)?,
            "Extrinsic" => extrinsic(feed, child)?,
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
    let codes: Vec<Value<'_>> = element.texts().chain(element.attribute("code").map(|a| a.value())).collect();
    for code in codes {
        feed.begin(node::CLASSIFICATION, element)?;
        if let Some(domain) = element.attribute("domain") {
            feed.str(field::CLASS_SCHEME, domain.value())?;
        }
        feed.str(field::CLASS_CODE, code)?;
        feed.end()?;
    }
    match element.attribute("domain") {
        Some(domain) if words::scheme(domain.value().text()).is_none() => {
            feed.words("Classification/@domain", domain.value())
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
        feed.id(("gtin", None), ean)?;
    }
    Ok(())
}

/// An `Extrinsic` whose name says what it is fills a field; it is told as an extension in any case.
fn extrinsic(feed: &mut Feed<'_, '_>, element: Element<'_>) -> Result {
    let name = element.attribute("name").map_or("", |a| a.value().text());
    let folded: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    if feed.is_hidden(element) {
        return Ok(());
    }
    for value in element.texts() {
        match folded.as_str() {
            "purl" | "packageurl" => feed.id(("purl", None), value)?,
            "cpe" | "cpe23" => feed.id(("cpe", None), value)?,
            "gtin" | "ean" | "upc" => feed.id(("gtin", None), value)?,
            "version" | "softwareversion" => feed.str(field::VERSION, value)?,
            "brand" | "brandname" => feed.str(field::BRAND, value)?,
            "model" | "modelname" | "modelnumber" => feed.str(field::MODEL, value)?,
            "countryoforigin" | "origincountry" => feed.str(field::ORIGIN, value)?,
            "manufacturer" | "manufacturername" | "publisher" | "distributor" => {
                feed.begin(node::PARTY, element)?;
                let role = folded.strip_suffix("name").unwrap_or(&folded);
                feed.sink.str(field::ROLE, &Text::stated(role))?;
                feed.str(field::NAME, value)?;
                feed.end()?;
            }
            "md5" | "sha1" | "sha256" | "sha384" | "sha512" => {
                feed.begin(node::DIGEST, element)?;
                feed.sink.str(field::ALGORITHM, &Text::stated(folded.as_str()))?;
                feed.str(field::DIGEST_VALUE, value)?;
                feed.sink.str(field::OBJECT, &Text::stated("unknown"))?;
                feed.end()?;
            }
            _ => continue,
        }
        feed.ext(&format!("Extrinsic/{name}"), value)?;
    }
    Ok(())
}

fn supplier_id(feed: &mut Feed<'_, '_>, element: Element<'_>) -> Result {
    feed.begin(node::PARTY, element)?;
    feed.sink.str(field::ROLE, &Text::stated("supplier"))?;
    let domain = element.attribute("domain").map(|a| a.value());
    for id in element.texts() {
        identifier(feed, domain, id)?;
    }
    feed.end()
}

fn supplied(feed: &mut Feed<'_, '_>, supplier: Element<'_>) -> Result {
    feed.begin(node::PARTY, supplier)?;
    feed.sink.str(field::ROLE, &Text::stated("supplier"))?;
    named(feed, supplier)?;
    for element in supplier.all("SupplierID") {
        let domain = element.attribute("domain").map(|a| a.value());
        for id in element.texts() {
            identifier(feed, domain, id)?;
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
