//! What of a recorded request fills a field. Whole values as they stand in the request, none guessed.

use debar_blocklist::Fill;
use debar_model::{Extra, Finding, LineItem, PartOwner, Party, PurchaseRequest, Role, Sourced};

use crate::outcome::Recorded;

/// Names of the fact that holds the contract's number.
const CONTRACT_FACTS: [&str; 2] = ["contract", "contract-number"];
/// What documents call the contract's number, without case, spaces and punctuation.
const CONTRACT_KEYS: [&str; 12] = [
    "contractnumber",
    "contractno",
    "contractid",
    "contractreference",
    "contractref",
    "contractdocumentreferenceid",
    "agreementid",
    "agreementnumber",
    "masteragreementid",
    "masteragreementidinfoagreementid",
    "masteragreementreferenceagreementid",
    "piid",
];

/// An article: a line, or the request as a whole where a finding names no line.
#[derive(Clone, Copy)]
pub(super) struct Article<'a> {
    pub line: Option<&'a LineItem>,
    pub findings: &'a [&'a Finding],
}

/// The values for a field of the whole report.
pub(super) fn of_request(fill: Fill, recorded: &Recorded, articles: &[Article<'_>]) -> Vec<String> {
    let request = &recorded.request;
    let lines = || articles.iter().filter_map(|article| article.line);
    let suppliers = || {
        let named = lines().flat_map(|line| &line.parties).chain(&request.parties);
        named.filter(|party| party.role == Role::Supplier)
    };
    unique(match fill {
        Fill::ContractNumber => contract(recorded, lines()),
        Fill::OrderNumber => request.document.id.iter().map(|id| id.value.clone()).collect(),
        Fill::SupplierName => suppliers().flat_map(|party| texts(&party.names)).collect(),
        Fill::SupplierUei => suppliers().flat_map(|party| identifiers(party, "uei")).collect(),
        Fill::SupplierCage => suppliers().flat_map(|party| identifiers(party, "cage")).collect(),
        _ => vec![],
    })
}

/// The values for a field of one article.
pub(super) fn of_article(fill: Fill, article: Article<'_>, request: &PurchaseRequest) -> Vec<String> {
    let product = article.line.map(|line| &line.product);
    let of = |take: fn(&debar_model::Product) -> &Vec<Sourced<String>>| {
        product.map(|product| texts(take(product)).collect::<Vec<_>>()).unwrap_or_default()
    };
    unique(match fill {
        Fill::Brand => {
            let stated = of(|product| &product.brands);
            // Where the document names no brand, the listed brand that was found in its words is one.
            let met = article.findings.iter().map(|finding| &finding.evidence);
            let met = met.filter(|evidence| evidence.how.starts_with("brand"));
            if stated.is_empty() { met.map(|evidence| evidence.matched.clone()).collect() } else { stated }
        }
        Fill::ProductName => {
            let names = of(|product| &product.names);
            if names.is_empty() { of(|product| &product.descriptions) } else { names }
        }
        Fill::ItemDescription => {
            let described = of(|product| &product.descriptions);
            if described.is_empty() { of(|product| &product.names) } else { described }
        }
        Fill::Manufacturer => {
            let parties = article.line.map(|line| line.parties.as_slice()).unwrap_or_default();
            let makers =
                parties.iter().chain(&request.parties).filter(|party| party.role == Role::Manufacturer);
            makers.flat_map(|party| texts(&party.names)).collect()
        }
        Fill::ModelNumbers => {
            let models = of(|product| &product.models).into_iter().map(|model| format!("{model} (model)"));
            let parts = product.map(|product| product.part_numbers.as_slice()).unwrap_or_default();
            let parts = parts.iter().map(|part| format!("{} ({})", part.number.value, owner(part.owner)));
            models.chain(parts).collect()
        }
        Fill::CoveredSource => article.findings.iter().map(|finding| finding.listing.name.clone()).collect(),
        _ => vec![],
    })
}

const fn owner(owner: PartOwner) -> &'static str {
    match owner {
        PartOwner::Manufacturer => "manufacturer part number",
        PartOwner::Supplier => "supplier part number",
        PartOwner::SupplierAuxiliary => "supplier auxiliary part number",
        PartOwner::Buyer => "buyer part number",
    }
}

fn contract<'a>(recorded: &Recorded, lines: impl Iterator<Item = &'a LineItem>) -> Vec<String> {
    let facts = CONTRACT_FACTS.iter().flat_map(|name| recorded.decision.facts.values(name)).cloned();
    let given: Vec<String> = facts.collect();
    if !given.is_empty() {
        return given;
    }
    let request = &recorded.request;
    let extra = request.extra.iter().chain(lines.flat_map(|line| &line.extra));
    extra.filter(|extra| is_contract(extra)).map(|extra| extra.value.value.clone()).collect()
}

/// Whether a document calls a value the contract's number: the whole name, or its last one or two steps.
fn is_contract(extra: &Extra) -> bool {
    let steps: Vec<&str> = extra.key.split(['/', '.', '@']).filter(|step| !step.is_empty()).collect();
    let spell = |steps: &[&str]| -> String {
        let all = steps.concat();
        all.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    [1, 2].into_iter().any(|count| {
        let from = steps.len().saturating_sub(count);
        steps.get(from..).is_some_and(|last| CONTRACT_KEYS.contains(&spell(last).as_str()))
    })
}

fn identifiers<'a>(party: &'a Party, scheme: &'a str) -> impl Iterator<Item = String> + use<'a> {
    let all = party.identifiers.iter().map(|found| &found.value);
    all.filter(move |found| found.scheme() == scheme).map(|found| found.value().into_owned())
}

fn texts(all: &[Sourced<String>]) -> impl Iterator<Item = String> + use<'_> {
    all.iter().map(|text| text.value.clone())
}

/// Without repetition and without empty ones, in order.
fn unique(values: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = vec![];
    for value in values.into_iter().map(|value| value.trim().to_owned()) {
        if !value.is_empty() && !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}
