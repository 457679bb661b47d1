//! Why a text is not the identifier it claims to be: the fault, and apart from it what to do.

use std::fmt;

/// A text is not an identifier of its scheme.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum IdentifierError {
    /// Nothing is there.
    Empty,
    /// Longer than any identifier of the scheme.
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// Not the number of characters that the scheme has.
    Length {
        /// Characters found, blanks and separators left out.
        found: usize,
        /// What the scheme has, such as `9 digits`.
        expected: &'static str,
    },
    /// A character that the scheme does not have at its place.
    Character {
        /// The character.
        found: char,
        /// What the scheme has there.
        expected: &'static str,
    },
    /// The check digits are wrong: a digit was mistyped or two were swapped.
    CheckDigit,
    /// The form is wrong.
    Form {
        /// What is wrong.
        fault: &'static str,
        /// What to do.
        help: &'static str,
    },
}

impl fmt::Display for IdentifierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the identifier is empty"),
            Self::TooLong { limit } => write!(f, "longer than {limit} bytes"),
            Self::Length { found, expected } => write!(f, "{found} characters where {expected} belong"),
            Self::Character { found, expected } => {
                write!(f, "`{}` where {expected} belong", found.escape_debug())
            }
            Self::CheckDigit => f.write_str("the check digits do not fit"),
            Self::Form { fault, .. } => f.write_str(fault),
        }
    }
}

impl std::error::Error for IdentifierError {}

impl IdentifierError {
    /// What to do about it.
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Empty => "give a value or remove the entry",
            Self::TooLong { .. } => "check that the field holds the identifier and nothing else",
            Self::Length { .. } => "check that it was copied whole and belongs to this scheme",
            Self::Character { .. } => "check for mistyped letters, such as O for 0 or I for 1",
            Self::CheckDigit => "compare it with the original: a digit is wrong or two are swapped",
            Self::Form { help, .. } => help,
        }
    }
}
