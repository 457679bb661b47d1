//! The lists that ship with the program: our own transcription of public law, embedded in the binary.

use crate::MemorySources;

/// The name of the shipped list that includes all others.
pub const SHIPPED_ROOT: &str = "default.toml";

/// The shipped lists: `default.toml`, `kaspersky.toml` and `us-889.toml`.
pub fn shipped() -> MemorySources {
    MemorySources::new()
}
