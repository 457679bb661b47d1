//! The whole proof of a set: every section has its digest, every table is in order, every entry is found.

use crate::{Set, SetError};

/// What was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Entries that were found again.
    pub entries: u64,
    /// Bytes that were read.
    pub bytes: u64,
}

impl Set {
    /// Checks the body in full and looks up every entry of it.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn verify(&self) -> Result<Verified, SetError> {
        self.check_body()?;
        let mut entries = 0;
        for table in self.tables() {
            let wrong = || SetError::Order(format!("its {} digests", table.head.algorithm));
            let mut last = None;
            let mut count = 0;
            for (slot, prefix, rest) in table.entries() {
                let ordered = last.is_none_or(|last| last < (prefix, rest));
                let found = table.digest(slot).is_some_and(|digest| table.find(&digest).is_some());
                if !ordered || !found || table.kind(slot) >= self.head().kind_count {
                    return Err(wrong());
                }
                last = Some((prefix, rest));
                count += 1;
            }
            if count != table.head.count {
                return Err(wrong());
            }
            entries += count;
        }
        Ok(Verified { entries, bytes: self.bytes() })
    }
}
