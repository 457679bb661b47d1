//! An item of the queue: one subject, one listing, the buyers for whom it was asked. Like findings of many decisions
//! are one item.

use debar_engine::{Engine, Subject};
use debar_ledger::Pair;
use debar_model::{Decision, Finding, PurchaseRequest, Sha256Hex, fact};
use debar_wire::sha256;

use crate::LoadedList;

/// What an item is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub id: Sha256Hex,
    /// `seller`, `maker`, `goods`; `other` where nothing whole can be named.
    pub kind: &'static str,
    pub name: String,
    pub folded: String,
    pub identifiers: Vec<String>,
    pub subject: Sha256Hex,
    pub table: &'static str,
    pub listing: String,
    pub listed: String,
    pub buyers: Vec<String>,
}

impl Item {
    pub fn of(request: &PurchaseRequest, decision: &Decision, finding: &Finding) -> Self {
        let mut buyers: Vec<String> = decision.facts.values(fact::BUYER).to_vec();
        buyers.sort();
        let evidence = &finding.evidence;
        let (kind, name, folded, identifiers, subject) = match Subject::of(request, finding.line, evidence) {
            Some(Subject { kind, name, folded, identifiers, digest }) => {
                (kind.as_str(), name, folded, identifiers, digest)
            }
            None => {
                let digest =
                    sha256(format!("other\0{}\0{}", evidence.slot.word(), evidence.folded).as_bytes());
                ("other", evidence.matched.clone(), evidence.folded.clone(), vec![], digest)
            }
        };
        let listing = &finding.listing;
        let mut parts = vec!["debar-review-item/1", listing.table, &listing.id];
        parts.extend(buyers.iter().map(String::as_str));
        let name_of = format!("{subject}\0{}", parts.join("\0"));
        Self {
            id: sha256(name_of.as_bytes()),
            kind,
            name,
            folded,
            identifiers,
            subject,
            table: listing.table,
            listing: listing.id.clone(),
            listed: listing.name.clone(),
            buyers,
        }
    }

    /// Both sides as they stand on a list; none when the listing is none that a person can decide against.
    pub fn pair(&self, list: &LoadedList) -> Option<Pair> {
        let pins = list.engine.pins(self.subject, self.table, &self.listing)?;
        Some(Pair {
            listing: pins.listing.to_string(),
            rules: pins.rules.iter().map(|(rule, terms)| (rule.clone(), terms.to_string())).collect(),
            ..self.unpinned()
        })
    }

    /// The same without digests of the list: enough to say that a match is true.
    pub fn unpinned(&self) -> Pair {
        Pair {
            item: self.id.to_string(),
            kind: self.kind.to_owned(),
            name: self.name.clone(),
            folded: self.folded.clone(),
            identifiers: self.identifiers.clone(),
            subject: self.subject.to_string(),
            table: self.table.to_owned(),
            id: self.listing.clone(),
            listed: self.listed.clone(),
            listing: String::new(),
            rules: std::collections::BTreeMap::new(),
            buyers: self.buyers.clone(),
        }
    }

    /// Why a person cannot decide against a finding like this, if so.
    pub fn refusal(&self, request: &PurchaseRequest, finding: &Finding) -> Option<String> {
        if !matches!(self.table, "vendor" | "product") {
            return Some(format!(
                "it is about a {} of the list, and neither a vendor nor a product",
                self.table
            ));
        }
        let Some(subject) = Subject::of(request, finding.line, &finding.evidence) else {
            return Some("it is no whole name or text that could be told from others".to_owned());
        };
        Engine::clearable(finding.class, subject.kind).err().map(str::to_owned)
    }
}
