//! How much work one archive may cause.

/// Bounds on the reading of one file with everything inside it. Whatever goes beyond is not read, and a
/// [`Gap`](crate::Gap) says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Archives within archives: 1 opens the file itself. A tar and what it is compressed with are one.
    pub depth: u32,
    /// Members in all, at every depth.
    pub members: u64,
    /// Bytes that come out, at every depth: what is nested counts at each level.
    pub bytes: u64,
    /// Bytes that may come out for each byte of the file, once [`Budget::FREE_BYTES`] have.
    pub ratio: u64,
    /// Memory for the window of one decoder, for the directory of one archive and for one nested archive that
    /// cannot be read as a stream (zip and 7z), in bytes.
    pub memory: u64,
}

impl Budget {
    /// Bytes that may come out whatever the ratio is: small files of zeros are no bombs.
    pub const FREE_BYTES: u64 = 256 << 20;
    /// Deeper nesting is never read, so that no file can exhaust the stack.
    pub const MOST_DEPTH: u32 = 32;
}

impl Default for Budget {
    fn default() -> Self {
        Self { depth: 6, members: 100_000, bytes: 64 << 30, ratio: 200, memory: 64 << 20 }
    }
}
