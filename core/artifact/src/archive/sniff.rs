//! What a file is, by its first bytes and never by its name.

use super::found::{Format, Why};
use super::tar_header;

/// Where the first volume descriptor of a disc image has its mark (ECMA-119 section 8.1).
const DISC: usize = 32_769;
/// Bytes that are looked at.
pub(crate) const HEAD: usize = DISC + 5;

/// What the first bytes say.
pub(crate) enum Kind {
    /// An archive that we read.
    Known(Format),
    /// An archive that we do not read.
    Unread(Why),
    /// Anything else.
    Plain,
}

/// By the first [`HEAD`] bytes, or all there are.
pub(crate) fn sniff(head: &[u8]) -> Kind {
    use Format as F;
    const KNOWN: &[(&[u8], F)] = &[
        (b"PK\x03\x04", F::Zip),
        (b"PK\x05\x06", F::Zip),
        (b"PK\x06\x06", F::Zip),
        (b"PK00PK\x03\x04", F::Zip),
        (b"\x1f\x8b\x08", F::Gzip),
        (b"\xfd7zXZ\0", F::Xz),
        (b"\x28\xb5\x2f\xfd", F::Zstd),
        (b"7z\xbc\xaf\x27\x1c", F::SevenZip),
        (b"!<arch>\n", F::Ar),
        (b"\xed\xab\xee\xdb", F::Rpm),
        (b"070701", F::Cpio),
        (b"070702", F::Cpio),
        (b"070707", F::Cpio),
    ];
    const UNREAD: &[(&[u8], &str)] = &[
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"MSCF\0\0\0\0", "a cabinet"),
        (b"xar!\0\x1c", "a xar archive"),
        (b"hsqs", "a squashfs image"),
        (b"\x04\x22\x4d\x18", "lz4 data"),
        (b"\x02\x21\x4c\x18", "lz4 data"),
        (b"LZIP\x01", "lzip data"),
        (b"\x89LZO\0\r\n\x1a\n", "lzop data"),
        (b"\x1f\x9d\x90", "compress data"),
        (b"!<thin>\n", "a thin archive"),
        (b"**ACE**", "an ACE archive"),
        (b"\x60\xea", "an ARJ archive"),
        (b"PK\x07\x08PK\x03\x04", "a part of a split zip archive"),
        (b"\xc7\x71", "an old binary cpio archive"),
        (b"\x71\xc7", "an old binary cpio archive"),
    ];
    if let Some((_, format)) = KNOWN.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Kind::Known(*format);
    }
    if bzip2(head) {
        return Kind::Known(F::Bzip2);
    }
    // Skippable frames (RFC 8878 section 3.1.2) come before a real one.
    if let [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] = head {
        return Kind::Known(F::Zstd);
    }
    if tar_header::is_header(head) {
        return Kind::Known(F::Tar);
    }
    if lzma(head) {
        return Kind::Known(F::Lzma);
    }
    if head.get(DISC..) == Some(b"CD001") {
        return Kind::Unread(Why::Unsupported("a disc image"));
    }
    let strict = |magic: &[u8]| magic.len() > 2 || old(head);
    match UNREAD.iter().find(|(magic, _)| head.starts_with(magic) && strict(magic)) {
        Some((_, name)) => Kind::Unread(Why::Unsupported(name)),
        None => Kind::Plain,
    }
}

/// `BZh`, a level, and the mark of a block or of the end of none.
fn bzip2(head: &[u8]) -> bool {
    const BLOCK: &[u8] = &[0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
    const END: &[u8] = &[0x17, 0x72, 0x45, 0x38, 0x50, 0x90];
    match head {
        [b'B', b'Z', b'h', b'1'..=b'9', rest @ ..] => rest.starts_with(BLOCK) || rest.starts_with(END),
        _ => false,
    }
}

/// The 13 bytes before LZMA data have no mark: the usual properties, a dictionary as tools make it, and a size
/// that is unknown or below 256 GiB.
fn lzma(head: &[u8]) -> bool {
    let [0x5D, d0, d1, d2, d3, size @ ..] = head else { return false };
    let dictionary = u32::from_le_bytes([*d0, *d1, *d2, *d3]);
    let Some(size) = size.first_chunk().map(|size| u64::from_le_bytes(*size)) else { return false };
    let usual = dictionary.is_power_of_two() || (dictionary / 3).is_power_of_two() && dictionary % 3 == 0;
    // The first byte of LZMA data is zero.
    usual && dictionary >= 4096 && (size == u64::MAX || size < 1 << 38) && head.get(13) == Some(&0)
}

/// Marks of two bytes need more: a header of ARJ is at most 2,600 bytes long and says its own small size; of
/// cpio, the name's length is sane.
fn old(head: &[u8]) -> bool {
    match head {
        [0x60, 0xEA, low, high, first, ..] => {
            let size = u16::from_le_bytes([*low, *high]);
            (30..=2_600).contains(&size) && (30..=200).contains(first)
        }
        [0xC7, 0x71, ..] | [0x71, 0xC7, ..] => {
            let Some([low, high]) = head.get(20..22).and_then(|pair| pair.first_chunk()) else {
                return false;
            };
            let little = u16::from_le_bytes([*low, *high]);
            let name = if head.starts_with(&[0xC7]) { little } else { little.swap_bytes() };
            let end = head.get(26..).and_then(|rest| rest.get(usize::from(name).wrapping_sub(1)));
            (1..=256).contains(&name) && end == Some(&0)
        }
        _ => false,
    }
}
