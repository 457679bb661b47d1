//! The folder's lock: one process appends at a time. Not a lock against readers; they see whole records only.

use rustix::fs::{FlockOperation, flock};
use std::fs::File;
use std::io::ErrorKind;

use crate::LedgerError;
use crate::layout::Layout;

/// The folder's lock, given back when it goes out of scope.
pub(super) struct Guard<'a>(&'a File);

impl<'a> Guard<'a> {
    pub(super) fn take(lock: &'a File, layout: &Layout) -> Result<Self, LedgerError> {
        loop {
            match flock(lock, FlockOperation::LockExclusive) {
                Ok(()) => return Ok(Self(lock)),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(LedgerError::io("locking", &layout.lock())(error.into())),
            }
        }
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        // The system takes the lock back with the file at the latest.
        let _ = flock(self.0, FlockOperation::Unlock);
    }
}
