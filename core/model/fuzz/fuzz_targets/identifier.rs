//! Any text as an identifier of every scheme; its first line also as the name of a scheme.
//!
//! Invariant: what is right is read again from its own print as the same, what is wrong is kept as written.
#![no_main]

use debar_model::{Decimal, Identifier, Purl};
use libfuzzer_sys::fuzz_target;

const SCHEMES: &[&str] = &[
    "purl", "cpe", "lei", "uei", "cage", "duns", "vat", "gln", "gtin", "domain", "unspsc", "signer", "asin",
];

fuzz_target!(|text: &str| {
    for scheme in SCHEMES {
        check(scheme, text);
    }
    if let Some((scheme, value)) = text.split_once('\n') {
        check(scheme, value);
    }
    if let Ok(decimal) = Decimal::parse(text) {
        assert_eq!(decimal.as_str(), text);
        assert!(decimal.cmp_value(&decimal).is_eq());
    }
});

fn check(scheme: &str, text: &str) {
    let found = Identifier::read(scheme, text);
    assert_eq!(Identifier::read(found.scheme(), &found.value()), found);
    match &found {
        Identifier::Invalid { value, .. } => assert_eq!(value, text),
        Identifier::Purl(purl) => parts(purl),
        Identifier::Cpe(cpe) => assert!(cpe.part().is_none_or(|part| "aoh".contains(part))),
        Identifier::Domain(domain) => assert!(domain.is_within(domain)),
        _ => {}
    }
}

fn parts(purl: &Purl) {
    let built = Purl::from_parts(
        purl.kind(),
        purl.namespace(),
        purl.name(),
        purl.version(),
        purl.qualifiers(),
        purl.subpath(),
    );
    assert_eq!(built.as_ref(), Ok(purl));
}
