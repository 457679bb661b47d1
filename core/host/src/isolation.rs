//! How far a plugin is kept from the process. Only `in-process` works so far.
//!
//! Invariant: a wish that cannot be met is refused; it never becomes something weaker.

use std::fmt;

use crate::HostError;

/// How far a plugin is kept from the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Isolation {
    /// One sandboxed process per plugin.
    #[default]
    Worker,
    /// One sandboxed process per document.
    PerDocument,
    /// In this process, behind a panic boundary: a crash of the plugin is a crash of the process.
    InProcess,
}

impl Isolation {
    /// Reads a word of the configuration.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        match word {
            "worker" => Some(Self::Worker),
            "per-document" => Some(Self::PerDocument),
            "in-process" => Some(Self::InProcess),
            _ => None,
        }
    }

    /// The word of the configuration.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Worker => "worker",
            Self::PerDocument => "per-document",
            Self::InProcess => "in-process",
        }
    }

    /// Whether this build can do it.
    ///
    /// # Errors
    /// [`HostError::Isolation`] for all but `in-process`.
    pub fn available(self) -> Result<(), HostError> {
        match self {
            Self::InProcess => Ok(()),
            Self::Worker | Self::PerDocument => Err(HostError::Isolation { asked: self }),
        }
    }
}

impl fmt::Display for Isolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
