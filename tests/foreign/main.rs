//! Plugins in other languages than the product's: those that ship, those that `debar plugin new` begins, those of
//! earlier releases. They are made by the system's compilers; a test says what it skips when there is none.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "helpers of tests fail the test that calls them"
)]

mod bad;
mod begun;
mod earlier;
mod shipped;
mod signed;
