//! Where a value stands. Not a value. Invariant: offset and length count bytes of the native document, before
//! any character set was decoded.

/// A range of the native bytes and a pointer for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// First byte in the native document.
    pub offset: u64,
    /// Bytes.
    pub len: u64,
    /// JSON Pointer (RFC 6901), after the base that the document was read with.
    pub pointer: String,
    /// The text differs from those bytes: escapes or another character set.
    pub decoded: bool,
}
