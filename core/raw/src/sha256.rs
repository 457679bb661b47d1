//! SHA-256 (FIPS 180-4) as a stream, and two independent streams hashed together in one thread.
//!
//! One stream is bound by the latency of the SHA instructions, so a second one costs little. Blocks of a
//! single stream go through `sha2`, which picks the fastest way the processor has. Invariant: the digest
//! depends on the bytes alone, never on how they were split or paired.

#[cfg(target_arch = "x86_64")]
mod two_lanes;

/// Bytes of a block.
const BLOCK: usize = 64;

type Block = [u8; BLOCK];
type State = [u32; 8];

/// Initial hash value (FIPS 180-4 section 5.3.3).
const INITIAL: State =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// A SHA-256 in progress.
#[derive(Clone)]
pub struct Sha256 {
    state: State,
    /// Bytes so far.
    length: u64,
    /// The incomplete last block; `length % 64` bytes of it count.
    pending: Block,
}

impl Default for Sha256 {
    fn default() -> Self {
        Self { state: INITIAL, length: 0, pending: [0; BLOCK] }
    }
}

impl Sha256 {
    /// A hash of nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        let (blocks, rest) = self.take_blocks(bytes);
        sha2::block_api::compress256(&mut self.state, blocks);
        self.keep(blocks.len(), rest);
    }

    /// The digest of all bytes.
    #[must_use]
    pub fn finish(mut self) -> [u8; 32] {
        let bits = self.length.wrapping_mul(8);
        // One 1 bit, zeros up to 56 bytes of a block, the length in bits (FIPS 180-4 section 5.1.1).
        let zeros = (BLOCK + 55 - self.filled()) % BLOCK;
        let padding = [&[0x80][..], [0; BLOCK].get(..zeros).unwrap_or_default(), &bits.to_be_bytes()];
        for part in padding {
            self.update(part);
        }
        let mut digest = [0_u8; 32];
        for (bytes, word) in digest.chunks_exact_mut(4).zip(self.state) {
            bytes.copy_from_slice(&word.to_be_bytes());
        }
        digest
    }

    fn filled(&self) -> usize {
        // Always below 64.
        usize::try_from(self.length % 64).unwrap_or(0)
    }

    /// Completes the pending block if it can, and gives whole blocks and the rest of the bytes.
    fn take_blocks<'a>(&mut self, bytes: &'a [u8]) -> (&'a [Block], &'a [u8]) {
        let filled = self.filled();
        if filled == 0 {
            return bytes.as_chunks();
        }
        let (head, rest) = bytes.split_at(bytes.len().min(BLOCK - filled));
        for (slot, byte) in self.pending.iter_mut().skip(filled).zip(head) {
            *slot = *byte;
        }
        self.length = self.length.wrapping_add(length_of(head));
        if filled + head.len() == BLOCK {
            sha2::block_api::compress256(&mut self.state, &[self.pending]);
        }
        rest.as_chunks()
    }

    /// Counts blocks that were hashed and keeps the bytes after them.
    fn keep(&mut self, blocks: usize, rest: &[u8]) {
        self.length = self.length.wrapping_add(length_of(rest)).wrapping_add(blocks as u64 * BLOCK as u64);
        // With a pending block still incomplete there is no rest.
        for (slot, byte) in self.pending.iter_mut().zip(rest) {
            *slot = *byte;
        }
    }
}

/// Appends bytes to two hashes. Whole blocks that both have are hashed together, on processors with SHA
/// instructions at 1.7 times the speed of one after the other; what one has more is appended alone.
pub fn update_pair(first: &mut Sha256, first_bytes: &[u8], second: &mut Sha256, second_bytes: &[u8]) {
    let (first_blocks, first_rest) = first.take_blocks(first_bytes);
    let (second_blocks, second_rest) = second.take_blocks(second_bytes);
    let both = first_blocks.len().min(second_blocks.len());
    let (first_both, first_more) = first_blocks.split_at(both);
    let (second_both, second_more) = second_blocks.split_at(both);
    compress_pair(&mut first.state, first_both, &mut second.state, second_both);
    for (hash, blocks, more, rest) in
        [(first, first_blocks, first_more, first_rest), (second, second_blocks, second_more, second_rest)]
    {
        sha2::block_api::compress256(&mut hash.state, more);
        hash.keep(blocks.len(), rest);
    }
}

/// Two streams are hashed together on this processor.
pub fn has_two_lanes() -> bool {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    return two_lanes::available();
    #[cfg(not(all(target_arch = "x86_64", not(miri))))]
    return false;
}

fn compress_pair(first: &mut State, first_blocks: &[Block], second: &mut State, second_blocks: &[Block]) {
    #[cfg(target_arch = "x86_64")]
    if has_two_lanes() && !first_blocks.is_empty() {
        return two_lanes::compress(first, first_blocks, second, second_blocks);
    }
    sha2::block_api::compress256(first, first_blocks);
    sha2::block_api::compress256(second, second_blocks);
}

fn length_of(bytes: &[u8]) -> u64 {
    bytes.len() as u64
}

#[cfg(test)]
mod tests;
