//! GS1 keys: GLN and GTIN, check digit by GS1 General Specifications section 7.9.

use super::IdentifierError;
use super::check::{digits, gs1_mod10};
use super::code::text_of;

/// Global Location Number: 13 digits (GS1 General Specifications section 3.7).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gln(String);

text_of!(Gln);

impl Gln {
    /// Reads 13 digits with a valid check digit; blanks and hyphens do not matter.
    ///
    /// # Errors
    /// Wrong length, characters or check digit.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let code = digits(text)?;
        if code.len() != 13 {
            return Err(IdentifierError::Length { found: code.len(), expected: "13 digits" });
        }
        checked(code).map(Self)
    }
}

/// Global Trade Item Number of 8, 12, 13 or 14 digits, kept with 14 (GS1 General Specifications
/// section 3.3.2: shorter ones are filled with zeros on the left).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gtin(String);

text_of!(Gtin);

impl Gtin {
    /// Reads a GTIN, EAN or UPC-A with a valid check digit; blanks and hyphens do not matter.
    ///
    /// # Errors
    /// Wrong length, characters or check digit.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let code = digits(text)?;
        if !matches!(code.len(), 8 | 12..=14) {
            return Err(IdentifierError::Length { found: code.len(), expected: "8, 12, 13 or 14 digits" });
        }
        checked(code).map(|code| Self(format!("{code:0>14}")))
    }

    /// The number of the item inside, whatever the packing level: indicator digit and check digit left out.
    pub fn item(&self) -> &str {
        self.0.get(1..13).unwrap_or_default()
    }
}

fn checked(code: String) -> Result<String, IdentifierError> {
    if code.bytes().all(|b| b == b'0') {
        return Err(IdentifierError::Form {
            fault: "all digits are zero",
            help: "leave the field empty when there is no number",
        });
    }
    if gs1_mod10(&code) { Ok(code) } else { Err(IdentifierError::CheckDigit) }
}
