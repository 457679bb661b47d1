//! What lies where in a zip: members over each other, which is how one small file becomes a thousand, and
//! members that the directory does not list.

use super::directory::Directory;
use super::mark;
use crate::archive::at::{At, exact};
use crate::archive::found::Why;
use crate::archive::walk::Walk;

/// Bytes of a local header without its name.
const HEADER: u64 = 30;

/// The members that begin within another.
pub(super) struct Space(Vec<u64>);

impl Space {
    /// Looks at where every member begins and ends, and what stands between.
    pub(super) fn of(walk: &Walk<'_>, at: &dyn At, directory: &Directory) -> Result<(Self, Vec<Why>), Why> {
        let mut spans: Vec<(u64, u64)> = vec![];
        let mut entries = directory.entries(at);
        while let Some(entry) = entries.next()? {
            // The rest of the directory is not read either once this is more than members may be.
            if spans.len() as u64 > walk.budget.members {
                break;
            }
            let length = lengths(at, directory.base.saturating_add(entry.offset));
            spans.push((entry.offset, entry.offset.saturating_add(length).saturating_add(entry.compressed)));
        }
        let more = spans.len() as u64 > walk.budget.members;
        spans.sort_unstable();
        let mut over = vec![];
        let mut hidden = None;
        if directory.base > 0 && mark(at, 0) == Some(*b"PK\x03\x04") {
            hidden = Some(0);
        }
        let mut reached = 0;
        for (start, end) in &spans {
            if *start < reached {
                over.push(*start);
            } else if hidden.is_none() && hides(at, directory.base, reached, *start) {
                hidden = Some(reached);
            }
            reached = reached.max(*end);
        }
        let last = directory.start - directory.base;
        if hidden.is_none() && !more && hides(at, directory.base, reached, last) {
            hidden = Some(reached);
        }
        let fault =
            hidden.map(|place| Why::ambiguous(format!("a member at byte {place} is not in the directory")));
        Ok((Self(over), fault.into_iter().collect()))
    }

    pub(super) fn overlaps(&self, offset: u64) -> bool {
        self.0.binary_search(&offset).is_ok()
    }
}

/// Bytes of a member before its data.
fn lengths(at: &dyn At, start: u64) -> u64 {
    let lengths: Option<[u8; 4]> = exact(at, start.saturating_add(26)).ok();
    let [n0, n1, e0, e1] = lengths.unwrap_or_default();
    HEADER + u64::from(u16::from_le_bytes([n0, n1])) + u64::from(u16::from_le_bytes([e0, e1]))
}

/// A member begins in a space between members, at its start or after the sizes that may follow data (12 to 24
/// bytes, APPNOTE 4.3.9).
fn hides(at: &dyn At, base: u64, from: u64, to: u64) -> bool {
    to.saturating_sub(from) >= HEADER
        && [0, 12, 16, 20, 24]
            .into_iter()
            .any(|skip| from + skip + HEADER <= to && mark(at, base + from + skip) == Some(*b"PK\x03\x04"))
}
