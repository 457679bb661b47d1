//! A hint to the processor that an element will be read soon.
//!
//! Not a read: a wrong or missing hint costs time and nothing else.

/// Asks for the cache line of `slice[at]`. Out of range, and on processors without the instruction, it does
/// nothing.
#[inline]
pub fn prefetch<T>(slice: &[T], at: usize) {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    if let Some(element) = slice.get(at) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: SSE is part of x86-64, and a prefetch never faults nor changes memory; the address is valid.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(element).cast()) }
    }
    #[cfg(not(all(target_arch = "x86_64", not(miri))))]
    let _ = (slice, at);
}

#[cfg(test)]
mod tests {
    use super::prefetch;

    #[test]
    fn takes_any_index() {
        prefetch(&[1_u64, 2, 3], 1);
        prefetch(&[1_u64, 2, 3], usize::MAX);
        prefetch::<u8>(&[], 0);
    }
}
