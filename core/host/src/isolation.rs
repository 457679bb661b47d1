//! How far a plugin is kept from the process.
//!
//! Invariant: a wish that cannot be met is refused; it never becomes something weaker.

use std::fmt;

use crate::Workers;

/// How far a plugin is kept from the process.
#[derive(Debug, Clone)]
pub enum Isolation {
    /// In sandboxed processes of its own, each used for document after document.
    Worker(Workers),
    /// In a new sandboxed process for every call: nothing of one document can reach the next.
    PerDocument(Workers),
    /// In this process, behind a panic boundary: a crash of the plugin is a crash of the process.
    InProcess,
}

impl Isolation {
    /// The word of the configuration.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Worker(_) => "worker",
            Self::PerDocument(_) => "per-document",
            Self::InProcess => "in-process",
        }
    }
}

impl fmt::Display for Isolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
