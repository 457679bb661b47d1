//! `debar.toml` as it is written: places kept, nothing checked yet.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawConfig {
    pub version: Spanned<i64>,
    pub blocklist: Option<Spanned<String>>,
    pub ledger: Option<Spanned<String>>,
    pub review_contact: Option<Spanned<String>>,
    #[serde(default)]
    pub allow_in_process: bool,
    #[serde(default)]
    pub plugin: Vec<Spanned<RawPlugin>>,
    #[serde(default)]
    pub facts: BTreeMap<Spanned<String>, OneOrMany>,
    #[serde(default)]
    pub route: BTreeMap<String, RawRoute>,
    #[serde(default)]
    pub limits: RawLimits,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawPlugin {
    pub id: Spanned<String>,
    pub path: Spanned<String>,
    pub sha256: Option<Spanned<String>>,
    pub isolation: Option<Spanned<String>>,
    pub on_failure: Option<Spanned<String>>,
    pub config: Option<Spanned<toml::Table>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawRoute {
    pub plugin: Option<Spanned<String>>,
    pub role: Option<Spanned<String>>,
    #[serde(default)]
    pub already_transmitted: bool,
    #[serde(default)]
    pub forwards: bool,
    #[serde(default)]
    pub facts: BTreeMap<Spanned<String>, OneOrMany>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawLimits {
    pub document_bytes: Option<Spanned<i64>>,
    pub artifact_bytes: Option<Spanned<i64>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub fn into_values(self) -> Vec<String> {
        match self {
            Self::One(value) => vec![value],
            Self::Many(values) => values,
        }
    }
}
