//! One call of a plugin into the sink, as checked values. Also the line of a trace.
//!
//! Invariant: the trace of equal calls is equal text.

use std::fmt::{self, Write as _};

use debar_model::Source;
use debar_plugin_api::{field, node};
use serde_json::Value;

/// A place as the plugin gave it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place<'a> {
    pub offset: u64,
    pub len: u64,
    pub pointer: &'a str,
    pub decoded: bool,
}

/// A call into the sink.
#[derive(Clone, Copy)]
pub(crate) enum Event<'a> {
    Begin { node: u32, at: Option<Place<'a>> },
    Str { field: u32, text: &'a str, at: Option<Place<'a>> },
    U64 { field: u32, value: u64, at: Option<Place<'a>> },
    I64 { field: u32, value: i64, at: Option<Place<'a>> },
    Bool { field: u32, value: bool, at: Option<Place<'a>> },
    Dec { field: u32, text: &'a str, at: Option<Place<'a>> },
    Ext { key: &'a str, value: &'a str, at: Option<Place<'a>> },
    BlobBegin { field: u32, media_type: &'a str, name: &'a str, at: Option<Place<'a>> },
    BlobWrite { bytes: &'a [u8] },
    BlobEnd,
    Declare { lines: u64 },
    Empty { reason: &'a str },
    End,
}

impl Place<'_> {
    pub(crate) fn source(self) -> Source {
        Source { pointer: self.pointer.to_owned(), offset: self.offset, len: self.len, decoded: self.decoded }
    }
}

impl Event<'_> {
    /// One line, indented by the depth of the open nodes.
    pub(crate) fn trace(&self, depth: usize) -> String {
        let mut line = "  ".repeat(depth);
        let quoted = |text: &str| Value::String(text.to_owned()).to_string();
        // Writing to a string cannot fail.
        let _ = match *self {
            Self::Begin { node, at } => {
                let name = node::name(node).map_or_else(|| node.to_string(), str::to_owned);
                write!(line, "begin {name}{}", Shown(at))
            }
            Self::Str { field, text, at } => {
                write!(line, "str {} {}{}", name(field), quoted(text), Shown(at))
            }
            Self::U64 { field, value, at } => write!(line, "u64 {} {value}{}", name(field), Shown(at)),
            Self::I64 { field, value, at } => write!(line, "i64 {} {value}{}", name(field), Shown(at)),
            Self::Bool { field, value, at } => write!(line, "bool {} {value}{}", name(field), Shown(at)),
            Self::Dec { field, text, at } => write!(line, "dec {} {text}{}", name(field), Shown(at)),
            Self::Ext { key, value, at } => {
                write!(line, "ext {} {}{}", quoted(key), quoted(value), Shown(at))
            }
            Self::BlobBegin { field, media_type, name: file, at } => {
                write!(line, "blob {} {} {}{}", name(field), quoted(media_type), quoted(file), Shown(at))
            }
            Self::BlobWrite { bytes } => write!(line, "bytes {}", bytes.len()),
            Self::BlobEnd => write!(line, "blob end"),
            Self::Declare { lines } => write!(line, "declare {lines}"),
            Self::Empty { reason } => write!(line, "empty {}", quoted(reason)),
            Self::End => write!(line, "end"),
        };
        line
    }
}

struct Shown<'a>(Option<Place<'a>>);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(place) = self.0 else { return Ok(()) };
        if place.offset != 0 || place.len != 0 {
            write!(f, " @{}+{}", place.offset, place.len)?;
        }
        if !place.pointer.is_empty() {
            write!(f, " {}", place.pointer.escape_debug())?;
        }
        if place.decoded { f.write_str(" decoded") } else { Ok(()) }
    }
}

fn name(number: u32) -> String {
    field::info(number).map_or_else(|| format!("#{number}"), |info| info.name.to_owned())
}
