//! The plain canonical print of a request: what `plugins/canonical` reads and people write by hand.
//!
//! Print only, without places: a value that occurs once is a scalar, one that occurs more often a list.
//! Attached files have no form there and are left out. Invariant: nesting never exceeds [`DEPTH`],
//! whatever the request's is; a line below that stands beside its parent and names it.

use debar_model::{
    Artifact, Classification, Digest, Extra, Identifier, LineItem, Money, Operation, PartOwner, Party,
    PurchaseRequest, Sourced,
};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

use crate::SCHEMA_VERSION;

/// The deepest nesting of `children` that is printed; JSON readers give up at about 128 levels.
const DEPTH: usize = 32;

/// A request in the plain canonical form. Equal requests give equal bytes.
pub fn canonical_json(request: &PurchaseRequest) -> Vec<u8> {
    // Texts, lists and maps with text keys: printing them into memory cannot fail.
    serde_json::to_vec(&Plain::of(request)).unwrap_or_default()
}

#[derive(Serialize)]
struct Plain<'a> {
    schema_version: u32,
    format: &'a str,
    #[serde(skip_serializing_if = "Many::none")]
    format_version: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    kind: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    document_id: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    document_revision: Many<&'a str>,
    operation: &'static str,
    #[serde(skip_serializing_if = "Many::none")]
    issued: Many<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<Amount<'a>>,
    #[serde(skip_serializing_if = "Many::none")]
    signature: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    remark: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    undecodable: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    comment: Many<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parties: Vec<PlainParty<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    artifacts: Vec<PlainArtifact<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    facts: BTreeMap<&'a str, Many<&'a str>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    correlation: BTreeMap<&'a str, Many<&'a str>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extra: BTreeMap<&'a str, Many<&'a str>>,
    lines: Vec<PlainLine<'a>>,
}

#[derive(Serialize)]
struct PlainLine<'a> {
    #[serde(skip_serializing_if = "Many::none")]
    line_id: Many<&'a str>,
    kind: &'static str,
    #[serde(skip_serializing_if = "Many::none")]
    line_ref: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    parent_ref: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    name: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    description: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    brand: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    model: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    version: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    supplier_part: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    supplier_aux_part: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    manufacturer_part: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    buyer_part: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    origin: Many<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    unit: Many<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit_price: Option<Amount<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Amount<'a>>,
    #[serde(skip_serializing_if = "Many::none")]
    comment: Many<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parties: Vec<PlainParty<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    identifiers: Vec<PlainIdentifier<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    classifications: Vec<PlainClass<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    digests: Vec<PlainDigest<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    artifacts: Vec<PlainArtifact<'a>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extra: BTreeMap<&'a str, Many<&'a str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    children: Vec<PlainLine<'a>>,
}

#[derive(Serialize)]
struct PlainParty<'a> {
    role: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    names: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    identifiers: Vec<PlainIdentifier<'a>>,
    #[serde(skip_serializing_if = "Many::none")]
    country: Many<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extra: BTreeMap<&'a str, Many<&'a str>>,
}

#[derive(Serialize)]
struct PlainIdentifier<'a> {
    scheme: &'a str,
    value: std::borrow::Cow<'a, str>,
}

#[derive(Serialize)]
struct PlainClass<'a> {
    scheme: &'a str,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct PlainDigest<'a> {
    algorithm: &'a str,
    value: String,
    object: &'static str,
}

#[derive(Serialize)]
struct PlainArtifact<'a> {
    #[serde(skip_serializing_if = "Many::none")]
    uri: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    name: Many<&'a str>,
    #[serde(skip_serializing_if = "Many::none")]
    media_type: Many<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    digests: Vec<PlainDigest<'a>>,
    #[serde(skip_serializing_if = "Many::none")]
    unread: Many<&'a str>,
}

#[derive(Serialize)]
struct Amount<'a> {
    amount: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    currency: &'a str,
}

/// Nothing, one or several.
struct Many<T>(Vec<T>);

impl<T> Many<T> {
    fn none(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Serialize> Serialize for Many<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] => one.serialize(serializer),
            several => several.serialize(serializer),
        }
    }
}

impl<'a> Plain<'a> {
    fn of(request: &'a PurchaseRequest) -> Self {
        let document = &request.document;
        let mut facts = BTreeMap::new();
        for (name, fact) in request.facts.iter() {
            facts.insert(name, Many(fact.values.iter().map(String::as_str).collect()));
        }
        let correlation = request.correlation.iter().map(|item| (item.name.as_str(), &item.value));
        Self {
            schema_version: SCHEMA_VERSION,
            format: &document.format,
            format_version: many(&document.format_version),
            kind: many(&document.kind),
            document_id: many(&document.id),
            document_revision: many(&document.revision),
            operation: Operation::as_str(document.operation),
            issued: many(&document.issued),
            total: request.total.as_ref().map(amount),
            signature: many(&document.signatures),
            remark: many(&document.remarks),
            undecodable: many(&document.undecodable),
            comment: many(&request.comments),
            parties: request.parties.iter().map(party).collect(),
            artifacts: request.artifacts.iter().map(artifact).collect(),
            facts,
            correlation: grouped(correlation),
            extra: extras(&request.extra),
            lines: nested(&request.lines),
        }
    }
}

/// Lines under their parents. A child that stands too deep, or before its parent, stays beside.
fn nested(lines: &[LineItem]) -> Vec<PlainLine<'_>> {
    let mut depth = vec![0_usize; lines.len()];
    let mut roots = Vec::new();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); lines.len()];
    for (index, item) in lines.iter().enumerate() {
        let parent = item.parent.and_then(|parent| usize::try_from(parent).ok()).filter(|at| *at < index);
        let above = parent.and_then(|at| depth.get(at).copied());
        let own = above.map_or(0, |above| above + 1);
        match parent.filter(|_| own < DEPTH).and_then(|at| children.get_mut(at)) {
            Some(siblings) => {
                siblings.push(index);
                depth.get_mut(index).into_iter().for_each(|slot| *slot = own);
            }
            None => roots.push((index, parent)),
        }
    }
    let build = |(index, parent): (usize, Option<usize>)| {
        let named = parent.and_then(|at| lines.get(at)).and_then(name_of);
        line(lines, &children, index, named, DEPTH)
    };
    roots.into_iter().filter_map(build).collect()
}

/// The word by which a document can name a line.
fn name_of(line: &LineItem) -> Option<&str> {
    line.id.as_ref().or(line.reference.as_ref()).map(|name| name.value.as_str())
}

fn line<'a>(
    lines: &'a [LineItem],
    children: &[Vec<usize>],
    index: usize,
    parent: Option<&'a str>,
    fuel: usize,
) -> Option<PlainLine<'a>> {
    let item = lines.get(index)?;
    let product = &item.product;
    let parts = |owner: PartOwner| {
        let own = product.part_numbers.iter().filter(|part| part.owner == owner);
        Many(own.map(|part| part.number.value.as_str()).collect())
    };
    let below = children.get(index).filter(|_| fuel > 0).map_or(&[][..], Vec::as_slice);
    Some(PlainLine {
        line_id: many(&item.id),
        kind: item.kind.as_str(),
        line_ref: many(&item.reference),
        parent_ref: Many(parent.into_iter().collect()),
        name: many(&product.names),
        description: many(&product.descriptions),
        brand: many(&product.brands),
        model: many(&product.models),
        version: many(&product.versions),
        supplier_part: parts(PartOwner::Supplier),
        supplier_aux_part: parts(PartOwner::SupplierAuxiliary),
        manufacturer_part: parts(PartOwner::Manufacturer),
        buyer_part: parts(PartOwner::Buyer),
        origin: many(&product.origins),
        quantity: item.quantity.as_ref().map(|quantity| quantity.value.as_str()),
        unit: many(&item.unit),
        unit_price: item.unit_price.as_ref().map(amount),
        amount: item.amount.as_ref().map(amount),
        comment: many(&item.comments),
        parties: item.parties.iter().map(party).collect(),
        identifiers: identifiers(&product.identifiers),
        classifications: product.classifications.iter().map(classification).collect(),
        digests: digests(&item.digests),
        artifacts: item.artifacts.iter().map(artifact).collect(),
        extra: extras(&item.extra),
        children: below
            .iter()
            .filter_map(|at| line(lines, children, *at, None, fuel.saturating_sub(1)))
            .collect(),
    })
}

fn party(party: &Party) -> PlainParty<'_> {
    PlainParty {
        role: party.role.as_str(),
        names: party.names.iter().map(|name| name.value.as_str()).collect(),
        identifiers: identifiers(&party.identifiers),
        country: many(&party.countries),
        extra: extras(&party.extra),
    }
}

fn artifact(artifact: &Artifact) -> PlainArtifact<'_> {
    PlainArtifact {
        uri: many(&artifact.uris),
        name: many(&artifact.names),
        media_type: many(&artifact.media_type),
        digests: digests(&artifact.digests),
        unread: many(&artifact.unread),
    }
}

fn classification(class: &Classification) -> PlainClass<'_> {
    let name = class.name.as_ref().map(|name| name.value.as_str());
    PlainClass { scheme: &class.scheme, code: &class.code.value, name }
}

fn identifiers(items: &[Sourced<Identifier>]) -> Vec<PlainIdentifier<'_>> {
    items
        .iter()
        .map(|item| PlainIdentifier { scheme: item.value.scheme(), value: item.value.value() })
        .collect()
}

fn digests(items: &[Sourced<Digest>]) -> Vec<PlainDigest<'_>> {
    let plain = items.iter().map(|item| &item.value);
    plain
        .map(|digest| PlainDigest {
            algorithm: digest.algorithm().as_str(),
            value: digest.value(),
            object: digest.object().as_str(),
        })
        .collect()
}

fn extras(items: &[Extra]) -> BTreeMap<&str, Many<&str>> {
    grouped(items.iter().map(|item| (item.key.as_str(), &item.value)))
}

fn grouped<'a>(
    items: impl Iterator<Item = (&'a str, &'a Sourced<String>)>,
) -> BTreeMap<&'a str, Many<&'a str>> {
    let mut groups: BTreeMap<&str, Many<&str>> = BTreeMap::new();
    for (key, value) in items {
        groups.entry(key).or_insert_with(|| Many(Vec::new())).0.push(&value.value);
    }
    groups
}

fn amount(money: &Money) -> Amount<'_> {
    Amount { amount: money.amount.as_str(), currency: &money.currency }
}

fn many<'a>(texts: impl IntoIterator<Item = &'a Sourced<String>>) -> Many<&'a str> {
    Many(texts.into_iter().map(|text| text.value.as_str()).collect())
}
