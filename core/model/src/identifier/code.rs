//! Codes that are known by their form alone: UEI, CAGE, D-U-N-S, UNSPSC.
//!
//! None of them has a published check digit, so a valid form proves little.

use super::IdentifierError;
use super::check::{compact, digits};

/// `as_str` and `Display` of a newtype around its canonical text.
macro_rules! text_of {
    ($name:ident) => {
        impl $name {
            /// The canonical text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
pub(super) use text_of;

/// Unique Entity ID of SAM.gov: 12 letters and digits without O and I, the first not 0
/// (GSA, "Unique Entity ID technical specifications"). The algorithm of its last character is
/// not public, so only the form is checked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uei(String);

text_of!(Uei);

impl Uei {
    /// Reads a UEI in any case.
    ///
    /// # Errors
    /// Wrong length, a letter O or I, or a leading zero.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        const EXPECTED: &str = "letters and digits without O and I";
        let code = compact(text, EXPECTED)?;
        if code.len() != 12 {
            return Err(IdentifierError::Length { found: code.len(), expected: "12 letters and digits" });
        }
        if let Some(found) = code.chars().find(|c| matches!(c, 'O' | 'I')) {
            return Err(IdentifierError::Character { found, expected: EXPECTED });
        }
        if code.starts_with('0') {
            return Err(IdentifierError::Character {
                found: '0',
                expected: "a first character other than 0",
            });
        }
        Ok(Self(code))
    }
}

/// Commercial and Government Entity code: five characters without O and I; the first and last are digits in
/// US codes, and at least one of them is a digit in NATO codes (DLA CAGE, NATO ACodP-1 section 33).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cage(String);

text_of!(Cage);

impl Cage {
    /// Reads a CAGE or NCAGE in any case.
    ///
    /// # Errors
    /// Wrong length, a letter O or I, or letters at both ends.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        const EXPECTED: &str = "letters and digits without O and I";
        let code = compact(text, EXPECTED)?;
        if code.len() != 5 {
            return Err(IdentifierError::Length { found: code.len(), expected: "5 letters and digits" });
        }
        if let Some(found) = code.chars().find(|c| matches!(c, 'O' | 'I')) {
            return Err(IdentifierError::Character { found, expected: EXPECTED });
        }
        if !code.starts_with(|c: char| c.is_ascii_digit()) && !code.ends_with(|c: char| c.is_ascii_digit()) {
            return Err(IdentifierError::Form {
                fault: "a CAGE code begins or ends with a digit",
                help: "check that the field holds a CAGE code",
            });
        }
        Ok(Self(code))
    }
}

/// D-U-N-S number: nine digits. Ended in US federal use on 4 April 2022, and still in lists.
/// Numbers issued since 2006 have no check digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duns(String);

text_of!(Duns);

impl Duns {
    /// Reads nine digits; hyphens and blanks do not matter (`08-146-6849`). The four digits of a
    /// "DUNS+4" suffix are refused: they name an account, not a company.
    ///
    /// # Errors
    /// Wrong length or characters.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let code = digits(text)?;
        if code.len() != 9 {
            return Err(IdentifierError::Length { found: code.len(), expected: "9 digits" });
        }
        Ok(Self(code))
    }
}

/// UNSPSC class of goods: eight digits in four levels (segment, family, class, commodity), `00` for a
/// level left open, and optionally two digits of business function (UNSPSC codeset, "structure").
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unspsc(String);

text_of!(Unspsc);

impl Unspsc {
    /// Reads eight or ten digits; blanks, dots and hyphens do not matter. A business function of `00`
    /// is dropped.
    ///
    /// # Errors
    /// Wrong length or characters, or a level below one that is left open.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let mut code = digits(text)?;
        if !matches!(code.len(), 8 | 10) {
            return Err(IdentifierError::Length { found: code.len(), expected: "8 or 10 digits" });
        }
        if code.len() == 10 && code.ends_with("00") {
            code.truncate(8);
        }
        let mut open = false;
        for level in code.as_bytes().chunks_exact(2).take(4) {
            let zero = level == b"00";
            if open && !zero {
                return Err(IdentifierError::Form {
                    fault: "a level is given below one that is left open (`00`)",
                    help: "give all levels above it, such as 43232104 or 43230000",
                });
            }
            open = zero;
        }
        if code.starts_with("00") {
            return Err(IdentifierError::Form {
                fault: "the segment is `00`",
                help: "an UNSPSC code begins with its segment, 10 to 95",
            });
        }
        Ok(Self(code))
    }

    /// Lies in the class that `parent` names: `43232104` is within `43230000`.
    pub fn is_within(&self, parent: &Self) -> bool {
        let mut stem = parent.0.as_str();
        if stem.len() == 8 {
            while let Some(shorter) = stem.strip_suffix("00") {
                stem = shorter;
            }
        }
        self.0.starts_with(stem)
    }
}
