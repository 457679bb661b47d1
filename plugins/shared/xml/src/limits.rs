//! The limits of a document. Not a policy of an adapter: the defaults are far above real orders and far below harm.
//!
//! Invariant: each limit is checked before the memory or time that it bounds is spent.

/// Upper bounds of one document; crossing one refuses it.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of the document as received.
    pub bytes: usize,
    /// Nested elements.
    pub depth: usize,
    /// Attributes of one element, namespace declarations included.
    pub attributes: usize,
    /// Bytes of an element, attribute or entity name.
    pub name: usize,
    /// Bytes of the names of all open elements together: a pointer to a value is about that long.
    pub path: usize,
    /// Bytes of one attribute value, decoded.
    pub attribute: usize,
    /// Bytes of one text, decoded. Embedded files are text too.
    pub text: usize,
    /// Namespace declarations that are in force at one time.
    pub namespaces: usize,
    /// Elements; one sixteenth of the document's bytes comes on top, so large honest documents are read.
    pub elements: usize,
    /// Bytes of a document type declaration.
    pub doctype: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 1 << 31,
            depth: 256,
            attributes: 256,
            name: 1024,
            path: 16 << 10,
            attribute: 1 << 20,
            text: 128 << 20,
            namespaces: 256,
            elements: 250_000,
            doctype: 64 << 10,
        }
    }
}
