//! What a recorded request is called by people: its order's number, who sells, and whether it replaces or cancels
//! another one. Reads requests; decides nothing about what is bought.

use std::collections::BTreeSet;

use debar_ledger::{BodyReader, Record};
use debar_model::{Decision, Finding, Operation, PurchaseRequest, Role, Sha256Hex};
use debar_wire::sha256;

use crate::LoadedList;
use crate::outcome::CheckError;

/// The recorded request of a decision, by the digest that its record names.
pub(crate) fn request_of(
    bodies: &mut BodyReader,
    body: Option<Sha256Hex>,
) -> Result<PurchaseRequest, CheckError> {
    let body = body.ok_or_else(|| CheckError::Record("it names no request".to_owned()))?;
    debar_wire::read_request(bodies.get(&body)?).map_err(|error| CheckError::Record(error.to_string()))
}

/// The decision of a record.
pub(crate) fn decision_of(record: &Record) -> Result<Decision, CheckError> {
    record.decision().map_err(|error| CheckError::Record(error.to_string()))
}

/// The order's own number.
pub(crate) fn number(request: &PurchaseRequest) -> Option<String> {
    request.document.id.as_ref().map(|id| id.value.clone()).filter(|id| !id.trim().is_empty())
}

/// Names of those who sell.
pub(crate) fn suppliers(request: &PurchaseRequest) -> Vec<String> {
    let names: BTreeSet<String> = request
        .parties
        .iter()
        .filter(|party| party.role == Role::Supplier)
        .flat_map(|party| party.names.iter().map(|name| name.value.clone()))
        .collect();
    names.into_iter().collect()
}

/// One order through all its states: route, format, number and seller, each to the letter. None without a number:
/// such a request is an order of its own.
pub(crate) fn same_order(route: Option<&str>, request: &PurchaseRequest) -> Option<Sha256Hex> {
    let number = number(request)?;
    let mut name = vec![route.unwrap_or_default().to_owned(), request.document.format.clone(), number];
    name.extend(suppliers(request));
    let parties = request.parties.iter().filter(|party| party.role == Role::Supplier);
    name.extend(parties.flat_map(|party| party.identifiers.iter().map(|id| id.value.value().into_owned())));
    Some(sha256(name.join("\0").as_bytes()))
}

/// Whether a request replaces or ends what was asked before under the same order.
pub(crate) fn supersedes(request: &PurchaseRequest) -> bool {
    matches!(request.document.operation, Operation::Update | Operation::Delete)
}

/// The vendor of the list behind a finding; `class ID` where only a kind of goods was met.
pub(crate) fn vendor_of(list: &LoadedList, finding: &Finding) -> String {
    let listing = &finding.listing;
    let known = match listing.table {
        "vendor" => Some(listing.id.clone()),
        "product" => list.list().products.get(&listing.id).and_then(|product| product.vendor.clone()),
        "digests" => list.list().digests.get(&listing.id).and_then(|set| set.vendor.clone()),
        _ => None,
    };
    known.unwrap_or_else(|| format!("{} {}", listing.table, listing.id))
}

/// A line as people call it: its own id, else its number from 1.
pub(crate) fn line_name(id: Option<&String>, ordinal: u32) -> String {
    id.cloned().unwrap_or_else(|| ordinal.saturating_add(1).to_string())
}
