//! A party with all its names and ids. The addresses stay extensions.
//!
//! Invariant: every name and id of a party is told, in the order of the document.

use crate::kind::{all, child};
use crate::schemes;
use debar_plugin_api::{DecodeError, Text, field, node};
use debar_shared_xml::{Element, Feed};

type Result<T = ()> = std::result::Result<T, DecodeError>;

/// The role of a party element; `None` for elements that are no party.
pub fn role(name: &str) -> Option<&'static str> {
    Some(match name {
        "SellerSupplierParty" | "AccountingSupplierParty" | "ContractorCustomerParty" => "supplier",
        "BuyerCustomerParty" | "AccountingCustomerParty" => "buyer",
        "OriginatorCustomerParty" | "OriginatorParty" => "originator",
        "DeliveryParty" => "end-user",
        "ManufacturerParty" => "manufacturer",
        "InformationContentProviderParty" => "publisher",
        "FreightForwarderParty"
        | "CarrierParty"
        | "WarrantyParty"
        | "DespatchParty"
        | "IssuerParty"
        | "PayeeParty" => "other",
        _ => return None,
    })
}

/// Tells a party; `element` is one, or holds one as `Party`.
pub fn tell(feed: &mut Feed<'_, '_>, element: Element<'_>, role: &str) -> Result {
    let parties: Vec<Element<'_>> = all(element, "Party").collect();
    if parties.is_empty() {
        return one(feed, element, element, role);
    }
    for party in parties {
        one(feed, element, party, role)?;
    }
    Ok(())
}

fn one(feed: &mut Feed<'_, '_>, holder: Element<'_>, party: Element<'_>, role: &str) -> Result {
    feed.begin(node::PARTY, holder)?;
    feed.sink.str(field::ROLE, &Text::stated(role))?;
    for name in all(party, "PartyName").flat_map(|n| all(n, "Name")).flat_map(Element::texts) {
        feed.str(field::NAME, name)?;
    }
    for entity in all(party, "PartyLegalEntity").chain(all(party, "PartyTaxScheme")) {
        for name in all(entity, "RegistrationName").flat_map(Element::texts) {
            feed.str(field::NAME, name)?;
        }
        let tax = entity.name() == "PartyTaxScheme";
        let kind = child(entity, "TaxScheme").and_then(|s| child(s, "ID")).and_then(Element::text);
        let vat = tax && kind.is_none_or(|k| k.text().eq_ignore_ascii_case("VAT"));
        for id in all(entity, "CompanyID") {
            identify(feed, id, if vat { "vat" } else { "" })?;
        }
    }
    for id in all(party, "EndpointID").chain(all(party, "PartyIdentification").flat_map(|p| all(p, "ID"))) {
        identify(feed, id, "")?;
    }
    for site in all(party, "WebsiteURI").flat_map(Element::texts).filter(|site| site.text().contains('.')) {
        feed.id(("domain", None), site)?;
        feed.ext("WebsiteURI", site)?;
    }
    for country in
        all(party, "PostalAddress").flat_map(|a| all(a, "Country")).flat_map(|c| all(c, "IdentificationCode"))
    {
        for code in country.texts() {
            feed.str(field::COUNTRY, code)?;
        }
    }
    feed.end()
}

/// An identifier; `assumed` is its scheme when the document names none.
pub fn identify(feed: &mut Feed<'_, '_>, id: Element<'_>, assumed: &str) -> Result {
    let scheme = id.attribute("schemeID").map(|a| a.value()).filter(|v| !v.text().is_empty());
    let agency = id.attribute("schemeAgencyID").map_or("", |a| a.value().text());
    for value in id.texts() {
        match (scheme, schemes::prefixed(value.text())) {
            (Some(written), Some((prefix, rest))) if written.text().to_ascii_lowercase().contains("6523") => {
                feed.begin(node::IDENTIFIER, id)?;
                feed.said(field::SCHEME, &schemes::party(prefix, ""), written)?;
                feed.said(field::VALUE, rest, value)?;
                feed.end()?;
            }
            (Some(written), _) => {
                let words = schemes::party(written.text(), agency);
                feed.id((&words, Some(written)), value)?;
                if words == written.text() {
                    feed.words("@schemeID", written)?;
                }
            }
            (None, _) if !assumed.is_empty() => feed.id((assumed, None), value)?,
            (None, _) => feed.id((&schemes::party("", agency), None), value)?,
        }
    }
    Ok(())
}
