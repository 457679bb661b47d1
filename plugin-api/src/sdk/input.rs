//! The native document as a plugin sees it: mapped whole when small, else read in windows. Read-only.
//!
//! Invariant: what `bytes` returns stays valid for the whole call; a sub-slice of it knows its own offset.

use std::borrow::Cow;
use std::cell::Cell;
use std::io;
use std::marker::PhantomData;

use super::error::SourceError;
use super::text::{Text, Where};
use crate::abi::{self, status};

/// The native document and what is known of it.
pub struct Input<'a> {
    content_type: &'a str,
    source: abi::Source,
    host: abi::Host,
    mapped: &'a Mapped,
    lives: PhantomData<&'a [u8]>,
}

/// Reads a document from front to back (or anywhere, with `Seek`), in windows.
pub struct Reader<'i, 'a> {
    input: &'i Input<'a>,
    at: u64,
}

/// How loud a log line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Something failed.
    Error,
    /// Something is odd.
    Warn,
    /// Worth knowing.
    Info,
    /// For the plugin's author.
    Debug,
}

/// The address range of the mapped document, shared by the input and the sink of one call.
#[derive(Default)]
pub(crate) struct Mapped(Cell<(usize, usize)>);

impl<'a> Input<'a> {
    /// # Safety
    /// Both tables are copies of the host's, valid for `'a`.
    pub(crate) unsafe fn new(
        content_type: &'a str,
        source: abi::Source,
        host: abi::Host,
        mapped: &'a Mapped,
    ) -> Self {
        Self { content_type, source, host, mapped, lives: PhantomData }
    }

    /// The declared media type, as in `application/xml; charset=utf-8`; may be empty.
    #[must_use]
    pub fn content_type(&self) -> &'a str {
        self.content_type
    }

    /// Length of the document in bytes; `None` when it is not known beforehand.
    #[must_use]
    pub fn len(&self) -> Option<u64> {
        let len = self.source.len;
        (len != abi::UNKNOWN).then_some(len)
    }

    /// True when the document is known to have no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }

    /// The whole document.
    ///
    /// # Errors
    /// `LIMIT` when the host does not map a document of this size: use [`Input::reader`].
    pub fn bytes(&self) -> Result<&'a [u8], SourceError> {
        let source = self.source;
        let Some(map) = source.map else { return Err(SourceError { status: status::SOURCE }) };
        let (mut ptr, mut len) = (std::ptr::null(), 0u64);
        // SAFETY: the host's function with the host's context and places for its two results.
        let status = unsafe { map(source.ctx, &raw mut ptr, &raw mut len) };
        if status != status::OK {
            return Err(SourceError { status });
        }
        // SAFETY: the host keeps the range valid until the call returns, which `'a` does not outlive.
        let bytes = unsafe { abi::bytes::<'a>(ptr, len) }.ok_or(SourceError { status: status::SOURCE })?;
        self.mapped.0.set((bytes.as_ptr() as usize, bytes.len()));
        Ok(bytes)
    }

    /// Copies bytes from `offset` into `buffer`; returns how many, 0 at the end.
    ///
    /// # Errors
    /// The host's status when the source cannot be read.
    pub fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Result<usize, SourceError> {
        let source = self.source;
        let Some(read) = source.read else { return Err(SourceError { status: status::SOURCE }) };
        let (mut ptr, mut got) = (std::ptr::null(), 0u64);
        let want = (buffer.len() as u64).min(abi::READ_WINDOW);
        // SAFETY: the host's function with the host's context and places for its two results.
        let status = unsafe { read(source.ctx, offset, want, &raw mut ptr, &raw mut got) };
        if status != status::OK {
            return Err(SourceError { status });
        }
        // SAFETY: the window is valid until the next read, and is copied before that.
        let window =
            unsafe { abi::bytes(ptr, got.min(want)) }.ok_or(SourceError { status: status::SOURCE })?;
        if let Some(target) = buffer.get_mut(..window.len()) {
            target.copy_from_slice(window);
        }
        Ok(window.len())
    }

    /// A reader over the whole document, in windows of up to 1 MiB; wrap it in a `BufReader`.
    #[must_use]
    pub fn reader(&self) -> Reader<'_, 'a> {
        Reader { input: self, at: 0 }
    }

    /// The range of `part` when it is a sub-slice of what [`Input::bytes`] returned.
    #[must_use]
    pub fn span(&self, part: &[u8]) -> Option<(u64, u64)> {
        self.mapped.span(part)
    }

    /// The place of a sub-slice, with its pointer; without a range when it is not one.
    #[must_use]
    pub fn place<'p>(&self, part: &[u8], pointer: impl Into<Cow<'p, str>>) -> Where<'p> {
        let (offset, len) = self.span(part).unwrap_or_default();
        Where::new(offset, len, pointer)
    }

    /// A sub-slice of the document as text, with its place.
    #[must_use]
    pub fn text<'p>(&self, part: &'p str, pointer: impl Into<Cow<'p, str>>) -> Text<'p> {
        Text::new(part, self.place(part.as_bytes(), pointer))
    }

    /// True when the host wants the call to end soon: ask it in long loops.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        let host = self.host;
        // SAFETY: the host's function with the host's context.
        host.cancelled.is_some_and(|cancelled| unsafe { cancelled(host.ctx) } != 0)
    }

    /// A line in the host's log. Never log document text: it may hold secrets.
    pub fn log(&self, level: Level, message: &str) {
        let host = self.host;
        let level = match level {
            Level::Error => abi::level::ERROR,
            Level::Warn => abi::level::WARN,
            Level::Info => abi::level::INFO,
            Level::Debug => abi::level::DEBUG,
        };
        if let Some(log) = host.log {
            // SAFETY: the host's function with its context; the text outlives the call; an empty target.
            unsafe { log(host.ctx, level, std::ptr::null(), 0, message.as_ptr(), message.len() as u64) };
        }
    }
}

impl Mapped {
    pub(crate) fn span(&self, part: &[u8]) -> Option<(u64, u64)> {
        let (start, len) = self.0.get();
        let offset = (part.as_ptr() as usize).checked_sub(start)?;
        let end = offset.checked_add(part.len())?;
        (len > 0 && end <= len).then_some((offset as u64, part.len() as u64))
    }
}

impl io::Read for Reader<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.input.read_at(self.at, buffer).map_err(io::Error::other)?;
        self.at += got as u64;
        Ok(got)
    }
}

impl io::Seek for Reader<'_, '_> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        let target = match to {
            io::SeekFrom::Start(at) => Some(at),
            io::SeekFrom::Current(by) => self.at.checked_add_signed(by),
            io::SeekFrom::End(by) => self.input.len().and_then(|len| len.checked_add_signed(by)),
        };
        self.at = target.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}
