//! The panic boundary of every function that a plugin calls.
//!
//! Invariant: a panic becomes an answer; it never unwinds into foreign code.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs `body`; `None` when it panicked.
pub(crate) fn boundary<T>(body: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(body))
        // The payload's own drop could panic again.
        .map_err(std::mem::forget)
        .ok()
}
