//! Opening files that are safe to read to their end, and noticing when they change meanwhile.
//!
//! Symbolic links are followed: the person who named the path meant the file behind it. Whatever is behind it
//! must be a regular file, and nothing else is ever opened.

use crate::ArtifactError;
use crate::archive::{At, Window};
use rustix::fs::{Advice, Mode, OFlags, fadvise};
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::{FileExt as _, FileTypeExt as _, MetadataExt as _};
use std::path::Path;

/// A regular file open for one read, and how it was when it was opened.
#[derive(Debug)]
pub(crate) struct Opened {
    file: File,
    before: Stamp,
}

/// What changes when somebody writes a file.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: (i64, i64),
}

impl Opened {
    pub(crate) fn new(path: &Path) -> Result<Self, ArtifactError> {
        // Asked before opening, because opening a device can have effects of its own.
        regular(&std::fs::metadata(path)?)?;
        // Should it have become a pipe in between, opening it must not wait for a writer.
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
        let file = File::from(rustix::fs::open(path, flags, Mode::empty()).map_err(io::Error::from)?);
        let metadata = file.metadata()?;
        regular(&metadata)?;
        // Only advice: without it the read is merely slower.
        let _ = fadvise(&file, 0, None, Advice::Sequential);
        Ok(Self { file, before: Stamp::of(&metadata) })
    }

    /// The same file opened once more, for a second read at a pace of its own.
    pub(crate) fn again(&self, path: &Path) -> Result<Self, ArtifactError> {
        let again = Self::new(path)?;
        let (one, other) = (self.file.metadata()?, again.file.metadata()?);
        let same = (one.dev(), one.ino()) == (other.dev(), other.ino()) && self.before == again.before;
        if same { Ok(again) } else { Err(ArtifactError::Changed) }
    }

    /// Its bytes from the first on.
    pub(crate) fn stream(&self) -> Window<'_> {
        Window::new(self, 0, self.before.size)
    }

    /// The size when it was opened.
    pub(crate) const fn size(&self) -> u64 {
        self.before.size
    }

    /// Fills the buffer as far as the file goes, after `done` bytes; 0 at its end. A file that has outgrown the
    /// size it had ends there too, or one that grows as fast as it is read would never end.
    pub(crate) fn read(&self, done: u64, buffer: &mut [u8]) -> io::Result<usize> {
        if done > self.before.size { Ok(0) } else { read_full(&mut &self.file, buffer) }
    }

    /// The file is as it was when it was opened, and this many bytes were all of it.
    pub(crate) fn unchanged(&self, read: u64) -> Result<(), ArtifactError> {
        let after = Stamp::of(&self.file.metadata()?);
        if after == self.before && read == self.before.size { Ok(()) } else { Err(ArtifactError::Changed) }
    }
}

impl At for Opened {
    fn len(&self) -> u64 {
        self.before.size
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read_at(buffer, offset)
    }
}

/// Fills the buffer as far as the reader goes; 0 at its end.
pub(crate) fn read_full(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

fn regular(metadata: &Metadata) -> Result<(), ArtifactError> {
    let kind = metadata.file_type();
    if kind.is_file() {
        Ok(())
    } else if kind.is_dir() {
        Err(ArtifactError::Directory)
    } else {
        debug_assert!(kind.is_fifo() || kind.is_socket() || kind.is_block_device() || kind.is_char_device());
        Err(ArtifactError::Special)
    }
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { size: metadata.len(), modified: (metadata.mtime(), metadata.mtime_nsec()) }
    }
}
