//! The trait that a plugin author implements. Not the glue to C.
//!
//! Invariant: an implementation needs no `unsafe`, no clock, no file and no network.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::decision::Decision;
use super::error::{DecodeError, EncodeError, PluginError};
use super::input::Input;
use super::meta::Meta;
use super::out::Out;
use super::sink::Sink;

/// An adapter: native documents in, native answers out.
///
/// One instance is called by one thread at a time and may move between threads; instances run side by side.
/// A panic is caught, and the instance is lost.
pub trait Plugin: Send + Sized + 'static {
    /// What the plugin is.
    const META: Meta;

    /// Its configuration; its schema is served by `describe`, and `{}` stands for none. Deny unknown fields.
    type Config: DeserializeOwned + JsonSchema;

    /// Makes an instance.
    ///
    /// # Errors
    /// When the configuration makes no sense.
    fn new(config: Self::Config) -> Result<Self, PluginError>;

    /// How sure the plugin is, 0 to 100, that a document beginning with `head` is one of its own. It only
    /// breaks ties between plugins whose metadata fits.
    fn sniff(head: &[u8]) -> u32 {
        let _ = head;
        0
    }

    /// Reads a document and tells the sink all that it says.
    ///
    /// # Errors
    /// When the document is broken or of another kind, and whatever the sink refuses.
    fn decode(&mut self, input: &Input<'_>, sink: &mut Sink<'_>) -> Result<(), DecodeError>;

    /// Writes the native answer: `input` is the document that was decoded, `decisions` has one entry per
    /// `REQUEST` in the order in which they were begun.
    ///
    /// # Errors
    /// When there is no native answer for it, and whatever `out` refuses.
    fn encode(
        &mut self,
        input: &Input<'_>,
        decisions: &[Decision<'_>],
        out: &mut Out<'_>,
    ) -> Result<(), EncodeError>;
}

/// The configuration of a plugin that has none: any key is an error.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoConfig {}
