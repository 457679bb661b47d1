//! The listed texts of an entry: what evasions start from. Not what they lead to. Invariant: in the order of the list,
//! each with its own place.

use debar_blocklist::{Blocklist, IdentifierPattern, Listed};
use debar_model::{Digest, Place};

use crate::evasion::Source;

/// An entry with its texts.
#[derive(Debug)]
pub(crate) struct Entry<'l> {
    /// `vendor`, `product` or `digests`.
    pub table: &'static str,
    pub id: &'l str,
    pub place: &'l Place,
    pub subjects: Vec<Subject<'l>>,
    /// The vendor declares a brand, or there is none to declare.
    pub branded: bool,
}

/// A listed text.
#[derive(Clone, Debug)]
pub(crate) struct Subject<'l> {
    pub what: What<'l>,
    pub text: String,
    pub place: &'l Place,
}

/// What a text is to its entry.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What<'l> {
    Name,
    Brand,
    Product,
    Glob,
    PartNumber,
    Identifier(&'l IdentifierPattern),
    Digest(&'l Digest),
}

/// Digests of one set that are tried: each is as good as another.
const DIGESTS: usize = 8;

impl<'l> Subject<'l> {
    fn new(what: What<'l>, listed: &'l Listed) -> Self {
        Self { what, text: listed.text.clone(), place: &listed.place }
    }

    /// Whether an evasion can start from it.
    pub fn feeds(&self, source: Source) -> bool {
        use IdentifierPattern as P;
        let scheme = |wanted: fn(&str) -> bool| match self.what {
            What::Identifier(P::Exact(identifier)) => wanted(identifier.scheme()),
            _ => false,
        };
        match source {
            Source::Text => matches!(self.what, What::Name | What::Brand | What::Product | What::Glob),
            Source::Name => matches!(self.what, What::Name | What::Brand),
            Source::Domain => scheme(|scheme| scheme == "domain"),
            Source::Purl => {
                scheme(|scheme| scheme == "purl")
                    || matches!(self.what, What::Identifier(P::PurlNamespace { .. } | P::PurlPackage { .. }))
            }
            Source::Cpe => {
                scheme(|scheme| scheme == "cpe") || matches!(self.what, What::Identifier(P::CpeVendor(_)))
            }
            Source::Code => scheme(|scheme| !matches!(scheme, "domain" | "purl" | "cpe" | "signer")),
            Source::Digest => matches!(self.what, What::Digest(_)),
            Source::PartNumber => matches!(self.what, What::PartNumber),
        }
    }
}

/// The entries of a list, or what belongs to one vendor of it.
pub(crate) fn entries<'l>(list: &'l Blocklist, vendor: Option<&str>) -> Vec<Entry<'l>> {
    let wanted = |id: &str| vendor.is_none_or(|vendor| vendor == id);
    let mut all = vec![];
    for (id, entry) in list.vendors.iter().filter(|(id, _)| wanted(id)) {
        let mut subjects = vec![Subject::new(What::Name, &entry.name)];
        subjects.extend(entry.aliases.iter().map(|listed| Subject::new(What::Name, listed)));
        subjects.extend(entry.brands.iter().map(|listed| Subject::new(What::Brand, listed)));
        subjects.extend(identifiers(&entry.identifiers));
        let branded = !entry.brands.is_empty();
        all.push(Entry { table: "vendor", id, place: &entry.head.place, subjects, branded });
    }
    let of_vendor = |owner: Option<&str>| vendor.is_none() || owner == vendor;
    for (id, product) in list.products.iter().filter(|(_, product)| of_vendor(product.vendor.as_deref())) {
        let mut subjects: Vec<Subject<'_>> =
            product.names.iter().map(|listed| Subject::new(What::Product, listed)).collect();
        subjects.extend(product.globs.iter().map(|listed| Subject::new(What::Glob, listed)));
        subjects.extend(product.part_numbers.iter().map(|listed| Subject::new(What::PartNumber, listed)));
        subjects.extend(identifiers(&product.identifiers));
        all.push(Entry { table: "product", id, place: &product.head.place, subjects, branded: true });
    }
    for (id, set) in list.digests.iter().filter(|(_, set)| of_vendor(set.vendor.as_deref())) {
        let digest = |(digest, place): &'l (Digest, Place)| Subject {
            what: What::Digest(digest),
            text: digest.to_string(),
            place,
        };
        let subjects = set.digests.iter().take(DIGESTS).map(digest).collect();
        all.push(Entry { table: "digests", id, place: &set.head.place, subjects, branded: true });
    }
    all
}

fn identifiers<'l>(all: &'l [(IdentifierPattern, Listed)]) -> impl Iterator<Item = Subject<'l>> {
    all.iter().map(|(pattern, listed)| Subject {
        what: What::Identifier(pattern),
        text: written(pattern),
        place: &listed.place,
    })
}

/// An identifier that the pattern means.
fn written(pattern: &IdentifierPattern) -> String {
    match pattern {
        IdentifierPattern::Exact(identifier) => identifier.value().into_owned(),
        IdentifierPattern::CpeVendor(vendor) => format!("cpe:2.3:a:{vendor}:agent:12.0:*:*:*:*:*:*:*"),
        IdentifierPattern::PurlNamespace { kind, namespace } => {
            format!("pkg:{kind}/{}/sdk@1.2.3", namespace.replace('@', "%40"))
        }
        IdentifierPattern::PurlPackage { kind, namespace, name } if namespace.is_empty() => {
            format!("pkg:{kind}/{name}@1.2.3")
        }
        IdentifierPattern::PurlPackage { kind, namespace, name } => {
            format!("pkg:{kind}/{}/{name}@1.2.3", namespace.replace('@', "%40"))
        }
    }
}

/// The scheme under which an order would give it.
pub(crate) fn scheme(pattern: &IdentifierPattern) -> &str {
    match pattern {
        IdentifierPattern::Exact(identifier) => identifier.scheme(),
        IdentifierPattern::CpeVendor(_) => "cpe",
        IdentifierPattern::PurlNamespace { .. } | IdentifierPattern::PurlPackage { .. } => "purl",
    }
}
