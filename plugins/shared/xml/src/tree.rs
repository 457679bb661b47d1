//! The document as a compact arena: nodes, names and attributes are indices into the source's text.
//!
//! It interprets nothing. Invariant: indices only point backwards to existing entries; views over them are total.

use crate::build;
use crate::doctype::Doctype;
use crate::element::Element;
use crate::error::XmlError;
use crate::limits::Limits;
use crate::namespaces::NamespaceId;
use crate::source::{Origin, Source};

/// A whole, well-formed document.
#[derive(Debug)]
pub struct Document<'a> {
    pub(crate) source: Source<'a>,
    pub(crate) prefix: String,
    pub(crate) doctype: Option<Doctype>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) attributes: Vec<AttributeNode>,
    pub(crate) names: Vec<Name>,
    pub(crate) namespaces: Vec<String>,
    /// Decoded values that are not a slice of the text.
    pub(crate) decoded: String,
}

impl<'a> Document<'a> {
    /// Reads `bytes`; `label` is the character set that the transport names, if it names one.
    ///
    /// # Errors
    /// The first thing that makes the document unreadable, with its place.
    pub fn parse(bytes: &'a [u8], label: Option<&str>, limits: &Limits) -> Result<Self, Box<XmlError>> {
        Self::parse_part(bytes, label, limits, Origin::At(0), String::new())
    }

    /// Reads a document that is a part of the native one; `prefix` goes before every pointer.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_part(
        bytes: &'a [u8],
        label: Option<&str>,
        limits: &Limits,
        origin: Origin,
        prefix: String,
    ) -> Result<Self, Box<XmlError>> {
        let source = Source::read(bytes, label, origin, limits.bytes)?;
        build::document(source, limits, prefix)
    }

    /// The root element.
    pub fn root(&self) -> Element<'_> {
        Element::new(self, 0)
    }

    /// The document type declaration, if there is one.
    pub fn doctype(&self) -> Option<&Doctype> {
        self.doctype.as_ref()
    }

    /// The text and its map to native bytes.
    pub fn source(&self) -> &Source<'a> {
        &self.source
    }

    /// Elements in the document.
    pub fn elements(&self) -> usize {
        self.nodes.iter().filter(|n| matches!(n.kind, Kind::Element { .. })).count()
    }

    pub(crate) fn slice(&self, slice: Slice) -> &str {
        let text = if slice.decoded { self.decoded.as_str() } else { self.source.text() };
        text.get(slice.from as usize..slice.to as usize).unwrap_or_default()
    }

    pub(crate) fn name(&self, id: u32) -> Option<&Name> {
        self.names.get(id as usize)
    }
}

pub(crate) const NIL: u32 = u32::MAX;

/// A range of the source's text, or of the decoded values.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slice {
    pub from: u32,
    pub to: u32,
    pub decoded: bool,
}

#[derive(Debug)]
pub(crate) struct Node {
    pub parent: u32,
    pub next: u32,
    /// Range in the source's text, tags included.
    pub from: u32,
    pub to: u32,
    pub kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Element {
        name: u32,
        first: u32,
        /// Position among the siblings of the same name, from 1; 0 when there is only one.
        ordinal: u32,
        attributes: (u32, u32),
    },
    Text(Slice),
}

#[derive(Debug)]
pub(crate) struct AttributeNode {
    pub name: u32,
    pub from: u32,
    pub to: u32,
    pub value: Slice,
}

#[derive(Debug)]
pub(crate) struct Name {
    pub qualified: Slice,
    /// Bytes of the prefix with its colon.
    pub prefix: u32,
    pub namespace: NamespaceId,
}
