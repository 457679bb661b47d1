//! Digest sets as the engine sees them: a question by digest, an answer by name.
//!
//! Not a store: sets in memory and sets on disk implement the trait elsewhere.

use crate::{Algorithm, Digest, Object};

/// A set of digests. A lookup reads no clock and has no effect.
pub trait DigestIndex {
    /// The set's name in the blocklist.
    fn name(&self) -> &str;

    /// The entry with this algorithm and value, whatever its object; none if it is not in the set.
    fn find(&self, digest: &Digest) -> Option<DigestHit>;

    /// The algorithms of its entries, each with the objects that entries may be of.
    fn holds(&self) -> Vec<(Algorithm, Object)>;
}

/// An entry of a digest set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestHit {
    /// What the set says the digest is of.
    pub object: Object,
    /// What the set says about it: a file name, a product, a malware family.
    pub label: Option<String>,
    /// One-based line of the set's source file, when it has one.
    pub line: Option<u64>,
}
