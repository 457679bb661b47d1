//! The few unsafe tools behind safe functions: a SHA-256 that hashes two streams at once, read-only mapping of
//! files that we wrote or that are sealed, prefetching, and closing inherited descriptors.
//!
//! Not a toolbox: each tool is here because a measurement asked for it and no safe way was as fast. Every
//! function is safe to call with any argument.

mod inherit;
mod map;
mod prefetch;
mod sha256;

pub use inherit::close_inherited;
pub use map::{Advice, MapError, Mapping};
pub use prefetch::prefetch;
pub use sha256::{Sha256, has_two_lanes, update_pair};
