//! A digest with its algorithm and the kind of thing it is the digest of.
//!
//! Not a hasher: it reads what documents, lists and registries write, in any of their spellings.
//! Invariant: a digest of a known algorithm has exactly that algorithm's length.

mod algorithm;
mod encoding;
mod error;

use std::fmt;

pub use algorithm::Algorithm;
pub use error::DigestError;

/// What a digest was computed over. A hit on a member file weighs less than one on the archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Object {
    /// The delivered artefact as a whole: installer, package, image, archive.
    Archive,
    /// One file inside it, or a file as installed.
    File,
    /// The document does not say.
    #[default]
    Unknown,
}

impl Object {
    /// The word of lists and of the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::File => "file",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One digest: algorithm, value, object.
///
/// ```
/// # use debar_model::{Digest, Object};
/// let hex = Digest::read(Some("SHA-1"), "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", Object::File)?;
/// let base64 = Digest::read(None, "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=", Object::File)?;
/// assert_eq!(hex, base64);
/// assert_eq!(hex.to_string(), "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709");
/// # Ok::<(), debar_model::DigestError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest {
    algorithm: Algorithm,
    value: DigestValue,
    object: Object,
}

/// Bytes of a known algorithm, in place; the text of one that is not known.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum DigestValue {
    Bytes { bytes: [u8; Digest::MAX_BYTES], len: u8 },
    Text(String),
}

impl Digest {
    /// The longest digest of a known algorithm (SHA-512), in bytes.
    pub const MAX_BYTES: usize = 64;
    /// The longest text that is read as a digest, in bytes. Longer ones are an error.
    pub const MAX_TEXT: usize = 1024;

    /// A digest of raw bytes.
    ///
    /// # Errors
    /// The length is not the algorithm's. An algorithm that is not known takes any bytes up to
    /// [`Digest::MAX_TEXT`] / 2 and keeps them as hex.
    pub fn new(algorithm: Algorithm, bytes: &[u8], object: Object) -> Result<Self, DigestError> {
        let value = match algorithm.byte_len() {
            Some(expected) => DigestValue::of(&algorithm, expected, bytes)?,
            None if bytes.is_empty() => return Err(DigestError::Empty),
            None if bytes.len() > Self::MAX_TEXT / 2 => return Err(DigestError::TooLong),
            None => DigestValue::Text(encoding::hex(bytes)),
        };
        Ok(Self { algorithm, value, object })
    }

    /// Reads a digest as documents write it.
    ///
    /// `value` is hex in any case, with blanks and colons between the digits allowed, or base64
    /// (standard or URL alphabet, padded or not) when the algorithm is given and the length fits.
    /// It may carry its algorithm in front: `sha256:...`, `sha256=...`, `sha256-...` (Subresource
    /// Integrity, with options after `?` dropped). With no algorithm at all, hex is taken for the
    /// algorithm of its length (MD5, SHA-1, SHA-256, SHA-384, SHA-512), as hash lists do.
    ///
    /// # Errors
    /// Empty, too long, neither hex nor base64, not the algorithm's length, or two algorithms that
    /// contradict each other.
    pub fn read(algorithm: Option<&str>, value: &str, object: Object) -> Result<Self, DigestError> {
        let value = value.trim();
        if value.len() > Self::MAX_TEXT {
            return Err(DigestError::TooLong);
        }
        let given = match algorithm.map(str::trim) {
            None | Some("") => None,
            Some(name) if name.len() > Self::MAX_TEXT => return Err(DigestError::TooLong),
            Some(name) => Some(Algorithm::read(name)),
        };
        let (stated, rest) = encoding::split_prefix(value);
        let algorithm = match (given, stated) {
            (Some(given), Some(stated)) if given != stated => {
                return Err(DigestError::Conflict { given, stated });
            }
            (Some(algorithm), _) | (None, Some(algorithm)) => algorithm,
            (None, None) => encoding::algorithm_of_hex(rest)?,
        };
        if rest.is_empty() {
            return Err(DigestError::Empty);
        }
        let value = match algorithm.byte_len() {
            Some(expected) => {
                let (bytes, len) = encoding::decode(rest, &algorithm, expected)?;
                DigestValue::of(&algorithm, expected, bytes.get(..len).unwrap_or_default())?
            }
            None => DigestValue::Text(encoding::text(rest)?),
        };
        Ok(Self { algorithm, value, object })
    }

    /// The algorithm.
    pub const fn algorithm(&self) -> &Algorithm {
        &self.algorithm
    }

    /// What it is the digest of.
    pub const fn object(&self) -> Object {
        self.object
    }

    /// The same digest of another kind of object.
    #[must_use]
    pub fn with_object(mut self, object: Object) -> Self {
        self.object = object;
        self
    }

    /// The raw bytes; none for an algorithm that is not known.
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.value {
            DigestValue::Bytes { bytes, len } => bytes.get(..usize::from(*len)),
            DigestValue::Text(_) => None,
        }
    }

    /// The value without its algorithm: lower-case hex, or the text of an unknown algorithm.
    pub fn value(&self) -> String {
        match (&self.value, self.bytes()) {
            (DigestValue::Text(text), _) => text.clone(),
            (_, bytes) => encoding::hex(bytes.unwrap_or_default()),
        }
    }

    /// Same algorithm and value, whatever the object.
    pub fn same_value(&self, other: &Self) -> bool {
        self.algorithm == other.algorithm && self.value == other.value
    }
}

impl DigestValue {
    fn of(algorithm: &Algorithm, expected: usize, from: &[u8]) -> Result<Self, DigestError> {
        let wrong = || DigestError::Length { algorithm: algorithm.clone(), expected, found: from.len() };
        if from.len() != expected {
            return Err(wrong());
        }
        let mut bytes = [0_u8; Digest::MAX_BYTES];
        bytes.get_mut(..expected).ok_or_else(wrong)?.copy_from_slice(from);
        Ok(Self::Bytes { bytes, len: u8::try_from(expected).map_err(|_| wrong())? })
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.algorithm, self.value())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self}, {})", self.object)
    }
}

#[cfg(test)]
mod tests;
