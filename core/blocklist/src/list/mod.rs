//! The checked list: what a blocklist says once every reference holds and every date is an instant.
//!
//! Built only by [`crate::read`]; everything in it keeps its place in the TOML.

mod authority;
mod entry;
mod form;
mod provenance;
mod rule;
mod span;
mod test_case;
mod waiver;

use std::collections::BTreeMap;

use debar_model::{Place, Revision, Sha256Hex};
use jiff::tz::TimeZone;

pub use authority::{
    Authority, Check, Citation, Contact, Force, Litigation, Pause, ReportClock, StatusEvent,
};
pub use entry::{
    Buyer, ClassEntry, DigestSet, EvidenceEntry, IdentifierPattern, Listed, Owner, Percent, ProductEntry,
    Response, SetFile, Succession, Vendor, VendorRelation, VersionRange,
};
pub use form::{Fill, Form, FormField, FormPart};
pub use provenance::{Location, SignerEntry, SourceEntry};
pub use rule::{
    Deadline, Depth, EndUseRule, Exception, Mode, Operator, Ownership, Reach, Requirement, Rule, Scope,
    Sellers, Targets, UnknownComponents, ValueShare, ValueThreshold,
};
pub use span::{Moment, Span};
pub use test_case::{TestCase, TestExpect, TestGiven};
pub use waiver::{Approval, ClearedPair, ClearedParty, Lapse, Waiver, WaiverFor};

/// One file that the list was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name relative to the root file.
    pub name: String,
    /// Its digest.
    pub sha256: Sha256Hex,
    /// Its length in bytes.
    pub len: u64,
}

/// A whole blocklist, checked.
#[derive(Clone, Debug)]
pub struct Blocklist {
    /// Its title; the name of the root file when it has none.
    pub title: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Where a bare date begins.
    pub time_zone: TimeZone,
    /// After the first of them, every decision says that the list is stale.
    pub freshness: Vec<Freshness>,
    /// Digest of all its files.
    pub revision: Revision,
    /// Root, includes and side files, sorted by name.
    pub files: Vec<SourceFile>,
    /// Buyers by id; a rule on a parent binds its children.
    pub buyers: BTreeMap<String, Buyer>,
    /// Vendors by id.
    pub vendors: BTreeMap<String, Vendor>,
    /// Groups of vendors by id: sorted vendor ids.
    pub groups: BTreeMap<String, Vec<String>>,
    /// Places and notes of the groups.
    pub group_heads: BTreeMap<String, Head>,
    /// Products by id.
    pub products: BTreeMap<String, ProductEntry>,
    /// Classes of goods by id.
    pub classes: BTreeMap<String, ClassEntry>,
    /// Digest sets by id.
    pub digests: BTreeMap<String, DigestSet>,
    /// Signers by id.
    pub signers: BTreeMap<String, SignerEntry>,
    /// Sources by id.
    pub sources: BTreeMap<String, SourceEntry>,
    /// Authorities by id.
    pub authorities: BTreeMap<String, Authority>,
    /// Rules by id.
    pub rules: BTreeMap<String, Rule>,
    /// Waivers by id.
    pub waivers: BTreeMap<String, Waiver>,
    /// Cleared pairs by id.
    pub cleared: BTreeMap<String, ClearedPair>,
    /// Evidence by id.
    pub evidence: BTreeMap<String, EvidenceEntry>,
    /// Calendars of business days by id; `us-federal` needs none.
    pub calendars: BTreeMap<String, crate::Calendar>,
    /// Forms of reports by id.
    pub forms: BTreeMap<String, Form>,
    /// The list's own tests, in order.
    pub tests: Vec<TestCase>,
}

impl Blocklist {
    /// The authority of a rule. Every rule of a checked list has one.
    pub fn authority_of(&self, rule: &Rule) -> Option<&Authority> {
        self.authorities.get(&rule.authority)
    }

    /// The form of a name: its id, the name that it gives itself, or either with hyphens for dots.
    pub fn form(&self, name: &str) -> Option<(&str, &Form)> {
        let plain = |text: &str| text.replace('.', "-").to_ascii_lowercase();
        let found = self.forms.get_key_value(name).or_else(|| {
            self.forms.iter().find(|(id, form)| plain(id) == plain(name) || plain(&form.name) == plain(name))
        });
        found.map(|(id, form)| (id.as_str(), form))
    }

    /// Whether `buyer` is `ancestor` or part of it, at any depth, or one of its members.
    pub fn buyer_is_within(&self, buyer: &str, ancestor: &str) -> bool {
        let mut seen = vec![];
        let mut open = vec![buyer];
        while let Some(id) = open.pop() {
            if id == ancestor {
                return true;
            }
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            if let Some(entry) = self.buyers.get(id) {
                open.extend(entry.part_of.iter().map(String::as_str));
            }
            open.extend(
                self.buyers
                    .iter()
                    .filter(|(_, group)| group.members.iter().any(|member| member == id))
                    .map(|(group, _)| group.as_str()),
            );
        }
        false
    }
}

/// Until when one file of a list is fresh enough to rely on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// The file's title; its name when it has none.
    pub list: String,
    /// The file.
    pub file: String,
    /// The first instant at which it is stale. Written: the day, and how it was counted.
    pub by: Moment,
}

/// Where an entry stands and what its author noted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The entry's place: its key.
    pub place: Place,
    /// A free note.
    pub note: Option<String>,
    /// Ids of its evidence.
    pub evidence: Vec<String>,
    /// Who looks after this entry.
    pub owner: Option<String>,
    /// When somebody should look at it again; a reminder, without effect on verdicts.
    pub review_by: Option<Moment>,
    /// Who changed it and why.
    pub history: Vec<Change>,
    /// Warnings that the author takes on themselves: they are not reported for this entry.
    pub allow: Vec<crate::Code>,
    /// Why it replaces the entry of an included file; none when it does not say that it may loosen one.
    pub overrides: Option<String>,
}

/// One change of an entry, as its `history` tells it. Kept as data, without effect on verdicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// When.
    pub on: Moment,
    /// Who.
    pub by: Option<String>,
    /// The ticket.
    pub ticket: Option<String>,
    /// Why.
    pub why: Option<String>,
}
