//! The safe kit for plugin authors, and the glue that makes a C table of a [`Plugin`].
//!
//! Invariant: everything unsafe that a plugin needs is in here; a plugin crate forbids it.

mod decimal;
mod decision;
mod error;
mod export;
mod glue;
mod input;
mod meta;
mod out;
mod plugin;
mod report;
mod sink;
mod text;

pub use decimal::{decimal, is_decimal};
pub use decision::{Decision, DecisionLine, Role, Verdict};
pub use error::{DecodeError, EncodeError, ErrorKind, PluginError, Report, SourceError};
pub use glue::{entry, static_api};
pub use input::{Input, Level, Reader};
pub use meta::{Meta, Note, note, note_len};
pub use out::Out;
pub use plugin::{NoConfig, Plugin};
pub use sink::Sink;
pub use text::{Text, Where};
