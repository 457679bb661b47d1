//! Where a value stands in the native document.

/// A place in the native document: a pointer for people and a byte range for machines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Source {
    /// `XPath`, JSON Pointer, row and column, or segment and element; empty when there is none.
    pub pointer: String,
    /// First byte of the range in the native bytes.
    pub offset: u64,
    /// Length of the range in bytes; zero when no range is known.
    pub len: u64,
    /// The value is not those bytes to the letter: entities, another character set, base64.
    pub decoded: bool,
}

impl Source {
    /// A place known by its pointer alone.
    pub fn at(pointer: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), ..Self::default() }
    }
}

/// A value and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sourced<T> {
    /// The value as it was read.
    pub value: T,
    /// Its place in the native document.
    pub source: Source,
}

impl<T> Sourced<T> {
    /// Ties a value to its place.
    pub fn new(value: T, source: Source) -> Self {
        Self { value, source }
    }
}

impl From<&str> for Sourced<String> {
    fn from(value: &str) -> Self {
        Self { value: value.to_owned(), source: Source::default() }
    }
}
