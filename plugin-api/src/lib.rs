//! The plugin contract: the C header, its mirror in Rust, and the safe kit for authors.
