//! Changes of blocklist files that keep comments and everything else as it is: fixes, formatting, new entries,
//! retiring, renaming. Texts in, texts out: it writes no file and reads no clock.
#![forbid(unsafe_code)]

mod apply;
mod diff;
mod entry;
mod fix;
mod format;
mod meaning;
mod overlay;
mod place;
mod rename;
mod retire;
mod statement;
#[cfg(feature = "testing")]
pub mod testing;

pub use apply::{FileEdit, TextEdit, apply};
pub use diff::unified;
pub use entry::{NewEntry, Note, Refused, Value, add, propose_id};
pub use fix::{Changed, Choice, Fixed, Proposal, fix_all, fixes};
pub use format::{FormatError, WIDTH, format};
pub use meaning::meaning;
pub use overlay::Overlay;
pub use rename::{RenameError, rename};
pub use retire::{RetireError, retire};
