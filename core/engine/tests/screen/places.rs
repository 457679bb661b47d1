//! No field is out of sight: a listed name is found wherever it stands, with a pointer to that place.

use debar_model::{
    Artifact, Classification, Correlation, Extra, Identifier, LineItem, PartNumber, PartOwner, Party,
    PurchaseRequest, Role, Slot, Source, Sourced, Verdict,
};

use crate::lists::KNOWN;
use crate::{engine_of, screen};

type Put = fn(&mut PurchaseRequest, Sourced<String>);

fn put_all() -> Vec<(&'static str, Put)> {
    fn line(request: &mut PurchaseRequest) -> &mut LineItem {
        &mut request.lines[0]
    }
    fn party(role: Role, text: Sourced<String>) -> Party {
        Party { names: vec![text], ..Party::new(role) }
    }
    fn id(scheme: &str, text: Sourced<String>) -> Sourced<Identifier> {
        Sourced::new(Identifier::read(scheme, &text.value), text.source)
    }
    vec![
        ("document id", |r, t| r.document.id = Some(t)),
        ("correlation", |r, t| r.correlation.push(Correlation { name: "x".into(), value: t })),
        ("supplier", |r, t| r.parties.push(party(Role::Supplier, t))),
        ("buyer", |r, t| r.parties.push(party(Role::Buyer, t))),
        ("other role", |r, t| r.parties.push(party(Role::Other("remitTo".into()), t))),
        ("supplier id", |r, t| {
            let identifiers = vec![id("name", t)];
            r.parties.push(Party { identifiers, ..Party::new(Role::Supplier) });
        }),
        ("refused id", |r, t| {
            let identifiers = vec![id("duns", t)];
            r.parties.push(Party { identifiers, ..Party::new(Role::Supplier) });
        }),
        ("party country", |r, t| {
            r.parties.push(Party { countries: vec![t], ..Party::new(Role::Supplier) });
        }),
        ("party extra", |r, t| {
            let extra = vec![Extra { key: "address".into(), value: t }];
            r.parties.push(Party { extra, ..Party::new(Role::Supplier) });
        }),
        ("comment", |r, t| r.comments.push(t)),
        ("extra", |r, t| r.extra.push(Extra { key: "Extrinsic/x".into(), value: t })),
        ("file name", |r, t| r.artifacts.push(Artifact { names: vec![t], ..Artifact::default() })),
        ("line id", |r, t| line(r).id = Some(t)),
        ("line reference", |r, t| line(r).reference = Some(t)),
        ("unit", |r, t| line(r).unit = Some(t)),
        ("manufacturer", |r, t| line(r).parties.push(party(Role::Manufacturer, t))),
        ("name", |r, t| line(r).product.names.push(t)),
        ("description", |r, t| line(r).product.descriptions.push(t)),
        ("brand", |r, t| line(r).product.brands.push(t)),
        ("model", |r, t| line(r).product.models.push(t)),
        ("version", |r, t| line(r).product.versions.push(t)),
        ("part number", |r, t| {
            line(r).product.part_numbers.push(PartNumber { owner: PartOwner::Supplier, number: t });
        }),
        ("purl that is none", |r, t| line(r).product.identifiers.push(id("purl", t))),
        ("gtin that is none", |r, t| line(r).product.identifiers.push(id("gtin", t))),
        ("swid", |r, t| line(r).product.identifiers.push(id("swid", t))),
        ("signer", |r, t| line(r).product.identifiers.push(id("signer", t))),
        ("class code", |r, t| {
            line(r).product.classifications.push(Classification { scheme: "x".into(), code: t, name: None });
        }),
        ("origin", |r, t| line(r).product.origins.push(t)),
        ("line comment", |r, t| line(r).comments.push(t)),
        ("line extra", |r, t| line(r).extra.push(Extra { key: "brand".into(), value: t })),
        ("line file", |r, t| {
            line(r).artifacts.push(Artifact { uris: vec![t], ..Artifact::default() });
        }),
    ]
}

#[test]
fn a_listed_name_is_found_in_every_field_with_its_place() {
    let engine = engine_of(KNOWN);
    for (place, put) in put_all() {
        for text in [
            "AO Kaspersky Lab",
            "Kaspersky",
            "see Kaspersky here",
            "KASPERSKY-KL4863",
            "华为技术有限公司",
            "ZTE",
        ] {
            let mut request =
                PurchaseRequest { lines: vec![LineItem::default()], ..PurchaseRequest::default() };
            // Another finding beside it never hides this one.
            request.lines[0]
                .product
                .names
                .push(Sourced::new("Kaspersky Total Security".into(), Source::at("/title")));
            put(&mut request, Sourced::new(text.to_owned(), Source::at("/here")));
            let decision = screen(&engine, &request);
            let found = decision.findings.iter().find(|finding| finding.evidence.source.pointer == "/here");
            assert!(found.is_some(), "{place}: {text}");
            let verdict = found.map(|finding| finding.verdict).unwrap();
            assert_ne!(verdict, Verdict::Allow, "{place}: {text}");
            if matches!(
                found.map(|finding| &finding.evidence.slot),
                Some(Slot::Comment | Slot::Extra(_) | Slot::Reference)
            ) {
                assert_eq!(verdict, Verdict::Review, "{place}: {text}");
            }
        }
    }
}

#[test]
fn a_buyer_of_that_name_is_reviewed_and_not_refused() {
    let engine = engine_of(KNOWN);
    for role in [Role::Buyer, Role::Originator, Role::EndUser, Role::Other("shipTo".into())] {
        let party = Party { names: vec!["Huawei Technologies Co., Ltd.".into()], ..Party::new(role.clone()) };
        let request = PurchaseRequest {
            parties: vec![party],
            lines: vec![LineItem::default()],
            ..PurchaseRequest::default()
        };
        assert_eq!(screen(&engine, &request).verdict, Verdict::Review, "{role}");
    }
}
