//! The append-only log of decisions.
