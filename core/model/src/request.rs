//! The purchase request: one document's content, complete, with every value's place.

use crate::{Facts, LineItem, Money, Party, Source, Sourced};

/// What the document does to an order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Operation {
    /// A new order.
    #[default]
    New,
    /// A new state of an earlier order, screened whole.
    Update,
    /// A cancellation: always goes through.
    Delete,
}

impl Operation {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    /// Reads a word of the wire. An unknown word is a new order: the operation that is screened in full.
    pub fn read(word: &str) -> Self {
        match word {
            "update" => Self::Update,
            "delete" => Self::Delete,
            _ => Self::New,
        }
    }
}

/// What the document is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The format: `cxml`, `ubl`, `cyclonedx`, `canonical` ...
    pub format: String,
    /// Its version as written.
    pub format_version: Option<Sourced<String>>,
    /// The message type: `OrderRequest`, `Order` ...
    pub kind: Option<Sourced<String>>,
    /// The document's own id: order number, serial number.
    pub id: Option<Sourced<String>>,
    /// The document's own revision.
    pub revision: Option<Sourced<String>>,
    /// New, update or delete.
    pub operation: Operation,
    /// When it was issued, as written.
    pub issued: Option<Sourced<String>>,
    /// Kinds of signature present. None is verified; a signed document is never changed.
    pub signatures: Vec<Sourced<String>>,
    /// What the extraction had to say: degraded, ambiguous.
    pub remarks: Vec<Sourced<String>>,
    /// Why this request must be held although the document as a whole was read.
    pub undecodable: Vec<Sourced<String>>,
}

/// A field that ties the answer to the question (`payloadID`, `BuyerCookie` ...).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correlation {
    /// Its name in the document's own words.
    pub name: String,
    /// Its value.
    pub value: Sourced<String>,
}

/// A value that no field of ours names: searched like all others, so that nothing hides there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// Its name in the document's own words, such as `Extrinsic/soldBy`.
    pub key: String,
    /// Its value.
    pub value: Sourced<String>,
}

/// A file carried inside the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Ordinal of the line that carries it; none for the document as a whole.
    pub line: Option<u32>,
    /// Its media type as written.
    pub media_type: String,
    /// Its name or content id.
    pub name: String,
    /// Its place.
    pub source: Source,
    /// The decoded bytes.
    pub bytes: Vec<u8>,
}

/// One purchase request, completely decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PurchaseRequest {
    /// What the document is.
    pub document: Document,
    /// Parties of the whole request.
    pub parties: Vec<Party>,
    /// Lines in document order; a child follows its parent.
    pub lines: Vec<LineItem>,
    /// Total as the document states it.
    pub total: Option<Money>,
    /// Comments on the whole.
    pub comments: Vec<Sourced<String>>,
    /// Facts that the document states of itself.
    pub facts: Facts,
    /// Fields that tie the answer to the question.
    pub correlation: Vec<Correlation>,
    /// Files that the document names for the whole order.
    pub artifacts: Vec<crate::Artifact>,
    /// Files carried inside the document.
    pub attachments: Vec<Attachment>,
    /// Everything else.
    pub extra: Vec<Extra>,
}

impl PurchaseRequest {
    /// The line of an ordinal.
    pub fn line(&self, ordinal: u32) -> Option<&LineItem> {
        self.lines.get(usize::try_from(ordinal).ok()?)
    }
}
