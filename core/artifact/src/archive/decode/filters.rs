//! The coders that xz and 7z share: LZMA, LZMA2, delta and the filters for branches of machine code. The
//! identifiers are those of both formats (xz format 5.3, 7zFormat Methods.txt).

use std::io::{self, Read};

use lzma_rust2::filter::bcj::BcjReader;
use lzma_rust2::filter::delta::DeltaReader;
use lzma_rust2::{Lzma2Reader, LzmaReader};

use crate::archive::found::Why;

/// A reader that owns what it reads from.
pub(crate) type Boxed<'a> = Box<dyn Read + 'a>;

/// A reader through one coder.
pub(crate) fn filter<'a>(
    id: u64,
    properties: &[u8],
    input: Boxed<'a>,
    memory: u64,
) -> Result<Boxed<'a>, Why> {
    let start = match properties {
        [a, b, c, d] => usize::try_from(u32::from_le_bytes([*a, *b, *c, *d])).unwrap_or(0),
        _ => 0,
    };
    Ok(match id {
        0x03 => {
            let distance = properties.first().map_or(0, |byte| usize::from(*byte)) + 1;
            Box::new(DeltaReader::new(input, distance))
        }
        0x04 => Box::new(BcjReader::new_x86(input, start)),
        0x05 => Box::new(BcjReader::new_ppc(input, start)),
        0x06 => Box::new(BcjReader::new_ia64(input, start)),
        0x07 => Box::new(BcjReader::new_arm(input, start)),
        0x08 => Box::new(BcjReader::new_arm_thumb(input, start)),
        0x09 => Box::new(BcjReader::new_sparc(input, start)),
        0x0A => Box::new(BcjReader::new_arm64(input, start)),
        0x0B => Box::new(BcjReader::new_riscv(input, start)),
        0x21 => {
            let dictionary = dictionary(properties)?;
            if u64::from(dictionary) > memory {
                return Err(Why::Memory(memory));
            }
            Box::new(Lzma2Reader::new(input, dictionary, None))
        }
        other => return Err(Why::Method(format!("coder {other:#x}"))),
    })
}

/// LZMA with its five bytes of properties, until `size` bytes have come out.
pub(crate) fn lzma<'a>(
    properties: &[u8],
    size: u64,
    input: Boxed<'a>,
    memory: u64,
) -> Result<Boxed<'a>, Why> {
    let [first, d0, d1, d2, d3] = properties else {
        return Err(Why::damaged("LZMA properties of another length"));
    };
    let dictionary = u32::from_le_bytes([*d0, *d1, *d2, *d3]);
    if u64::from(dictionary) > memory {
        return Err(Why::Memory(memory));
    }
    let reader = LzmaReader::new_with_props(input, size, *first, dictionary, None);
    let reader = reader.map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => Why::Truncated,
        _ => Why::damaged(error.to_string()),
    })?;
    Ok(Box::new(reader))
}

/// Two bits of mantissa and an exponent (xz format 5.3.1).
fn dictionary(properties: &[u8]) -> Result<u32, Why> {
    match properties {
        [40] => Ok(u32::MAX),
        [bits @ 0..40] => Ok((2 | u32::from(bits & 1)) << (bits / 2 + 11)),
        _ => Err(Why::damaged("LZMA2 properties that are none")),
    }
}
