//! Why a set cannot be used or made. Every one keeps the set from answering.

use std::fmt;
use std::io;

/// A set cannot be used or made.
#[derive(Debug)]
pub enum SetError {
    /// The system refused.
    Io(io::Error),
    /// It is not a regular file.
    NotAFile,
    /// It does not begin as a digest set does.
    NotASet,
    /// It is of a version that this program does not read.
    Version(u32),
    /// Its numbers are in another byte order.
    ByteOrder,
    /// Its header or directory is damaged.
    Head(&'static str),
    /// It is shorter or longer than its header says.
    Length {
        /// Bytes that the header states.
        expected: u64,
        /// Bytes that the file has.
        found: u64,
    },
    /// A section has not the digest that the directory states.
    Section(String),
    /// A table is out of order although its digest holds: it was made wrong.
    Order(String),
    /// It changed while it was checked.
    Changed,
    /// Another process builds this set right now.
    Busy,
    /// More distinct labels, or longer ones, than a set can hold.
    Labels,
    /// Not a digest of an algorithm that sets can hold.
    Algorithm,
}

impl SetError {
    /// What to do about it.
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Io(_) => "check the path, the permissions and the space of the disk",
            Self::NotAFile => "name a regular file",
            Self::NotASet => "make one of a list of digests by `debar set build`",
            Self::Version(_) | Self::ByteOrder => "build the set again by this program",
            Self::Head(_) | Self::Length { .. } | Self::Section(_) | Self::Order(_) => {
                "find out what changed the file; build the set again or take it from a backup"
            }
            Self::Changed => "replace sets by renaming a new file over the old one, never in place",
            Self::Busy => "wait for the other build, or write to another file",
            Self::Labels => "use fewer or shorter labels: at most 1,024 bytes each",
            Self::Algorithm => "sets hold SHA-256, SHA-384, SHA-512, and the legacy SHA-1 and MD5",
        }
    }
}

impl fmt::Display for SetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::NotAFile => f.write_str("it is not a regular file"),
            Self::NotASet => f.write_str("it is no digest set"),
            Self::Version(found) => {
                write!(f, "it is a digest set of version {found}, which is not read here")
            }
            Self::ByteOrder => f.write_str("its byte order is not little-endian"),
            Self::Head(what) => write!(f, "its header is damaged: {what}"),
            Self::Length { expected, found } => {
                write!(f, "it has {found} bytes, and its header says {expected}")
            }
            Self::Section(what) => {
                write!(f, "{what} are damaged: their digest is not the one in the directory")
            }
            Self::Order(what) => write!(f, "{what} are out of order"),
            Self::Changed => f.write_str("it changed while it was checked"),
            Self::Busy => f.write_str("another process builds it right now"),
            Self::Labels => f.write_str("too many labels, or too long ones"),
            Self::Algorithm => f.write_str("not a digest that a set can hold"),
        }
    }
}

impl std::error::Error for SetError {}

impl From<io::Error> for SetError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<rustix::io::Errno> for SetError {
    fn from(error: rustix::io::Errno) -> Self {
        Self::Io(error.into())
    }
}
