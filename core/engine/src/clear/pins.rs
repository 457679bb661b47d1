//! To what a decision is pinned: the subject, what its listing is matched by, and what the rules that may reach it ask
//! for.

use std::collections::BTreeMap;

use debar_blocklist::Blocklist;
use debar_model::Sha256Hex;

use crate::index::{Index, Table};

/// Both sides of a pair as they were. Equal pins are the same question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pins {
    /// Digest of the subject.
    pub subject: Sha256Hex,
    /// TOML table of the listing: `vendor` or `product`.
    pub table: String,
    /// Its key in that table.
    pub id: String,
    /// Digest of what it is matched by.
    pub listing: Sha256Hex,
    /// Rules that may reach it, with digests of their terms.
    pub rules: BTreeMap<String, Sha256Hex>,
}

impl Pins {
    /// What is another than it was, in words. A rule that is gone changes nothing.
    pub fn change(&self, now: &Self) -> Option<String> {
        if self.subject != now.subject {
            return Some("the party or the goods changed".to_owned());
        }
        if (&self.table, &self.id) != (&now.table, &now.id) {
            return Some("it is another listing".to_owned());
        }
        if self.listing != now.listing {
            return Some(format!("what {} `{}` is listed with changed", self.table, self.id));
        }
        now.rules.iter().find_map(|(rule, terms)| match self.rules.get(rule) {
            None => Some(format!("rule `{rule}` may reach it now")),
            Some(known) if known != terms => Some(format!("rule `{rule}` changed")),
            Some(_) => None,
        })
    }
}

/// The pins of today; none for entries that are no party and no product, or that are not there.
pub(crate) fn pins(
    list: &Blocklist,
    index: &Index,
    subject: Sha256Hex,
    table: &str,
    id: &str,
) -> Option<Pins> {
    let listing = list.forms_digest(table, id)?;
    let of_table = if table == "vendor" { Table::Vendor } else { Table::Product };
    let entry = index.entries.id_of(of_table, id)?;
    let rules = index.rules.candidates(&index.entries, entry);
    let rules = rules.into_iter().filter_map(|rule| Some((rule.to_owned(), list.terms_digest(rule)?)));
    Some(Pins { subject, table: table.to_owned(), id: id.to_owned(), listing, rules: rules.collect() })
}
