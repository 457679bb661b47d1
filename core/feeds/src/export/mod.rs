//! What other tools understand of a list: the digests that its rules ban on a day, in their formats.
//!
//! Not the list: exceptions, scopes, dates and names stay behind, and every export says how much did.

mod santa;
mod table;
mod wdac;

use debar_blocklist::{Blocklist, Rule};
use debar_model::{Action, Digest};
use jiff::Timestamp;

use crate::table::Hash;
use crate::text::hex;

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportTo {
    /// Rules of Santa, JSON.
    SantaJson,
    /// Rules of Santa, a property list.
    SantaPlist,
    /// A deny policy of WDAC (App Control for Business), XML.
    Wdac,
    /// Signatures of ClamAV, `.hsb`.
    ClamAvHsb,
    /// A table of everything that is listed.
    Csv,
}

/// A digest that a rule bans.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Banned {
    /// The algorithm.
    pub hash: Hash,
    /// The digest.
    pub digest: Vec<u8>,
    /// The set's id in the list.
    pub set: String,
    /// What the set says about it.
    pub label: String,
    /// The rule.
    pub rule: String,
    /// Its authority.
    pub authority: String,
}

/// Everything that rules ban on a day.
#[derive(Clone, Debug, Default)]
pub struct Listings {
    /// Digests, sorted; each once a rule.
    pub digests: Vec<Banned>,
    /// Rows of names and identifiers: rule, authority, action, kind, value, entry.
    pub rows: Vec<[String; 6]>,
    /// Rules that bind and name nothing that has a digest.
    pub rules_without_digests: u64,
}

/// Takes a digest and its label.
pub type TakeDigest<'t> = dyn FnMut(&Digest, &str) + 't;

/// A file for another tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Its bytes.
    pub text: String,
    /// How many entries it has.
    pub entries: u64,
    /// What it does not say, for people.
    pub left_out: Vec<String>,
}

/// What the rules that bind at an instant name. `in_set` lists the digests of a set on disk with their labels.
pub fn listings(
    list: &Blocklist,
    at: Timestamp,
    in_set: &mut dyn FnMut(&str, &mut TakeDigest<'_>),
) -> Listings {
    let mut found = Listings::default();
    for (id, rule) in &list.rules {
        if !binds(list, rule, at) {
            continue;
        }
        let mut any = false;
        for set in &rule.targets.digests {
            let Some(entry) = list.digests.get(set) else { continue };
            let mut add = |digest: &Digest, label: &str| {
                let Some((hash, bytes)) = Hash::named(digest.algorithm().as_str()).zip(digest.bytes()) else {
                    return;
                };
                any = true;
                found.rows.push(row(id, rule, "digest", &format!("{}:{}", hash.as_str(), hex(bytes)), set));
                if rule.action == Action::Deny {
                    found.digests.push(Banned {
                        hash,
                        digest: bytes.to_vec(),
                        set: set.clone(),
                        label: label.to_owned(),
                        rule: id.clone(),
                        authority: rule.authority.clone(),
                    });
                }
            };
            entry.digests.iter().for_each(|(digest, _)| add(digest, ""));
            if entry.set.is_some() {
                in_set(set, &mut add);
            }
        }
        found.rules_without_digests += u64::from(!any);
        names(list, id, rule, &mut found);
    }
    found.digests.sort();
    found.digests.dedup_by(|later, first| (later.hash, &later.digest) == (first.hash, &first.digest));
    found
}

fn names(list: &Blocklist, id: &str, rule: &Rule, found: &mut Listings) {
    for vendor in &rule.targets.vendors {
        let Some(entry) = list.vendors.get(vendor) else { continue };
        found.rows.push(row(id, rule, "vendor-name", &entry.name.text, vendor));
        for alias in &entry.aliases {
            found.rows.push(row(id, rule, "vendor-alias", &alias.text, vendor));
        }
        for brand in &entry.brands {
            found.rows.push(row(id, rule, "brand", &brand.text, vendor));
        }
        for (_, identifier) in &entry.identifiers {
            found.rows.push(row(id, rule, "vendor-identifier", &identifier.text, vendor));
        }
    }
    for product in &rule.targets.products {
        let Some(entry) = list.products.get(product) else { continue };
        for name in &entry.names {
            found.rows.push(row(id, rule, "product-name", &name.text, product));
        }
        for (_, identifier) in &entry.identifiers {
            let versions = entry.versions.as_ref().map(|range| range.text.text.as_str()).unwrap_or_default();
            let value = if versions.is_empty() {
                identifier.text.clone()
            } else {
                format!("{} {versions}", identifier.text)
            };
            found.rows.push(row(id, rule, "product-identifier", &value, product));
        }
    }
}

fn row(id: &str, rule: &Rule, kind: &str, value: &str, entry: &str) -> [String; 6] {
    let action = match rule.action {
        Action::Deny => "deny",
        Action::Review => "review",
        Action::Warn => "warn",
    };
    [id, rule.authority.as_str(), action, kind, value, entry].map(str::to_owned)
}

/// Whether a rule and its authority hold at an instant, for anybody. Whom it binds is not asked.
fn binds(list: &Blocklist, rule: &Rule, at: Timestamp) -> bool {
    let Some(authority) = list.authority_of(rule) else { return false };
    let in_force =
        authority.status.iter().rfind(|event| event.from.at <= at).is_some_and(|event| event.binds());
    let paused = authority.pauses.iter().any(|pause| pause.as_to.is_empty() && pause.span.holds(at));
    in_force && !paused && rule.span.holds(at)
}

/// Writes listings in a format.
pub fn export(listings: &Listings, to: ExportTo) -> Exported {
    match to {
        ExportTo::SantaJson => santa::json(listings),
        ExportTo::SantaPlist => santa::plist(listings),
        ExportTo::Wdac => wdac::policy(listings),
        ExportTo::ClamAvHsb => table::hsb(listings),
        ExportTo::Csv => table::csv(listings),
    }
}

/// What is said where only some algorithms can be written.
fn others(listings: &Listings, taken: &[Hash]) -> Vec<String> {
    let mut said = vec![];
    let left = listings.digests.iter().filter(|banned| !taken.contains(&banned.hash)).count();
    if left > 0 {
        said.push(format!("{left} digests of algorithms that the format does not know"));
    }
    if listings.rules_without_digests > 0 {
        said.push(format!(
            "{} rules that name vendors, products or classes, and no digest",
            listings.rules_without_digests
        ));
    }
    said
}

/// Text inside of XML.
fn escaped(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .map(|c| match c {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '"' => "&quot;".to_owned(),
            c => c.to_string(),
        })
        .collect()
}

/// What a tool shows when it stops something.
fn message(banned: &Banned) -> String {
    let label = if banned.label.is_empty() { String::new() } else { format!(" ({})", banned.label) };
    format!("Banned by rule {} of {}{label}", banned.rule, banned.authority)
}
