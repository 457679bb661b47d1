//! The host's side of worker isolation: a plugin's code runs in a process of its own, in a sandbox, behind the
//! very same contract. What comes back goes through the same guard as in this process.
//!
//! Invariant: a worker that is not heard of in time, dies or talks out of form is stopped, and its call has failed.

mod away;
mod process;
mod program;
mod remote;
mod sandbox;
mod talk;

pub(crate) use away::Away;
pub use program::Workers;
pub(crate) use remote::Remote;
pub use sandbox::{Sandbox, SandboxLevel};
