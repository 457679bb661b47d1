//! Sets out of sets: all entries of several, and what two differ in. Both read their sets once, in order.

use std::cmp::Ordering;
use std::path::Path;

use crate::open::Entry;
use crate::{Builder, Built, Kind, Set, SetError};

/// Makes a set of all entries of several. Where they say different things about one digest, the least of them by
/// [`Kind`]'s order stays; so the order of the sets makes no difference.
///
/// # Errors
/// As [`Builder::finish`].
pub fn merge(path: &Path, sets: &[(String, Set)], memory: u64, made_by: &str) -> Result<Built, SetError> {
    let mut builder = Builder::new(path, memory, made_by)?;
    for (name, set) in sets {
        builder.add_set(set, name)?;
    }
    builder.finish()
}

/// One entry that two sets do not share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Only the new one has it.
    Added(Entry),
    /// Only the old one has it.
    Removed(Entry),
    /// Both have it, and say different things about it: old, then new.
    Changed(Kind, Entry),
}

/// What changed from one set to another, in order of algorithms and digests.
pub fn diff<'s>(old: &'s Set, new: &'s Set) -> impl Iterator<Item = Difference> + 's {
    let mut old = old.entries().peekable();
    let mut new = new.entries().peekable();
    let key = |entry: &Entry| {
        let number = crate::head::number_of(entry.digest.algorithm());
        (number, entry.digest.bytes().map(<[u8]>::to_vec))
    };
    std::iter::from_fn(move || {
        loop {
            let order = match (old.peek(), new.peek()) {
                (None, None) => return None,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(before), Some(after)) => key(before).cmp(&key(after)),
            };
            match order {
                Ordering::Less => return old.next().map(Difference::Removed),
                Ordering::Greater => return new.next().map(Difference::Added),
                Ordering::Equal => {
                    let (before, after) = (old.next()?, new.next()?);
                    if before.kind != after.kind {
                        return Some(Difference::Changed(before.kind, after));
                    }
                }
            }
        }
    })
}
