//! The end of a zip archive seen in a stream that is no archive by its beginning, such as a program that
//! unpacks itself.

use memchr::memmem::Finder;

/// "End of central directory" (APPNOTE 4.3.16), its bytes without the comment.
const SIGNATURE: &[u8] = b"PK\x05\x06";
const RECORD: usize = 22;
/// With its longest comment it begins at most so far from the end.
const REACH: u64 = 22 + 65_535;

/// Looks for the last end of a zip archive in bytes that pass by.
pub(crate) struct Appended {
    finder: Finder<'static>,
    /// The last bytes, where a record may begin.
    carry: Vec<u8>,
    seen: Option<(u64, [u8; RECORD])>,
}

impl Appended {
    pub(crate) fn new() -> Self {
        Self { finder: Finder::new(SIGNATURE), carry: Vec::with_capacity(2 * RECORD), seen: None }
    }

    /// Bytes that stand at `offset` of the stream.
    pub(crate) fn update(&mut self, bytes: &[u8], offset: u64) {
        let kept = self.carry.len();
        self.carry.extend(bytes.iter().take(RECORD - 1));
        let seam = std::mem::take(&mut self.carry);
        self.look(&seam, offset.saturating_sub(kept as u64));
        self.look(bytes, offset);
        // A carry shorter than a record only grows while the pieces are tiny.
        let tail = bytes.get(bytes.len().saturating_sub(RECORD - 1)..).unwrap_or_default();
        self.carry = if tail.len() < RECORD - 1 { seam } else { tail.to_vec() };
        let excess = self.carry.len().saturating_sub(RECORD - 1);
        self.carry.drain(..excess);
    }

    /// A zip archive ends in the last bytes of a stream of this size.
    pub(crate) fn at_end(&self, size: u64) -> bool {
        let Some((at, record)) = self.seen else { return false };
        size - at <= REACH && plausible(&record, at)
    }

    fn look(&mut self, bytes: &[u8], offset: u64) {
        for at in self.finder.find_iter(bytes) {
            if let Some(record) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
                self.seen = Some((offset + at as u64, *record));
            }
        }
    }
}

/// The record describes a directory that can stand before it.
pub(crate) fn plausible(record: &[u8; RECORD], at: u64) -> bool {
    let [.., e0, e1, s0, s1, s2, s3, o0, o1, o2, o3, _, _] = *record;
    let entries = u64::from(u16::from_le_bytes([e0, e1]));
    let size = u64::from(u32::from_le_bytes([s0, s1, s2, s3]));
    let offset = u64::from(u32::from_le_bytes([o0, o1, o2, o3]));
    let large = size == u64::from(u32::MAX) || offset == u64::from(u32::MAX) || entries == 0xFFFF;
    large || (entries > 0 && size >= 46 * entries && size + offset <= at)
}
