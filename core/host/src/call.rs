//! The host's tables that a plugin calls back: host, source, out. Not the sink.
//!
//! Invariant: no panic of ours crosses into the plugin, and everything is copied.

mod boundary;
mod host_table;
mod out_table;
mod source_table;

pub(crate) use boundary::boundary;
pub(crate) use host_table::HostContext;
pub use host_table::{LogLevel, LogLine};
pub(crate) use out_table::OutState;
pub(crate) use source_table::SourceState;
