//! Runs a plugin in tests: linked or loaded, and shows what it said.
