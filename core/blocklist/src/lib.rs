//! Blocklist TOML read into a checked list, with diagnostics that have spans.
#![forbid(unsafe_code)]

mod list;

pub use list::*;
