//! A decision as people and programs read it: verdicts, reasons and everything needed to reach it again.

mod convert;
mod finding;

use debar_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::{Verdict, WireError};

pub(crate) use convert::{facts_from, facts_into};
pub use finding::{
    Authority, Clearing, Evidence, Finding, Listing, NameScores, Ruling, Step, VendorResponse,
};

/// A decision on one request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Decision")]
pub struct Decision<'a> {
    /// The version of this shape: 1.
    pub schema_version: u32,
    /// SHA-256 of everything that the decision depends on.
    pub decision_id: Cow<'a, str>,
    /// SHA-256 of route and request.
    pub request_id: Cow<'a, str>,
    /// The list that was asked: SHA-256 over its files.
    pub revision: Cow<'a, str>,
    /// The instant for which the law was asked (RFC 3339, UTC).
    pub at: Cow<'a, str>,
    /// The instant whose list was asked, when it is another (RFC 3339, UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_at: Option<Cow<'a, str>>,
    /// Name and version of the engine's tables.
    pub engine: Cow<'a, str>,
    /// The verdict on the whole.
    #[serde(default)]
    pub verdict: Verdict,
    /// False for a hold: part of the question could not be asked. Missing reads as false.
    #[serde(default)]
    pub complete: bool,
    /// Why it is held.
    #[serde(default)]
    pub holds: Vec<Hold<'a>>,
    /// Verdicts by line, in order.
    #[serde(default)]
    pub lines: Vec<LineDecision<'a>>,
    /// What was found, strictest first.
    #[serde(default)]
    pub findings: Vec<Finding<'a>>,
    /// Conditions of waivers under which it is allowed.
    #[serde(default)]
    pub conditions: Vec<Cow<'a, str>>,
    /// Remarks that must be shown.
    #[serde(default)]
    pub notices: Vec<Notice<'a>>,
    /// Duties beside the verdict.
    #[serde(default)]
    pub obligations: Vec<Obligation<'a>>,
    /// Missing facts.
    #[serde(default)]
    pub needs: Vec<Need<'a>>,
    /// The facts it was decided on, by name.
    #[serde(default)]
    pub facts: BTreeMap<Cow<'a, str>, Fact<'a>>,
}

/// Why a request is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hold<'a> {
    /// `unroutable`, `undecodable`, `incomplete`, `plugin-failed`, `unresolved`, `tripwire`, `attachment`.
    pub reason: Cow<'a, str>,
    /// In words.
    #[serde(default)]
    pub text: Cow<'a, str>,
}

/// The verdict on one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LineDecision<'a> {
    /// The line's ordinal, from 0.
    pub ordinal: u32,
    /// The line's own id in the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_id: Option<Cow<'a, str>>,
    /// The verdict, with those of its components and children.
    #[serde(default)]
    pub verdict: Verdict,
    /// Indexes into the decision's findings.
    #[serde(default)]
    pub findings: Vec<u32>,
}

/// A remark that must be shown with the verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Notice<'a> {
    /// Its kind in kebab-case, such as `stale-list`.
    pub code: Cow<'a, str>,
    /// Ordinal of the line it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// What it says.
    pub text: Cow<'a, str>,
}

/// A duty beside the verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Obligation<'a> {
    /// What to do: `report`, `identify`, `remove` ...
    pub what: Cow<'a, str>,
    /// The form or profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Cow<'a, str>>,
    /// When it is due: the last day on which it may be done, as a date, or an instant (RFC 3339, UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Cow<'a, str>>,
    /// How that was counted, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Cow<'a, str>>,
    /// The day of the event from which it was counted; that day itself does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_from: Option<Cow<'a, str>>,
    /// The rule it follows from.
    pub rule: Cow<'a, str>,
    /// To whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Cow<'a, str>>,
}

/// A fact that a rule needs and nobody gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Need<'a> {
    /// The fact's name.
    pub fact: Cow<'a, str>,
    /// Rules that need it.
    #[serde(default)]
    pub rules: Vec<Cow<'a, str>>,
    /// The values that would decide, where they can be listed.
    #[serde(default)]
    pub values: Vec<Cow<'a, str>>,
}

/// A fact's values and where they come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fact<'a> {
    /// One or more values, sorted and without repetition.
    pub values: Vec<Cow<'a, str>>,
    /// `config`, `call`, `document` or `default`.
    pub origin: Cow<'a, str>,
}

/// The bytes of a decision: one line of JSON without an end of line. Equal decisions give equal bytes.
pub fn decision_json(decision: &model::Decision) -> Vec<u8> {
    // The twin holds only texts, numbers and lists: printing it into memory cannot fail.
    serde_json::to_vec(&Decision::from(decision)).unwrap_or_default()
}

/// Reads a decision. An unknown or missing verdict is a deny, a missing `complete` is false.
///
/// # Errors
/// Not JSON of this shape, another schema version, or a word that the model does not have. To show a
/// decision of a newer version with words of its own, read [`Decision`] itself.
pub fn read_decision(json: &[u8]) -> Result<model::Decision, WireError> {
    serde_json::from_slice::<Decision<'_>>(json)?.try_into()
}
