//! Archives of every kind, kind and hostile. All are made here: by hand, byte by byte, or by the tools of this
//! machine; those that it lacks are counted and named.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::panic,
    reason = "helpers of tests may fail loudly"
)]

mod bombs;
mod broken;
mod make;
mod names;
mod nested;
mod reading;
mod tools;
