//! Why a text is not JSON. Not a recovery: a document with one of these is not read at all. Invariant: no
//! message repeats content of the document.

use std::fmt;

use debar_plugin_api::{DecodeError, ErrorKind, Report};

/// What is wrong, as a stable word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Bytes that are not text of the declared character set.
    Encoding,
    /// No value at all.
    Empty,
    /// The text ends inside a value.
    Truncated,
    /// A character that RFC 8259 does not allow here.
    Syntax,
    /// A string with a wrong escape or a control character.
    Text,
    /// Half of a surrogate pair.
    Surrogate,
    /// A number that RFC 8259 does not allow.
    Number,
    /// Text after the end of the value.
    Trailing,
    /// Deeper than the limit.
    Depth,
    /// More or larger than the limit.
    Size,
}

impl Problem {
    /// The stable word for reports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Encoding => "json-encoding",
            Self::Empty => "json-empty",
            Self::Truncated => "json-truncated",
            Self::Syntax => "json-syntax",
            Self::Text => "json-string",
            Self::Surrogate => "json-surrogate",
            Self::Number => "json-number",
            Self::Trailing => "json-trailing",
            Self::Depth => "json-depth",
            Self::Size => "json-size",
        }
    }

    /// What the sender can do.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::Encoding => "send UTF-8, or UTF-16 with a byte order mark",
            Self::Empty => "send one JSON value",
            Self::Truncated => "send the whole document; the transfer may have been cut",
            Self::Syntax => "RFC 8259 knows no comments, trailing commas, single quotes, `NaN` or `Infinity`",
            Self::Text => "escape control characters and backslashes as RFC 8259 section 7 says",
            Self::Surrogate => "write a character beyond U+FFFF as two \\u escapes or as itself",
            Self::Number => "write numbers as RFC 8259 section 6 says, or as a string",
            Self::Trailing => "send one document at a time, or one record per line as NDJSON",
            Self::Depth => "flatten the document",
            Self::Size => "split the document into smaller ones",
        }
    }
}

/// A problem and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// What is wrong.
    pub problem: Problem,
    /// One sentence for people, lower case.
    pub message: String,
    /// First byte in the native document.
    pub offset: u64,
    /// Bytes.
    pub len: u64,
    /// Line, from 1.
    pub line: u64,
    /// Column in characters, from 1.
    pub column: u64,
    /// JSON Pointer of the innermost value that was being read.
    pub pointer: String,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {}, column {}", self.message, self.line, self.column)
    }
}

impl std::error::Error for JsonError {}

impl JsonError {
    /// The report for people.
    #[must_use]
    pub fn report(&self) -> Report {
        let mut report = Report::new(self.problem.code(), self.message.clone())
            .help(self.problem.help())
            .offset(self.offset)
            .line_column(self.line, self.column);
        report.len = self.len;
        report.pointer.clone_from(&self.pointer);
        report
    }
}

impl From<JsonError> for DecodeError {
    fn from(error: JsonError) -> Self {
        let kind = match error.problem {
            Problem::Depth | Problem::Size => ErrorKind::Limit,
            _ => ErrorKind::Malformed,
        };
        Self::from_reports(kind, vec![error.report()])
    }
}
