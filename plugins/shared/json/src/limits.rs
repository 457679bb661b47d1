//! What one document may cost. Not a policy on content. Invariant: each limit is checked while reading, before
//! the memory that it bounds is taken.

/// Limits of one document. The default reads every real document that was seen and bounds the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Nested arrays and objects. 128 is also the limit of common JSON readers.
    pub depth: usize,
    /// Keys and values together; each takes 24 bytes while the document is read.
    pub values: usize,
    /// Characters of one number.
    pub number: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 128, values: 1 << 21, number: 400 }
    }
}
