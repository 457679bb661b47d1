//! Public lists in: bytes to entries, with a report of every row that was dropped or is odd. Lists out: what other
//! tools understand of a blocklist. `docs/feeds.md` tells, source by source, what is read and what becomes of it.
//!
//! Not a downloader and not a policy: it fetches nothing, reads no clock and writes no list that is in use.
//!
//! Invariants: no input makes it panic or take memory beyond a fixed multiple of its size; the same files and
//! options give the same bytes; nothing is left out without a line in the report.
#![forbid(unsafe_code)]

mod document;
mod draft;
mod entry;
mod export;
mod id;
mod input;
mod json;
mod kind;
mod lint;
mod naming;
mod nsrl;
mod read;
mod rows;
mod table;
mod text;
mod yaml;

pub use document::{Action, Document, SetToBuild};
pub use entry::{Ends, Import, Package, Party, PartyKind, SetKey};
pub use export::{Banned, ExportTo, Exported, Listings, TakeDigest, export, listings};
pub use input::{Columns, InputFile, MAX_FILE, Options, Refusal, Select, SelectField, Snapshot};
pub use kind::FeedKind;
pub use lint::{Lint, Note, Report};
pub use nsrl::{Nsrl, NsrlError, NsrlRead, TakeFile};
pub use read::read;
pub use table::{DigestTable, Hash};
