//! Why the ledger could not do what it was asked for.
//!
//! Cloneable, because one failed write is the answer to everyone who waited for it.

use debar_model::Sha256Hex;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Something broken in a ledger, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, relative to the ledger's folder.
    pub file: PathBuf,
    /// Line in the file, from 1; none for a file without lines.
    pub line: Option<u64>,
    /// First byte of that line in the file, from 0.
    pub byte: u64,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ", byte {}: {}", self.byte, self.message)
    }
}

/// The ledger could not do what it was asked for. Nothing was acknowledged.
#[derive(Clone, Debug)]
pub enum LedgerError {
    /// There is no ledger: no such folder, or one that holds other things.
    Missing {
        /// The folder.
        folder: PathBuf,
    },
    /// The system refused: full disk, missing right, failing device.
    Io {
        /// What was being done.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// What the system said.
        source: Arc<io::Error>,
    },
    /// The log is broken elsewhere than at its torn end.
    Broken(Problem),
    /// An earlier write or sync failed, and what is on the disk is not certain any more.
    Refusing {
        /// What failed.
        since: String,
    },
    /// A record names a body that is not stored.
    MissingBody(Sha256Hex),
    /// A stored body is not what its name says.
    BrokenBody {
        /// Its name.
        digest: Sha256Hex,
        /// What is wrong.
        message: String,
    },
    /// Bytes that look like a native document, which may carry secrets.
    NativeBody,
    /// A body above the limit.
    LargeBody {
        /// The limit in bytes.
        limit: u64,
    },
    /// An entry that cannot be recorded.
    Entry {
        /// What is wrong with it.
        message: String,
    },
    /// The thread that was writing for others ended without a result.
    Abandoned,
}

impl LedgerError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Missing { .. } => {
                "name the ledger's folder with `--ledger FOLDER`; the first decision of a gate makes it"
            }
            Self::Io { .. } if self.is_full() => {
                "free some space, or move the ledger to a larger file system"
            }
            Self::Io { .. } => "check that the folder exists, is writable, and that its device is sound",
            Self::Broken(_) => {
                "keep a copy of the folder, then compare it with a backup: nothing was changed"
            }
            Self::Refusing { .. } => "find out what happened to the disk, then open the ledger again",
            Self::MissingBody(_) => "store the body before the record that names it",
            Self::BrokenBody { .. } => {
                "restore the file from a backup; `debar ledger verify` lists all of them"
            }
            Self::NativeBody => "store the canonical request, which has no secrets, not the document itself",
            Self::LargeBody { .. } => "split the document or the list",
            Self::Entry { .. } => "correct the entry",
            Self::Abandoned => "try again",
        }
    }

    /// Whether there is no room: file system full, quota or size limit reached.
    pub fn is_full(&self) -> bool {
        use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        matches!(self, Self::Io { source, .. } if matches!(source.kind(), StorageFull | QuotaExceeded | FileTooLarge))
    }

    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source: Arc::new(source) }
    }
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { folder } => write!(f, "there is no ledger in `{}`", folder.display()),
            Self::Io { doing, path, .. } if self.is_full() => {
                write!(f, "no room left while {doing} `{}`", path.display())
            }
            Self::Io { doing, path, .. } => write!(f, "the system failed while {doing} `{}`", path.display()),
            Self::Broken(problem) => write!(f, "the ledger is broken: {problem}"),
            Self::Refusing { since } => write!(f, "no more records are taken since {since}"),
            Self::MissingBody(digest) => write!(f, "no body `{digest}` is stored"),
            Self::BrokenBody { digest, message } => write!(f, "body `{digest}` is broken: {message}"),
            Self::NativeBody => f.write_str("the body looks like a native document"),
            Self::LargeBody { limit } => write!(f, "the body is larger than {limit} bytes"),
            Self::Entry { message } => write!(f, "the entry cannot be recorded: {message}"),
            Self::Abandoned => f.write_str("the write was given up before it had a result"),
        }
    }
}

impl std::error::Error for LedgerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(&**source),
            _ => None,
        }
    }
}
