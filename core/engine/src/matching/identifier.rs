//! Identifiers: keys come before names. A domain matches at label boundaries, a package by namespace or
//! whole name, never by a part of one.

use debar_model::{Class, Cpe, Domain, Identifier, Purl, Slot, Value};

use super::Matcher;
use super::evidence::Match;
use super::field::Field;
use super::met::{Collected, Met};
use super::product::{Fit, fits};
use crate::index::{IdRef, Identifiers};

impl Matcher<'_> {
    pub(super) fn identifiers(&self, value: &Value<'_>, found: &mut Collected) {
        let field = Field::of(value, self.prepared);
        let mut hits = Hits { matcher: self, value, class: Class::Exact, found };
        if field.cap == Class::Weak {
            hits.class = Class::Weak;
        }
        let index = &self.index.identifiers;
        match value.identifier {
            Some(Identifier::Domain(domain)) => hits.domain(domain),
            Some(Identifier::Purl(purl)) => hits.purl(purl),
            Some(Identifier::Cpe(cpe)) => hits.cpe(cpe),
            Some(Identifier::Signer(signer)) => {
                hits.plain(&Identifier::Signer(signer.clone()));
                for name in signer.organization().into_iter().chain(signer.common_name()) {
                    for &id in index.signer(name) {
                        hits.add(id, "signer", name, None);
                    }
                }
            }
            Some(other) => hits.plain(other),
            None if value.slot == Slot::Artifact && value.text.contains("://") => {
                hits.class = hits.class.min(Class::Strong);
                if let Ok(domain) = Domain::parse(&value.text) {
                    hits.domain(&domain);
                }
            }
            None => {}
        }
    }
}

struct Hits<'a> {
    matcher: &'a Matcher<'a>,
    value: &'a Value<'a>,
    class: Class,
    found: &'a mut Collected,
}

impl Hits<'_> {
    fn plain(&mut self, identifier: &Identifier) {
        let how = identifier.scheme().to_owned();
        for &id in self.matcher.index.identifiers.plain(identifier) {
            self.add(id, &how, &identifier.value(), None);
        }
    }

    fn domain(&mut self, domain: &Domain) {
        for above in domain.ancestors() {
            for &id in self.matcher.index.identifiers.domain(above) {
                self.add(id, "domain", above, None);
            }
        }
    }

    fn purl(&mut self, purl: &Purl) {
        let index = &self.matcher.index.identifiers;
        for id in index.namespaces(purl) {
            self.add(id, "package namespace", purl.as_str(), purl.version());
        }
        for package in index.packages(purl) {
            let qualified = package.qualifiers.iter().all(|(key, value)| purl.qualifier(key) == Some(value));
            if !qualified {
                continue;
            }
            match (&package.version, purl.version()) {
                (None, version) => self.add(package.id, "package", purl.as_str(), version),
                (Some(listed), Some(version)) if listed == version => {
                    self.add(package.id, "package and version", purl.as_str(), Some(version));
                }
                (Some(_), Some(_)) => {}
                (Some(_), None) => {
                    let fit = Fit::Unknown;
                    self.add_with(package.id, "package", purl.as_str(), fit);
                }
            }
        }
    }

    fn cpe(&mut self, cpe: &Cpe) {
        let Some(vendor) = cpe.vendor() else { return };
        let index = &self.matcher.index.identifiers;
        for &id in index.cpe_vendor(vendor) {
            self.add(id, "CPE vendor", vendor, cpe.version());
        }
        let Some(product) = cpe.product() else { return };
        for (listed, id) in index.cpe(vendor, product) {
            match (listed, cpe.version()) {
                (None, version) => self.add(*id, "CPE product", product, version),
                (Some(listed), Some(version)) if listed == &version.to_lowercase() => {
                    self.add(*id, "CPE product and version", product, Some(version));
                }
                (Some(_), Some(_)) => {}
                (Some(_), None) => self.add_with(*id, "CPE product", product, Fit::Unknown),
            }
        }
    }

    fn add(&mut self, id: IdRef, how: &str, folded: &str, version: Option<&str>) {
        let fit = fits(self.matcher, id.entry, self.value, version);
        if fit != Fit::No {
            self.add_with(id, how, folded, fit);
        }
    }

    fn add_with(&mut self, id: IdRef, how: &str, folded: &str, fit: Fit) {
        let Matcher { list, index, .. } = self.matcher;
        let Some(listed) = Identifiers::listed(list, &index.entries, id) else { return };
        let evidence = Match::whole(&self.value.text, folded, how).evidence(self.value, listed);
        let (entry, caution) = (id.entry, fit.caution());
        self.found.add(Met {
            entry,
            line: self.value.line,
            class: self.class,
            evidence,
            digest: None,
            caution,
        });
    }
}
