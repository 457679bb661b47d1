//! Why a text is no digest, for people: the fault, and apart from it what to do.

use super::{Algorithm, Digest};
use std::fmt;

/// A text is not a digest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DigestError {
    /// Nothing is there.
    Empty,
    /// Longer than any digest.
    TooLong,
    /// No algorithm is named and the length fits none.
    NoAlgorithm {
        /// Hex digits found.
        digits: usize,
    },
    /// Neither hex nor base64.
    Encoding {
        /// First character that fits neither; none if only the end is wrong.
        found: Option<char>,
    },
    /// Not as long as its algorithm demands.
    Length {
        /// The algorithm named.
        algorithm: Algorithm,
        /// Its length in bytes.
        expected: usize,
        /// The length found, in bytes (rounded down).
        found: usize,
    },
    /// One algorithm beside the value, another in front of it.
    Conflict {
        /// The one beside it.
        given: Algorithm,
        /// The one in front of it.
        stated: Algorithm,
    },
}

impl fmt::Display for DigestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the digest is empty"),
            Self::TooLong => write!(f, "longer than any digest ({} bytes)", Digest::MAX_TEXT),
            Self::NoAlgorithm { digits } => {
                write!(f, "no algorithm is named and none has {digits} hex digits")
            }
            Self::Encoding { found: Some(found) } => {
                write!(f, "neither hex nor base64: `{}` does not belong", found.escape_debug())
            }
            Self::Encoding { found: None } => f.write_str("neither hex nor base64"),
            Self::Length { algorithm, expected, found } => {
                write!(f, "{algorithm} has {expected} bytes ({} hex digits), found {found}", expected * 2)
            }
            Self::Conflict { given, stated } => {
                write!(f, "named `{given}` but the value says `{stated}`")
            }
        }
    }
}

impl std::error::Error for DigestError {}

impl DigestError {
    /// What to do about it.
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Empty => "give the value, such as `sha256:` and 64 hex digits",
            Self::TooLong => "give one digest; put many into a digest file",
            Self::NoAlgorithm { .. } => "put the algorithm in front, such as `sha256:`",
            Self::Encoding { .. } => "give hex digits, or base64 as in `sha256-...=`",
            Self::Length { .. } => "check that the value was copied whole and that the algorithm is right",
            Self::Conflict { .. } => "remove the wrong one of the two names",
        }
    }
}
