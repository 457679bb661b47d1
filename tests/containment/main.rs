//! Hostile plugins through the whole gate: every deed in every isolation that claims to contain it, mixed with kind
//! documents, while the file is swapped, and where the kernel lacks what the sandbox is made of.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests fail the test that calls them"
)]

mod house;
mod kernel;
mod matrix;
mod mixes;
mod races;
