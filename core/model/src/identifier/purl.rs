//! Package URLs: ECMA-427 and the type definitions of package-url/purl-spec.
//!
//! Reading normalises whatever the specification says is equal (case of type and qualifier keys,
//! escapes, slashes, type rules), so two purls of one package are equal here. Not a version
//! comparison and not a pattern: those live with the blocklist.

mod encode;
mod parse;
mod rules;

use super::IdentifierError;
use super::check::trimmed;
use std::fmt;

/// A package URL in canonical form.
///
/// ```
/// # use debar_model::Purl;
/// let purl = Purl::parse("pkg:PYPI/Django_package@1.11.1?B=2&a=1")?;
/// assert_eq!(purl.as_str(), "pkg:pypi/django-package@1.11.1?a=1&b=2");
/// assert_eq!(purl.name(), "django-package");
/// # Ok::<(), debar_model::IdentifierError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Purl {
    canonical: String,
    parts: Parts,
}

/// The decoded components.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Parts {
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
    /// Not a package URL, or one that its type forbids: a namespace where the type has none, a
    /// qualifier that the type requires is missing, a name that cannot exist.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        parse::parse(trimmed(text)?)?.finish()
    }

    /// Builds a package URL from decoded components. Empty ones count as absent.
    ///
    /// # Errors
    /// As for [`Purl::parse`].
    pub fn from_parts<'a>(
        kind: &str,
        namespace: Option<&str>,
        name: &str,
        version: Option<&str>,
        qualifiers: impl IntoIterator<Item = (&'a str, &'a str)>,
        subpath: Option<&str>,
    ) -> Result<Self, IdentifierError> {
        let mut parts = Parts {
            kind: parse::kind(kind)?,
            namespace: namespace.and_then(parse::plain_path),
            name: name.to_owned(),
            version: version.filter(|v| !v.is_empty()).map(str::to_owned),
            qualifiers: Vec::new(),
            subpath: subpath.and_then(parse::plain_subpath),
        };
        for (key, value) in qualifiers {
            parse::add_qualifier(&mut parts.qualifiers, key, value.to_owned())?;
        }
        parts.finish()
    }

    /// The canonical text.
    pub fn as_str(&self) -> &str {
        &self.canonical
    }

    /// The type in lower case: `npm`, `pypi`, `deb` ...
    pub fn kind(&self) -> &str {
        &self.parts.kind
    }

    /// The namespace, decoded, its segments joined by `/`.
    pub fn namespace(&self) -> Option<&str> {
        self.parts.namespace.as_deref()
    }

    /// The name, decoded. For type `git` it is the path on the host and has slashes.
    pub fn name(&self) -> &str {
        &self.parts.name
    }

    /// The version, decoded.
    pub fn version(&self) -> Option<&str> {
        self.parts.version.as_deref()
    }

    /// Qualifiers sorted by key, values decoded, none of them empty.
    pub fn qualifiers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parts.qualifiers.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The value of a qualifier; keys are in lower case.
    pub fn qualifier(&self, key: &str) -> Option<&str> {
        self.parts.qualifier(key)
    }

    /// The subpath, decoded, its segments joined by `/`.
    pub fn subpath(&self) -> Option<&str> {
        self.parts.subpath.as_deref()
    }
}

impl Parts {
    fn qualifier(&self, key: &str) -> Option<&str> {
        self.qualifiers.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str())
    }

    /// Applies the type's rules and writes the canonical text.
    fn finish(mut self) -> Result<Purl, IdentifierError> {
        let texts =
            [self.namespace.as_deref(), Some(&self.name), self.version.as_deref(), self.subpath.as_deref()];
        let values = self.qualifiers.iter().map(|(_, value)| value.as_str());
        if let Some(found) =
            texts.into_iter().flatten().chain(values).flat_map(str::chars).find(|c| c.is_control())
        {
            return Err(IdentifierError::Character { found, expected: "printable characters" });
        }
        self.qualifiers.sort();
        rules::apply(&mut self)?;
        if self.name.is_empty() {
            return Err(IdentifierError::Form {
                fault: "the package URL has no name",
                help: "write pkg:type/namespace/name@version",
            });
        }
        Ok(Purl { canonical: encode::canonical(&self), parts: self })
    }
}

impl fmt::Display for Purl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.canonical)
    }
}

#[cfg(test)]
mod tests;
