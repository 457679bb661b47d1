//! Why a file has no digest: the fault, and apart from it what to do.

use std::fmt;
use std::io;

/// A file could not be digested. The path is the caller's to show.
#[derive(Debug)]
#[non_exhaustive]
pub enum ArtifactError {
    /// There is no such file, or a link leads nowhere.
    Missing,
    /// It is a folder.
    Directory,
    /// It is a pipe, socket or device: reading might wait for ever or have effects.
    Special,
    /// The system refuses to read it.
    Unreadable(io::Error),
    /// It was written while it was read: the digest would be of nothing that ever existed.
    Changed,
    /// We do not compute this algorithm.
    Algorithm(String),
}

impl fmt::Display for ArtifactError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there is no such file"),
            Self::Directory => f.write_str("it is a folder"),
            Self::Special => f.write_str("it is a pipe, socket or device and no file"),
            Self::Unreadable(_) => f.write_str("it cannot be read"),
            Self::Changed => f.write_str("it changed while it was read"),
            Self::Algorithm(name) => write!(f, "digests by `{name}` are not computed"),
        }
    }
}

impl std::error::Error for ArtifactError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for ArtifactError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing,
            io::ErrorKind::IsADirectory => Self::Directory,
            _ => Self::Unreadable(error),
        }
    }
}

impl ArtifactError {
    /// What to do about it.
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Missing => "check the path; relative paths start where the command was run",
            Self::Directory => "name the files in it one by one",
            Self::Special => "save what it delivers to a file first",
            Self::Unreadable(_) => "check that you may read it and that the disk is sound",
            Self::Changed => "wait until the download or build that writes it has ended, and try again",
            Self::Algorithm(_) => "use sha256, sha384, sha512, sha1 or md5",
        }
    }
}
