//! Blocklist TOML read into a checked list, with diagnostics that have spans.
