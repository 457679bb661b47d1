//! xz: streams of blocks, each through its own chain of filters (xz file format 1.2). The window of every
//! block is held to the budget, which is why the container is read here.

use std::cell::RefCell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use debar_raw::Sha256;
use flate2::Crc;

use super::filters::{Boxed, filter};
use super::stop;
use crate::archive::bytes::Bytes;
use crate::archive::found::Why;

const MAGIC: [u8; 6] = *b"\xfd7zXZ\0";

/// The content of all streams.
pub(crate) struct Xz<'a> {
    input: Shared<'a>,
    memory: u64,
    /// The check of the stream's blocks, while in a stream.
    check: Option<u8>,
    block: Option<Block<'a>>,
    blocks: u64,
    started: bool,
    ended: bool,
}

struct Block<'a> {
    chain: Boxed<'a>,
    check: Check,
    compressed: Option<u64>,
    uncompressed: Option<u64>,
    size: u64,
    begin: u64,
}

enum Check {
    Crc32(Crc),
    Crc64(u64),
    Sha256(Box<Sha256>),
    /// None, or one that nobody uses: so many bytes are passed over.
    Other(usize),
}

/// The compressed bytes, for the container and the filters in turn.
#[derive(Clone)]
struct Shared<'a>(Rc<RefCell<Counted<'a>>>);

struct Counted<'a> {
    inner: Box<dyn BufRead + 'a>,
    count: u64,
}

impl Read for Shared<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut counted = self.0.try_borrow_mut().map_err(io::Error::other)?;
        let read = counted.inner.read(into)?;
        counted.count += read as u64;
        Ok(read)
    }
}

impl Shared<'_> {
    fn count(&self) -> u64 {
        self.0.borrow().count
    }

    fn next(&self) -> io::Result<Option<u8>> {
        let mut counted = self.0.try_borrow_mut().map_err(io::Error::other)?;
        Ok(counted.inner.fill_buf()?.first().copied())
    }

    fn array<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// A number of seven bits a byte, at most nine bytes.
    fn number(&mut self) -> io::Result<u64> {
        let mut value = 0;
        for shift in (0..63).step_by(7) {
            let [byte] = self.array()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(damaged("a number beyond 63 bits"))
    }

    /// Zeros up to a multiple of four bytes after `length`.
    fn padding(&mut self, length: u64) -> io::Result<()> {
        for _ in 0..(4 - length % 4) % 4 {
            if self.array()? != [0] {
                return Err(damaged("padding that is not zero"));
            }
        }
        Ok(())
    }
}

impl<'a> Xz<'a> {
    pub(crate) fn new(input: impl BufRead + 'a, memory: u64) -> Self {
        let input = Shared(Rc::new(RefCell::new(Counted { inner: Box::new(input), count: 0 })));
        Self { input, memory, check: None, block: None, blocks: 0, started: false, ended: false }
    }

    /// Begins the next stream, or ends before what is none.
    fn stream(&mut self) -> io::Result<()> {
        while self.started && self.input.next()? == Some(0) {
            if self.input.array()? != [0; 4] {
                return Err(damaged("padding that is not zero"));
            }
        }
        match self.input.next()? {
            Some(first) if MAGIC.first() == Some(&first) => {}
            None if !self.started => return Err(io::ErrorKind::UnexpectedEof.into()),
            _ => {
                self.ended = true;
                return Ok(());
            }
        }
        if self.input.array()? != MAGIC {
            return Err(stop(Why::Trailing));
        }
        let flags: [u8; 2] = self.input.array()?;
        let stated = u32::from_le_bytes(self.input.array()?);
        let [0, check @ 0..16] = flags else { return Err(damaged("flags that are not known")) };
        if crc32(&flags) != stated {
            return Err(damaged("a wrong checksum of the header"));
        }
        (self.check, self.blocks, self.started) = (Some(check), 0, true);
        Ok(())
    }

    /// Begins the next block of a stream, or ends the stream.
    fn block(&mut self, check: u8) -> io::Result<()> {
        let at = self.input.count();
        let [length] = self.input.array()?;
        if length == 0 {
            self.check = None;
            return self.index(at);
        }
        let mut header = vec![length; 4 * (usize::from(length) + 1)];
        self.input.read_exact(header.get_mut(1..).unwrap_or_default())?;
        let (fields, stated) = header.split_last_chunk().ok_or_else(|| damaged("a short header"))?;
        if crc32(fields) != u32::from_le_bytes(*stated) {
            return Err(damaged("a wrong checksum of a block's header"));
        }
        let chain = Box::new(self.input.clone());
        let block = header_of(fields, chain, self.memory).map_err(stop)?;
        let check = match check {
            1 => Check::Crc32(Crc::new()),
            4 => Check::Crc64(!0),
            10 => Check::Sha256(Box::default()),
            0 => Check::Other(0),
            other => Check::Other(4 << ((other - 1) / 3)),
        };
        self.block = Some(Block { check, begin: self.input.count(), ..block });
        self.blocks += 1;
        Ok(())
    }

    /// The index and the footer, of which only the form is held to.
    fn index(&mut self, at: u64) -> io::Result<()> {
        if self.input.number()? != self.blocks {
            return Err(damaged("an index of other blocks"));
        }
        for _ in 0..self.blocks {
            self.input.number()?;
            self.input.number()?;
        }
        let length = self.input.count() - at;
        self.input.padding(length)?;
        let _crc: [u8; 4] = self.input.array()?;
        let footer: [u8; 12] = self.input.array()?;
        if footer.ends_with(b"YZ") { Ok(()) } else { Err(damaged("a wrong mark at the end")) }
    }

    fn end(&mut self, block: Block<'a>) -> io::Result<()> {
        let Block { chain, check, compressed, uncompressed, size, begin } = block;
        drop(chain);
        let length = self.input.count() - begin;
        if compressed.is_some_and(|stated| stated != length)
            || uncompressed.is_some_and(|stated| stated != size)
        {
            return Err(stop(Why::Checksum));
        }
        self.input.padding(length)?;
        let fits = match check {
            Check::Crc32(crc) => self.input.array()? == crc.sum().to_le_bytes(),
            Check::Crc64(crc) => self.input.array()? == (!crc).to_le_bytes(),
            Check::Sha256(hash) => self.input.array()? == hash.finish(),
            Check::Other(length) => {
                self.input.read_exact(&mut vec![0; length])?;
                true
            }
        };
        if fits { Ok(()) } else { Err(stop(Why::Checksum)) }
    }
}

impl Read for Xz<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !into.is_empty() && !self.ended {
            let Some(block) = &mut self.block else {
                match self.check {
                    None => self.stream()?,
                    Some(check) => self.block(check)?,
                }
                continue;
            };
            let read = block.chain.read(into)?;
            if read > 0 {
                block.size += read as u64;
                block.check.update(into.get(..read).unwrap_or_default());
                return Ok(read);
            }
            if let Some(block) = self.block.take() {
                self.end(block)?;
            }
        }
        Ok(0)
    }
}

impl Check {
    fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Crc32(crc) => crc.update(bytes),
            Self::Crc64(crc) => *crc = crc64(*crc, bytes),
            Self::Sha256(hash) => hash.update(bytes),
            Self::Other(_) => {}
        }
    }
}

/// A block's header without its checksum.
fn header_of<'a>(fields: &[u8], input: Boxed<'a>, memory: u64) -> Result<Block<'a>, Why> {
    let mut bytes = Bytes(fields);
    bytes.u8()?;
    let flags = bytes.u8()?;
    if flags & 0x3C != 0 {
        return Err(Why::damaged("flags that are not known"));
    }
    let mut number = |wanted: bool| if wanted { varint(&mut bytes).map(Some) } else { Ok(None) };
    let compressed = number(flags & 0x40 != 0)?;
    let uncompressed = number(flags & 0x80 != 0)?;
    let mut filters = vec![];
    for _ in 0..=flags & 3 {
        let id = varint(&mut bytes)?;
        let length = usize::try_from(varint(&mut bytes)?).unwrap_or(usize::MAX);
        filters.push((id, bytes.take(length)?));
    }
    let mut chain = input;
    if filters.last().map(|(id, _)| *id) != Some(0x21) {
        return Err(Why::damaged("a chain that does not end in LZMA2"));
    }
    for (id, properties) in filters.into_iter().rev() {
        chain = filter(id, properties, chain, memory)?;
    }
    Ok(Block { chain, check: Check::Other(0), compressed, uncompressed, size: 0, begin: 0 })
}

fn varint(bytes: &mut Bytes<'_>) -> Result<u64, Why> {
    let mut value = 0;
    for shift in (0..63).step_by(7) {
        let byte = bytes.u8()?;
        value |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(Why::damaged("a number beyond 63 bits"))
}

fn damaged(what: &str) -> io::Error {
    stop(Why::damaged(what))
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// CRC-64 of ECMA-182, reflected, a byte at a time.
fn crc64(crc: u64, bytes: &[u8]) -> u64 {
    const TABLE: [u64; 256] = table();
    bytes.iter().fold(crc, |crc, byte| {
        let [low, ..] = crc.to_le_bytes();
        TABLE.get(usize::from(low ^ byte)).copied().unwrap_or_default() ^ (crc >> 8)
    })
}

#[expect(clippy::indexing_slicing, reason = "made by the compiler, which would refuse a wrong index")]
const fn table() -> [u64; 256] {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let mut value = at as u64;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { (value >> 1) ^ 0xC96C_5795_D787_0F42 } else { value >> 1 };
            bit += 1;
        }
        table[at] = value;
        at += 1;
    }
    table
}
