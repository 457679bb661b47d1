//! A line of a request, and what is bought on it.

use debar_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use super::parts::{Artifact, Classification, Digest, Extra, Identifier, Money, PartNumber, Party};
use super::{all, texts};
use crate::error::{Within, each};
use crate::{Source, Text, WireError, word};

/// One line. Its ordinal is its index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Line<'a> {
    /// The line's own number or id in the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Text<'a>>,
    /// `item`, `service`, `component` or `bundle`.
    pub kind: Cow<'a, str>,
    /// Ordinal of the parent line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<u32>,
    /// The reference by which the document itself names the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Text<'a>>,
    /// The whole line in the native document.
    #[serde(default, skip_serializing_if = "Source::is_unknown")]
    pub at: Source<'a>,
    /// Parties named on the line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<Party<'a>>,
    /// What is bought.
    pub product: Product<'a>,
    /// How many, a decimal as a string.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Text<'a>>,
    /// Of which unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text<'a>>,
    /// Price of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Money<'a>>,
    /// Price of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money<'a>>,
    /// Digests that the document states for the thing delivered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub digests: Vec<Digest<'a>>,
    /// Files that the line names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub artifacts: Vec<Artifact<'a>>,
    /// Comments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<Text<'a>>,
    /// Everything else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<Extra<'a>>,
}

/// What is bought, as the document describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Product<'a> {
    /// Names and titles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Text<'a>>,
    /// Free descriptions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub descriptions: Vec<Text<'a>>,
    /// Brands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub brands: Vec<Text<'a>>,
    /// Models.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub models: Vec<Text<'a>>,
    /// Versions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<Text<'a>>,
    /// Part numbers of all owners.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub part_numbers: Vec<PartNumber<'a>>,
    /// purl, CPE, GTIN, SWID and others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier<'a>>,
    /// Classifications.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classifications: Vec<Classification<'a>>,
    /// Countries of origin as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<Text<'a>>,
}

impl<'a> From<&'a model::LineItem> for Line<'a> {
    fn from(line: &'a model::LineItem) -> Self {
        let model::LineItem {
            id,
            kind,
            parent,
            reference,
            source,
            parties,
            product,
            quantity,
            unit,
            unit_price,
            amount,
            digests,
            artifacts,
            comments,
            extra,
        } = line;
        Self {
            id: id.as_ref().map(Text::from),
            kind: kind.as_str().into(),
            parent: *parent,
            reference: reference.as_ref().map(Text::from),
            at: source.into(),
            parties: all(parties),
            product: product.into(),
            quantity: quantity.as_ref().map(Text::from),
            unit: unit.as_ref().map(Text::from),
            unit_price: unit_price.as_ref().map(Money::from),
            amount: amount.as_ref().map(Money::from),
            digests: all(digests),
            artifacts: all(artifacts),
            comments: all(comments),
            extra: all(extra),
        }
    }
}

impl TryFrom<Line<'_>> for model::LineItem {
    type Error = WireError;

    fn try_from(line: Line<'_>) -> Result<Self, WireError> {
        Ok(Self {
            id: line.id.map(Into::into),
            kind: word::read(&line.kind).within("kind")?,
            parent: line.parent,
            reference: line.reference.map(Into::into),
            source: line.at.into(),
            parties: each(line.parties, "parties", TryInto::try_into)?,
            product: line.product.try_into().within("product")?,
            quantity: line.quantity.map(TryInto::try_into).transpose().within("quantity")?,
            unit: line.unit.map(Into::into),
            unit_price: line.unit_price.map(TryInto::try_into).transpose().within("unit_price")?,
            amount: line.amount.map(TryInto::try_into).transpose().within("amount")?,
            digests: each(line.digests, "digests", TryInto::try_into)?,
            artifacts: each(line.artifacts, "artifacts", TryInto::try_into)?,
            comments: texts(line.comments),
            extra: line.extra.into_iter().map(Into::into).collect(),
        })
    }
}

impl<'a> From<&'a model::Product> for Product<'a> {
    fn from(product: &'a model::Product) -> Self {
        let model::Product {
            names,
            descriptions,
            brands,
            models,
            versions,
            part_numbers,
            identifiers,
            classifications,
            origins,
        } = product;
        Self {
            names: all(names),
            descriptions: all(descriptions),
            brands: all(brands),
            models: all(models),
            versions: all(versions),
            part_numbers: all(part_numbers),
            identifiers: all(identifiers),
            classifications: all(classifications),
            origins: all(origins),
        }
    }
}

impl TryFrom<Product<'_>> for model::Product {
    type Error = WireError;

    fn try_from(product: Product<'_>) -> Result<Self, WireError> {
        Ok(Self {
            names: texts(product.names),
            descriptions: texts(product.descriptions),
            brands: texts(product.brands),
            models: texts(product.models),
            versions: texts(product.versions),
            part_numbers: each(product.part_numbers, "part_numbers", TryInto::try_into)?,
            identifiers: product.identifiers.into_iter().map(Into::into).collect(),
            classifications: product.classifications.into_iter().map(Into::into).collect(),
            origins: texts(product.origins),
        })
    }
}
