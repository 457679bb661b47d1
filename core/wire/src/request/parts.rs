//! Parts of requests and lines: parties, identifiers, digests, amounts, files.

use debar_model as model;
use model::Sourced;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use super::{all, texts};
use crate::error::{Within, each};
use crate::source::decimal;
use crate::{Integer, Source, Text, WireError, sha256, word};

/// A party with all its names and identifiers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Party<'a> {
    /// `supplier`, `manufacturer`, `publisher`, `author`, `distributor`, `buyer`, `originator`, `end-user`,
    /// or the document's own word.
    pub role: Cow<'a, str>,
    /// Names as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Text<'a>>,
    /// Identifiers of any scheme.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier<'a>>,
    /// Country codes as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<Text<'a>>,
    /// Everything else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<Extra<'a>>,
}

/// An identifier in its canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Identifier<'a> {
    /// `purl`, `cpe`, `lei`, `uei`, `cage`, `duns`, `vat`, `gln`, `gtin`, `domain`, `unspsc`, `signer`, or the
    /// document's own scheme.
    pub scheme: Cow<'a, str>,
    /// The value in canonical form; as written when the scheme refuses it.
    pub value: Cow<'a, str>,
    /// Why the scheme refuses the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invalid: Option<Cow<'a, str>>,
    /// Its place.
    #[serde(default, skip_serializing_if = "Source::is_unknown")]
    pub at: Source<'a>,
}

/// A digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Digest<'a> {
    /// `sha256`, `sha384`, `sha512`, `sha1`, `md5`, or another by its name.
    pub algorithm: Cow<'a, str>,
    /// Lower-case hex, or the text of an unknown algorithm.
    pub value: Cow<'a, str>,
    /// `archive`, `file` or `unknown`.
    pub object: Cow<'a, str>,
    /// Its place.
    #[serde(default, skip_serializing_if = "Source::is_unknown")]
    pub at: Source<'a>,
}

/// An amount in a currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Money<'a> {
    /// The exact amount, a decimal as a string.
    pub amount: Cow<'a, str>,
    /// ISO 4217 code as written; empty when the document gives none.
    #[serde(default)]
    pub currency: Cow<'a, str>,
    /// Its place.
    #[serde(default, skip_serializing_if = "Source::is_unknown")]
    pub at: Source<'a>,
}

/// A part number and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PartNumber<'a> {
    /// `supplier`, `supplier-auxiliary`, `manufacturer` or `buyer`.
    pub owner: Cow<'a, str>,
    /// The number as written.
    pub number: Text<'a>,
}

/// A classification such as UNSPSC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Classification<'a> {
    /// The scheme as written.
    pub scheme: Cow<'a, str>,
    /// The code as written.
    pub code: Text<'a>,
    /// Its name, where the document gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text<'a>>,
}

/// A file that the document names but does not carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Artifact<'a> {
    /// Where the file is said to be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uris: Vec<Text<'a>>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Text<'a>>,
    /// Its media type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<Text<'a>>,
    /// Digests that the document states for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub digests: Vec<Digest<'a>>,
    /// What could not be read inside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Text<'a>>,
}

/// A file carried inside the document, by its digest: the bytes are not here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attachment<'a> {
    /// Ordinal of the line that carries it; none for the document as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Its media type as written.
    pub media_type: Cow<'a, str>,
    /// Its name or content id.
    pub name: Cow<'a, str>,
    /// SHA-256 of the decoded bytes.
    pub sha256: Cow<'a, str>,
    /// Number of decoded bytes.
    pub len: Integer,
    /// Its place.
    #[serde(default, skip_serializing_if = "Source::is_unknown")]
    pub at: Source<'a>,
}

/// A value that no field of ours names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Extra<'a> {
    /// Its name in the document's own words.
    pub key: Cow<'a, str>,
    /// Its value.
    pub value: Text<'a>,
}

/// A field that ties the answer to the question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Correlation<'a> {
    /// Its name in the document's own words.
    pub name: Cow<'a, str>,
    /// Its value.
    pub value: Text<'a>,
}

impl<'a> From<&'a model::Party> for Party<'a> {
    fn from(party: &'a model::Party) -> Self {
        let model::Party { role, names, identifiers, countries, extra } = party;
        Self {
            role: role.as_str().into(),
            names: all(names),
            identifiers: all(identifiers),
            countries: all(countries),
            extra: all(extra),
        }
    }
}

impl TryFrom<Party<'_>> for model::Party {
    type Error = WireError;

    fn try_from(party: Party<'_>) -> Result<Self, WireError> {
        Ok(Self {
            role: model::Role::read(&party.role),
            names: texts(party.names),
            identifiers: party.identifiers.into_iter().map(Into::into).collect(),
            countries: texts(party.countries),
            extra: party.extra.into_iter().map(Into::into).collect(),
        })
    }
}

impl<'a> From<&'a Sourced<model::Identifier>> for Identifier<'a> {
    fn from(sourced: &'a Sourced<model::Identifier>) -> Self {
        let invalid = match &sourced.value {
            model::Identifier::Invalid { why, .. } => Some(why.to_string().into()),
            _ => None,
        };
        Self {
            scheme: sourced.value.scheme().into(),
            value: sourced.value.value(),
            invalid,
            at: (&sourced.source).into(),
        }
    }
}

impl From<Identifier<'_>> for Sourced<model::Identifier> {
    fn from(identifier: Identifier<'_>) -> Self {
        let Identifier { scheme, value, invalid, at } = identifier;
        let read = model::Identifier::read(&scheme, &value);
        let same = read.scheme() == scheme && read.value() == value;
        // The name of a foreign scheme may read as one of ours: it stays what it was.
        let value = match (read, invalid) {
            (model::Identifier::Invalid { why, .. }, Some(_)) => {
                model::Identifier::Invalid { scheme: scheme.into_owned(), value: value.into_owned(), why }
            }
            (model::Identifier::Invalid { .. }, None) => {
                model::Identifier::Other { scheme: scheme.into_owned(), value: value.into_owned() }
            }
            (read, invalid) if same || invalid.is_some() => read,
            _ => model::Identifier::Other { scheme: scheme.into_owned(), value: value.into_owned() },
        };
        Self::new(value, at.into())
    }
}

impl<'a> From<&'a Sourced<model::Digest>> for Digest<'a> {
    fn from(sourced: &'a Sourced<model::Digest>) -> Self {
        Self {
            algorithm: sourced.value.algorithm().as_str().into(),
            value: sourced.value.value().into(),
            object: sourced.value.object().as_str().into(),
            at: (&sourced.source).into(),
        }
    }
}

impl TryFrom<Digest<'_>> for Sourced<model::Digest> {
    type Error = WireError;

    fn try_from(digest: Digest<'_>) -> Result<Self, WireError> {
        let Digest { algorithm, value, object, at } = digest;
        let object = word::read(&object).within("object")?;
        let same = |read: &model::Digest| read.algorithm().as_str() == algorithm && read.value() == value;
        // The text of an unknown algorithm may look like another prefixed digest: then its own name in
        // front of it says which part is the value.
        let prefixed = format!("{algorithm}:{value}");
        let first = model::Digest::read(Some(&algorithm), &value, object);
        let read = match &first {
            Ok(read) if same(read) => first,
            _ => match model::Digest::read(Some(&algorithm), &prefixed, object) {
                Ok(read) if same(&read) => Ok(read),
                _ => first,
            },
        };
        read.map(|read| Self::new(read, at.into())).map_err(WireError::field).within("value")
    }
}

impl<'a> From<&'a model::Money> for Money<'a> {
    fn from(money: &'a model::Money) -> Self {
        let model::Money { amount, currency, source } = money;
        Self { amount: amount.as_str().into(), currency: currency.into(), at: source.into() }
    }
}

impl TryFrom<Money<'_>> for model::Money {
    type Error = WireError;

    fn try_from(money: Money<'_>) -> Result<Self, WireError> {
        let amount = decimal(&money.amount).within("amount")?;
        Ok(Self { amount, currency: money.currency.into_owned(), source: money.at.into() })
    }
}

impl<'a> From<&'a model::PartNumber> for PartNumber<'a> {
    fn from(part: &'a model::PartNumber) -> Self {
        Self { owner: part.owner.as_str().into(), number: (&part.number).into() }
    }
}

impl TryFrom<PartNumber<'_>> for model::PartNumber {
    type Error = WireError;

    fn try_from(part: PartNumber<'_>) -> Result<Self, WireError> {
        Ok(Self { owner: word::read(&part.owner).within("owner")?, number: part.number.into() })
    }
}

impl<'a> From<&'a model::Classification> for Classification<'a> {
    fn from(class: &'a model::Classification) -> Self {
        let model::Classification { scheme, code, name } = class;
        Self { scheme: scheme.into(), code: code.into(), name: name.as_ref().map(Text::from) }
    }
}

impl From<Classification<'_>> for model::Classification {
    fn from(class: Classification<'_>) -> Self {
        let Classification { scheme, code, name } = class;
        Self { scheme: scheme.into_owned(), code: code.into(), name: name.map(Into::into) }
    }
}

impl<'a> From<&'a model::Artifact> for Artifact<'a> {
    fn from(artifact: &'a model::Artifact) -> Self {
        let model::Artifact { uris, names, media_type, digests, unread } = artifact;
        Self {
            uris: all(uris),
            names: all(names),
            media_type: media_type.as_ref().map(Text::from),
            digests: all(digests),
            unread: all(unread),
        }
    }
}

impl TryFrom<Artifact<'_>> for model::Artifact {
    type Error = WireError;

    fn try_from(artifact: Artifact<'_>) -> Result<Self, WireError> {
        Ok(Self {
            uris: texts(artifact.uris),
            names: texts(artifact.names),
            media_type: artifact.media_type.map(Into::into),
            digests: each(artifact.digests, "digests", TryInto::try_into)?,
            unread: texts(artifact.unread),
        })
    }
}

impl<'a> From<&'a model::Attachment> for Attachment<'a> {
    fn from(attachment: &'a model::Attachment) -> Self {
        let model::Attachment { line, media_type, name, source, bytes } = attachment;
        Self {
            line: *line,
            media_type: media_type.into(),
            name: name.into(),
            sha256: sha256(bytes).to_string().into(),
            len: Integer(u64::try_from(bytes.len()).unwrap_or(u64::MAX)),
            at: source.into(),
        }
    }
}

impl From<Attachment<'_>> for model::Attachment {
    fn from(attachment: Attachment<'_>) -> Self {
        Self {
            line: attachment.line,
            media_type: attachment.media_type.into_owned(),
            name: attachment.name.into_owned(),
            source: attachment.at.into(),
            bytes: Vec::new(),
        }
    }
}

impl<'a> From<&'a model::Extra> for Extra<'a> {
    fn from(extra: &'a model::Extra) -> Self {
        Self { key: extra.key.as_str().into(), value: (&extra.value).into() }
    }
}

impl From<Extra<'_>> for model::Extra {
    fn from(extra: Extra<'_>) -> Self {
        Self { key: extra.key.into_owned(), value: extra.value.into() }
    }
}

impl<'a> From<&'a model::Correlation> for Correlation<'a> {
    fn from(correlation: &'a model::Correlation) -> Self {
        Self { name: correlation.name.as_str().into(), value: (&correlation.value).into() }
    }
}

impl From<Correlation<'_>> for model::Correlation {
    fn from(correlation: Correlation<'_>) -> Self {
        Self { name: correlation.name.into_owned(), value: correlation.value.into() }
    }
}
