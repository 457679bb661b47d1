//! Package URLs.

use super::IdentifierError;
use super::check::trimmed;
use std::fmt;

/// A package URL.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Purl {
    canonical: String,
    kind: String,
    namespace: Option<String>,
    name: String,
    version: Option<String>,
    qualifiers: Vec<(String, String)>,
    subpath: Option<String>,
}

impl Purl {
    /// Reads a package URL in any spelling that the specification normalises.
    ///
    /// # Errors
    /// Not a package URL, or one that its type forbids.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let text = trimmed(text)?;
        let rest = text.strip_prefix("pkg:").ok_or(IdentifierError::Empty)?;
        let (kind, name) = rest.split_once('/').ok_or(IdentifierError::Empty)?;
        Ok(Self {
            canonical: text.to_owned(),
            kind: kind.to_owned(),
            namespace: None,
            name: name.to_owned(),
            version: None,
            qualifiers: Vec::new(),
            subpath: None,
        })
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.canonical
    }

    /// The type in lower case: `npm`, `pypi`, `deb` ...
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The namespace, decoded, segments joined by `/`.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// The name, decoded.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version, decoded.
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// Qualifiers sorted by key, values decoded.
    pub fn qualifiers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.qualifiers.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The value of a qualifier.
    pub fn qualifier(&self, key: &str) -> Option<&str> {
        self.qualifiers().find(|(k, _)| *k == key).map(|(_, value)| value)
    }

    /// The subpath, decoded, segments joined by `/`.
    pub fn subpath(&self) -> Option<&str> {
        self.subpath.as_deref()
    }
}

impl fmt::Display for Purl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.canonical)
    }
}
