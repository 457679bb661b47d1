//! What an operator can choose. Not the route: role and forwarding come with each decision.
//!
//! Invariant: the default answers in the same HTTP exchange and rejects an order as a whole.

use schemars::JsonSchema;
use serde::Deserialize;

/// Configuration of the plugin.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The kind of answer.
    pub answer: Answer,
    /// Answer a mixed order line by line instead of rejecting it as a whole.
    pub partial: bool,
}

/// The native answers of cXML.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// `Response`, in the same HTTP exchange.
    #[default]
    Response,
    /// `StatusUpdateRequest`, sent later.
    StatusUpdate,
    /// `ConfirmationRequest`, sent later.
    Confirmation,
}
