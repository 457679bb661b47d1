//! The SHA-NI kernel: two streams interleaved instruction by instruction in one thread.
//!
//! After the Intel SHA extensions programming reference; the message schedule of FIPS 180-4 section 6.2.2 four
//! words at a time. Three and four lanes were measured and are slower: too few registers.

use super::{Block, State};
use std::arch::x86_64::{
    __m128i, _mm_add_epi32, _mm_alignr_epi8, _mm_blend_epi16, _mm_loadu_si128, _mm_set_epi64x,
    _mm_sha256msg1_epu32, _mm_sha256msg2_epu32, _mm_sha256rnds2_epu32, _mm_shuffle_epi8, _mm_shuffle_epi32,
    _mm_storeu_si128,
};

/// Round constants (FIPS 180-4 section 4.2.2).
#[repr(align(16))]
struct Rounds([u32; 64]);

static ROUNDS: Rounds = Rounds([
    0x428a_2f98,
    0x7137_4491,
    0xb5c0_fbcf,
    0xe9b5_dba5,
    0x3956_c25b,
    0x59f1_11f1,
    0x923f_82a4,
    0xab1c_5ed5,
    0xd807_aa98,
    0x1283_5b01,
    0x2431_85be,
    0x550c_7dc3,
    0x72be_5d74,
    0x80de_b1fe,
    0x9bdc_06a7,
    0xc19b_f174,
    0xe49b_69c1,
    0xefbe_4786,
    0x0fc1_9dc6,
    0x240c_a1cc,
    0x2de9_2c6f,
    0x4a74_84aa,
    0x5cb0_a9dc,
    0x76f9_88da,
    0x983e_5152,
    0xa831_c66d,
    0xb003_27c8,
    0xbf59_7fc7,
    0xc6e0_0bf3,
    0xd5a7_9147,
    0x06ca_6351,
    0x1429_2967,
    0x27b7_0a85,
    0x2e1b_2138,
    0x4d2c_6dfc,
    0x5338_0d13,
    0x650a_7354,
    0x766a_0abb,
    0x81c2_c92e,
    0x9272_2c85,
    0xa2bf_e8a1,
    0xa81a_664b,
    0xc24b_8b70,
    0xc76c_51a3,
    0xd192_e819,
    0xd699_0624,
    0xf40e_3585,
    0x106a_a070,
    0x19a4_c116,
    0x1e37_6c08,
    0x2748_774c,
    0x34b0_bcb5,
    0x391c_0cb3,
    0x4ed8_aa4a,
    0x5b9c_ca4f,
    0x682e_6ff3,
    0x748f_82ee,
    0x78a5_636f,
    0x84c8_7814,
    0x8cc7_0208,
    0x90be_fffa,
    0xa450_6ceb,
    0xbef9_a3f7,
    0xc671_78f2,
]);

/// The processor has every instruction of the kernel. The answer is cached by the standard library.
pub(super) fn available() -> bool {
    is_x86_feature_detected!("sha")
        && is_x86_feature_detected!("sse4.1")
        && is_x86_feature_detected!("ssse3")
        && is_x86_feature_detected!("sse2")
}

/// Hashes as many blocks of each as the shorter of the two has. Without the instructions it does nothing
/// wrong: it refuses, and the caller has asked [`available`] before.
pub(super) fn compress(
    first: &mut State,
    first_blocks: &[Block],
    second: &mut State,
    second_blocks: &[Block],
) {
    assert!(available(), "the two-lane kernel needs SHA instructions");
    // SAFETY: the processor has every feature that the kernel enables, as asserted just above.
    unsafe { kernel(first, first_blocks, second, second_blocks) }
}

/// One stream: its working variables in the order of the SHA instructions, and four message words of four.
#[derive(Clone, Copy)]
struct Lane {
    abef: __m128i,
    cdgh: __m128i,
    words: [__m128i; 4],
}

#[target_feature(enable = "sha,sse4.1,ssse3,sse2")]
fn kernel(first: &mut State, first_blocks: &[Block], second: &mut State, second_blocks: &[Block]) {
    let (mut a, mut b) = (Lane::load(first), Lane::load(second));
    for (block_a, block_b) in first_blocks.iter().zip(second_blocks) {
        let (before_a, before_b) = (a, b);
        a.read(block_a);
        b.read(block_b);
        // Sixteen times four rounds; written out, because the rotation of the words must cost nothing.
        macro_rules! four_rounds {
            ($($group:literal $schedule:literal)*) => {$(
                let constants = load_rounds::<$group>();
                let message_a = _mm_add_epi32(a.words[$group % 4], constants);
                let message_b = _mm_add_epi32(b.words[$group % 4], constants);
                a.cdgh = _mm_sha256rnds2_epu32(a.cdgh, a.abef, message_a);
                b.cdgh = _mm_sha256rnds2_epu32(b.cdgh, b.abef, message_b);
                if $schedule {
                    a.schedule::<{ $group % 4 }>();
                    b.schedule::<{ $group % 4 }>();
                }
                a.abef = _mm_sha256rnds2_epu32(a.abef, a.cdgh, _mm_shuffle_epi32::<0x0e>(message_a));
                b.abef = _mm_sha256rnds2_epu32(b.abef, b.cdgh, _mm_shuffle_epi32::<0x0e>(message_b));
            )*};
        }
        four_rounds!(0 true 1 true 2 true 3 true 4 true 5 true 6 true 7 true);
        four_rounds!(8 true 9 true 10 true 11 true 12 false 13 false 14 false 15 false);
        a.abef = _mm_add_epi32(a.abef, before_a.abef);
        a.cdgh = _mm_add_epi32(a.cdgh, before_a.cdgh);
        b.abef = _mm_add_epi32(b.abef, before_b.abef);
        b.cdgh = _mm_add_epi32(b.cdgh, before_b.cdgh);
    }
    a.store(first);
    b.store(second);
}

#[target_feature(enable = "sse2")]
fn load_rounds<const GROUP: usize>() -> __m128i {
    const { assert!(GROUP < 16) };
    // SAFETY: `GROUP` is below 16, so the 16 bytes read are words `4 * GROUP` to `4 * GROUP + 3` of 64.
    unsafe { _mm_loadu_si128(ROUNDS.0.as_ptr().add(4 * GROUP).cast()) }
}

impl Lane {
    /// a b c d e f g h -> a b e f and c d g h.
    #[target_feature(enable = "sha,sse4.1,ssse3,sse2")]
    fn load(state: &State) -> Self {
        let at: *const __m128i = state.as_ptr().cast();
        // SAFETY: the state has 32 bytes, read as two unaligned halves of 16.
        let (dcba, hgfe) = unsafe { (_mm_loadu_si128(at), _mm_loadu_si128(at.add(1))) };
        let cdab = _mm_shuffle_epi32::<0xb1>(dcba);
        let efgh = _mm_shuffle_epi32::<0x1b>(hgfe);
        let words = [cdab; 4];
        Self { abef: _mm_alignr_epi8::<8>(cdab, efgh), cdgh: _mm_blend_epi16::<0xf0>(efgh, cdab), words }
    }

    #[target_feature(enable = "sha,sse4.1,ssse3,sse2")]
    fn store(&self, state: &mut State) {
        let feba = _mm_shuffle_epi32::<0x1b>(self.abef);
        let dchg = _mm_shuffle_epi32::<0xb1>(self.cdgh);
        let at: *mut __m128i = state.as_mut_ptr().cast();
        // SAFETY: the state has 32 bytes, written as two unaligned halves of 16.
        unsafe {
            _mm_storeu_si128(at, _mm_blend_epi16::<0xf0>(feba, dchg));
            _mm_storeu_si128(at.add(1), _mm_alignr_epi8::<8>(dchg, feba));
        }
    }

    /// The 16 words of a block, big-endian.
    #[target_feature(enable = "sha,sse4.1,ssse3,sse2")]
    fn read(&mut self, block: &Block) {
        let swap = _mm_set_epi64x(0x0c0d_0e0f_0809_0a0b, 0x0405_0607_0001_0203);
        for (word, bytes) in self.words.iter_mut().zip(block.as_chunks::<16>().0) {
            // SAFETY: a chunk has 16 bytes, and the load needs no alignment.
            *word = _mm_shuffle_epi8(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }, swap);
        }
    }

    /// Replaces four words by the four that lie 16 further on.
    #[target_feature(enable = "sha,sse4.1,ssse3,sse2")]
    fn schedule<const AT: usize>(&mut self) {
        const { assert!(AT < 4) };
        let [w0, w1, w2, w3] = match AT {
            0 => self.words,
            1 => [self.words[1], self.words[2], self.words[3], self.words[0]],
            2 => [self.words[2], self.words[3], self.words[0], self.words[1]],
            _ => [self.words[3], self.words[0], self.words[1], self.words[2]],
        };
        let sum = _mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8::<4>(w3, w2));
        if let Some(slot) = self.words.get_mut(AT) {
            *slot = _mm_sha256msg2_epu32(sum, w3);
        }
    }
}
