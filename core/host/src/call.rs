//! What a plugin calls back: host, source, out; and which call of it is running. Not the sink.
//!
//! Invariant: no panic of ours crosses into the plugin, and everything is copied.

mod boundary;
mod callbacks;
mod host_table;
mod out_table;
mod running;
mod source_table;

pub(crate) use boundary::boundary;
pub(crate) use callbacks::Callbacks;
pub(crate) use host_table::Said;
pub use host_table::{LogLevel, LogLine};
pub(crate) use out_table::OutState;
pub(crate) use running::{Native, Over, Running, number, with};
