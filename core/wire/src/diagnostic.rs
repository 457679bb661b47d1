//! A diagnostic as programs read it: what the command line prints under `--format json`.
//!
//! Not a renderer, and tied to no crate's own diagnostics: each fills it from its own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Place;

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Works, and is probably not meant.
    Warning,
    /// Does not work.
    Error,
}

/// A problem with a place and a hint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic<'a> {
    /// Its code in kebab-case.
    pub code: String,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, in lower case without a full stop.
    pub message: String,
    /// Where; none when it is about no place in a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place<'a>>,
    /// JSON Pointer or XPath into a native document, where that is the better place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pointer: String,
    /// Further places that explain it.
    #[serde(default)]
    pub notes: Vec<Note<'a>>,
    /// What to do.
    #[serde(default)]
    pub help: Vec<String>,
}

/// A further place of a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Note<'a> {
    /// Where.
    pub place: Place<'a>,
    /// What is to be seen there.
    pub text: String,
}
