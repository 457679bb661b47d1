//! Hardened reading of XML for adapters: one pass into a compact tree, with limits and places.
//!
//! It is not a validator and opens nothing: DTDs, entities and includes are never fetched or expanded.
//! Invariant: a document is either read whole, with every value tied to its range of native bytes, or refused with a
//! reason and a place; time and memory are linear in the input.
#![forbid(unsafe_code)]

mod attributes;
mod build;
mod chars;
mod doctype;
mod element;
mod embedded;
mod encoding;
mod error;
mod feed;
mod limits;
mod namespaces;
mod plain;
mod rest;
mod source;
mod tree;
mod write;

pub use doctype::Doctype;
pub use element::{Attribute, Element, Value};
pub use embedded::base64;
pub use error::{Code, XmlError};
pub use feed::{Feed, place};
pub use limits::Limits;
pub use plain::plain;
pub use rest::{Item, Taken};
pub use source::{Origin, Source};
pub use tree::Document;
pub use write::Writer;
