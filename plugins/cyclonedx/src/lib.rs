//! CycloneDX 1.2 to 1.7, JSON and XML: components and services as lines, with their parties, identifiers and digests.
//! Not a validator. Invariant: every text of the document reaches the host, by field or as an extension; what made
//! the BOM (tools) is never a thing that is bought.
#![forbid(unsafe_code)]

mod answer;
mod artifact;
mod bom;
mod digest;
mod identify;
mod item;
mod line;
mod map;
mod order;
mod party;
mod plugin;
mod rest;

pub use plugin::CycloneDx;

debar_plugin_api::export_plugin!(CycloneDx);
