//! Digests of files and readers: what was delivered, as opposed to what the paper says.
//!
//! Streaming in constant memory, several files at once. Not a reader of archives: members of an archive are
//! other objects than the archive, and every digest here is of a whole file.
#![forbid(unsafe_code)]

mod ahead;
mod digests;
mod error;
mod hashes;
mod many;
mod one;
mod open;

pub use digests::Digests;
pub use error::ArtifactError;
pub use many::{Progress, digest_files};
pub use one::{digest_file, digest_reader};
