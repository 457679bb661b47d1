//! cpio as rpm and initramfs have it: the new ASCII format with and without checksums, and the old portable
//! one (cpio(5)).

use std::io::{BufRead, Read};

use super::bytes::{name, until_zero};
use super::found::Why;
use super::tee::Tee;
use super::walk::{Entry, Node, Walk};

/// The longest name that is read, in bytes; Linux allows 4,096.
const LONGEST_NAME: u64 = 64 * 1024;
const TRAILER: &[u8] = b"TRAILER!!!";
const KIND: u64 = 0o170_000;
const FILE: u64 = 0o100_000;
const LINK: u64 = 0o120_000;

/// One header in figures.
struct Header {
    mode: u64,
    links: u64,
    size: u64,
    name: u64,
    /// Names and data are padded to so many bytes.
    pad: u64,
    /// Bytes of the header itself.
    length: u64,
}

pub(crate) fn read(walk: &Walk<'_>, node: &Node, input: &mut Tee<'_, '_>) -> Result<(), Why> {
    let why = |error: std::io::Error| walk.why(&error);
    loop {
        let header = header(walk, input)?;
        if header.name == 0 || header.name > LONGEST_NAME {
            return Err(Why::damaged(format!("a name of {} bytes", header.name)));
        }
        let mut bytes = vec![];
        input.by_ref().take(header.name).read_to_end(&mut bytes).map_err(why)?;
        if (bytes.len() as u64) < header.name {
            return Err(Why::Truncated);
        }
        skip(walk, input, padding(header.length + header.name, header.pad))?;
        let bytes = until_zero(&bytes);
        if bytes == TRAILER && header.size == 0 {
            return trailing(walk, input);
        }
        let path = name(bytes);
        match header.mode & KIND {
            // The data of a file with several names comes with the last of them.
            FILE if header.links > 1 && header.size == 0 => {
                let link = Some("another name of the same file".to_owned());
                walk.bare(node, Entry { link, ..Entry::named(path) })?;
            }
            LINK => {
                let mut target = vec![];
                let most = header.size.min(LONGEST_NAME);
                input.by_ref().take(most).read_to_end(&mut target).map_err(why)?;
                if (target.len() as u64) < header.size {
                    return Err(Why::Truncated);
                }
                walk.bare(node, Entry { link: Some(name(&target)), ..Entry::named(path) })?;
            }
            kind if kind == FILE || header.size > 0 => {
                let entry = Entry { size: Some(header.size), ..Entry::named(path) };
                let mut data = input.by_ref().take(header.size);
                let read = walk.member(node, entry, &mut data, None);
                let missing = data.limit();
                read?;
                if missing > 0 {
                    return Err(Why::Truncated);
                }
            }
            _ => walk.over()?,
        }
        skip(walk, input, padding(header.size, header.pad))?;
    }
}

fn header(walk: &Walk<'_>, input: &mut Tee<'_, '_>) -> Result<Header, Why> {
    let mut magic = [0; 6];
    input.read_exact(&mut magic).map_err(|error| walk.why(&error))?;
    let mut field = |width: usize, radix: u32| {
        let mut digits = [0; 11];
        let digits = digits.get_mut(..width).unwrap_or_default();
        input.read_exact(digits).map_err(|error| walk.why(&error))?;
        let text = std::str::from_utf8(digits).ok();
        text.and_then(|text| u64::from_str_radix(text, radix).ok())
            .ok_or_else(|| Why::damaged("a header that has no numbers"))
    };
    match &magic {
        b"070701" | b"070702" => {
            let mut fields = [0; 13];
            for slot in &mut fields {
                *slot = field(8, 16)?;
            }
            let [_, mode, _, _, links, _, size, _, _, _, _, name, _] = fields;
            Ok(Header { mode, links, size, name, pad: 4, length: 110 })
        }
        b"070707" => {
            let mut fields = [0; 10];
            for (slot, width) in fields.iter_mut().zip([6, 6, 6, 6, 6, 6, 6, 11, 6, 11]) {
                *slot = field(width, 8)?;
            }
            let [_, _, mode, _, _, links, _, _, name, size] = fields;
            // Here every name has the data.
            let links = if size == 0 { links.min(1) } else { links };
            Ok(Header { mode, links, size, name, pad: 1, length: 76 })
        }
        // rpm for files above 4 GiB: sizes stand in the package's header.
        b"07070X" => Err(Why::Method("the large-file form of rpm".to_owned())),
        _ => Err(Why::damaged("a header with a wrong mark")),
    }
}

fn padding(length: u64, pad: u64) -> u64 {
    (pad - length % pad) % pad
}

fn skip(walk: &Walk<'_>, input: &mut Tee<'_, '_>, count: u64) -> Result<(), Why> {
    let mut rest = input.by_ref().take(count);
    std::io::copy(&mut rest, &mut std::io::sink()).map_err(|error| walk.why(&error))?;
    Ok(())
}

/// Only zeros may follow after the last member.
pub(crate) fn trailing(walk: &Walk<'_>, input: &mut dyn BufRead) -> Result<(), Why> {
    loop {
        let bytes = input.fill_buf().map_err(|error| walk.why(&error))?;
        if bytes.is_empty() {
            return Ok(());
        }
        if bytes.iter().any(|byte| *byte != 0) {
            return Err(Why::Trailing);
        }
        let count = bytes.len();
        input.consume(count);
    }
}
