//! The coders of a folder, put together to one reader.

use std::io::BufReader;

use bzip2::read::BzDecoder;
use flate2::read::DeflateDecoder;
use lzma_rust2::filter::bcj2::Bcj2Reader;

use super::START;
use super::header::{Coder, Folder, Streams};
use crate::archive::at::{At, Window};
use crate::archive::decode::{Boxed, Zstd, filter, lzma};
use crate::archive::found::Why;

/// Coders one behind another.
const DEEPEST: u32 = 16;

/// What comes out of a folder.
pub(super) fn folder<'a>(
    at: &'a dyn At,
    streams: &Streams,
    index: usize,
    memory: u64,
) -> Result<Boxed<'a>, Why> {
    let folder = streams.folders.get(index).ok_or(Why::Truncated)?;
    let before: usize = streams.folders.iter().take(index).map(|folder| folder.packed.len()).sum();
    let maker = Maker { at, streams, folder, before, memory };
    maker.output(folder.main().ok_or_else(wrong)?, DEEPEST)
}

struct Maker<'m, 'a> {
    at: &'a dyn At,
    streams: &'m Streams,
    folder: &'m Folder,
    /// Packed streams of the folders before.
    before: usize,
    memory: u64,
}

impl<'a> Maker<'_, 'a> {
    /// What comes out of a coder.
    fn output(&self, index: usize, deepest: u32) -> Result<Boxed<'a>, Why> {
        let deepest = deepest.checked_sub(1).ok_or_else(wrong)?;
        let coder = self.folder.coders.get(index).ok_or_else(wrong)?;
        let size = *self.folder.sizes.get(index).ok_or_else(wrong)?;
        let first: u64 = self.folder.coders.iter().take(index).map(|coder| coder.inputs).sum();
        let inputs = (first..first + coder.inputs).map(|input| self.input(input, deepest));
        let mut inputs: Vec<Boxed<'a>> = inputs.collect::<Result<_, _>>()?;
        if coder.id == 0x0303_011B && inputs.len() == 4 {
            return Ok(Box::new(Bcj2Reader::new(inputs, size)));
        }
        match (inputs.pop(), inputs.is_empty()) {
            (Some(input), true) => self.coder(coder, size, input),
            _ => Err(wrong()),
        }
    }

    fn input(&self, input: u64, deepest: u32) -> Result<Boxed<'a>, Why> {
        if let Some((_, output)) = self.folder.pairs.iter().find(|(to, _)| *to == input) {
            return self.output(usize::try_from(*output).map_err(|_| wrong())?, deepest);
        }
        let own = self.folder.packed.iter().position(|packed| *packed == input).ok_or_else(wrong)?;
        let index = self.before + own;
        let size = *self.streams.packed.get(index).ok_or_else(wrong)?;
        let earlier =
            self.streams.packed.iter().take(index).try_fold(0_u64, |sum, size| sum.checked_add(*size));
        let start = earlier
            .and_then(|earlier| earlier.checked_add(self.streams.position)?.checked_add(START))
            .ok_or(Why::Truncated)?;
        if start.saturating_add(size) > self.at.len() {
            return Err(Why::Truncated);
        }
        Ok(Box::new(BufReader::with_capacity(32 * 1024, Window::new(self.at, start, size))))
    }

    /// By the method's number (Methods.txt of the LZMA SDK).
    fn coder(&self, coder: &Coder, size: u64, input: Boxed<'a>) -> Result<Boxed<'a>, Why> {
        let properties = &coder.properties;
        match coder.id {
            0x00 => Ok(input),
            0x03_0101 => lzma(properties, size, input, self.memory),
            0x0303_0103 => filter(0x04, &[], input, self.memory),
            0x0303_0205 => filter(0x05, &[], input, self.memory),
            0x0303_0401 => filter(0x06, &[], input, self.memory),
            0x0303_0501 => filter(0x07, &[], input, self.memory),
            0x0303_0701 => filter(0x08, &[], input, self.memory),
            0x0303_0805 => filter(0x09, &[], input, self.memory),
            0x04_0108 => Ok(Box::new(DeflateDecoder::new(input))),
            0x04_0109 => Ok(Box::new(deflate64::Deflate64Decoder::new(input))),
            0x04_0202 => Ok(Box::new(BzDecoder::new(input))),
            0x04F7_1101 => Ok(Box::new(Zstd::new(BufReader::new(input), self.memory))),
            0x06F1_0701 => Err(Why::Encrypted),
            0x03_0401 => Err(Why::Method("PPMd".to_owned())),
            id @ 0x03..=0x21 => filter(id, properties, input, self.memory),
            id => Err(Why::Method(format!("coder {id:#x}"))),
        }
    }
}

fn wrong() -> Why {
    Why::damaged("coders that do not fit together")
}
