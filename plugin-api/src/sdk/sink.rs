//! The host's builder as a plugin sees it: typed events, each with its place. Not a tree.
//!
//! Invariant: after the first refusal every further call is refused with the same status, and the whole
//! decode ends with it, whatever the plugin does with the error.

use std::borrow::Cow;
use std::marker::PhantomData;

use super::error::{DecodeError, ErrorKind, Report};
use super::input::Mapped;
use super::report;
use super::text::{Text, Where};
use crate::abi::{self, status};

type Result<T = ()> = std::result::Result<T, DecodeError>;

/// The host's builder of canonical requests.
pub struct Sink<'a> {
    table: abi::Sink,
    host: abi::Host,
    mapped: &'a Mapped,
    refused: i32,
    lives: PhantomData<&'a ()>,
}

macro_rules! call {
    ($self:ident . $member:ident ( $($argument:expr),* )) => {{
        if $self.refused != status::OK {
            return Err(DecodeError::host($self.refused));
        }
        let table = $self.table;
        let status = match table.$member {
            // SAFETY: the host's function with the host's context; what is borrowed outlives the call.
            Some(function) => unsafe { function(table.ctx, $($argument),*) },
            None => status::VERSION,
        };
        $self.check(status)
    }};
}

impl<'a> Sink<'a> {
    /// # Safety
    /// Both tables are copies of the host's, valid for `'a`.
    pub(crate) unsafe fn new(table: abi::Sink, host: abi::Host, mapped: &'a Mapped) -> Self {
        Self { table, host, mapped, refused: status::OK, lives: PhantomData }
    }

    /// Opens a node ([`crate::node`]). A `LINE` needs a range.
    ///
    /// # Errors
    /// As every method here: the host's refusal, to be passed up at once.
    pub fn begin(&mut self, node: u32, at: &Where<'_>) -> Result {
        let at = self.place(at, &[]);
        call!(self.begin(node, pointer(at.as_ref())))
    }

    /// Closes the innermost node.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn end(&mut self) -> Result {
        call!(self.end())
    }

    /// Opens a node, fills it, closes it.
    ///
    /// # Errors
    /// The host's refusal, or the error of `fill`.
    pub fn node(&mut self, node: u32, at: &Where<'_>, fill: impl FnOnce(&mut Self) -> Result) -> Result {
        self.begin(node, at)?;
        fill(self)?;
        self.end()
    }

    /// A text field.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn str(&mut self, field: u32, text: &Text<'_>) -> Result {
        let at = self.place(&text.at, text.value.as_bytes());
        call!(self.str(field, text.value.as_ptr(), text.value.len() as u64, pointer(at.as_ref())))
    }

    /// A text field, when there is one.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn str_opt(&mut self, field: u32, text: Option<&Text<'_>>) -> Result {
        text.map_or(Ok(()), |text| self.str(field, text))
    }

    /// An exact decimal, as text: `-?(0|[1-9][0-9]*)(\.[0-9]+)?`, at most 38 digits (see [`crate::decimal`]).
    ///
    /// # Errors
    /// The host's refusal.
    pub fn dec(&mut self, field: u32, value: &str, at: &Where<'_>) -> Result {
        let at = self.place(at, value.as_bytes());
        call!(self.dec(field, value.as_ptr(), value.len() as u64, pointer(at.as_ref())))
    }

    /// An unsigned number.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn u64(&mut self, field: u32, value: u64, at: &Where<'_>) -> Result {
        let at = self.place(at, &[]);
        call!(self.u64(field, value, pointer(at.as_ref())))
    }

    /// A signed number.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn i64(&mut self, field: u32, value: i64, at: &Where<'_>) -> Result {
        let at = self.place(at, &[]);
        call!(self.i64(field, value, pointer(at.as_ref())))
    }

    /// A truth value.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn bool(&mut self, field: u32, value: bool, at: &Where<'_>) -> Result {
        let at = self.place(at, &[]);
        call!(self.boolean(field, u32::from(value), pointer(at.as_ref())))
    }

    /// A value that has no field of its own, so that nothing of the document is lost.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn ext(&mut self, key: &str, text: &Text<'_>) -> Result {
        let at = self.place(&text.at, text.value.as_bytes());
        let (value, len) = (text.value.as_ptr(), text.value.len() as u64);
        call!(self.ext(key.as_ptr(), key.len() as u64, value, len, pointer(at.as_ref())))
    }

    /// A file that the document carries, whole.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn blob(&mut self, field: u32, media_type: &str, name: &str, at: &Where<'_>, bytes: &[u8]) -> Result {
        let at = if at.has_range() { Cow::Borrowed(at) } else { self.ranged(at, bytes) };
        self.blob_begin(field, media_type, name, &at)?;
        self.blob_write(bytes)?;
        self.blob_end()
    }

    /// Starts a file that is written in parts.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn blob_begin(&mut self, field: u32, media_type: &str, name: &str, at: &Where<'_>) -> Result {
        let at = self.place(at, &[]);
        let (media, media_len) = (media_type.as_ptr(), media_type.len() as u64);
        let (name, name_len) = (name.as_ptr(), name.len() as u64);
        call!(self.blob_begin(field, media, media_len, name, name_len, pointer(at.as_ref())))
    }

    /// The next bytes of the file.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn blob_write(&mut self, bytes: &[u8]) -> Result {
        call!(self.blob_write(bytes.as_ptr(), bytes.len() as u64))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn blob_end(&mut self) -> Result {
        call!(self.blob_end())
    }

    /// How many lines the document itself says that the open request has (its own counter, not yours).
    ///
    /// # Errors
    /// The host's refusal.
    pub fn declare(&mut self, lines: u64) -> Result {
        call!(self.declare(lines))
    }

    /// The open request (or, outside of one, the document) rightly has no lines, and why. Without it an
    /// empty decode is an error.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn empty(&mut self, reason: &str) -> Result {
        call!(self.empty(reason.as_ptr(), reason.len() as u64))
    }

    /// A problem that does not stop the decoding.
    pub fn warn(&mut self, mut warning: Report) {
        warning.warning = true;
        // SAFETY: the constructor's contract.
        unsafe { report::send(&self.host, ErrorKind::Failed.status(), &warning) };
    }

    pub(crate) fn refused(&self) -> i32 {
        self.refused
    }

    fn check(&mut self, status: i32) -> Result {
        if status == status::OK {
            return Ok(());
        }
        self.refused = status;
        Err(DecodeError::host(status))
    }

    fn ranged<'w>(&self, at: &Where<'w>, value: &[u8]) -> Cow<'w, Where<'w>> {
        let mut at = at.clone();
        if let Some((offset, len)) = self.mapped.span(value) {
            (at.offset, at.len) = (offset, len);
        }
        Cow::Owned(at)
    }

    /// The C form of a place, with the range of a borrowed value filled in; `None` for no place at all.
    fn place(&self, at: &Where<'_>, value: &[u8]) -> Option<abi::Where> {
        let (mut offset, mut len) = (at.offset, at.len);
        if !at.has_range() && !value.is_empty() {
            (offset, len) = self.mapped.span(value).unwrap_or_default();
        }
        if offset == 0 && len == 0 && at.pointer.is_empty() {
            return None;
        }
        Some(abi::Where {
            struct_size: size_of::<abi::Where>() as u32,
            flags: if at.decoded { abi::WHERE_DECODED } else { 0 },
            offset,
            len,
            pointer: abi::Text::of(&at.pointer),
        })
    }
}

fn pointer(at: Option<&abi::Where>) -> *const abi::Where {
    at.map_or(std::ptr::null(), std::ptr::from_ref)
}
