//! The host's sink: copies, checks and counts what a plugin says, and builds purchase requests of it.
//!
//! Invariant: after the first breach nothing more is taken, and the whole decode has failed.

mod build;
mod event;
mod frame;
mod guard;
mod parents;
mod state;
mod table;

pub(crate) use build::Built;
pub(crate) use event::{Event, Place};
pub(crate) use state::{Breach, SinkState};
pub(crate) use table::TABLE;
