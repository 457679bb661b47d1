//! The shape of a review's record.

use debar_model::Sha256Hex;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// The kind of a review's record.
pub const REVIEW: &str = "review";

/// Why a finding is cleared: a closed set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// It is another firm or person: registered elsewhere, other owners.
    DifferentEntity,
    /// The matched word is a common word here and names nobody.
    CommonWord,
    /// The law leaves this product out.
    ExceptedProduct,
    /// Another reason, which the note tells.
    Other,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::DifferentEntity, Self::CommonWord, Self::ExceptedProduct, Self::Other];

    /// The code in records and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DifferentEntity => "different-entity",
            Self::CommonWord => "common-word",
            Self::ExceptedProduct => "excepted-product",
            Self::Other => "other",
        }
    }

    /// Reads a code.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == code)
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::read(&code).ok_or_else(|| serde::de::Error::custom(format!("`{code}` is no reason known here")))
    }
}

/// Both sides of a decision as they were, and for whom it was made. Digests are lower-case hex.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The item of the queue: SHA-256 over subject, listing and buyers.
    pub item: String,
    /// `seller`, `maker` or `goods`.
    pub kind: String,
    /// The subject's text as written.
    pub name: String,
    /// The subject's text as compared.
    pub folded: String,
    /// Its identifiers and part numbers.
    pub identifiers: Vec<String>,
    /// SHA-256 of all that makes the subject the same.
    pub subject: String,
    /// TOML table of the listing.
    pub table: String,
    /// Its key in that table.
    pub id: String,
    /// Its name for people.
    pub listed: String,
    /// SHA-256 of what it is matched by.
    pub listing: String,
    /// Rules that may reach it, with SHA-256 of their terms.
    pub rules: BTreeMap<String, String>,
    /// Buyers for whom it was decided.
    pub buyers: Vec<String>,
}

/// The subject is not the listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clear {
    /// Both sides.
    #[serde(flatten)]
    pub pair: Pair,
    /// The decision whose finding was looked at.
    pub decision_id: String,
    /// Its class then.
    pub class: String,
    /// Why.
    pub reason: Reason,
    /// What else is to be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who decided.
    pub by: String,
    /// The first instant at which it no longer holds.
    #[serde(with = "super::instant")]
    pub until: Timestamp,
    /// Whether a second person had to confirm it when it was made.
    pub four_eyes: bool,
}

/// A second person agrees with a clearing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirm {
    /// The item.
    pub item: String,
    /// Hash of the clearing's record.
    pub event: String,
    /// Who agrees.
    pub by: String,
    /// What else is to be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The subject is the listing: what the rules ask for stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uphold {
    /// Both sides.
    #[serde(flatten)]
    pub pair: Pair,
    /// The decision whose finding was looked at.
    pub decision_id: String,
    /// What else is to be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who decided.
    pub by: String,
}

/// What a person did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum ReviewAct {
    /// Cleared a pair.
    Clear(Clear),
    /// Confirmed a clearing.
    Confirm(Confirm),
    /// Upheld a match.
    Uphold(Uphold),
}

impl ReviewAct {
    /// Who did it.
    pub fn by(&self) -> &str {
        match self {
            Self::Clear(act) => &act.by,
            Self::Confirm(act) => &act.by,
            Self::Uphold(act) => &act.by,
        }
    }

    /// The item that it is about.
    pub fn item(&self) -> &str {
        match self {
            Self::Clear(act) => &act.pair.item,
            Self::Confirm(act) => &act.item,
            Self::Uphold(act) => &act.pair.item,
        }
    }
}

/// A digest of a record's own spelling.
pub(super) fn digest(text: &str) -> Option<Sha256Hex> {
    Sha256Hex::parse(text).ok()
}
