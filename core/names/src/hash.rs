//! A short hash for tables that are built into the program. Not for keys that somebody else chooses: nothing is ever
//! added to these tables.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A table with the short hash.
pub(crate) type Table<K, V> = HashMap<K, V, BuildHasherDefault<Short>>;
/// A set with the short hash.
pub(crate) type Set<K> = HashSet<K, BuildHasherDefault<Short>>;

/// Multiply and rotate, eight bytes at a time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Short(u64);

impl Short {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517C_C1B7_2722_0A95);
    }
}

impl Hasher for Short {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        let tail = rest.iter().fold(0, |tail, byte| tail << 8 | u64::from(*byte));
        self.add(tail ^ (rest.len() as u64) << 56);
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }

    fn write_u32(&mut self, word: u32) {
        self.add(u64::from(word));
    }

    fn finish(&self) -> u64 {
        // The table takes its slot from the low bits and its tag from the high ones.
        self.0 ^ self.0 >> 29
    }
}
