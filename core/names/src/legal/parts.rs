//! Whether a word may be part of a legal form at all: a cheap no for nearly every word that carries a name.
//! Invariant: it may say yes in vain, and never no for a word that occurs in a form.

/// Bytes in a row that are looked at.
const RUN: usize = 4;
const SLOTS: usize = 1 << 16;

/// Every run of bytes of the forms, by a hash of it.
pub(super) struct Parts(Vec<u64>);

impl Parts {
    pub(super) fn new() -> Self {
        Self(vec![0; SLOTS / 64])
    }

    /// Takes in a form, without spaces.
    pub(super) fn add(&mut self, form: &str) {
        for run in form.as_bytes().windows(RUN) {
            let slot = slot(run);
            if let Some(bits) = self.0.get_mut(slot / 64) {
                *bits |= 1 << (slot % 64);
            }
        }
    }

    /// Whether a form may have `word` in it.
    pub(super) fn may_have(&self, word: &str) -> bool {
        word.as_bytes().windows(RUN).all(|run| {
            let slot = slot(run);
            self.0.get(slot / 64).is_some_and(|bits| bits >> (slot % 64) & 1 == 1)
        })
    }
}

fn slot(run: &[u8]) -> usize {
    let word = run.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
    (word.wrapping_mul(0x9E37_79B1) >> 16) as usize
}
