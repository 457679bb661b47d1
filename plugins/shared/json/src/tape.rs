//! The document as one flat list of nodes in document order. Not a tree of allocations. Invariant: `next` of a
//! node is past everything inside it; in an object a key stands directly before its value.

use crate::Kind;

pub(crate) const NO_PARENT: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    /// Range in the text: the content between the quotes for a string.
    pub start: u32,
    pub end: u32,
    /// Index of the first node that is not inside this one.
    pub next: u32,
    /// The array or object around it.
    pub parent: u32,
    /// Position in an array; zero elsewhere.
    pub ordinal: u32,
    pub kind: Kind,
    /// A string with escapes.
    pub escaped: bool,
    pub key: bool,
}
