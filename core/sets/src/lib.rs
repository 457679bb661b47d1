//! Digest sets on disk: sorted tables in one file, mapped, looked up in the time of a memory access.
//!
//! The format is described in `docs/digest-sets.md`. A set is built out of core from text of any size, written
//! beside its place and renamed, and never changed afterwards. Not a policy: what a hit means is said by the list
//! that names the set.
//!
//! Invariants: the same entries give the same tables, in whatever order they came; nothing is answered from a file
//! whose head is damaged, nor from one whose body was not checked in full since it last changed.
#![forbid(unsafe_code)]

mod body;
mod build;
mod combine;
mod error;
mod find;
mod head;
mod input;
mod kind;
mod open;
mod stamp;
mod verify;

pub use build::{Builder, Built, DEFAULT_MEMORY};
pub use combine::{Difference, diff, merge};
pub use error::SetError;
pub use find::Table;
pub use head::{Head, MAGIC, SourceNote, TableHead, VERSION};
pub use input::{BadLine, Column, CsvColumns, Read, TextOptions, read_text};
pub use kind::Kind;
pub use open::{Checked, Entry, Found, Set};
pub use stamp::Stamps;
pub use verify::Verified;
