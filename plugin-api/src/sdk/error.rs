//! What a plugin can say went wrong: reports with a place and a hint, and the error of each operation.
//!
//! Invariant: an error keeps its class (a status value) across the boundary. It carries no document text
//! beyond what the plugin's author puts into the messages, so never put a secret there.

use std::borrow::Cow;
use std::fmt;

use super::text::Where;
use crate::abi::status;

/// One problem, for people: what, where, and what to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The plugin's code, kebab-case, as in `xml-entity-declared`.
    pub code: Cow<'static, str>,
    /// What is wrong: lower case, no full stop, input in backticks.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
    /// First byte in the native document.
    pub offset: Option<u64>,
    /// Length in bytes.
    pub len: u64,
    /// Line from 1; 0 = not known.
    pub line: u64,
    /// Column from 1, in characters; 0 = not known.
    pub column: u64,
    /// `XPath`, JSON Pointer, segment path.
    pub pointer: String,
    /// True when decoding goes on.
    pub warning: bool,
}

/// The class of an error; each is a status value of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No class of its own.
    #[default]
    Failed,
    /// The document is broken.
    Malformed,
    /// Well formed, and not of a kind or version that is read.
    Unsupported,
    /// A limit of the plugin or the host is reached.
    Limit,
    /// The configuration is wrong.
    Config,
    /// The source cannot be read.
    Source,
    /// The host refused a call with this status; nothing to add.
    Host(i32),
}

/// The source cannot be read or mapped: a status value of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceError {
    /// The host's status.
    pub status: i32,
}

impl Report {
    /// A problem without a place.
    #[must_use]
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), ..Self::default() }
    }

    /// A problem that does not stop the decoding.
    #[must_use]
    pub fn warning(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { warning: true, ..Self::new(code, message) }
    }

    /// What to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The place.
    #[must_use]
    pub fn at(mut self, at: &Where<'_>) -> Self {
        self.offset = at.has_range().then_some(at.offset);
        self.len = at.len;
        self.pointer = at.pointer.clone().into_owned();
        self
    }

    /// The byte offset alone.
    #[must_use]
    pub fn offset(mut self, offset: u64) -> Self {
        self.offset = Some(offset);
        self
    }

    /// Line and column, from 1.
    #[must_use]
    pub fn line_column(mut self, line: u64, column: u64) -> Self {
        (self.line, self.column) = (line, column);
        self
    }
}

impl ErrorKind {
    /// The status value that crosses the boundary.
    #[must_use]
    pub fn status(self) -> i32 {
        match self {
            Self::Failed => status::FAILED,
            Self::Malformed => status::MALFORMED,
            Self::Unsupported => status::UNSUPPORTED,
            Self::Limit => status::LIMIT,
            Self::Config => status::CONFIG,
            Self::Source => status::SOURCE,
            Self::Host(status::OK) => status::FAILED,
            Self::Host(status) => status,
        }
    }
}

macro_rules! operation_error {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct $name {
            /// The class.
            pub kind: ErrorKind,
            /// What is wrong, in order; may be empty when the host stopped the call.
            pub reports: Vec<Report>,
        }

        impl $name {
            /// An error of a class with one report.
            #[must_use]
            pub fn new(kind: ErrorKind, code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
                Self { kind, reports: vec![Report::new(code, message)] }
            }

            /// The document is broken.
            #[must_use]
            pub fn malformed(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
                Self::new(ErrorKind::Malformed, code, message)
            }

            /// The document is well formed, and not of a kind or version that is read.
            #[must_use]
            pub fn unsupported(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
                Self::new(ErrorKind::Unsupported, code, message)
            }

            /// A limit is reached.
            #[must_use]
            pub fn limit(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
                Self::new(ErrorKind::Limit, code, message)
            }

            /// An error of a class with several reports.
            #[must_use]
            pub fn from_reports(kind: ErrorKind, reports: Vec<Report>) -> Self {
                Self { kind, reports }
            }

            /// What to do, on the last report.
            #[must_use]
            pub fn help(self, help: impl Into<String>) -> Self {
                self.on_last(|report| report.help(help))
            }

            /// The place, on the last report.
            #[must_use]
            pub fn at(self, at: &Where<'_>) -> Self {
                self.on_last(|report| report.at(at))
            }

            /// The byte offset, on the last report.
            #[must_use]
            pub fn offset(self, offset: u64) -> Self {
                self.on_last(|report| report.offset(offset))
            }

            /// Line and column from 1, on the last report.
            #[must_use]
            pub fn line_column(self, line: u64, column: u64) -> Self {
                self.on_last(|report| report.line_column(line, column))
            }

            /// One more report.
            #[must_use]
            pub fn and(mut self, report: Report) -> Self {
                self.reports.push(report);
                self
            }

            pub(crate) fn host(status: i32) -> Self {
                Self { kind: ErrorKind::Host(status), reports: Vec::new() }
            }

            fn on_last(mut self, change: impl FnOnce(Report) -> Report) -> Self {
                if let Some(last) = self.reports.pop() {
                    self.reports.push(change(last));
                }
                self
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.reports.first() {
                    Some(report) => write!(f, "{}: {}", report.code, report.message),
                    None => write!(f, concat!($what, " stopped with status {}"), self.kind.status()),
                }
            }
        }

        impl std::error::Error for $name {}

        impl From<SourceError> for $name {
            fn from(error: SourceError) -> Self {
                Self::host(error.status)
            }
        }

        impl From<std::io::Error> for $name {
            fn from(error: std::io::Error) -> Self {
                match error.get_ref().and_then(|inner| inner.downcast_ref::<SourceError>()) {
                    Some(source) => Self::from(*source),
                    None => Self::new(ErrorKind::Source, "source-unreadable", error.kind().to_string()),
                }
            }
        }
    };
}

operation_error! {
    /// Why a document could not be decoded. Errors of the sink come back as one; pass them up with `?`.
    DecodeError, "decoding"
}
operation_error! {
    /// Why an answer could not be written.
    EncodeError, "encoding"
}
operation_error! {
    /// Why an instance could not be made from its configuration.
    PluginError, "creation"
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            status::LIMIT => f.write_str("the document is too large to be mapped whole"),
            other => write!(f, "the document cannot be read (status {other})"),
        }
    }
}

impl std::error::Error for SourceError {}
