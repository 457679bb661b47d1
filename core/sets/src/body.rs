//! Digests of sections: a section is cut into pieces of 1 MiB, and its digest is the SHA-256 of the SHA-256s of the
//! pieces. So several threads hash one section, each two pieces at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use debar_model::Sha256Hex;
use debar_raw::{Sha256, update_pair};

/// Bytes of a piece.
const PIECE: usize = 1 << 20;
/// Threads beyond this wait for memory more than they help.
const MOST_THREADS: usize = 8;

/// The digest of each section.
pub(crate) fn digests<const N: usize>(sections: [&[u8]; N]) -> [Sha256Hex; N] {
    sections.map(digest)
}

fn digest(section: &[u8]) -> Sha256Hex {
    let pairs: Vec<&[u8]> = section.chunks(2 * PIECE).collect();
    let threads =
        thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS).min(pairs.len() / 4 + 1);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done: Vec<(usize, Vec<u8>)> = vec![];
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(pair) = pairs.get(at) else { return done };
            done.push((at, pieces(pair)));
        }
    };
    let mut all = thread::scope(|scope| {
        // Without helpers this thread does it alone.
        let helpers: Vec<_> =
            (1..threads).filter_map(|_| thread::Builder::new().spawn_scoped(scope, work).ok()).collect();
        let mut all = work();
        for helper in helpers {
            all.extend(helper.join().unwrap_or_default());
        }
        all
    });
    all.sort_unstable_by_key(|(at, _)| *at);
    let mut hash = Sha256::new();
    for (_, pieces) in &all {
        hash.update(pieces);
    }
    Sha256Hex(hash.finish())
}

/// The digests of one piece or two.
fn pieces(pair: &[u8]) -> Vec<u8> {
    match pair.split_at_checked(PIECE) {
        Some((first, second)) if !second.is_empty() => {
            let (mut one, mut two) = (Sha256::new(), Sha256::new());
            update_pair(&mut one, first, &mut two, second);
            [one.finish(), two.finish()].concat()
        }
        _ => {
            let mut one = Sha256::new();
            one.update(pair);
            one.finish().to_vec()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PIECE, digest};
    use debar_raw::Sha256;

    #[test]
    fn is_the_digest_of_the_digests_of_the_pieces() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 9 * PIECE + 7, 40 * PIECE] {
            let bytes: Vec<u8> = (0..length).map(|at| (at * 7 % 251) as u8).collect();
            let mut whole = Sha256::new();
            for piece in bytes.chunks(PIECE) {
                let mut one = Sha256::new();
                one.update(piece);
                whole.update(&one.finish());
            }
            assert_eq!(digest(&bytes).0, whole.finish(), "{length}");
        }
    }
}
