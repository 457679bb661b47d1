//! Digests made by number, and the time of memory itself.

/// The digest of a number: four words of splitmix64.
pub fn digest(number: u64) -> [u8; 32] {
    let mut bytes = [0; 32];
    let mut state = number.wrapping_mul(0xd134_2543_de82_ef95);
    for word in bytes.chunks_mut(8) {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        word.copy_from_slice(&mix(state).to_be_bytes());
    }
    bytes
}

/// Digests of `base..base + count` picked by seed.
pub fn some(base: u64, count: u64, wanted: u64, seed: u64) -> Vec<[u8; 32]> {
    (0..wanted).map(|at| digest(base + mix(seed << 40 | at) % count)).collect()
}

fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A gibibyte in which every cache line names the next one to read: one ring through all of them.
pub struct Memory(Vec<[u64; 8]>);

/// Cache lines of a gibibyte.
const LINES: u64 = (1 << 30) / 64;

impl Memory {
    pub fn new() -> Self {
        let mut ring = vec![[0_u64; 8]; LINES as usize];
        for at in 0..LINES {
            ring[scattered(at) as usize][0] = scattered((at + 1) % LINES);
        }
        Self(ring)
    }

    /// Reads so many lines, each named by the one before.
    pub fn walk(&self, steps: u64) {
        let mut at = 0;
        for _ in 0..steps {
            at = self.0[at as usize][0];
        }
        std::hint::black_box(at);
    }
}

/// Another line for each line, without a pattern: every step can be undone, so none is named twice.
fn scattered(line: u64) -> u64 {
    let mut line = line;
    for odd in [0x9e_3779, 0x85_ebcb, 0xc2_b2af] {
        line = line.wrapping_mul(odd) % LINES;
        line ^= line >> 11;
    }
    line
}
