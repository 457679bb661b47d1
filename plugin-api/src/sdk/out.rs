//! Where a plugin writes its native answer. Not a formatter.
//!
//! Invariant: as in the sink, the first refusal ends the encode.

use std::fmt;
use std::marker::PhantomData;

use super::error::EncodeError;
use crate::abi::{self, status};

/// The host's collector of an answer.
pub struct Out<'a> {
    table: abi::Out,
    refused: i32,
    lives: PhantomData<&'a ()>,
}

impl Out<'_> {
    /// # Safety
    /// `table` is a copy of a table of the host, valid for this call.
    pub(crate) unsafe fn new(table: abi::Out) -> Self {
        Self { table, refused: status::OK, lives: PhantomData }
    }

    /// Appends bytes to the answer.
    ///
    /// # Errors
    /// The host's refusal (the answer is too long), to be passed up at once.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        let table = self.table;
        self.call(|| match table.write {
            // SAFETY: the host's function with the host's context; the bytes outlive the call.
            Some(write) => unsafe { write(table.ctx, bytes.as_ptr(), bytes.len() as u64) },
            None => status::VERSION,
        })
    }

    /// A header of the answer, as in `content-type`; the transport decides what it uses.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn header(&mut self, key: &str, value: &str) -> Result<(), EncodeError> {
        let table = self.table;
        self.call(|| match table.header {
            // SAFETY: the host's function with the host's context; the texts outlive the call.
            Some(header) => unsafe {
                header(table.ctx, key.as_ptr(), key.len() as u64, value.as_ptr(), value.len() as u64)
            },
            None => status::VERSION,
        })
    }

    pub(crate) fn refused(&self) -> i32 {
        self.refused
    }

    fn call(&mut self, function: impl FnOnce() -> i32) -> Result<(), EncodeError> {
        if self.refused == status::OK {
            self.refused = function();
        }
        if self.refused == status::OK { Ok(()) } else { Err(EncodeError::host(self.refused)) }
    }
}

impl fmt::Write for Out<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.write(text.as_bytes()).map_err(|_| fmt::Error)
    }
}
