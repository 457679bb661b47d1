//! The three things the writer asks of a file, apart so that tests can let each of them fail.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

pub(crate) trait Disk: Send {
    /// Writes all bytes at an offset. After an error any part of them may be there.
    fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()>;
    /// Makes the content and length of the file durable.
    fn sync(&mut self, file: &File) -> io::Result<()>;
    /// Sets the length of the file.
    fn set_len(&mut self, file: &File, len: u64) -> io::Result<()>;
}

/// The disk itself.
pub(crate) struct RealDisk;

impl Disk for RealDisk {
    fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        file.write_all_at(bytes, offset)
    }

    fn sync(&mut self, file: &File) -> io::Result<()> {
        file.sync_data()
    }

    fn set_len(&mut self, file: &File, len: u64) -> io::Result<()> {
        file.set_len(len)
    }
}
