//! 7z: its header in memory, its folders decoded one after another (7zFormat.txt of the LZMA SDK).
//!
//! Read by our own code because every count in the header is an attacker's to choose; each is held to the
//! bytes that are there before anything is allocated.

mod coder;
mod header;

use std::io::Read;

use flate2::Crc;

use super::at::{At, exact, many};
use super::bytes::Bytes;
use super::found::Why;
use super::walk::{Entry, Node, Walk};
use coder::folder;
use header::{File, Header, Streams};

/// Bytes before the packed streams.
const START: u64 = 32;
/// Headers packed within headers.
const PACKED_AT_MOST: u32 = 4;

pub(crate) fn read(walk: &Walk<'_>, node: &Node, at: &dyn At) -> Result<(), Why> {
    let header = open(walk, at)?;
    let mut files = header.files.into_iter();
    let mut next = || -> Option<File> { files.next() };
    let mut empty = vec![];
    let mut waiting = vec![];
    while let Some(file) = next() {
        if file.has_stream { waiting.push(file) } else { empty.push(file) }
    }
    let mut waiting = waiting.into_iter();
    for (index, streams) in header.streams.folders.iter().enumerate() {
        let mut decoded = folder(at, &header.streams, index, walk.budget.memory);
        let mut broken = decoded.as_ref().err().cloned();
        for (size, crc) in &streams.contents {
            let name = waiting.next().map_or_else(|| "content".to_owned(), |file| file.name);
            let entry = Entry { size: Some(*size), crc: *crc, ..Entry::named(name) };
            if let Some(why) = &broken {
                walk.unread(node, entry, why.clone())?;
                continue;
            }
            let Ok(reader) = &mut decoded else { continue };
            let mut content = reader.by_ref().take(*size);
            let read = walk.member(node, entry, &mut content, None);
            let short = content.limit() > 0;
            walk.over()?;
            broken = read.err().or(short.then_some(Why::Truncated));
        }
    }
    if waiting.next().is_some() {
        return Err(Why::damaged("more files than contents"));
    }
    for file in empty.into_iter().filter(|file| file.is_file) {
        walk.member(node, Entry { size: Some(0), ..Entry::named(file.name) }, &mut std::io::empty(), None)?;
    }
    if header.end < at.len() { Err(Why::Trailing) } else { Ok(()) }
}

/// Reads the header, unpacked where it is packed itself.
fn open(walk: &Walk<'_>, at: &dyn At) -> Result<Header, Why> {
    let start: [u8; 32] = exact(at, 0)?;
    let mut bytes = Bytes(&start);
    bytes.take(8)?;
    let stated = bytes.u32()?;
    if crc32(bytes.0) != stated {
        return Err(Why::Checksum);
    }
    let (offset, size, crc) = (bytes.u64()?, bytes.u64()?, bytes.u32()?);
    let end = START.checked_add(offset).and_then(|from| from.checked_add(size)).ok_or(Why::Truncated)?;
    let most = walk.budget.memory;
    if size > most {
        return Err(if end > at.len() { Why::Truncated } else { Why::Memory(most) });
    }
    if size == 0 {
        return Ok(Header { files: vec![], streams: Streams::default(), end });
    }
    let mut packed = many(at, START + offset, size)?;
    if crc32(&packed) != crc {
        return Err(Why::Checksum);
    }
    for _ in 0..PACKED_AT_MOST {
        match header::parse(&packed, walk.budget.members)? {
            header::Parsed::Header(files, streams) => return Ok(Header { files, streams, end }),
            header::Parsed::Packed(streams) => packed = unpack(at, &streams, most)?,
        }
    }
    Err(Why::damaged("a header packed again and again"))
}

fn unpack(at: &dyn At, streams: &Streams, most: u64) -> Result<Vec<u8>, Why> {
    let size =
        streams.folders.first().map(header::Folder::size).ok_or_else(|| Why::damaged("no packed header"))?;
    if size > most {
        return Err(Why::Memory(most));
    }
    let mut bytes = vec![];
    let mut reader = folder(at, streams, 0, most)?.take(size);
    reader.read_to_end(&mut bytes).map_err(|error| Why::damaged(error.to_string()))?;
    if bytes.len() as u64 == size { Ok(bytes) } else { Err(Why::Truncated) }
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}
