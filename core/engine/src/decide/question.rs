//! The question with everything that its rules look at, computed once.

use debar_blocklist::Blocklist;
use debar_model::{FactOrigin, Identifier, fact};
use jiff::Timestamp;

use crate::Ask;
use crate::index::{EntryId, Index, Table};
use crate::normalise::Prepared;

/// A question being decided.
pub(crate) struct Question<'a> {
    pub list: &'a Blocklist,
    pub index: &'a Index,
    pub ask: &'a Ask<'a>,
    pub prepared: &'a Prepared<'a>,
    /// The instant of the law.
    pub at: Timestamp,
    /// The instant of the knowledge.
    pub known_at: Timestamp,
}

impl<'a> Question<'a> {
    pub fn new(list: &'a Blocklist, index: &'a Index, ask: &'a Ask<'a>, prepared: &'a Prepared<'a>) -> Self {
        let known_at = ask.known_at.unwrap_or(ask.at);
        Self { list, index, ask, prepared, at: ask.at, known_at }
    }

    /// The values of a fact.
    pub fn fact(&self, name: &str) -> &'a [String] {
        self.ask.facts.values(name)
    }

    /// Whether only the document states a fact: that may bind, and lifts nothing.
    pub fn is_claimed(&self, name: &str) -> bool {
        self.ask.facts.find(name).is_some_and(|fact| fact.origin == FactOrigin::Document)
    }

    pub fn buyers(&self) -> &'a [String] {
        self.fact(fact::BUYER)
    }

    /// Whether a buyer is one of `ids` or part of one.
    pub fn is_buyer_within(&self, buyer: &str, ids: &[String]) -> bool {
        ids.iter().any(|id| self.list.buyer_is_within(buyer, id))
    }

    /// Whether any stated buyer is one of `ids` or part of one.
    pub fn any_buyer_within(&self, ids: &[String]) -> bool {
        self.buyers().iter().any(|buyer| self.is_buyer_within(buyer, ids))
    }

    /// The id of the vendor behind an entry.
    pub fn vendor_of(&self, entry: EntryId) -> Option<&'a str> {
        let found = self.index.entries.find(entry)?;
        match found.table {
            Table::Vendor => Some(&found.id),
            _ => self.index.entries.find(found.vendor?).map(|vendor| vendor.id.as_str()),
        }
    }
}

/// Whether two identifiers say the same: scheme and value, and a package without its version when the
/// listed one has none.
pub(crate) fn is_same(listed: &Identifier, stated: &Identifier) -> bool {
    match (listed, stated) {
        (Identifier::Purl(listed), Identifier::Purl(stated)) if listed.version().is_none() => {
            listed.kind() == stated.kind()
                && listed.namespace() == stated.namespace()
                && listed.name() == stated.name()
        }
        (Identifier::Domain(listed), Identifier::Domain(stated)) => stated.is_within(listed),
        _ => listed.scheme() == stated.scheme() && listed.value().eq_ignore_ascii_case(&stated.value()),
    }
}
