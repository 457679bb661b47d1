//! A filled report as programs read it: what the command line prints under `--format json`.
//!
//! Not a form: which fields there are is data of the list. Each text is as the request or the caller gave it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Verdict;

/// A report of a recorded decision on a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// The version of this shape: 1.
    pub schema_version: u32,
    /// The form's name, such as `far-52.204-23`.
    pub form: String,
    /// The form's title.
    pub title: String,
    /// `first` or `follow-up`.
    pub part: String,
    /// Where the form is prescribed, on the day of identification.
    pub citations: Vec<String>,
    /// Whether nothing is missing.
    pub complete: bool,
    /// What is missing, in the order of the form.
    pub missing: Vec<MissingField>,
    /// The decision.
    pub decision_id: String,
    /// Its request.
    pub request_id: String,
    /// The instant of the decision (RFC 3339, UTC).
    pub decided_at: String,
    /// The verdict on the whole request.
    pub verdict: Verdict,
    /// The day of identification, from which the first clock counts.
    pub identified: String,
    /// On whose authority the report is owed.
    pub authorities: Vec<ReportAuthority>,
    /// To whom it goes.
    pub to: Vec<String>,
    /// Until when each report may be sent: the strictest of all authorities.
    pub clocks: Vec<ReportClock>,
    /// Fields of the whole report.
    pub fields: Vec<ReportField>,
    /// Fields of each article that was found.
    pub articles: Vec<ReportArticle>,
    /// What the reader should know.
    pub remarks: Vec<String>,
}

/// A field that nobody has given yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MissingField {
    /// What `--set` names: the field's key, with the article's number before it.
    pub key: String,
    /// Its name on the form.
    pub label: String,
    /// What to do.
    pub help: String,
}

/// An authority that obliges to the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportAuthority {
    /// The rule.
    pub rule: String,
    /// The authority's title.
    pub title: String,
    /// Its status at the instant of the decision.
    pub status: String,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Its citations then.
    pub citations: Vec<String>,
    /// Whom to ask or to contest it with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// Until when a report may be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportClock {
    /// `first` or `follow-up`.
    pub part: String,
    /// The last day, or an instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// How it was counted, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// The day of the event, which does not count itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_from: Option<String>,
}

/// A field and its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportField {
    /// Its key.
    pub key: String,
    /// Its name on the form.
    pub label: String,
    /// Its values; none when nobody has given any.
    pub values: Vec<String>,
    /// Where they come from: `request`, `caller` or `nobody`.
    pub origin: String,
    /// The form asks for it only as far as it is known.
    pub if_known: bool,
}

/// An article that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportArticle {
    /// Its number on this report, from 1.
    pub number: u32,
    /// The line's own id in the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line_id: Option<String>,
    /// What was found, a sentence each.
    pub found: Vec<String>,
    /// Its fields.
    pub fields: Vec<ReportField>,
}
