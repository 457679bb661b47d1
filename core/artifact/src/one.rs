//! One file or reader: all algorithms in one read.
//!
//! A large file is read ahead by a second thread, because one SHA-256 is bound by the latency of its
//! instructions and the time of copying from the page cache would come on top.

use crate::hashes::Hashes;
use crate::open::{Opened, read_full};
use crate::{ArtifactError, Digests, ahead};
use debar_model::Algorithm;
use std::io::{self, Read};
use std::path::Path;

/// Bytes read at a time.
const BUFFER: usize = 256 * 1024;
/// Below this size a second thread costs more than it saves.
const READ_AHEAD_FROM: u64 = 4 * 1024 * 1024;

/// Digests everything that a reader gives, in one read and constant memory.
///
/// # Errors
/// An algorithm that we do not compute, or an error of the reader.
pub fn digest_reader(mut reader: impl Read, algorithms: &[Algorithm]) -> Result<Digests, ArtifactError> {
    let mut hashes = Hashes::new(algorithms)?;
    let size = in_turn(|_, buffer| read_full(&mut reader, buffer), &mut |bytes| hashes.update(bytes))?;
    hashes.finish(size)
}

/// Digests a file, in one read and less than 1 MiB. Symbolic links are followed to a regular file.
///
/// # Errors
/// See [`ArtifactError`]: missing, a folder or device, unreadable, or changed while it was read.
pub fn digest_file(path: impl AsRef<Path>, algorithms: &[Algorithm]) -> Result<Digests, ArtifactError> {
    digest_opened(&Opened::new(path.as_ref())?, algorithms, true, &|_| ())
}

/// Digests an open file; `advance` hears of every buffer.
pub(crate) fn digest_opened(
    file: &Opened,
    algorithms: &[Algorithm],
    read_ahead: bool,
    advance: &dyn Fn(u64),
) -> Result<Digests, ArtifactError> {
    let mut hashes = Hashes::new(algorithms)?;
    let mut feed = |bytes: &[u8]| {
        hashes.update(bytes);
        advance(bytes.len() as u64);
    };
    let read = if read_ahead && file.size() >= READ_AHEAD_FROM {
        ahead::read(file, &mut feed)?
    } else {
        in_turn(|done, buffer| file.read(done, buffer), &mut feed)?
    };
    file.unchanged(read)?;
    hashes.finish(read)
}

/// Reads and hashes by turns.
fn in_turn(
    mut read: impl FnMut(u64, &mut [u8]) -> io::Result<usize>,
    feed: &mut dyn FnMut(&[u8]),
) -> io::Result<u64> {
    let mut buffer = vec![0; BUFFER];
    let mut total = 0;
    loop {
        match read(total, &mut buffer)? {
            0 => return Ok(total),
            count => {
                feed(buffer.get(..count).unwrap_or_default());
                total += count as u64;
            }
        }
    }
}
