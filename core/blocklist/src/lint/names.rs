//! Names and identifiers that meet nothing more, or far too much.

use debar_model::Identifier;
use debar_names::{exact_key, is_weak_name, surely_differ};

use super::Lint;
use crate::{Blocklist, Code, Head, IdentifierPattern, Listed, Vendor};

/// Domains under which everybody has an address, a page or a package.
const SHARED: [&str; 40] = [
    "163.com",
    "126.com",
    "aol.com",
    "amazonaws.com",
    "azurewebsites.net",
    "bitbucket.org",
    "blogspot.com",
    "cloudfront.net",
    "co.jp",
    "co.kr",
    "co.uk",
    "com.au",
    "com.br",
    "com.cn",
    "com.hk",
    "com.tr",
    "com.tw",
    "crates.io",
    "docker.io",
    "gitee.com",
    "github.com",
    "github.io",
    "gitlab.com",
    "gmail.com",
    "gmx.de",
    "google.com",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "mail.ru",
    "npmjs.com",
    "outlook.com",
    "proton.me",
    "pypi.org",
    "qq.com",
    "sourceforge.net",
    "wordpress.com",
    "yahoo.com",
    "yandex.ru",
    "org.uk",
];

pub(super) fn check(lint: &mut Lint, list: &Blocklist) {
    for (id, vendor) in &list.vendors {
        same(lint, vendor);
        only_weak(lint, id, vendor);
        shared(lint, &vendor.head, &vendor.identifiers);
    }
    for product in list.products.values() {
        shared(lint, &product.head, &product.identifiers);
    }
}

/// Aliases that are equal to the name after folding. Within one list the reader finds them.
fn same(lint: &mut Lint, vendor: &Vendor) {
    if vendor.aliases.iter().all(|alias| surely_differ(&alias.text, &vendor.name.text)) {
        return;
    }
    let name = exact_key(&vendor.name.text);
    for alias in vendor.aliases.iter().filter(|alias| !name.is_empty() && exact_key(&alias.text) == name) {
        lint.warn_unless(
            &vendor.head,
            Code::SameAfterFolding,
            &alias.place,
            format!("`{}` is compared as `{name}`, and so is the name of the vendor", alias.text),
            "remove it: case, width, accents and punctuation are folded anyway",
        );
        lint.also(Code::SameAfterFolding, &vendor.name.place, "the name is here");
    }
}

fn only_weak(lint: &mut Lint, id: &str, vendor: &Vendor) {
    let names = || std::iter::once(&vendor.name).chain(&vendor.aliases).chain(&vendor.brands);
    if vendor.identifiers.is_empty() && names().all(|listed| is_weak_name(&listed.text).is_some()) {
        lint.warn_unless(
            &vendor.head,
            Code::OnlyWeakNames,
            &vendor.head.place,
            format!("the vendor `{id}` has only weak names and no identifier"),
            "give its full legal name, a domain, an LEI or a UEI: otherwise it meets others and misses itself",
        );
    }
}

fn shared(lint: &mut Lint, head: &Head, identifiers: &[(IdentifierPattern, Listed)]) {
    for (pattern, listed) in identifiers {
        let IdentifierPattern::Exact(identifier @ Identifier::Domain(_)) = pattern else { continue };
        let domain = identifier.value();
        if !domain.contains('.') || SHARED.contains(&domain.as_ref()) {
            lint.warn_unless(
                head,
                Code::SharedDomain,
                &listed.place,
                format!("`{domain}` is a domain of many, and meets them all"),
                "give the vendor's own domain, or the whole host name below this one",
            );
        }
    }
}
