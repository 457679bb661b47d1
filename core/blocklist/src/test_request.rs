//! A list's own test as a request and facts. Not the running of it: that needs an engine.

use debar_model::{
    Artifact, Digest, FactOrigin, Facts, Identifier, LineItem, LineKind, Money, Object, PartNumber,
    PartOwner, Party, Product, PurchaseRequest, Role, Source, Sourced,
};

use crate::{TestCase, TestGiven};

impl TestCase {
    /// The request and the facts that the test gives, as [`TestGiven::request`] makes them.
    pub fn request(&self) -> (PurchaseRequest, Facts) {
        self.given.request()
    }
}

impl TestGiven {
    /// The request and the facts that are given: one line with the product and its parties, and a
    /// child line for each component. Parties are named on the request, as an order names its supplier.
    /// In a list, a part that is no identifier or digest is an error that was reported when it was read.
    pub fn request(&self) -> (PurchaseRequest, Facts) {
        let given = self;
        let mut facts = Facts::new();
        for (name, values) in &given.facts {
            facts.add(name, values.iter().cloned(), FactOrigin::Call);
        }
        let mut request = PurchaseRequest::default();
        request.document.format = "test".to_owned();
        request.parties.extend(party(Role::Supplier, given.supplier.as_deref()));
        let (of_party, of_product) = identifiers(given);
        if !of_party.is_empty() {
            // Identifiers of firms belong to the maker where there is one, else to the seller.
            match request.parties.first_mut().filter(|_| given.manufacturer.is_none()) {
                Some(supplier) => supplier.identifiers.extend(of_party.iter().cloned()),
                None if given.manufacturer.is_none() => {
                    request
                        .parties
                        .push(Party { identifiers: of_party.clone(), ..Party::new(Role::Supplier) });
                }
                None => {}
            }
        }
        let mut line = line(given, of_product);
        if let Some(maker) = line.parties.iter_mut().find(|party| party.role == Role::Manufacturer) {
            maker.identifiers.extend(of_party);
        }
        request.total = given
            .total
            .as_deref()
            .and_then(debar_model::read_amount)
            .map(|(amount, currency)| Money { amount, currency, source: Source::default() });
        request.lines.push(line);
        request.lines.extend(given.components.iter().map(|text| component(text)));
        (request, facts)
    }
}

fn line(given: &TestGiven, identifiers: Vec<Sourced<Identifier>>) -> LineItem {
    let part_numbers = given
        .part_number
        .iter()
        .map(|number| PartNumber { owner: PartOwner::Manufacturer, number: Sourced::from(number.as_str()) })
        .collect();
    let digests = given
        .digests
        .iter()
        .filter_map(|text| Digest::read(None, text, Object::Archive).ok())
        .map(|digest| Sourced { value: digest, source: Source::default() })
        .collect();
    LineItem {
        parties: party(Role::Manufacturer, given.manufacturer.as_deref())
            .into_iter()
            .chain(party(Role::Publisher, given.publisher.as_deref()))
            .collect(),
        product: Product {
            names: texts(given.product.as_deref()),
            descriptions: texts(given.description.as_deref()),
            brands: texts(given.brand.as_deref()),
            versions: texts(given.version.as_deref()),
            origins: texts(given.origin.as_deref()),
            part_numbers,
            identifiers,
            ..Product::default()
        },
        digests,
        comments: texts(given.comment.as_deref()),
        artifacts: given
            .artifacts
            .iter()
            .map(|uri| Artifact { uris: vec![Sourced::from(uri.as_str())], ..Artifact::default() })
            .collect(),
        ..LineItem::default()
    }
}

/// A component is a purl or a name.
fn component(text: &str) -> LineItem {
    let mut product = Product::default();
    match Identifier::parse("purl", text).ok().filter(|_| text.starts_with("pkg:")) {
        Some(purl) => {
            if let Identifier::Purl(purl) = &purl {
                product.names = vec![Sourced::from(purl.name())];
                product.versions = texts(purl.version());
            }
            product.identifiers = vec![Sourced { value: purl, source: Source::default() }];
        }
        None => product.names = vec![Sourced::from(text)],
    }
    LineItem { kind: LineKind::Component, parent: Some(0), product, ..LineItem::default() }
}

/// Identifiers of firms, and identifiers of goods.
fn identifiers(given: &TestGiven) -> (Vec<Sourced<Identifier>>, Vec<Sourced<Identifier>>) {
    given
        .identifiers
        .iter()
        .map(|(scheme, value)| Sourced { value: Identifier::read(scheme, value), source: Source::default() })
        .partition(|identifier| {
            matches!(
                identifier.value,
                Identifier::Lei(_)
                    | Identifier::Uei(_)
                    | Identifier::Cage(_)
                    | Identifier::Duns(_)
                    | Identifier::Vat(_)
                    | Identifier::Gln(_)
                    | Identifier::Domain(_)
            )
        })
}

fn party(role: Role, name: Option<&str>) -> Option<Party> {
    name.map(|name| Party { names: vec![Sourced::from(name)], ..Party::new(role) })
}

fn texts(text: Option<&str>) -> Vec<Sourced<String>> {
    text.into_iter().map(Sourced::from).collect()
}
