//! What an answer repeats of the order: ids and names of the parties, numbers of the lines.
//!
//! Invariant: text is copied as text; no mark-up of the order gets into the answer.

use crate::kind::{all, child};
use debar_shared_xml::{Element, Writer};

/// Opens the root of an answer.
pub fn root(name: &'static str) -> Writer {
    let mut out = Writer::new("");
    let (own, aggregates, basics) = (
        format!("urn:oasis:names:specification:ubl:schema:xsd:{name}-2"),
        "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
        "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    );
    out.start(name, &[("xmlns", &own), ("xmlns:cac", aggregates), ("xmlns:cbc", basics)]);
    out
}

/// A party of the order with its ids and names.
pub fn party(out: &mut Writer, name: &'static str, order: Element<'_>, from: &str) {
    out.start(name, &[]);
    let holder = order.children().find(|c| crate::kind::is_common(*c) && c.name() == from);
    if let Some(party) = holder.and_then(|h| child(h, "Party")) {
        out.start("cac:Party", &[]);
        for id in all(party, "EndpointID").take(1) {
            basic(out, "cbc:EndpointID", id);
        }
        for id in all(party, "PartyIdentification").filter_map(|p| child(p, "ID")) {
            out.start("cac:PartyIdentification", &[]);
            basic(out, "cbc:ID", id);
            out.end();
        }
        for name in all(party, "PartyName").filter_map(|n| child(n, "Name")) {
            out.start("cac:PartyName", &[]);
            basic(out, "cbc:Name", name);
            out.end();
        }
        for entity in all(party, "PartyLegalEntity") {
            out.start("cac:PartyLegalEntity", &[]);
            for name in all(entity, "RegistrationName").take(1) {
                basic(out, "cbc:RegistrationName", name);
            }
            for id in all(entity, "CompanyID").take(1) {
                basic(out, "cbc:CompanyID", id);
            }
            out.end();
        }
        out.end();
    }
    out.end();
}

/// A basic component of the order under another name, with the attributes that say its scheme or unit.
pub fn basic(out: &mut Writer, name: &'static str, from: Element<'_>) {
    let known = ["schemeID", "schemeAgencyID", "unitCode", "currencyID", "languageID"];
    let attributes: Vec<(&str, &str)> = from
        .attributes()
        .filter(|a| a.namespace().is_empty() && known.contains(&a.name()))
        .map(|a| (a.name(), a.value().text()))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    out.leaf(name, &attributes, text(from));
}

/// The text of a child, if it says anything.
pub fn said<'d>(holder: Element<'d>, name: &'d str) -> Option<&'d str> {
    child(holder, name).map(text).filter(|text| !text.is_empty())
}

fn text(element: Element<'_>) -> &str {
    element.text().map_or("", |v| v.text())
}
