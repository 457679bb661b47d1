//! Digests of files and readers: what was delivered, as opposed to what the paper says.
//!
//! Streaming in constant memory, several files at once, and the members of archives one in another. Not an
//! unpacker: nothing is ever written. The digest of an archive and those of its members are of different
//! objects, and say so.
#![forbid(unsafe_code)]

mod ahead;
mod archive;
mod digests;
mod error;
mod hashes;
mod many;
mod one;
mod open;

pub use archive::{Asked, Budget, Contents, Format, Found, Gap, Member, Why, read_bytes, read_path};
pub use digests::Digests;
pub use error::ArtifactError;
pub use many::{Progress, digest_files};
pub use one::{digest_file, digest_reader};
