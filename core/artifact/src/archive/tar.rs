//! tar, read as a stream: every member in turn, what follows after the end as well.

use std::io::{BufRead, Read};

use super::bytes::{name, until_zero};
use super::found::Why;
use super::tar_header::{BLOCK, Extended, Header};
use super::tee::Tee;
use super::walk::{Entry, Node, Walk};

/// The longest extension header that is kept in memory.
const LONGEST: u64 = 1 << 20;

pub(crate) fn read(walk: &Walk<'_>, node: &Node, input: &mut Tee<'_, '_>) -> Result<(), Why> {
    let mut reader = Reader { walk, node, input, global: Extended::default() };
    let mut next = Extended::default();
    let mut zeros = 0;
    loop {
        let Some(block) = reader.block()? else {
            // Two blocks of zeros end a tar. One that lacks them was perhaps cut between two members.
            return if zeros > 0 { Ok(()) } else { Err(Why::Truncated) };
        };
        if block.iter().all(|byte| *byte == 0) {
            zeros += 1;
            continue;
        }
        let Some(header) = Header::of(&block) else {
            return Err(if zeros > 1 {
                Why::Trailing
            } else {
                Why::damaged("a header with a wrong checksum")
            });
        };
        if zeros > 1 {
            // A second tar after the end of the first: most tools stop before it. It is read all the same.
            walk.gap(&node.path, Why::Trailing);
        }
        zeros = 0;
        next = reader.entry(&header, next)?;
    }
}

struct Reader<'r, 'v, 't, 'w> {
    walk: &'r Walk<'v>,
    node: &'r Node,
    input: &'r mut Tee<'t, 'w>,
    global: Extended,
}

impl Reader<'_, '_, '_, '_> {
    /// The next block; none at the end.
    fn block(&mut self) -> Result<Option<[u8; BLOCK]>, Why> {
        let mut block = [0; BLOCK];
        if self.input.fill_buf().map_err(|error| self.walk.why(&error))?.is_empty() {
            return Ok(None);
        }
        self.input.read_exact(&mut block).map_err(|error| self.walk.why(&error))?;
        Ok(Some(block))
    }

    /// Reads what a header announces; gives what it says of the next.
    fn entry(&mut self, header: &Header<'_>, next: Extended) -> Result<Extended, Why> {
        let kind = header.kind();
        let size = header.size()?;
        match kind {
            b'x' | b'X' => {
                let mut next = next;
                next.pax(&self.extension(size)?)?;
                return Ok(next);
            }
            b'g' => {
                let mut global = std::mem::take(&mut self.global);
                global.pax(&self.extension(size)?)?;
                self.global = global;
                return Ok(next);
            }
            b'L' => {
                let text = self.extension(size)?;
                return Ok(Extended { path: Some(name(until_zero(&text))), ..next });
            }
            b'K' => {
                let text = self.extension(size)?;
                return Ok(Extended { link: Some(name(until_zero(&text))), ..next });
            }
            _ => {}
        }
        let global = self.global.clone();
        let path = next.path.or_else(|| global.path.clone()).unwrap_or_else(|| header.path());
        let size = next.size.or(global.size).unwrap_or(size);
        let sparse = next.sparse || global.sparse || kind == b'S';
        let link = || next.link.or_else(|| global.link.clone()).unwrap_or_else(|| header.link());
        match kind {
            b'1' | b'2' => {
                self.without_data(&path, size)?;
                self.walk.bare(self.node, Entry { link: Some(link()), ..Entry::named(path) })?;
            }
            // Folders, devices, pipes, volume labels.
            b'3'..=b'6' | b'V' => {
                self.walk.over()?;
                self.without_data(&path, size)?;
            }
            b'M' => {
                self.walk.gap(&self.node.path, Why::Unsupported("a part of a larger tar"));
                self.data(path, size)?;
            }
            _ if sparse => {
                self.walk.unread(
                    self.node,
                    Entry::named(path),
                    Why::Method("holes (a sparse file)".to_owned()),
                )?;
                self.skip(size)?;
                self.padding(size)?;
            }
            // The standard has unknown kinds read as files.
            _ => self.data(path, size)?,
        }
        Ok(Extended::default())
    }

    fn data(&mut self, path: String, size: u64) -> Result<(), Why> {
        let entry = Entry { size: Some(size), ..Entry::named(path) };
        let mut data = self.input.by_ref().take(size);
        let read = self.walk.member(self.node, entry, &mut data, None);
        let missing = data.limit();
        read?;
        if missing > 0 {
            return Err(Why::Truncated);
        }
        self.padding(size)
    }

    /// Tools disagree whether data follows on a size that such a member should not have.
    fn without_data(&mut self, path: &str, size: u64) -> Result<(), Why> {
        if size == 0 {
            return Ok(());
        }
        Err(Why::ambiguous(format!("`{path}` is no file and states a size")))
    }

    /// The content of an extension header.
    fn extension(&mut self, size: u64) -> Result<Vec<u8>, Why> {
        self.walk.count()?;
        if size > LONGEST {
            return Err(Why::damaged(format!("an extended header of {size} bytes")));
        }
        let mut bytes = vec![];
        let read = self.input.by_ref().take(size).read_to_end(&mut bytes);
        read.map_err(|error| self.walk.why(&error))?;
        if (bytes.len() as u64) < size {
            return Err(Why::Truncated);
        }
        self.padding(size)?;
        Ok(bytes)
    }

    fn padding(&mut self, size: u64) -> Result<(), Why> {
        let block = BLOCK as u64;
        self.skip((block - size % block) % block)
    }

    fn skip(&mut self, count: u64) -> Result<(), Why> {
        let mut rest = self.input.by_ref().take(count);
        std::io::copy(&mut rest, &mut std::io::sink()).map_err(|error| self.walk.why(&error))?;
        // A last block that is not padded is read by all tools.
        Ok(())
    }
}
