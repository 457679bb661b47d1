//! The header of a 7z: packed streams, folders with their coders, contents and files.

use crate::archive::bytes::Bytes;
use crate::archive::found::Why;

/// The most coders of a folder, and streams between them; 7-Zip itself allows 32.
const MOST_CODERS: u64 = 32;

/// What the header of a whole archive says.
pub(super) struct Header {
    pub(super) files: Vec<File>,
    pub(super) streams: Streams,
    /// Where the archive ends.
    pub(super) end: u64,
}

#[derive(Default)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) has_stream: bool,
    /// Without a stream: an empty file, and no folder and no mark of a deletion.
    pub(super) is_file: bool,
}

/// Packed streams and the folders that unpack them.
#[derive(Default)]
pub(super) struct Streams {
    /// Where the packed streams begin, after the start header.
    pub(super) position: u64,
    pub(super) packed: Vec<u64>,
    pub(super) folders: Vec<Folder>,
}

/// Coders that make one stream of some packed ones, and the contents that it is cut into.
#[derive(Default)]
pub(super) struct Folder {
    pub(super) coders: Vec<Coder>,
    /// Which output feeds which input.
    pub(super) pairs: Vec<(u64, u64)>,
    /// Which inputs are packed streams.
    pub(super) packed: Vec<u64>,
    /// What comes out of every coder.
    pub(super) sizes: Vec<u64>,
    crc: Option<u32>,
    /// Size and checksum of each content.
    pub(super) contents: Vec<(u64, Option<u32>)>,
}

pub(super) struct Coder {
    pub(super) id: u64,
    pub(super) inputs: u64,
    pub(super) properties: Vec<u8>,
}

/// What a header is.
pub(super) enum Parsed {
    Header(Vec<File>, Streams),
    /// It is packed as the first folder of these.
    Packed(Streams),
}

/// Reads a header; no more files than so many.
pub(super) fn parse(header: &[u8], most: u64) -> Result<Parsed, Why> {
    let mut bytes = Bytes(header);
    match bytes.u8()? {
        0x17 => Ok(Parsed::Packed(streams(&mut bytes)?)),
        0x01 => {
            let mut id = bytes.u8()?;
            if id == 0x02 {
                while bytes.u8()? != 0 {
                    let length = length(&mut bytes)?;
                    bytes.take(length)?;
                }
                id = bytes.u8()?;
            }
            let mut found = Streams::default();
            if id == 0x03 {
                return Err(Why::Method("additional streams".to_owned()));
            }
            if id == 0x04 {
                found = streams(&mut bytes)?;
                id = bytes.u8()?;
            }
            let mut files = vec![];
            if id == 0x05 {
                files = self::files(&mut bytes, most)?;
                id = bytes.u8()?;
            }
            if id == 0 { Ok(Parsed::Header(files, found)) } else { Err(wrong()) }
        }
        _ => Err(wrong()),
    }
}

impl Folder {
    /// The output that no input takes.
    pub(super) fn main(&self) -> Option<usize> {
        (0..self.coders.len()).find(|at| !self.pairs.iter().any(|(_, out)| *out == *at as u64))
    }

    /// What comes out of the whole.
    pub(super) fn size(&self) -> u64 {
        self.main().and_then(|main| self.sizes.get(main)).copied().unwrap_or(0)
    }
}

fn streams(bytes: &mut Bytes<'_>) -> Result<Streams, Why> {
    let mut found = Streams::default();
    let mut id = bytes.u8()?;
    if id == 0x06 {
        found.position = number(bytes)?;
        let count = count(bytes)?;
        id = bytes.u8()?;
        if id == 0x09 {
            found.packed = (0..count).map(|_| number(bytes)).collect::<Result<_, _>>()?;
            id = bytes.u8()?;
        }
        if id == 0x0A {
            digests(bytes, count)?;
            id = bytes.u8()?;
        }
        if id != 0 {
            return Err(wrong());
        }
        id = bytes.u8()?;
    }
    if id == 0x07 {
        folders(bytes, &mut found)?;
        id = bytes.u8()?;
    }
    let mut cut = false;
    if id == 0x08 {
        contents(bytes, &mut found)?;
        cut = true;
        id = bytes.u8()?;
    }
    if !cut {
        for folder in &mut found.folders {
            folder.contents = vec![(folder.size(), folder.crc)];
        }
    }
    if id == 0 { Ok(found) } else { Err(wrong()) }
}

fn folders(bytes: &mut Bytes<'_>, found: &mut Streams) -> Result<(), Why> {
    if bytes.u8()? != 0x0B {
        return Err(wrong());
    }
    let count = count(bytes)?;
    if bytes.u8()? != 0 {
        return Err(Why::Method("a header in another stream".to_owned()));
    }
    for _ in 0..count {
        found.folders.push(folder(bytes)?);
    }
    if bytes.u8()? != 0x0C {
        return Err(wrong());
    }
    for folder in &mut found.folders {
        folder.sizes = (0..folder.coders.len()).map(|_| number(bytes)).collect::<Result<_, _>>()?;
    }
    match bytes.u8()? {
        0 => return Ok(()),
        0x0A => {}
        _ => return Err(wrong()),
    }
    let crcs = digests(bytes, count)?;
    for (folder, crc) in found.folders.iter_mut().zip(crcs) {
        folder.crc = crc;
    }
    if bytes.u8()? == 0 { Ok(()) } else { Err(wrong()) }
}

fn folder(bytes: &mut Bytes<'_>) -> Result<Folder, Why> {
    let mut folder = Folder::default();
    let mut inputs = 0;
    for _ in 0..few(bytes)? {
        let flags = bytes.u8()?;
        let id = bytes.take(usize::from(flags & 0x0F))?;
        if id.len() > 8 || flags & 0xC0 != 0 {
            return Err(wrong());
        }
        let id = id.iter().fold(0, |id, byte| id << 8 | u64::from(*byte));
        let (mut ins, mut outs) = (1, 1);
        if flags & 0x10 != 0 {
            (ins, outs) = (few(bytes)?, few(bytes)?);
        }
        if outs != 1 {
            return Err(Why::Method("a coder with several outputs".to_owned()));
        }
        let mut properties = vec![];
        if flags & 0x20 != 0 {
            let length = length(bytes)?;
            properties = bytes.take(length)?.to_vec();
        }
        inputs += ins;
        folder.coders.push(Coder { id, inputs: ins, properties });
    }
    let pairs = (folder.coders.len() as u64).checked_sub(1).ok_or_else(wrong)?;
    for _ in 0..pairs {
        folder.pairs.push((number(bytes)?, number(bytes)?));
    }
    let packed = inputs.checked_sub(pairs).ok_or_else(wrong)?;
    folder.packed = match packed {
        1 => (0..inputs).filter(|at| !folder.pairs.iter().any(|(input, _)| input == at)).take(1).collect(),
        _ => (0..packed).map(|_| number(bytes)).collect::<Result<_, _>>()?,
    };
    Ok(folder)
}

/// How every folder is cut.
fn contents(bytes: &mut Bytes<'_>, found: &mut Streams) -> Result<(), Why> {
    let mut counts = vec![1; found.folders.len()];
    let mut id = bytes.u8()?;
    if id == 0x0D {
        for slot in &mut counts {
            *slot = number(bytes)?;
        }
        id = bytes.u8()?;
    }
    for (folder, count) in found.folders.iter_mut().zip(counts) {
        let mut left = folder.size();
        if count > 1 && (id != 0x09 || count - 1 > bytes.left() as u64) {
            return Err(wrong());
        }
        for _ in 1..count {
            let size = number(bytes)?;
            left = left.checked_sub(size).ok_or_else(|| Why::damaged("contents larger than their folder"))?;
            folder.contents.push((size, None));
        }
        if count > 0 {
            folder.contents.push((left, None));
        }
        if count == 1 && folder.crc.is_some() {
            folder.contents = vec![(left, folder.crc)];
        }
    }
    if id == 0x09 {
        id = bytes.u8()?;
    }
    let unknown =
        || found.folders.iter().flat_map(|folder| &folder.contents).filter(|(_, crc)| crc.is_none());
    if id == 0x0A {
        let crcs = digests(bytes, unknown().count())?;
        let open = found.folders.iter_mut().flat_map(|folder| &mut folder.contents);
        for ((_, crc), stated) in open.filter(|(_, crc)| crc.is_none()).zip(crcs) {
            *crc = stated;
        }
        id = bytes.u8()?;
    }
    if id == 0 { Ok(()) } else { Err(wrong()) }
}

fn files(bytes: &mut Bytes<'_>, most: u64) -> Result<Vec<File>, Why> {
    let count = number(bytes)?;
    if count > most {
        return Err(Why::Members(most));
    }
    // Every file has a name, and a name ends in two bytes.
    if count > bytes.left() as u64 {
        return Err(wrong());
    }
    let count = usize::try_from(count).map_err(|_| wrong())?;
    let mut files: Vec<File> = (0..count).map(|_| File::default()).collect();
    let (mut empty, mut plain, mut anti) = (vec![false; count], vec![], vec![]);
    loop {
        let id = bytes.u8()?;
        if id == 0 {
            break;
        }
        let length = length(bytes)?;
        let mut field = Bytes(bytes.take(length)?);
        let without = empty.iter().filter(|is| **is).count();
        match id {
            0x0E => empty = bits(&mut field, count)?,
            0x0F => plain = bits(&mut field, without)?,
            0x10 => anti = bits(&mut field, without)?,
            0x11 => {
                if field.u8()? != 0 {
                    return Err(Why::Method("names in another stream".to_owned()));
                }
                for file in &mut files {
                    file.name = name(&mut field)?;
                }
            }
            _ => {}
        }
    }
    let mut at = 0;
    for (file, is_empty) in files.iter_mut().zip(empty) {
        file.has_stream = !is_empty;
        if is_empty {
            let bit = |bits: &[bool]| bits.get(at).copied().unwrap_or(false);
            file.is_file = bit(&plain) && !bit(&anti);
            at += 1;
        }
    }
    Ok(files)
}

/// UTF-16 up to a zero.
fn name(bytes: &mut Bytes<'_>) -> Result<String, Why> {
    let mut units = vec![];
    loop {
        match bytes.u16()? {
            0 => break,
            unit => units.push(unit),
        }
    }
    let text = char::decode_utf16(units).map(|unit| match unit {
        Ok(letter) => letter.to_string(),
        Err(error) => format!("\\u{:04x}", error.unpaired_surrogate()),
    });
    // Archives made on Windows have its separators.
    Ok(text.collect::<String>().replace('\\', "/"))
}

/// Checksums, each of them defined or not.
fn digests(bytes: &mut Bytes<'_>, count: usize) -> Result<Vec<Option<u32>>, Why> {
    let defined = match bytes.u8()? {
        0 => bits(bytes, count)?,
        _ => vec![true; count],
    };
    defined.into_iter().map(|is| if is { bytes.u32().map(Some) } else { Ok(None) }).collect()
}

fn bits(bytes: &mut Bytes<'_>, count: usize) -> Result<Vec<bool>, Why> {
    let packed = bytes.take(count.div_ceil(8))?;
    Ok(packed.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1)).take(count).collect())
}

/// A number: the first bits say how many bytes follow.
fn number(bytes: &mut Bytes<'_>) -> Result<u64, Why> {
    let first = bytes.u8()?;
    let more = first.leading_ones();
    let mut value = 0;
    for at in 0..more.min(8) {
        value |= u64::from(bytes.u8()?) << (8 * at);
    }
    if more < 8 {
        let high = u64::from(first) & ((1 << (7 - more)) - 1);
        value |= high.checked_shl(8 * more).unwrap_or(0);
    }
    Ok(value)
}

/// A number of things of which each takes a byte at least.
fn count(bytes: &mut Bytes<'_>) -> Result<usize, Why> {
    let count = number(bytes)?;
    if count > bytes.left() as u64 { Err(wrong()) } else { usize::try_from(count).map_err(|_| wrong()) }
}

fn length(bytes: &mut Bytes<'_>) -> Result<usize, Why> {
    count(bytes)
}

fn few(bytes: &mut Bytes<'_>) -> Result<u64, Why> {
    match number(bytes)? {
        count @ 1..=MOST_CODERS => Ok(count),
        _ => Err(wrong()),
    }
}

fn wrong() -> Why {
    Why::damaged("a header that does not fit its format")
}
