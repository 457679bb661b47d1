//! A body that stands in a segment: a line of its own before the first record that names it.
//!
//! `{"body":"<64 hex>","gzip":"<base64>"`, then the hash and end that every line has. Not a record: it has no
//! place in the chain, because its SHA-256, which the record names, vouches for it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use debar_model::Sha256Hex;
use debar_wire::sha256;
use flate2::{Compress, Compression, Crc, Decompress, FlushCompress, FlushDecompress, Status};
use std::sync::{Mutex, PoisonError};

use crate::record::{hex, seal, split, unhex};

/// The largest body that stands in a segment, in bytes before compression; a larger one is a file.
pub(crate) const LIMIT: usize = 256 << 10;

const BEFORE_DIGEST: &[u8] = b"{\"body\":\"";
const BEFORE_GZIP: &[u8] = b"\",\"gzip\":\"";
/// RFC 1952 section 2.3: deflate, no flags, no time, no system.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
/// CRC-32 and length, four bytes each, least significant first.
const TRAILER: usize = 8;
/// Where the base64 begins.
const GZIP: usize = BEFORE_DIGEST.len() + 64 + BEFORE_GZIP.len();

/// Makes lines; deflate's state, which is large, is kept for the next one.
#[derive(Default)]
pub(crate) struct Printer(Mutex<Vec<Compress>>);

impl Printer {
    /// The line of a body, its line feed included.
    pub(crate) fn line(&self, digest: &Sha256Hex, content: &[u8]) -> Vec<u8> {
        let spare = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = spare().pop();
        let mut deflate = taken.unwrap_or_else(|| Compress::new(Compression::fast(), false));
        let mut gzip = HEADER.to_vec();
        deflate.reset();
        loop {
            let done = usize::try_from(deflate.total_in()).unwrap_or(usize::MAX);
            gzip.reserve(content.len() / 3 + 128);
            let rest = content.get(done..).unwrap_or_default();
            // From memory into memory with room to write: it ends, and cannot fail.
            match deflate.compress_vec(rest, &mut gzip, FlushCompress::Finish) {
                Ok(Status::StreamEnd) | Err(_) => break,
                Ok(_) => {}
            }
        }
        spare().push(deflate);
        let mut crc = Crc::new();
        crc.update(content);
        gzip.extend(crc.sum().to_le_bytes());
        gzip.extend(crc.amount().to_le_bytes());
        let mut line = Vec::with_capacity(GZIP + gzip.len() / 3 * 4 + 96);
        line.extend(BEFORE_DIGEST);
        hex(&mut line, digest);
        line.extend(BEFORE_GZIP);
        line.extend(STANDARD.encode(&gzip).as_bytes());
        line.push(b'"');
        seal(&mut line, 0);
        line
    }
}

/// The digest that a line states, when it is that of a body. Nothing of it is checked.
pub(crate) fn digest_of(line: &[u8]) -> Option<Sha256Hex> {
    unhex(line.strip_prefix(BEFORE_DIGEST)?.get(..64)?)
}

/// Whether a line is that of a body.
pub(crate) fn is_body(line: &[u8]) -> bool {
    line.starts_with(BEFORE_DIGEST)
}

/// Checks a line's hash; the digest that it states.
pub(crate) fn check(line: &[u8]) -> Result<Sha256Hex, &'static str> {
    let (before, hash) = split(line).ok_or("not a body: it does not end in its hash")?;
    if sha256(before) != hash {
        return Err("the hash does not fit the body");
    }
    digest_of(line).ok_or("not a body: it does not begin with its digest")
}

/// Reads lines; its buffers are kept for the next one.
pub(crate) struct Inflater {
    inflate: Decompress,
    gzip: Vec<u8>,
    content: Vec<u8>,
}

impl Inflater {
    pub(crate) fn new() -> Self {
        Self { inflate: Decompress::new(false), gzip: Vec::new(), content: Vec::new() }
    }

    /// What was read last.
    pub(crate) fn last(&self) -> &[u8] {
        &self.content
    }

    /// The content of a body's line without its line feed, checked against the digest that it states.
    pub(crate) fn content(&mut self, line: &[u8]) -> Result<&[u8], &'static str> {
        let digest = digest_of(line).ok_or("not the line of a body")?;
        let (before, _) = split(line).ok_or("the line is cut short")?;
        let text = before.get(GZIP..).and_then(|rest| rest.strip_suffix(b"\""));
        let text = text.filter(|_| line.get(GZIP - BEFORE_GZIP.len()..GZIP) == Some(BEFORE_GZIP));
        self.gzip.clear();
        let decoded = STANDARD.decode_vec(text.ok_or("not the line of a body")?, &mut self.gzip);
        decoded.map_err(|_| "the base64 cannot be read")?;
        let unpacked = self.gzip.strip_prefix(&HEADER[..]).ok_or("not the header of a body")?;
        let trailer = unpacked.split_last_chunk::<TRAILER>().ok_or("the body is cut short")?;
        let (deflated, [.., a, b, c, d]) = trailer;
        let stated = u32::from_le_bytes([*a, *b, *c, *d]);
        let stated = usize::try_from(stated).unwrap_or(usize::MAX);
        if stated > LIMIT {
            return Err("larger than any body in a segment");
        }
        self.content.clear();
        // One byte more than is stated, so that the end can be told from a lack of room.
        self.content.reserve_exact(stated + 1);
        self.inflate.reset(false);
        let end = self.inflate.decompress_vec(deflated, &mut self.content, FlushDecompress::Finish);
        let whole = matches!(end, Ok(Status::StreamEnd)) && self.content.len() == stated;
        if !whole || self.inflate.total_in() != u64::try_from(deflated.len()).unwrap_or(u64::MAX) {
            return Err("the compressed bytes cannot be read");
        }
        if sha256(&self.content) != digest {
            return Err("its content has another digest");
        }
        Ok(&self.content)
    }
}

#[cfg(test)]
mod tests {
    use super::{GZIP, Inflater, Printer, check, digest_of};
    use debar_wire::sha256;
    use proptest::prelude::*;

    #[test]
    fn every_flipped_bit_and_every_cut_is_seen() {
        let content = b"{\"schema_version\":1,\"lines\":[{},{},{},{},{},{}]}";
        let line = Printer::default().line(&sha256(content), content);
        let line = line.strip_suffix(b"\n").unwrap();
        let mut inflater = Inflater::new();
        assert_eq!(inflater.content(line), Ok(&content[..]));
        for bit in 0..line.len() * 8 {
            let mut flipped = line.to_vec();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(check(&flipped).is_err(), "bit {bit}");
            // Without the check of the line another text never comes out under the same digest.
            let other = inflater.content(&flipped);
            assert!(other.is_err() || other == Ok(&content[..]), "bit {bit}");
        }
        for len in 0..line.len() {
            assert!(check(&line[..len]).is_err() && inflater.content(&line[..len]).is_err(), "{len}");
        }
    }

    proptest! {
        #[test]
        fn what_was_printed_is_read_and_gzip_reads_it_too(
            contents in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..5_000), 1..4),
        ) {
            use base64::Engine as _;
            use std::io::Read;
            let (printer, mut inflater) = (Printer::default(), Inflater::new());
            for content in contents {
                let line = printer.line(&sha256(&content), &content);
                let line = line.strip_suffix(b"\n").unwrap();
                prop_assert_eq!(digest_of(line), Some(sha256(&content)));
                prop_assert_eq!(check(line), Ok(sha256(&content)));
                prop_assert_eq!(inflater.content(line), Ok(&content[..]));
                let text = line[GZIP..].split(|byte| *byte == b'"').next().unwrap();
                let gzip = super::STANDARD.decode(text).unwrap();
                let mut read = Vec::new();
                flate2::read::GzDecoder::new(&gzip[..]).read_to_end(&mut read).unwrap();
                prop_assert_eq!(read, content);
            }
        }
    }
}
