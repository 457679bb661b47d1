//! Digest algorithms by the many names that formats give them.
//!
//! Not a promise that we compute them: an unknown one is kept and shown, never guessed.

use std::fmt;

/// A digest algorithm.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// SHA-256 (FIPS 180-4).
    Sha256,
    /// SHA-384 (FIPS 180-4).
    Sha384,
    /// SHA-512 (FIPS 180-4).
    Sha512,
    /// SHA-1: legacy, collisions exist.
    Sha1,
    /// MD5: legacy, collisions are cheap.
    Md5,
    /// One that is not known here, by its name in lower case.
    Other(String),
}

impl Algorithm {
    /// The known ones, strongest habit first.
    pub const KNOWN: [Self; 5] = [Self::Sha256, Self::Sha384, Self::Sha512, Self::Sha1, Self::Md5];

    /// Reads a name: `SHA-256`, `sha256`, `SHA-2-256`, an XML Security URI such as
    /// `http://www.w3.org/2001/04/xmlenc#sha256` (RFC 9231 section 2.1) or an object identifier such as
    /// `2.16.840.1.101.3.4.2.1` (RFC 5754 section 2). Everything else is [`Algorithm::Other`].
    pub fn read(name: &str) -> Self {
        let name = name.trim();
        Self::known(name).unwrap_or_else(|| Self::Other(name.to_ascii_lowercase()))
    }

    /// Length of a value in bytes; none for an algorithm that is not known.
    pub const fn byte_len(&self) -> Option<usize> {
        match self {
            Self::Sha256 => Some(32),
            Self::Sha384 => Some(48),
            Self::Sha512 => Some(64),
            Self::Sha1 => Some(20),
            Self::Md5 => Some(16),
            Self::Other(_) => None,
        }
    }

    /// Two different files can be made with the same digest: SHA-1 and MD5.
    pub const fn is_legacy(&self) -> bool {
        matches!(self, Self::Sha1 | Self::Md5)
    }

    /// The name: `sha256`, `sha384`, `sha512`, `sha1`, `md5`, or the unknown one's.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
            Self::Sha1 => "sha1",
            Self::Md5 => "md5",
            Self::Other(name) => name,
        }
    }

    /// The known algorithm of a name, in any spelling.
    pub(super) fn known(name: &str) -> Option<Self> {
        // Longest sensible spelling is an XML Security URI; a huge text is no name.
        if name.len() > 80 {
            return None;
        }
        let lower = name.to_ascii_lowercase();
        if let Some((base, fragment)) = lower.split_once('#') {
            let path = base.strip_prefix("http://").or_else(|| base.strip_prefix("https://"))?;
            return path.strip_prefix("www.w3.org/").and_then(|_| Self::plain(fragment));
        }
        let oid = lower.strip_prefix("urn:oid:").or_else(|| lower.strip_prefix("oid:"));
        let oid = oid.or_else(|| lower.strip_prefix("urn:oid ")).unwrap_or(&lower).trim();
        match oid {
            "2.16.840.1.101.3.4.2.1" => Some(Self::Sha256),
            "2.16.840.1.101.3.4.2.2" => Some(Self::Sha384),
            "2.16.840.1.101.3.4.2.3" => Some(Self::Sha512),
            "1.3.14.3.2.26" => Some(Self::Sha1),
            "1.2.840.113549.2.5" => Some(Self::Md5),
            _ => Self::plain(&lower),
        }
    }

    fn plain(lower: &str) -> Option<Self> {
        let bare: String = lower.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect();
        match bare.as_str() {
            "sha256" | "sha2256" => Some(Self::Sha256),
            "sha384" | "sha2384" => Some(Self::Sha384),
            "sha512" | "sha2512" => Some(Self::Sha512),
            "sha1" | "sha" => Some(Self::Sha1),
            "md5" => Some(Self::Md5),
            _ => None,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
