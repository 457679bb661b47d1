//! Common Platform Enumeration names, 2.3 and 2.2.

use super::IdentifierError;
use super::check::trimmed;
use std::fmt;

/// A CPE name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cpe {
    text: String,
}

impl Cpe {
    /// Reads a formatted string (`cpe:2.3:a:...`) or a URI (`cpe:/a:...`).
    ///
    /// # Errors
    /// Not a CPE name.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        Ok(Self { text: trimmed(text)?.to_owned() })
    }

    /// `a` application, `o` operating system, `h` hardware; none for any.
    pub fn part(&self) -> Option<char> {
        None
    }

    /// The vendor, unescaped; none for any or not applicable.
    pub fn vendor(&self) -> Option<&str> {
        None
    }

    /// The product, unescaped; none for any or not applicable.
    pub fn product(&self) -> Option<&str> {
        None
    }

    /// The version, unescaped; none for any or not applicable.
    pub fn version(&self) -> Option<&str> {
        None
    }
}

impl fmt::Display for Cpe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
