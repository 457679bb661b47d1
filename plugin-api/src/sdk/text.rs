//! Text with its place in the native document. Not a parser.
//!
//! Invariant: offsets count bytes of the native document, whatever its character set.

use std::borrow::Cow;

/// Where something stands in the native document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Where<'a> {
    /// First byte, in the native bytes.
    pub offset: u64,
    /// Length in bytes; offset 0 with length 0 means that the range is not given.
    pub len: u64,
    /// `XPath`, JSON Pointer, segment path, or row and column.
    pub pointer: Cow<'a, str>,
    /// True when the value is not those very bytes (entities, UTF-16, base64 ...).
    pub decoded: bool,
}

/// A value and its place.
///
/// With a range of zero length at offset 0, and a `value` borrowed from [`crate::Input::bytes`], the range is
/// filled in when the text is given to the sink.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text<'a> {
    /// The value.
    pub value: Cow<'a, str>,
    /// Its place.
    pub at: Where<'a>,
}

impl<'a> Where<'a> {
    /// No place: the plugin states the value itself (`FORMAT`, say).
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// A range and a pointer.
    #[must_use]
    pub fn new(offset: u64, len: u64, pointer: impl Into<Cow<'a, str>>) -> Self {
        Self { offset, len, pointer: pointer.into(), decoded: false }
    }

    /// A pointer alone; the range is filled in for a borrowed value.
    #[must_use]
    pub fn pointer(pointer: impl Into<Cow<'a, str>>) -> Self {
        Self::new(0, 0, pointer)
    }

    /// The same place, with the mark that the value is not those very bytes.
    #[must_use]
    pub fn decoded(mut self) -> Self {
        self.decoded = true;
        self
    }

    /// True when there is neither a range nor a pointer.
    #[must_use]
    pub fn is_none(&self) -> bool {
        !self.has_range() && self.pointer.is_empty()
    }

    /// True when there is a range.
    #[must_use]
    pub fn has_range(&self) -> bool {
        self.offset != 0 || self.len != 0
    }

    /// The same place, owned.
    #[must_use]
    pub fn into_owned(self) -> Where<'static> {
        Where {
            offset: self.offset,
            len: self.len,
            pointer: Cow::Owned(self.pointer.into_owned()),
            decoded: self.decoded,
        }
    }
}

impl<'a> Text<'a> {
    /// A value and its place.
    #[must_use]
    pub fn new(value: impl Into<Cow<'a, str>>, at: Where<'a>) -> Self {
        Self { value: value.into(), at }
    }

    /// A value that the plugin states itself.
    #[must_use]
    pub fn stated(value: impl Into<Cow<'a, str>>) -> Self {
        Self::new(value, Where::none())
    }

    /// The same text, owned.
    #[must_use]
    pub fn into_owned(self) -> Text<'static> {
        Text { value: Cow::Owned(self.value.into_owned()), at: self.at.into_owned() }
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(value: &'a str) -> Self {
        Self::stated(value)
    }
}

impl From<String> for Text<'_> {
    fn from(value: String) -> Self {
        Self::stated(value)
    }
}
