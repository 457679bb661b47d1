//! The plugin contract: the C header (`include/debar_plugin.h`), its mirror in Rust, and the safe kit for
//! authors. It knows nothing of the engine or the canonical model.
//!
//! Invariant: version 1 is frozen. Members are appended, never moved; numbers are never reused; a plugin
//! built for 1.x loads in every later host.

pub mod abi;
mod sdk;
mod vocabulary;

pub use sdk::{
    Decision, DecisionLine, DecodeError, EncodeError, ErrorKind, Input, Level, Meta, NoConfig, Note, Out,
    Plugin, PluginError, Reader, Report, Role, Sink, SourceError, Text, Verdict, Where, decimal, entry,
    is_decimal, note, note_len, static_api,
};
pub use vocabulary::{FieldInfo, FieldType, field, node};
