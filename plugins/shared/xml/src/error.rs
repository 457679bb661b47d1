//! Why a document was refused, and where. Never holds text of the document beyond a short name.
//!
//! Invariant: offsets count native bytes, so they fit the file that the user has.

use std::borrow::Cow;
use std::fmt;

/// The kind of refusal; stable names for tests and reports.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Code {
    /// There is no element in the input.
    Empty,
    /// The input does not start like XML.
    NotXml,
    /// The character set is unknown or not accepted.
    Encoding,
    /// The bytes are not what the character set allows.
    InvalidBytes,
    /// A character that XML forbids.
    ForbiddenCharacter,
    /// A rule of XML's syntax is broken.
    NotWellFormed,
    /// The input ends inside the document.
    Truncated,
    /// Content after the root element.
    TrailingContent,
    /// The document type declares an entity.
    EntityDeclared,
    /// The document type gives an attribute a default value.
    AttributeDefault,
    /// A reference to an entity that does not exist.
    UndefinedEntity,
    /// The same attribute twice.
    DuplicateAttribute,
    /// A limit was crossed.
    Limit,
}

impl Code {
    /// The kebab-case name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "xml-empty",
            Self::NotXml => "xml-not-xml",
            Self::Encoding => "xml-encoding",
            Self::InvalidBytes => "xml-invalid-bytes",
            Self::ForbiddenCharacter => "xml-forbidden-character",
            Self::NotWellFormed => "xml-not-well-formed",
            Self::Truncated => "xml-truncated",
            Self::TrailingContent => "xml-trailing-content",
            Self::EntityDeclared => "xml-entity-declared",
            Self::AttributeDefault => "xml-attribute-default",
            Self::UndefinedEntity => "xml-undefined-entity",
            Self::DuplicateAttribute => "xml-duplicate-attribute",
            Self::Limit => "xml-limit",
        }
    }
}

/// A refused document.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct XmlError {
    /// The kind.
    pub code: Code,
    /// What is wrong, lower case, without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Cow<'static, str>,
    /// First native byte of the place.
    pub offset: u64,
    /// Native bytes of the place, 0 when it is a point.
    pub len: u64,
    /// Line, from 1; 0 when the text could not be read.
    pub line: u32,
    /// Column in characters, from 1; 0 when the text could not be read.
    pub column: u32,
    /// XPath of the element in which the place is, empty outside the root.
    pub pointer: String,
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for XmlError {}

/// A refusal that does not know its line and native offset yet: `at..to` are positions in the decoded text.
#[derive(Debug)]
pub(crate) struct Fault {
    pub code: Code,
    pub message: String,
    pub help: &'static str,
    pub at: usize,
    pub to: usize,
}

impl Fault {
    pub fn new(code: Code, at: usize, message: impl Into<String>, help: &'static str) -> Self {
        Self { code, message: message.into(), help, at, to: at }
    }

    pub fn syntax(at: usize, message: impl Into<String>) -> Self {
        Self::new(Code::NotWellFormed, at, message, "have the sender repair the document")
    }

    pub fn limit(at: usize, what: &str, limit: usize) -> Self {
        Self::new(
            Code::Limit,
            at,
            format!("{what} is over the limit of {limit}"),
            "split the document or have the sender repair it",
        )
    }

    pub fn upto(mut self, to: usize) -> Self {
        self.to = to;
        self
    }
}

/// At most 40 characters of a name, for messages.
pub(crate) fn short(name: &str) -> String {
    let mut out: String = name.chars().take(40).collect();
    if out.len() < name.len() {
        out.push('…');
    }
    out
}
