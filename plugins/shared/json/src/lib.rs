//! JSON for screening: strict RFC 8259, every duplicate key visible, every value with its byte range in the
//! native bytes and its JSON Pointer. Not a deserialiser and not a writer. Invariant: what is accepted here is
//! one complete JSON text, and each string of it can be visited; reading takes linear time and no recursion.
//!
//! Own tokenizer rather than `serde_json`, which keeps neither the offset of a value nor both of two equal
//! keys unless each level is read again.
#![forbid(unsafe_code)]

mod document;
mod error;
mod extras;
mod limits;
mod number;
mod scan;
mod source;
mod string;
mod tape;
mod value;

pub use document::Document;
pub use error::{JsonError, Problem};
pub use extras::extras;
pub use limits::Limits;
pub use source::{Source, Widths};
pub use value::{Items, Kind, Member, Members, Value};
