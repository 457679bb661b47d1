//! Listed identifiers and patterns by what they are compared on.

use std::collections::HashMap;

use debar_blocklist::{Blocklist, IdentifierPattern, Listed};
use debar_model::{Identifier, Purl};
use debar_names::exact_key;

use super::{Entries, EntryId, Table};

/// A listed identifier: the `at`-th of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IdRef {
    pub entry: EntryId,
    pub at: u32,
}

/// A listed package.
#[derive(Clone, Debug)]
pub(crate) struct PurlRef {
    pub id: IdRef,
    /// The version, when only one is meant.
    pub version: Option<String>,
    /// Qualifiers that must be there.
    pub qualifiers: Vec<(String, String)>,
}

/// Vendor and product of a CPE.
type CpeKey = (String, String);

/// A listed CPE: its version, when only one is meant.
type CpeRef = (Option<String>, IdRef);

/// Type, namespace and name of a package.
type PackageKey = (String, String, String);

#[derive(Debug, Default)]
pub(crate) struct Identifiers {
    plain: HashMap<(String, String), Vec<IdRef>>,
    domains: HashMap<String, Vec<IdRef>>,
    cpe_vendors: HashMap<String, Vec<IdRef>>,
    cpes: HashMap<CpeKey, Vec<CpeRef>>,
    namespaces: HashMap<(String, String), Vec<IdRef>>,
    packages: HashMap<PackageKey, Vec<PurlRef>>,
    signers: HashMap<String, Vec<IdRef>>,
}

impl Identifiers {
    pub fn of(list: &Blocklist, entries: &Entries) -> Self {
        let mut all = Self::default();
        for (entry, vendor) in entries.vendors(list) {
            all.add_all(entry, &vendor.identifiers);
        }
        for (entry, product) in entries.products(list) {
            all.add_all(entry, &product.identifiers);
        }
        all
    }

    /// The listed text behind a reference.
    pub fn listed<'l>(list: &'l Blocklist, entries: &Entries, id: IdRef) -> Option<&'l Listed> {
        let entry = entries.find(id.entry)?;
        let identifiers = match entry.table {
            Table::Vendor => &list.vendors.get(&entry.id)?.identifiers,
            Table::Product => &list.products.get(&entry.id)?.identifiers,
            Table::Class | Table::Digests | Table::Signer | Table::Source => return None,
        };
        identifiers.get(id.at as usize).map(|(_, listed)| listed)
    }

    pub fn plain(&self, identifier: &Identifier) -> &[IdRef] {
        found(self.plain.get(&plain_key(identifier)))
    }

    pub fn domain(&self, domain: &str) -> &[IdRef] {
        found(self.domains.get(domain))
    }

    pub fn cpe_vendor(&self, vendor: &str) -> &[IdRef] {
        found(self.cpe_vendors.get(&vendor.to_lowercase()))
    }

    pub fn cpe(&self, vendor: &str, product: &str) -> &[CpeRef] {
        found(self.cpes.get(&(vendor.to_lowercase(), product.to_lowercase())))
    }

    pub fn signer(&self, name: &str) -> &[IdRef] {
        if self.signers.is_empty() { &[] } else { found(self.signers.get(&exact_key(name))) }
    }

    /// Entries that list the namespace of a package or one above it.
    pub fn namespaces(&self, purl: &Purl) -> Vec<IdRef> {
        let Some(namespace) = purl.namespace().filter(|_| !self.namespaces.is_empty()) else { return vec![] };
        let separator = if purl.kind() == "maven" { '.' } else { '/' };
        let namespace = part(purl.kind(), namespace);
        let above = std::iter::successors(Some(namespace.as_str()), |name| {
            name.rsplit_once(separator).map(|(rest, _)| rest)
        });
        above
            .filter_map(|name| self.namespaces.get(&(purl.kind().to_owned(), name.to_owned())))
            .flatten()
            .copied()
            .collect()
    }

    pub fn packages(&self, purl: &Purl) -> &[PurlRef] {
        if self.packages.is_empty() {
            return &[];
        }
        found(self.packages.get(&package_key(purl.kind(), purl.namespace().unwrap_or_default(), purl.name())))
    }

    fn add_all(&mut self, entry: EntryId, identifiers: &[(IdentifierPattern, Listed)]) {
        for (at, (pattern, _)) in (0_u32..).zip(identifiers) {
            self.add(IdRef { entry, at }, pattern);
        }
    }

    fn add(&mut self, id: IdRef, pattern: &IdentifierPattern) {
        match pattern {
            IdentifierPattern::CpeVendor(vendor) => {
                self.cpe_vendors.entry(vendor.to_lowercase()).or_default().push(id);
            }
            IdentifierPattern::PurlNamespace { kind, namespace } => {
                let namespace = part(kind, &percent_decoded(namespace));
                self.namespaces.entry((kind.to_lowercase(), namespace)).or_default().push(id);
            }
            IdentifierPattern::PurlPackage { kind, namespace, name } => {
                let key = package_key(kind, &percent_decoded(namespace), &percent_decoded(name));
                let found = PurlRef { id, version: None, qualifiers: vec![] };
                self.packages.entry(key).or_default().push(found);
            }
            IdentifierPattern::Exact(identifier) => self.add_exact(id, identifier),
        }
    }

    fn add_exact(&mut self, id: IdRef, identifier: &Identifier) {
        match identifier {
            Identifier::Domain(domain) => {
                self.domains.entry(domain.as_str().to_owned()).or_default().push(id);
            }
            Identifier::Purl(purl) => {
                let key = package_key(purl.kind(), purl.namespace().unwrap_or_default(), purl.name());
                let qualifiers = purl.qualifiers().map(|(key, value)| (key.to_owned(), value.to_owned()));
                let found = PurlRef {
                    id,
                    version: purl.version().map(str::to_owned),
                    qualifiers: qualifiers.collect(),
                };
                self.packages.entry(key).or_default().push(found);
            }
            Identifier::Cpe(cpe) => match (cpe.vendor(), cpe.product()) {
                (Some(vendor), Some(product)) => {
                    let key = (vendor.to_lowercase(), product.to_lowercase());
                    self.cpes.entry(key).or_default().push((cpe.version().map(str::to_lowercase), id));
                }
                (Some(vendor), None) => {
                    self.cpe_vendors.entry(vendor.to_lowercase()).or_default().push(id);
                }
                _ => self.plain.entry(plain_key(identifier)).or_default().push(id),
            },
            Identifier::Signer(signer) if signer.thumbprint().is_none() => {
                for name in signer.organization().into_iter().chain(signer.common_name()) {
                    let ids = self.signers.entry(exact_key(name)).or_default();
                    if !ids.contains(&id) {
                        ids.push(id);
                    }
                }
            }
            other => self.plain.entry(plain_key(other)).or_default().push(id),
        }
    }
}

fn found<T>(at: Option<&Vec<T>>) -> &[T] {
    at.map_or(&[], Vec::as_slice)
}

/// Scheme and value; case does not matter in schemes that are not checked.
fn plain_key(identifier: &Identifier) -> (String, String) {
    let value = match identifier {
        Identifier::Other { value, .. } | Identifier::Invalid { value, .. } => value.trim().to_lowercase(),
        known => known.value().into_owned(),
    };
    (identifier.scheme().to_lowercase(), value)
}

/// What two spellings of one package have in common, by the rules of its type.
fn package_key(kind: &str, namespace: &str, name: &str) -> PackageKey {
    (kind.to_lowercase(), part(kind, namespace), part(kind, name))
}

/// Registries that ignore case, or hold `-` and `_` for the same, although a purl keeps them.
fn part(kind: &str, text: &str) -> String {
    match kind.to_lowercase().as_str() {
        "nuget" | "github" | "bitbucket" | "gitlab" | "composer" | "npm" | "hex" | "vscode-extension" => {
            text.to_lowercase()
        }
        "pypi" => text.to_lowercase().replace(['_', '.'], "-"),
        "cargo" => text.replace('-', "_"),
        _ => text.to_owned(),
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let digits = (ahead.next().and_then(hex), ahead.next().and_then(hex));
        match (byte, digits) {
            (b'%', (Some(high), Some(low))) => {
                bytes.push(high << 4 | low);
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
