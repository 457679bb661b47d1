//! The article of a line: names, numbers, makers, classes and properties.
//!
//! Invariant: properties are told as extensions in any case; some names also fill a field of their own.

use crate::kind::{all, child, is_common};
use crate::{party, schemes};
use debar_plugin_api::{DecodeError, Text, field, node};
use debar_shared_xml::{Element, Feed, Value};

type Result<T = ()> = std::result::Result<T, DecodeError>;

/// Tells an `Item` into the open line.
pub fn tell(feed: &mut Feed<'_, '_>, item: Element<'_>) -> Result {
    for part in item.children().filter(|c| is_common(*c)) {
        match part.name() {
            "Name" => each(feed, field::NAME, part)?,
            "Description" | "AdditionalInformation" => each(feed, field::DESCRIPTION, part)?,
            "BrandName" => each(feed, field::BRAND, part)?,
            "ModelName" => each(feed, field::MODEL, part)?,
            "SellersItemIdentification" => numbers(feed, part, field::SUPPLIER_PART)?,
            "BuyersItemIdentification" => numbers(feed, part, field::BUYER_PART)?,
            "ManufacturersItemIdentification" => {
                numbers(feed, part, field::MANUFACTURER_PART)?;
                for maker in all(part, "IssuerParty") {
                    party::tell(feed, maker, "manufacturer")?;
                }
            }
            "StandardItemIdentification" | "AdditionalItemIdentification" | "CatalogueItemIdentification" => {
                for id in all(part, "ID").chain(all(part, "ExtendedID")) {
                    identifier(feed, id)?;
                }
            }
            "ManufacturerParty" => party::tell(feed, part, "manufacturer")?,
            "InformationContentProviderParty" => party::tell(feed, part, "publisher")?,
            "OriginCountry" => {
                for text in all(part, "IdentificationCode").chain(all(part, "Name")).flat_map(Element::texts)
                {
                    feed.str(field::ORIGIN, text)?;
                }
            }
            "OriginAddress" => {
                for code in
                    all(part, "Country").flat_map(|c| all(c, "IdentificationCode")).flat_map(Element::texts)
                {
                    feed.str(field::ORIGIN, code)?;
                }
            }
            "CommodityClassification" => classification(feed, part)?,
            "AdditionalItemProperty" => property(feed, part)?,
            "ItemInstance" => {
                for inner in all(part, "AdditionalItemProperty") {
                    property(feed, inner)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn each(feed: &mut Feed<'_, '_>, number: u32, element: Element<'_>) -> Result {
    for text in element.texts() {
        feed.str(number, text)?;
    }
    Ok(())
}

fn numbers(feed: &mut Feed<'_, '_>, part: Element<'_>, number: u32) -> Result {
    for id in all(part, "ID") {
        each(feed, number, id)?;
    }
    for extended in all(part, "ExtendedID") {
        each(feed, if number == field::SUPPLIER_PART { field::SUPPLIER_AUX_PART } else { number }, extended)?;
    }
    Ok(())
}

fn identifier(feed: &mut Feed<'_, '_>, id: Element<'_>) -> Result {
    let scheme = id.attribute("schemeID").map(|a| a.value()).filter(|v| !v.text().is_empty());
    let agency = id.attribute("schemeAgencyID").map_or("", |a| a.value().text());
    let words = schemes::item(scheme.map_or("", Value::text), agency);
    for value in id.texts() {
        feed.id((&words, scheme), value)?;
    }
    if let Some(scheme) = scheme.filter(|s| s.text() == words) {
        feed.words("@schemeID", scheme)?;
    }
    Ok(())
}

/// The codes of Peppol's list of item classifications that name well-known ones.
fn list(written: &str) -> &str {
    match written {
        "TST" => "UNSPSC",
        "STI" => "CPV",
        other => other,
    }
}

fn classification(feed: &mut Feed<'_, '_>, element: Element<'_>) -> Result {
    for code in all(element, "ItemClassificationCode").chain(all(element, "CommodityCode")) {
        for value in code.texts() {
            feed.begin(node::CLASSIFICATION, code)?;
            let scheme = code.attribute("listID").or_else(|| code.attribute("listName")).map(|a| a.value());
            if let Some(scheme) = scheme.filter(|s| !s.text().is_empty()) {
                feed.said(field::CLASS_SCHEME, list(scheme.text()), scheme)?;
            }
            feed.str(field::CLASS_CODE, value)?;
            if let Some(name) = code.attribute("name") {
                feed.str(field::NAME, name.value())?;
            }
            feed.end()?;
            if let Some(scheme) = scheme.filter(|s| list(s.text()) == s.text()) {
                feed.words("ItemClassificationCode/@listID", scheme)?;
            }
        }
    }
    Ok(())
}

fn property(feed: &mut Feed<'_, '_>, element: Element<'_>) -> Result {
    let name = child(element, "Name").and_then(Element::text).map_or("", |v| v.text());
    let values = || all(element, "Value").chain(all(element, "ListValue")).flat_map(Element::texts);
    let key = format!("AdditionalItemProperty/{name}");
    let folded: String =
        name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    for value in values() {
        match folded.as_str() {
            "purl" | "packageurl" => feed.id(("purl", None), value)?,
            "cpe" | "cpe23" => feed.id(("cpe", None), value)?,
            "gtin" | "ean" => feed.id(("gtin", None), value)?,
            "version" | "softwareversion" => feed.str(field::VERSION, value)?,
            "brand" | "brandname" => feed.str(field::BRAND, value)?,
            "manufacturer" | "manufacturername" | "publisher" | "vendor" => {
                feed.begin(node::PARTY, element)?;
                let role = if folded == "publisher" { "publisher" } else { "manufacturer" };
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
            _ => {}
        }
        feed.ext(&key, value)?;
    }
    Ok(())
}
