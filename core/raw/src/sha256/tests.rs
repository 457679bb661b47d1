//! Published vectors, and equality with `sha2` on random lengths and splits.

use super::{Sha256, has_two_lanes, update_pair};
use proptest::prelude::*;
use sha2::Digest as _;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn reference(bytes: &[u8]) -> String {
    hex(&sha2::Sha256::digest(bytes))
}

/// NIST CAVP examples and FIPS 180-4 appendix B.
#[test]
fn published_vectors() {
    let million = vec![b'a'; 1_000_000];
    for (bytes, expect) in [
        (&b""[..], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ),
        (&million, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ] {
        let mut one = Sha256::new();
        one.update(bytes);
        assert_eq!(hex(&one.finish()), expect);
        let (mut first, mut second) = (Sha256::new(), Sha256::new());
        update_pair(&mut first, bytes, &mut second, &million);
        assert_eq!(hex(&first.finish()), expect);
        assert_eq!(hex(&second.finish()), reference(&million));
    }
    println!("two lanes: {}", has_two_lanes());
}

#[test]
fn every_length_around_the_block() {
    let bytes: Vec<u8> = (0..=255).cycle().take(300).collect();
    for length in 0..300 {
        let (first_bytes, second_bytes) = (&bytes[..length], &bytes[length..]);
        let (mut first, mut second) = (Sha256::new(), Sha256::new());
        update_pair(&mut first, first_bytes, &mut second, second_bytes);
        assert_eq!(hex(&first.finish()), reference(first_bytes), "{length}");
        assert_eq!(hex(&second.finish()), reference(second_bytes), "{length}");
    }
}

proptest! {
    #[test]
    fn splits_and_pairs_do_not_matter(
        first_bytes in proptest::collection::vec(any::<u8>(), 0..2000),
        second_bytes in proptest::collection::vec(any::<u8>(), 0..2000),
        steps in proptest::collection::vec((0_usize..400, 0_usize..400, any::<bool>()), 0..12),
    ) {
        let (mut first, mut second) = (Sha256::new(), Sha256::new());
        let (mut left, mut right) = (&first_bytes[..], &second_bytes[..]);
        for (one, other, paired) in steps {
            let (one, left_rest) = left.split_at(one.min(left.len()));
            let (other, right_rest) = right.split_at(other.min(right.len()));
            if paired {
                update_pair(&mut first, one, &mut second, other);
            } else {
                first.update(one);
                second.update(other);
            }
            (left, right) = (left_rest, right_rest);
        }
        update_pair(&mut first, left, &mut second, right);
        prop_assert_eq!(hex(&first.finish()), reference(&first_bytes));
        prop_assert_eq!(hex(&second.finish()), reference(&second_bytes));
    }
}
