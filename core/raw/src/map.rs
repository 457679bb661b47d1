//! Read-only mapping of files that we wrote.
//!
//! A mapped file that somebody truncates kills its reader, and one that somebody rewrites changes under it. So
//! a file is mapped only if it is regular, belongs to the user that runs us or to root, and nobody else may write
//! it; and we replace such files by renaming, never in place. Not for documents or artefacts of others.

use rustix::fs::{SealFlags, fcntl_get_seals, fstat};
use rustix::mm::{MapFlags, ProtFlags, madvise, mmap, munmap};
use std::ffi::c_void;
use std::fmt;
use std::fs::File;
use std::io;
use std::ops::Deref;
use std::os::unix::fs::MetadataExt as _;
use std::ptr::NonNull;

/// The bytes of a file, mapped until this is dropped.
#[derive(Debug)]
pub struct Mapping {
    /// Dangling when the file is empty.
    start: NonNull<u8>,
    length: usize,
}

/// How a mapping will be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Here and there: reading ahead from the disk would be wasted.
    Random,
    /// From begin to end.
    Sequential,
}

/// A file cannot be mapped.
#[derive(Debug)]
pub enum MapError {
    /// The system refused.
    Io(io::Error),
    /// It is to be sealed, and is not.
    NotSealed,
    /// It is no regular file.
    NotAFile,
    /// It belongs to somebody else.
    Owner,
    /// Its group or everybody may write it.
    Writable,
    /// It is larger than allowed.
    TooLarge {
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
}

impl fmt::Display for MapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(_) => f.write_str("cannot map the file"),
            Self::NotSealed => f.write_str("the file can still be changed"),
            Self::NotAFile => f.write_str("not a regular file"),
            Self::Owner => f.write_str("the file belongs to another user"),
            Self::Writable => f.write_str("the file can be written by others than its owner"),
            Self::TooLarge { size, limit } => write!(f, "the file has {size} bytes, more than {limit}"),
        }
    }
}

impl std::error::Error for MapError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl Mapping {
    /// Maps a whole file of ours of at most `limit` bytes.
    ///
    /// # Errors
    /// Not a regular file, of another owner, writable by others, too large, or refused by the system.
    pub fn of_own_file(file: &File, limit: u64) -> Result<Self, MapError> {
        let metadata = file.metadata().map_err(MapError::Io)?;
        if !metadata.is_file() {
            return Err(MapError::NotAFile);
        }
        // Who is root can change our memory too.
        if metadata.uid() != rustix::process::geteuid().as_raw() && metadata.uid() != 0 {
            return Err(MapError::Owner);
        }
        if metadata.mode() & 0o022 != 0 {
            return Err(MapError::Writable);
        }
        Self::whole(file, metadata.len(), limit)
    }

    /// Maps a whole file in memory (`memfd_create(2)`) that nobody can write, grow or shrink any more, whoever made it.
    ///
    /// # Errors
    /// Not sealed so, too large, or refused by the system.
    pub fn of_sealed_file(file: &File, limit: u64) -> Result<Self, MapError> {
        let seals = fcntl_get_seals(file).map_err(|_| MapError::NotSealed)?;
        if !seals.contains(SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK) {
            return Err(MapError::NotSealed);
        }
        let stat = fstat(file).map_err(|errno| MapError::Io(errno.into()))?;
        Self::whole(file, u64::try_from(stat.st_size).unwrap_or(0), limit)
    }

    fn whole(file: &File, size: u64, limit: u64) -> Result<Self, MapError> {
        let too_large = || MapError::TooLarge { size, limit };
        // A slice may not be longer than `isize::MAX`.
        let length = usize::try_from(size).ok().filter(|length| *length <= isize::MAX.unsigned_abs());
        let length = length.filter(|_| size <= limit).ok_or_else(too_large)?;
        if length == 0 {
            return Ok(Self { start: NonNull::dangling(), length });
        }
        // SAFETY: a fresh private read-only mapping at an address of the kernel's choice overlaps nothing of ours.
        let start =
            unsafe { mmap(std::ptr::null_mut(), length, ProtFlags::READ, MapFlags::PRIVATE, file, 0) };
        let start = start.map_err(|error| MapError::Io(error.into()))?;
        let start =
            NonNull::new(start.cast()).ok_or_else(|| MapError::Io(io::ErrorKind::InvalidData.into()))?;
        Ok(Self { start, length })
    }

    /// Tells the system how it will be read. Only a hint: nothing but time depends on it.
    pub fn advise(&self, advice: Advice) {
        let advice = match advice {
            Advice::Random => rustix::mm::Advice::Random,
            Advice::Sequential => rustix::mm::Advice::Sequential,
        };
        if self.length > 0 {
            // SAFETY: the range is this mapping's own, and neither advice changes what its pages hold.
            let _ = unsafe { madvise(self.start.as_ptr().cast::<c_void>(), self.length, advice) };
        }
    }
}

impl Deref for Mapping {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        // SAFETY: `start` and `length` are of a mapping that lives as long as `self` (or dangling and 0), its
        // pages are readable, and the file behind it is ours and never written in place (module comment).
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.length) }
    }
}

impl AsRef<[u8]> for Mapping {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        if self.length > 0 {
            // SAFETY: the mapping was made with this address and length, and no slice of it outlives `self`.
            let _ = unsafe { munmap(self.start.as_ptr().cast::<c_void>(), self.length) };
        }
    }
}

// SAFETY: the mapping is read-only memory without interior mutability, owned by this value alone.
unsafe impl Send for Mapping {}
// SAFETY: as above: shared references only read.
unsafe impl Sync for Mapping {}

#[cfg(test)]
mod tests {
    use super::{Advice, MapError, Mapping};
    use std::fs::{self, File, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn maps_our_own_files_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("set");
        fs::write(&path, b"bytes").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        let mapping = Mapping::of_own_file(&File::open(&path).unwrap(), 5).unwrap();
        mapping.advise(Advice::Sequential);
        mapping.advise(Advice::Random);
        assert_eq!(&*mapping, b"bytes");
        // A file that was replaced by renaming stays readable.
        fs::remove_file(&path).unwrap();
        assert_eq!(&*mapping, b"bytes");

        fs::write(&path, b"").unwrap();
        assert_eq!(&*Mapping::of_own_file(&File::open(&path).unwrap(), 0).unwrap(), b"");
        fs::write(&path, b"123456").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        let too_large = Mapping::of_own_file(&File::open(&path).unwrap(), 5);
        assert!(matches!(too_large, Err(MapError::TooLarge { size: 6, limit: 5 })));
        for mode in [0o620, 0o602, 0o666] {
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let writable = Mapping::of_own_file(&File::open(&path).unwrap(), 9);
            assert!(matches!(writable, Err(MapError::Writable)), "{mode:o}");
        }
        let folder = Mapping::of_own_file(&File::open(folder.path()).unwrap(), 9);
        assert!(matches!(folder, Err(MapError::NotAFile)));
    }
}
