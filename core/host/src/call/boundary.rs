//! The panic boundary of every function that a plugin calls.
//!
//! Invariant: a panic becomes a status; it never unwinds into foreign code.

use std::panic::{AssertUnwindSafe, catch_unwind};

use debar_plugin_api::abi::status;

/// Runs `body`; a panic is `FAILED`.
pub(crate) fn boundary(body: impl FnOnce() -> i32) -> i32 {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|payload| {
        // The payload's own drop could panic again.
        std::mem::forget(payload);
        status::FAILED
    })
}
