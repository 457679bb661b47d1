//! What is wrong with a configuration, with its place and what to do.

use std::fmt;
use std::path::PathBuf;

/// One problem of a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// What is wrong.
    pub message: String,
    /// Byte range in the file.
    pub span: Option<std::ops::Range<usize>>,
    /// What to do.
    pub help: Option<String>,
}

/// A configuration that cannot be used.
#[derive(Clone, Debug)]
pub enum ConfigError {
    /// The file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// The file has problems: all of them.
    Invalid {
        /// The file.
        path: PathBuf,
        /// Its text, for the rendering of the places.
        text: String,
        /// The problems in order of their places.
        problems: Vec<ConfigProblem>,
    },
    /// Something needed is not there and no file says where it is.
    Missing {
        /// What is missing.
        what: String,
        /// What to do.
        help: String,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { path, why } => {
                write!(f, "the configuration `{}` cannot be read: {why}", path.display())
            }
            Self::Invalid { path, problems, .. } => {
                write!(f, "the configuration `{}` has {} problem(s)", path.display(), problems.len())
            }
            Self::Missing { what, .. } => f.write_str(what),
        }
    }
}

impl std::error::Error for ConfigError {}
