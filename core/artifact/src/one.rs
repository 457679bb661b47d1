//! One file or reader: all algorithms in one read.
//!
//! A large file is read ahead by a second thread, because one SHA-256 is bound by the latency of its
//! instructions and the time of copying from the page cache would come on top.

use crate::hashes::Hashes;
use crate::open::{Opened, read_full};
use crate::{ArtifactError, Digests};
use debar_model::Algorithm;
use std::io::{self, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Bytes read at a time.
const BUFFER: usize = 256 * 1024;
/// Buffers in flight when reading ahead.
const BUFFERS: usize = 3;
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
        ahead(file, &mut feed)?
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

/// A full buffer and how many of its bytes count.
type Full = io::Result<(Vec<u8>, usize)>;

/// Reads in a thread of its own while this one hashes. Falls back to turns when there is no thread to have.
fn ahead(file: &Opened, feed: &mut dyn FnMut(&[u8])) -> io::Result<u64> {
    let (full_sender, full) = sync_channel::<Full>(BUFFERS);
    let (empty_sender, empty) = sync_channel::<Vec<u8>>(BUFFERS);
    thread::scope(|scope| {
        let reader = move || read_into(file, &empty, &full_sender);
        if thread::Builder::new().spawn_scoped(scope, reader).is_err() {
            return in_turn(|done, buffer| file.read(done, buffer), feed);
        }
        for _ in 0..BUFFERS {
            // Fails only if the reader is gone, and then `full` ends or carries its error.
            let _ = empty_sender.send(vec![0; BUFFER]);
        }
        let mut total = 0;
        for filled in &full {
            let (buffer, count) = filled?;
            feed(buffer.get(..count).unwrap_or_default());
            total += count as u64;
            let _ = empty_sender.send(buffer);
        }
        Ok(total)
    })
}

/// Fills empty buffers until the file ends. A file that ends early is noticed by its size.
fn read_into(file: &Opened, empty: &Receiver<Vec<u8>>, full: &SyncSender<Full>) {
    let mut done = 0;
    for mut buffer in empty {
        let filled = file.read(done, &mut buffer);
        done += filled.as_ref().map_or(0, |count| *count as u64);
        let last = !matches!(filled, Ok(count) if count > 0);
        if matches!(filled, Ok(0)) || full.send(filled.map(|count| (buffer, count))).is_err() || last {
            return;
        }
    }
}
