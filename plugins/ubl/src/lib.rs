//! UBL 2.x orders (OASIS, Peppol): documents in, order responses out. Not a validator of UBL or Peppol rules.
//!
//! Invariant: elements are known by namespace and name, never by prefix; every value reaches the host with its place.
#![forbid(unsafe_code)]

mod answer;
mod artifact;
mod config;
mod item;
mod kind;
mod known;
mod line;
mod order;
mod party;
mod plugin;
mod schemes;

pub use config::Config;
pub use plugin::Ubl;

debar_plugin_api::export_plugin!(Ubl);
