//! Any text as a digest, with and without the name of an algorithm before its first line end.
//!
//! Invariant: a digest has its algorithm's length, and is read again from its own print as the same.
#![no_main]

use debar_model::{Algorithm, Digest, Object, Sha256Hex};
use libfuzzer_sys::fuzz_target;

const ALGORITHMS: &[&str] =
    &["md5", "sha1", "sha256", "sha384", "sha512", "sha3-256", "blake2b-256", "blake3", "crc32"];

fuzz_target!(|text: &str| {
    check(None, text);
    for algorithm in ALGORITHMS {
        check(Some(algorithm), text);
    }
    if let Some((algorithm, value)) = text.split_once('\n') {
        check(Some(algorithm), value);
    }
    if let Ok(digest) = Sha256Hex::parse(text) {
        assert_eq!(digest.to_string(), text.trim().to_ascii_lowercase());
    }
});

fn check(algorithm: Option<&str>, text: &str) {
    let Ok(found) = Digest::read(algorithm, text, Object::Unknown) else { return };
    let name = found.algorithm().as_str();
    assert_eq!(Algorithm::read(name), *found.algorithm());
    assert_eq!(found.bytes().map(<[u8]>::len), found.algorithm().byte_len());
    // The text of an unknown algorithm may itself look like a name and a value: then its own name must stand in front.
    let again = |value: &str| Digest::read(Some(name), value, Object::Unknown).as_ref() == Ok(&found);
    assert!(again(&found.value()) || again(&found.to_string()), "{found:?}");
    if let Some(bytes) = found.bytes() {
        assert_eq!(Digest::new(found.algorithm().clone(), bytes, Object::Unknown).as_ref(), Ok(&found));
        assert_eq!(Digest::read(None, &found.to_string(), Object::Unknown).as_ref(), Ok(&found));
    }
}
