//! What an operator can choose.
//!
//! Invariant: the default rejects an order as a whole.

use schemars::JsonSchema;
use serde::Deserialize;

/// Configuration of the plugin.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Answer a mixed order line by line (`CA`) instead of rejecting it as a whole (`RE`).
    pub partial: bool,
}
