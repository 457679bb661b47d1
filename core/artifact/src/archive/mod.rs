//! Archives: the digests of the whole and of every member, nested, read as a stream and within a budget.
//!
//! Names inside are only data: nothing is written anywhere and no link is followed. Invariant: what is in an
//! archive is either digested or named in a [`Gap`], so that nobody takes silence for absence.

mod appended;
mod ar;
mod at;
mod budget;
mod bytes;
mod cpio;
mod decode;
mod found;
mod layout;
mod read;
mod rpm;
mod seven;
mod sniff;
mod tar;
mod tar_header;
mod tee;
mod walk;
mod zip;

pub(crate) use at::{At, Window};
pub use budget::Budget;
pub use found::{Contents, Format, Found, Gap, Member, Why};
pub use read::{Asked, read_bytes, read_path};
