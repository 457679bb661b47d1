//! cXML orders and punchout carts: documents in, native answers out. Not a cXML hub: it authenticates and sends nothing.
//!
//! Invariant: every value of a document reaches the host with its place, except secrets, which never leave.
#![forbid(unsafe_code)]

mod answer;
mod config;
mod header;
mod line;
mod mime;
mod order;
mod package;
mod plugin;
mod words;

pub use config::{Answer, Config};
pub use plugin::Cxml;

debar_plugin_api::export_plugin!(Cxml);
