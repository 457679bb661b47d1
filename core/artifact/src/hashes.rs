//! Several hash functions fed from one read.

use crate::{ArtifactError, Digests};
use debar_model::{Algorithm, Digest, Object};
use sha2::Digest as _;

/// Hashes in progress, one for each algorithm asked for.
pub(crate) struct Hashes(Vec<Hash>);

enum Hash {
    Sha256(debar_raw::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
    Sha1(sha1::Sha1),
    Md5(md5::Md5),
}

impl Hashes {
    /// One hash for each different algorithm.
    pub(crate) fn new(algorithms: &[Algorithm]) -> Result<Self, ArtifactError> {
        let mut hashes = Vec::with_capacity(algorithms.len());
        for (at, algorithm) in algorithms.iter().enumerate() {
            if !algorithms.iter().take(at).any(|earlier| earlier == algorithm) {
                hashes.push(Hash::new(algorithm)?);
            }
        }
        Ok(Self(hashes))
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        for hash in &mut self.0 {
            match hash {
                Hash::Sha256(hash) => hash.update(bytes),
                Hash::Sha384(hash) => hash.update(bytes),
                Hash::Sha512(hash) => hash.update(bytes),
                Hash::Sha1(hash) => hash.update(bytes),
                Hash::Md5(hash) => hash.update(bytes),
            }
        }
    }

    /// The digests of a whole file of this size.
    pub(crate) fn finish(self, size: u64) -> Result<Digests, ArtifactError> {
        let digests = self.0.into_iter().map(|hash| match hash {
            Hash::Sha256(hash) => digest(Algorithm::Sha256, &hash.finish()),
            Hash::Sha384(hash) => digest(Algorithm::Sha384, &hash.finalize()),
            Hash::Sha512(hash) => digest(Algorithm::Sha512, &hash.finalize()),
            Hash::Sha1(hash) => digest(Algorithm::Sha1, &hash.finalize()),
            Hash::Md5(hash) => digest(Algorithm::Md5, &hash.finalize()),
        });
        Ok(Digests::new(size, digests.collect::<Result<_, _>>()?))
    }
}

/// A digest of a whole file: what was delivered, so an archive in the words of the model.
pub(crate) fn digest(algorithm: Algorithm, bytes: &[u8]) -> Result<Digest, ArtifactError> {
    let name = algorithm.to_string();
    Digest::new(algorithm, bytes, Object::Archive).map_err(|_| ArtifactError::Algorithm(name))
}

impl Hash {
    fn new(algorithm: &Algorithm) -> Result<Self, ArtifactError> {
        Ok(match algorithm {
            Algorithm::Sha256 => Self::Sha256(debar_raw::Sha256::new()),
            Algorithm::Sha384 => Self::Sha384(sha2::Sha384::new()),
            Algorithm::Sha512 => Self::Sha512(sha2::Sha512::new()),
            Algorithm::Sha1 => Self::Sha1(sha1::Sha1::new()),
            Algorithm::Md5 => Self::Md5(md5::Md5::new()),
            Algorithm::Other(name) => return Err(ArtifactError::Algorithm(name.clone())),
        })
    }
}
