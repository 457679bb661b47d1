//! What comes out of a source, before it is written as TOML.

use std::collections::BTreeMap;

use debar_model::Object;

use crate::table::DigestTable;
use crate::{Report, Snapshot};

/// When a listing ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ends {
    /// The last day.
    Through(String),
    /// The first instant at which it no longer holds.
    Until(String),
}

/// What a listed party is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartyKind {
    /// A firm, an agency, a body.
    Organisation,
    /// A person.
    Individual,
    /// Not said.
    #[default]
    Unknown,
}

impl PartyKind {
    /// The word of `--select type=`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Individual => "individual",
            Self::Unknown => "unknown",
        }
    }
}

/// A listed party.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// The source's own number or id; empty when it has none.
    pub source_id: String,
    /// The list within the source.
    pub list: String,
    /// What it is.
    pub kind: PartyKind,
    /// Its name.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Names that are too weak to deny on.
    pub weak: Vec<String>,
    /// Valid identifiers by scheme.
    pub identifiers: Vec<(String, String)>,
    /// The programme under which it is listed.
    pub program: String,
    /// Its countries.
    pub countries: Vec<String>,
    /// First day of the listing.
    pub from: Option<String>,
    /// Its end.
    pub ends: Option<Ends>,
    /// Whether successors and subsidiaries are listed with it.
    pub with_successors: bool,
    /// For people.
    pub note: String,
}

/// A listed package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Package {
    /// The record.
    pub list: String,
    /// Its package URL without version.
    pub purl: String,
    /// The ecosystem, as the source writes it.
    pub ecosystem: String,
    /// Its versions in VERS; all when absent.
    pub versions: Option<String>,
    /// First instant of the listing.
    pub from: Option<String>,
    /// Its end.
    pub ends: Option<Ends>,
    /// Whether it only asks a person.
    pub review: bool,
    /// For people.
    pub note: String,
}

/// Which digests belong together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetKey {
    /// The list or record within the source.
    pub list: String,
    /// Whether it only asks a person.
    pub review: bool,
    /// What they are of.
    pub object: Object,
    /// Whether a hit on a file inside of an archive denies.
    pub members_deny: bool,
    /// First instant of the listing.
    pub from: Option<String>,
    /// Its end.
    pub ends: Option<Ends>,
}

/// A source, read.
#[derive(Clone, Debug)]
pub struct Import {
    /// What was read.
    pub snapshot: Snapshot,
    /// Parties, in order of the files.
    pub parties: Vec<Party>,
    /// Packages, in order of the files.
    pub packages: Vec<Package>,
    /// Digests.
    pub digests: BTreeMap<SetKey, DigestTable>,
    /// What is odd.
    pub report: Report,
}

impl Import {
    /// How many digests there are, repeated ones included where there are very many.
    pub fn digest_count(&self) -> usize {
        self.digests.values().map(DigestTable::len).sum()
    }
}
