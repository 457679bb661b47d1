//! The canonical request as JSON, NDJSON or CSV: the format that any system can be scripted to. Not a place for the
//! dialect of one system. Invariant: every value of the document reaches the host, by field or as an extension; a
//! record that cannot be read is a request that must be held, and never hides the records beside it.
#![forbid(unsafe_code)]

mod answer;
mod cell;
mod columns;
mod config;
mod csv_answer;
mod delimited;
mod emit;
mod json;
mod line;
mod parts;
mod party;
mod plugin;
mod request;
mod shape;
mod table;
mod vocabulary;

pub use config::{Config, Csv, DecimalMark};
pub use plugin::Canonical;

debar_plugin_api::export_plugin!(Canonical);
