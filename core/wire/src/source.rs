//! Places, and texts with their place.

use debar_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use crate::{Integer, WireError};

/// Where a value stands in the native document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Source<'a> {
    /// XPath, JSON Pointer, row and column, or segment and element.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub pointer: Cow<'a, str>,
    /// First byte of the range in the native bytes.
    pub offset: Integer,
    /// Length of the range in bytes; zero when no range is known.
    pub len: Integer,
    /// The value is not those bytes to the letter: entities, another character set, base64.
    #[serde(skip_serializing_if = "is_false")]
    pub decoded: bool,
}

/// A text and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Text<'a> {
    /// The text as it was read.
    pub value: Cow<'a, str>,
    /// Its place in the native document.
    #[serde(default, skip_serializing_if = "Source::is_unknown")]
    pub at: Source<'a>,
}

/// A place in a blocklist's sources.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Place<'a> {
    /// The file's name relative to the root file.
    pub file: Cow<'a, str>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// First byte of the range in the file.
    pub start: Integer,
    /// End of that range, excluded.
    pub end: Integer,
}

impl Source<'_> {
    pub(crate) fn is_unknown(&self) -> bool {
        *self == Source::default()
    }
}

impl<'a> From<&'a model::Source> for Source<'a> {
    fn from(source: &'a model::Source) -> Self {
        let model::Source { pointer, offset, len, decoded } = source;
        Self { pointer: pointer.into(), offset: Integer(*offset), len: Integer(*len), decoded: *decoded }
    }
}

impl From<Source<'_>> for model::Source {
    fn from(source: Source<'_>) -> Self {
        let Source { pointer, offset, len, decoded } = source;
        Self { pointer: pointer.into_owned(), offset: offset.0, len: len.0, decoded }
    }
}

impl<'a> From<&'a model::Sourced<String>> for Text<'a> {
    fn from(sourced: &'a model::Sourced<String>) -> Self {
        Self { value: sourced.value.as_str().into(), at: (&sourced.source).into() }
    }
}

impl<'a> From<&'a model::Sourced<model::Decimal>> for Text<'a> {
    fn from(sourced: &'a model::Sourced<model::Decimal>) -> Self {
        Self { value: sourced.value.as_str().into(), at: (&sourced.source).into() }
    }
}

impl From<Text<'_>> for model::Sourced<String> {
    fn from(text: Text<'_>) -> Self {
        Self::new(text.value.into_owned(), text.at.into())
    }
}

impl TryFrom<Text<'_>> for model::Sourced<model::Decimal> {
    type Error = WireError;

    fn try_from(text: Text<'_>) -> Result<Self, WireError> {
        Ok(Self::new(decimal(&text.value)?, text.at.into()))
    }
}

impl<'a> From<&'a model::Place> for Place<'a> {
    fn from(place: &'a model::Place) -> Self {
        let model::Place { file, line, column, start, end } = place;
        let integer = |number: usize| Integer(u64::try_from(number).unwrap_or(u64::MAX));
        Self { file: file.into(), line: *line, column: *column, start: integer(*start), end: integer(*end) }
    }
}

impl TryFrom<Place<'_>> for model::Place {
    type Error = WireError;

    fn try_from(place: Place<'_>) -> Result<Self, WireError> {
        let Place { file, line, column, start, end } = place;
        let size = |number: Integer| {
            usize::try_from(number.0).map_err(|_| WireError::field("larger than this machine's memory"))
        };
        Ok(Self { file: file.into_owned(), line, column, start: size(start)?, end: size(end)? })
    }
}

pub(crate) fn decimal(text: &str) -> Result<model::Decimal, WireError> {
    model::Decimal::parse(text).map_err(|error| WireError::field(format_args!("`{text}` is {error}")))
}

fn is_false(value: &bool) -> bool {
    !value
}
