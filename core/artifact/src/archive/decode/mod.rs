//! Decoders as readers. Each ends where its format says and tells what follows; none allocates more than the
//! budget's memory for its window.

mod filters;
mod members;
mod xz;
mod zstd;

use std::fmt;
use std::io::{self, BufReader, Read};

use flate2::bufread::DeflateDecoder;
use lzma_rust2::LzmaReader;

pub(crate) use filters::{Boxed, filter, lzma};

use self::members::Members;
use self::xz::Xz;
pub(crate) use self::zstd::Zstd;
use super::at::Window;
use super::cpio::trailing;
use super::found::{Format, Why};
use super::tee::Tee;
use super::walk::{Node, Walk};

/// Bytes that a decoder reads of a zip at a time.
const INPUT: usize = 32 * 1024;

/// A reason on its way through a reader's error.
#[derive(Debug)]
pub(crate) struct Stop(pub(crate) Why);

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Stop {}

pub(crate) fn stop(why: Why) -> io::Error {
    io::Error::other(Stop(why))
}

/// Reads what a compression holds.
pub(crate) fn read(walk: &Walk<'_>, node: &Node, format: Format, input: &mut Tee<'_, '_>) -> Result<(), Why> {
    let name = stem(&node.name);
    let memory = walk.budget.memory;
    match format {
        Format::Gzip => walk.layer(node, &name, &mut Members::gzip(&mut *input))?,
        Format::Bzip2 => walk.layer(node, &name, &mut Members::bzip2(&mut *input))?,
        Format::Zstd => walk.layer(node, &name, &mut Zstd::new(&mut *input, memory))?,
        Format::Xz => walk.layer(node, &name, &mut Xz::new(&mut *input, memory))?,
        _ => {
            let most = u32::try_from(memory / 1024).unwrap_or(u32::MAX);
            let mut reader = LzmaReader::new_mem_limit(&mut *input, most, None).map_err(|error| {
                if error.kind() == io::ErrorKind::OutOfMemory {
                    Why::Memory(memory)
                } else {
                    walk.why(&error)
                }
            })?;
            walk.layer(node, &name, &mut reader)?;
        }
    }
    trailing(walk, input)
}

/// The content of a zip's member, by its method (APPNOTE 4.4.5).
pub(crate) fn zipped<'a>(
    method: u16,
    data: Window<'a>,
    size: u64,
    memory: u64,
) -> Result<Box<dyn Read + 'a>, Why> {
    let mut data = BufReader::with_capacity(INPUT, data);
    Ok(match method {
        8 => Box::new(DeflateDecoder::new(data)),
        9 => Box::new(deflate64::Deflate64Decoder::with_buffer(data)),
        12 => Box::new(Members::bzip2(data)),
        14 => {
            // The version of the encoder, the length of the properties, which is 5.
            let mut head = [0; 4];
            let mut properties = [0; 5];
            let read = data.read_exact(&mut head).and_then(|()| data.read_exact(&mut properties));
            read.map_err(|_| Why::Truncated)?;
            if !head.ends_with(&[5, 0]) {
                return Err(Why::damaged("LZMA properties of another length"));
            }
            lzma(&properties, size, Box::new(data), memory)?
        }
        93 => Box::new(Zstd::new(data, memory)),
        95 => Box::new(Xz::new(data, memory)),
        other => return Err(Why::Method(method_name(other))),
    })
}

fn method_name(method: u16) -> String {
    match method {
        1 => "Shrink".to_owned(),
        2..=5 => "Reduce".to_owned(),
        6 => "Implode".to_owned(),
        96 => "JPEG variant".to_owned(),
        97 => "WavPack".to_owned(),
        98 => "PPMd".to_owned(),
        other => format!("method {other}"),
    }
}

/// The name of what is compressed: without the ending that says how.
fn stem(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or(name);
    let Some((stem, ending)) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) else {
        return if name.is_empty() { "content".to_owned() } else { format!("{name}.content") };
    };
    match ending.to_ascii_lowercase().as_str() {
        "gz" | "bz2" | "xz" | "zst" | "lzma" => stem.to_owned(),
        "tgz" | "tbz" | "tbz2" | "txz" | "tzst" | "crate" => format!("{stem}.tar"),
        _ => format!("{name}.content"),
    }
}
