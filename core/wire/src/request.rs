//! A purchase request with every value's place: what the ledger stores and a replay reads.
//!
//! Not the shape that people write by hand: see [`crate::canonical_json`]. Bytes of attachments are
//! left out; their digest and length stand for them.

mod line;
mod parts;

use debar_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::decision::{facts_from, facts_into};
use crate::error::{Within, each};
use crate::{Fact, SCHEMA_VERSION, Text, WireError, word};

pub use line::{Line, Product};
pub use parts::{
    Artifact, Attachment, Classification, Correlation, Digest, Extra, Identifier, Money, PartNumber, Party,
};

/// A purchase request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Request")]
pub struct Request<'a> {
    /// The version of this shape: 1.
    pub schema_version: u32,
    /// What the document is.
    pub document: Document<'a>,
    /// Parties of the whole request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<Party<'a>>,
    /// Lines in document order; a child follows its parent.
    #[serde(default)]
    pub lines: Vec<Line<'a>>,
    /// Total as the document states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Money<'a>>,
    /// Comments on the whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<Text<'a>>,
    /// Facts by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<Cow<'a, str>, Fact<'a>>,
    /// Fields that tie the answer to the question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub correlation: Vec<Correlation<'a>>,
    /// Files that the document names for the whole order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub artifacts: Vec<Artifact<'a>>,
    /// Files carried inside the document, without their bytes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment<'a>>,
    /// Everything else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<Extra<'a>>,
}

/// What the document is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Document<'a> {
    /// The format: `cxml`, `ubl`, `cyclonedx`, `canonical` ...
    pub format: Cow<'a, str>,
    /// Its version as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format_version: Option<Text<'a>>,
    /// The message type: `OrderRequest`, `Order` ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Text<'a>>,
    /// The document's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Text<'a>>,
    /// The document's own revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<Text<'a>>,
    /// `new`, `update` or `delete`.
    pub operation: Cow<'a, str>,
    /// When it was issued, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<Text<'a>>,
    /// Kinds of signature present; none is verified.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Text<'a>>,
    /// What the extraction had to say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Text<'a>>,
    /// Why this request must be held although the document as a whole was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undecodable: Vec<Text<'a>>,
}

/// The bytes of a request as the ledger stores them. Equal requests give equal bytes.
pub fn request_json(request: &model::PurchaseRequest) -> Vec<u8> {
    // The twin holds only texts, numbers and lists: printing it into memory cannot fail.
    serde_json::to_vec(&Request::from(request)).unwrap_or_default()
}

/// Reads what [`request_json`] wrote. Attachments come back without their bytes.
///
/// # Errors
/// Not JSON of this shape, another schema version, or a value that the model refuses.
pub fn read_request(json: &[u8]) -> Result<model::PurchaseRequest, WireError> {
    serde_json::from_slice::<Request<'_>>(json)?.try_into()
}

impl<'a> From<&'a model::PurchaseRequest> for Request<'a> {
    fn from(request: &'a model::PurchaseRequest) -> Self {
        let model::PurchaseRequest {
            document,
            parties,
            lines,
            total,
            comments,
            facts,
            correlation,
            artifacts,
            attachments,
            extra,
        } = request;
        Self {
            schema_version: SCHEMA_VERSION,
            document: document.into(),
            parties: all(parties),
            lines: all(lines),
            total: total.as_ref().map(Money::from),
            comments: all(comments),
            facts: facts_from(facts),
            correlation: all(correlation),
            artifacts: all(artifacts),
            attachments: all(attachments),
            extra: all(extra),
        }
    }
}

impl TryFrom<Request<'_>> for model::PurchaseRequest {
    type Error = WireError;

    fn try_from(request: Request<'_>) -> Result<Self, WireError> {
        if request.schema_version != SCHEMA_VERSION {
            return Err(WireError::Version { found: request.schema_version });
        }
        Ok(Self {
            document: request.document.try_into().within("document")?,
            parties: each(request.parties, "parties", TryInto::try_into)?,
            lines: each(request.lines, "lines", TryInto::try_into)?,
            total: request.total.map(TryInto::try_into).transpose().within("total")?,
            comments: texts(request.comments),
            facts: facts_into(request.facts).within("facts")?,
            correlation: request.correlation.into_iter().map(Into::into).collect(),
            artifacts: each(request.artifacts, "artifacts", TryInto::try_into)?,
            attachments: request.attachments.into_iter().map(Into::into).collect(),
            extra: request.extra.into_iter().map(Into::into).collect(),
        })
    }
}

impl<'a> From<&'a model::Document> for Document<'a> {
    fn from(document: &'a model::Document) -> Self {
        let model::Document {
            format,
            format_version,
            kind,
            id,
            revision,
            operation,
            issued,
            signatures,
            remarks,
            undecodable,
        } = document;
        Self {
            format: format.into(),
            format_version: format_version.as_ref().map(Text::from),
            kind: kind.as_ref().map(Text::from),
            id: id.as_ref().map(Text::from),
            revision: revision.as_ref().map(Text::from),
            operation: operation.as_str().into(),
            issued: issued.as_ref().map(Text::from),
            signatures: all(signatures),
            remarks: all(remarks),
            undecodable: all(undecodable),
        }
    }
}

impl TryFrom<Document<'_>> for model::Document {
    type Error = WireError;

    fn try_from(document: Document<'_>) -> Result<Self, WireError> {
        Ok(Self {
            format: document.format.into_owned(),
            format_version: document.format_version.map(Into::into),
            kind: document.kind.map(Into::into),
            id: document.id.map(Into::into),
            revision: document.revision.map(Into::into),
            operation: word::read(&document.operation).within("operation")?,
            issued: document.issued.map(Into::into),
            signatures: texts(document.signatures),
            remarks: texts(document.remarks),
            undecodable: texts(document.undecodable),
        })
    }
}

/// Twins of all items of a list.
pub(crate) fn all<'a, T, U: From<&'a T>>(items: &'a [T]) -> Vec<U> {
    items.iter().map(U::from).collect()
}

pub(crate) fn texts(items: Vec<Text<'_>>) -> Vec<model::Sourced<String>> {
    items.into_iter().map(Into::into).collect()
}
