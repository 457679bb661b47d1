//! Two checked lists compared by what they mean: entry by entry, field by field, each with the direction of the
//! change. Not a comparison of texts: places, order and formatting do not count.
//!
//! Invariant: what is called loosened or only words never makes a verdict stricter, and what is called tightened
//! never makes one laxer. What cannot be ordered is called changed.

mod authority;
mod change;
mod decision;
mod entry;
mod field;
mod goods;
mod life;
mod paperwork;
mod roles;
mod rule;
mod tables;
mod test_case;

use crate::Blocklist;

pub use change::{ChangeKind, EntryChange, FieldChange, Trend};

pub(crate) use field::compare;
pub(crate) use roles::Roles;
pub(crate) use tables::{AnyEntry, fields};

/// Every entry that differs between two lists, in order of table and id. Empty when they mean the same, say the same
/// words and stand in the same files.
pub fn differences(old: &Blocklist, new: &Blocklist) -> Vec<EntryChange> {
    let roles = Roles::of(&[old, new]);
    tables::compare(old, new, &roles)
}

/// Whether two lists say the same: formatting, order, comments, line numbers and the files that entries stand in do
/// not count; words such as titles and notes do.
pub fn same_meaning(left: &Blocklist, right: &Blocklist) -> bool {
    differences(left, right).iter().all(|change| change.kind == ChangeKind::Moved)
}
