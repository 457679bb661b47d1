//! The file of a body: gzip whose header says the SHA-256 of everything after the header.
//!
//! Any gzip reads it. The comment is there because gzip's own check does not cover every bit: padding and
//! header fields may change and the text still comes out.

use debar_wire::sha256;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use flate2::{Compression, Crc};
use std::io::Read;

/// Fixed header (RFC 1952 section 2.3): deflate, a comment, no time, no system.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0x10, 0, 0, 0, 0, 0, 0xff];
const LABEL: &[u8] = b"sha256:";
/// Header, label, 64 hex digits, zero byte.
const HEADER_LEN: usize = HEADER.len() + LABEL.len() + 64 + 1;
/// CRC-32 and length, four bytes each, least significant first.
const TRAILER_LEN: usize = 8;
/// The largest body, before compression.
pub(crate) const LIMIT: u64 = 1 << 30;

/// The bytes of the file for a body.
pub(crate) fn pack(content: &[u8]) -> Vec<u8> {
    let mut rest = Vec::with_capacity(content.len() / 3 + TRAILER_LEN);
    // Reading from memory into memory cannot fail.
    let _ = DeflateEncoder::new(content, Compression::fast()).read_to_end(&mut rest);
    let mut crc = Crc::new();
    crc.update(content);
    rest.extend(crc.sum().to_le_bytes());
    rest.extend(crc.amount().to_le_bytes());
    let mut file = Vec::with_capacity(HEADER_LEN + rest.len());
    file.extend(HEADER);
    file.extend(LABEL);
    file.extend(sha256(&rest).to_string().as_bytes());
    file.push(0);
    file.extend(rest);
    file
}

/// The body in a file, or what is wrong with the file.
pub(crate) fn unpack(file: &[u8]) -> Result<Vec<u8>, &'static str> {
    let (header, rest) = file.split_at_checked(HEADER_LEN).ok_or("the file is cut short")?;
    let label = header.strip_prefix(&HEADER[..]).and_then(|after| after.strip_prefix(LABEL));
    let stated = label.and_then(|after| after.strip_suffix(&[0])).ok_or("not the header of a body")?;
    if stated != sha256(rest).to_string().as_bytes() {
        return Err("the compressed bytes are not those that were written");
    }
    let deflated = rest.len().checked_sub(TRAILER_LEN).and_then(|at| rest.get(..at));
    let deflated = deflated.ok_or("the file is cut short")?;
    let mut content = Vec::new();
    let read = DeflateDecoder::new(deflated).take(LIMIT + 1).read_to_end(&mut content);
    read.map_err(|_| "the compressed bytes cannot be read")?;
    if u64::try_from(content.len()).is_ok_and(|len| len <= LIMIT) {
        Ok(content)
    } else {
        Err("larger than any body")
    }
}

#[cfg(test)]
mod tests {
    use super::{pack, unpack};
    use std::io::Read;

    #[test]
    fn every_flipped_bit_and_every_cut_is_seen() {
        let content = b"{\"schema_version\":1,\"lines\":[{},{},{},{},{},{}]}".to_vec();
        let file = pack(&content);
        assert_eq!(unpack(&file).as_deref(), Ok(&content[..]));
        for bit in 0..file.len() * 8 {
            let mut flipped = file.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(unpack(&flipped).is_err(), "bit {bit}");
        }
        for len in 0..file.len() {
            assert!(unpack(&file[..len]).is_err(), "{len}");
        }
    }

    #[test]
    fn gzip_reads_it() {
        for content in [&b""[..], b"a", &[7; 100_000]] {
            let mut read = Vec::new();
            flate2::read::GzDecoder::new(&pack(content)[..]).read_to_end(&mut read).unwrap();
            assert_eq!(read, content);
        }
    }
}
