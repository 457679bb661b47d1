//! The digests of one file.

use debar_model::{Algorithm, Digest};

/// What one read of a file gave: its size and its digests, in the order they were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digests {
    size: u64,
    digests: Vec<Digest>,
}

impl Digests {
    pub(crate) const fn new(size: u64, digests: Vec<Digest>) -> Self {
        Self { size, digests }
    }

    /// Size in bytes.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The digest by an algorithm, if it was asked for.
    pub fn get(&self, algorithm: &Algorithm) -> Option<&Digest> {
        self.digests.iter().find(|digest| digest.algorithm() == algorithm)
    }

    /// All of them, in the order they were asked for.
    pub fn iter(&self) -> std::slice::Iter<'_, Digest> {
        self.digests.iter()
    }

    /// All of them, owned.
    pub fn into_vec(self) -> Vec<Digest> {
        self.digests
    }
}

impl<'a> IntoIterator for &'a Digests {
    type Item = &'a Digest;
    type IntoIter = std::slice::Iter<'a, Digest>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
