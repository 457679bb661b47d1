//! Why JSON is not what it should be: the place first, so that a person can find it.

use std::fmt;

/// Bytes are no request or decision of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WireError {
    /// Not JSON, or JSON of another shape.
    Json {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// What the reader expected.
        message: String,
    },
    /// A `schema_version` that this program does not read.
    Version {
        /// The version found.
        found: u32,
    },
    /// A field whose value has no meaning here.
    Field {
        /// JSON Pointer (RFC 6901) of the field.
        pointer: String,
        /// What is wrong with it.
        message: String,
    },
}

impl WireError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Json { .. } => "compare the text with the schemas in core/wire/schema",
            Self::Version { .. } => "read it with the version of debar that wrote it, or a newer one",
            Self::Field { .. } => {
                "correct the field; the schemas in core/wire/schema name the words it takes"
            }
        }
    }

    pub(crate) fn field(message: impl fmt::Display) -> Self {
        Self::Field { pointer: String::new(), message: message.to_string() }
    }

    /// The same error seen from one level further out.
    pub(crate) fn within(self, segment: impl fmt::Display) -> Self {
        match self {
            Self::Field { pointer, message } => {
                Self::Field { pointer: format!("/{segment}{pointer}"), message }
            }
            other => other,
        }
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json { line, column, message } => {
                write!(f, "not the expected JSON at line {line}, column {column}: {message}")
            }
            Self::Version { found } => write!(f, "schema version `{found}` is not known here"),
            Self::Field { pointer, message } => write!(f, "{pointer}: {message}"),
        }
    }
}

impl std::error::Error for WireError {}

impl From<serde_json::Error> for WireError {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let suffix = format!(" at line {line} column {column}");
        let message = text.strip_suffix(&suffix).unwrap_or(&text).to_owned();
        Self::Json { line, column, message }
    }
}

/// Adds the place of a part to its error.
pub(crate) trait Within<T> {
    fn within(self, segment: impl fmt::Display) -> Result<T, WireError>;
}

impl<T> Within<T> for Result<T, WireError> {
    fn within(self, segment: impl fmt::Display) -> Self {
        self.map_err(|error| error.within(segment))
    }
}

/// Converts each item of a list, naming the index of the one that fails.
pub(crate) fn each<T, U>(
    items: Vec<T>,
    name: &str,
    convert: impl Fn(T) -> Result<U, WireError>,
) -> Result<Vec<U>, WireError> {
    let convert_one = |(index, item)| convert(item).within(index).within(name);
    items.into_iter().enumerate().map(convert_one).collect()
}
