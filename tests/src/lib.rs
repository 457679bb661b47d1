//! What the end-to-end tests share: where things are, a gate in a temporary folder, the built command.
//!
//! Not a test itself, and nothing here asserts a verdict.
#![forbid(unsafe_code)]
#![expect(clippy::panic, clippy::print_stdout, reason = "tests report to the person who runs them")]

mod command;
mod drivers;
mod foreign;
mod gate;
mod place;

pub use command::{Ran, debar, initialised, run_in};
pub use drivers::same_bytes;
pub use foreign::{compiled, has, made, private};
pub use gate::{Plugins, TestGate, at, with_workers};
pub use place::{built, corpora, root};
