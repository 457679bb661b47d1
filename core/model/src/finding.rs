//! A finding: a value of the document met an entry of the list. Matching stops here; what follows
//! from a finding is said by its rulings.

use jiff::Timestamp;

use crate::{Place, Ruling, Sha256Hex, Slot, Source, Verdict};

/// How strong the evidence is. Ordered by strength.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A person decided that the party is not the listed one, and both are as they were then.
    Cleared,
    /// A brand among other distinctive words, in a comment or an unnamed field.
    Weak,
    /// A name close to a listed one, without a conflict.
    Strong,
    /// A declared brand and otherwise only generic words.
    Family,
    /// A listed other name, or equality after legal form, spacing or look-alike letters.
    Alias,
    /// An identifier, a digest, or the listed name itself.
    Exact,
}

impl Class {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cleared => "cleared",
            Self::Weak => "weak",
            Self::Strong => "strong",
            Self::Family => "family",
            Self::Alias => "alias",
            Self::Exact => "exact",
        }
    }
}

/// Which entry of the list was met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// `vendor`, `product`, `class`, `digests`, `signer` or `source`: the TOML table of the entry; `rule` where a rule
    /// asks every seller and no entry was met.
    pub table: &'static str,
    /// Its key in that table.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Where the entry stands in the list.
    pub place: Place,
}

/// What was compared with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Which kind of field it was.
    pub slot: Slot,
    /// The value of the document, cut to 256 characters around the match.
    pub value: String,
    /// Where the value stands in the native document.
    pub source: Source,
    /// The matched part of the value as written.
    pub matched: String,
    /// The matched part after folding: what was really compared.
    pub folded: String,
    /// The listed form that it met, as written in the list.
    pub listed: String,
    /// Where that form stands in the list.
    pub listed_place: Place,
    /// How the two met, in words: `vendor name`, `brand with generic words`, `purl pattern` ...
    pub how: String,
    /// What folding had to undo: `homoglyph`, `zero-width`, `markup`, `spaced-letters` ...
    pub flags: Vec<String>,
    /// How alike `matched` and `listed` are, where they met by likeness.
    pub scores: Option<NameScores>,
}

/// How alike two names are. They follow from the two names alone, so anybody can compute them again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NameScores {
    /// How sure it is that both mean one party, 0 to 1000.
    pub identity: u16,
    /// How sure it is that the text bears the listed brand, 0 to 1000; none where the listed form is no brand.
    pub family: Option<u16>,
}

/// How two ends of a step belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// A component of the line above it.
    ComponentOf,
    /// A product of a vendor.
    ProductOf,
    /// Owned by, with a percentage.
    OwnedBy,
    /// Controlled by.
    ControlledBy,
    /// Owner of a listed vendor.
    ParentOf,
    /// Under the same owner.
    CommonControlWith,
    /// Successor of.
    SuccessorOf,
    /// Renamed from.
    RenamedFrom,
    /// Acts on behalf or at the direction of.
    AgentOf,
    /// Sells the goods of the far end under its own name.
    WhiteLabelOf,
    /// Member of a group of the list.
    MemberOf,
}

impl Relation {
    /// The word on the wire, also read by people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ComponentOf => "component of",
            Self::ProductOf => "product of",
            Self::OwnedBy => "owned by",
            Self::ControlledBy => "controlled by",
            Self::ParentOf => "parent of",
            Self::CommonControlWith => "under common control with",
            Self::SuccessorOf => "successor of",
            Self::RenamedFrom => "renamed from",
            Self::AgentOf => "agent of",
            Self::WhiteLabelOf => "white label of",
            Self::MemberOf => "member of",
        }
    }
}

/// One step on the way from the thing bought to the party that a rule names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The near end: a line's name, a vendor's id.
    pub from: String,
    /// How the two belong together.
    pub relation: Relation,
    /// The far end.
    pub to: String,
    /// Percent, dates or whatever else qualifies the step; may be empty.
    pub detail: String,
    /// Where the list says so, when the list does.
    pub place: Option<Place>,
}

/// What a listed vendor answered to its listing, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorResponse {
    /// The day, as the list writes it.
    pub on: String,
    /// `lawsuit`, `letter`, `appeal` ...
    pub kind: Option<String>,
    /// What it says.
    pub says: Option<String>,
    /// What came of it; open when there is none.
    pub result: Option<String>,
    /// The day of the result, as the list writes it.
    pub result_on: Option<String>,
    /// Ids of the evidence.
    pub evidence: Vec<String>,
}

/// Who cleared a finding: the decision of a person that stands in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clearing {
    /// Hash of the ledger's record by which it came to count.
    pub event: Sha256Hex,
    /// Who decided.
    pub by: String,
    /// Who confirmed it, where two have to.
    pub confirmed_by: Option<String>,
    /// When it came to count.
    pub on: Timestamp,
    /// The first instant at which it no longer holds.
    pub until: Timestamp,
    /// Code of the reason: `different-entity`, `common-word` ...
    pub reason: String,
    /// What else was noted.
    pub note: Option<String>,
    /// How strong the evidence would be without it.
    pub was: Class,
}

/// A value of the document met an entry of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The entry.
    pub listing: Listing,
    /// Ordinal of the line, none for the request as a whole.
    pub line: Option<u32>,
    /// How strong the evidence is.
    pub class: Class,
    /// What was compared with what.
    pub evidence: Evidence,
    /// From the thing bought to the entry, nearest first; empty when they are one step apart.
    pub path: Vec<Step>,
    /// What each rule that reaches the entry says, in order of strictness.
    pub rulings: Vec<Ruling>,
    /// What the listed vendor had answered by then, oldest first.
    pub responses: Vec<VendorResponse>,
    /// Who cleared it; the class is `Cleared` exactly when there is somebody.
    pub cleared: Option<Clearing>,
    /// The strictest of the rulings.
    pub verdict: Verdict,
}
