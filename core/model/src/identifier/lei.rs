//! Legal Entity Identifier: ISO 17442-1, 20 characters, check digits by ISO/IEC 7064 MOD 97-10.

use super::IdentifierError;
use super::check::{compact, mod97};
use super::code::text_of;

/// A Legal Entity Identifier with valid check digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lei(String);

text_of!(Lei);

impl Lei {
    /// Reads 18 letters or digits and two check digits; case, blanks and hyphens do not matter.
    ///
    /// # Errors
    /// Wrong length, characters or check digits.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let code = compact(text, "letters and digits")?;
        if code.len() != 20 {
            return Err(IdentifierError::Length { found: code.len(), expected: "20 letters and digits" });
        }
        if let Some(found) = code.chars().skip(18).find(|c| !c.is_ascii_digit()) {
            return Err(IdentifierError::Character { found, expected: "two check digits" });
        }
        if mod97(&code) != 1 { Err(IdentifierError::CheckDigit) } else { Ok(Self(code)) }
    }
}
