//! Spellings of digests seen in documents, and those that must be refused.

use super::{Algorithm, Digest, DigestError, Object};
use proptest::prelude::*;

const EMPTY_256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

#[track_caller]
fn check(algorithm: Option<&str>, value: &str, expect: Result<&str, &str>) {
    let found = Digest::read(algorithm, value, Object::Unknown);
    let found = found.as_ref().map(ToString::to_string).map_err(ToString::to_string);
    assert_eq!(found.as_deref().map_err(String::as_str), expect, "{algorithm:?} {value:?}");
}

#[test]
fn reads_every_spelling() {
    let canonical = format!("sha256:{EMPTY_256}");
    let colons: String = EMPTY_256
        .as_bytes()
        .chunks(2)
        .map(|pair| format!("{}:", std::str::from_utf8(pair).unwrap()))
        .collect();
    let colons = colons.trim_end_matches(':');
    let base64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    for (algorithm, value) in [
        (Some("SHA-256"), EMPTY_256.to_owned()),
        (Some("sha256"), EMPTY_256.to_uppercase()),
        (Some("SHA256"), colons.to_owned()),
        (Some("SHA-2-256"), format!("  {EMPTY_256}\n")),
        (Some("http://www.w3.org/2001/04/xmlenc#sha256"), base64.to_owned()),
        (Some("urn:oid:2.16.840.1.101.3.4.2.1"), base64.trim_end_matches('=').to_owned()),
        (Some("2.16.840.1.101.3.4.2.1"), base64.replace('+', "-").replace('/', "_")),
        (None, format!("sha256:{EMPTY_256}")),
        (None, format!("SHA-256:{}", EMPTY_256.to_uppercase())),
        (None, format!("sha256={EMPTY_256}")),
        (None, format!("sha256-{EMPTY_256}")),
        (None, format!("sha256-{base64}")),
        (None, format!("sha-256-{base64}?ct=application/json")),
        (Some("sha-256"), format!("sha256:{EMPTY_256}")),
        (Some(" "), EMPTY_256.to_owned()),
    ] {
        check(algorithm, &value, Ok(&canonical));
    }
}

#[test]
fn reads_every_algorithm() {
    check(Some("MD5"), "d41d8cd98f00b204e9800998ecf8427e", Ok("md5:d41d8cd98f00b204e9800998ecf8427e"));
    check(Some("MD5"), "1B2M2Y8AsgTpgAmY7PhCfg==", Ok("md5:d41d8cd98f00b204e9800998ecf8427e"));
    check(
        Some("http://www.w3.org/2000/09/xmldsig#sha1"),
        "2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
        Ok("sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    );
    let sha384 =
        "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b";
    check(None, sha384, Ok(&format!("sha384:{sha384}")));
    check(
        None,
        "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb",
        Ok(&format!("sha384:{sha384}")),
    );
    let sha512 = "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce\
                  47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e";
    check(Some("SHA-512"), sha512, Ok(&format!("sha512:{sha512}")));
    check(None, sha512, Ok(&format!("sha512:{sha512}")));
}

#[test]
fn keeps_unknown_algorithms() {
    check(Some("BLAKE3"), "AB CD", Ok("blake3:abcd"));
    check(None, "sha3-256:A7FF", Ok("sha3-256:a7ff"));
    check(Some("SHA-512/256"), "xyz=", Ok("sha-512/256:xyz="));
    check(Some("sha224"), "d14a", Ok("sha224:d14a"));
    check(Some("http://example.com/x#sha256"), "00", Ok("http://example.com/x#sha256:00"));
    let kept = Digest::read(Some("BLAKE3"), "abcd", Object::File).unwrap();
    assert_eq!(kept.bytes(), None);
    assert_eq!(kept.algorithm(), &Algorithm::Other("blake3".to_owned()));
}

#[test]
fn refuses_with_the_fault() {
    check(None, "", Err("the digest is empty"));
    check(Some("sha256"), " : ", Err("sha256 has 32 bytes (64 hex digits), found 0"));
    check(None, "sha256:", Err("the digest is empty"));
    check(None, "abcdef", Err("no algorithm is named and none has 6 hex digits"));
    check(Some("sha256"), "abcdef", Err("sha256 has 32 bytes (64 hex digits), found 3"));
    check(Some("sha1"), EMPTY_256, Err("sha1 has 20 bytes (40 hex digits), found 32"));
    check(Some("sha1"), &format!("sha256:{EMPTY_256}"), Err("named `sha1` but the value says `sha256`"));
    check(Some("sha256"), "zz!", Err("neither hex nor base64: `!` does not belong"));
    check(Some("sha256"), "\0", Err("neither hex nor base64: `\\0` does not belong"));
    check(Some("sha256"), &"я".repeat(64), Err("neither hex nor base64: `я` does not belong"));
    check(None, &"a".repeat(1 << 20), Err("longer than any digest (1024 bytes)"));
    check(Some("MD5"), "1B2M2Y8AsgTpgAmY7PhCfh==", Err("neither hex nor base64"));
    check(Some("MD5"), "1B2M2Y8AsgTpgAmY7PhCfg=", Err("neither hex nor base64"));
    for error in [DigestError::Empty, DigestError::TooLong, DigestError::NoAlgorithm { digits: 1 }] {
        assert!(!error.help().is_empty());
    }
}

#[test]
fn equality_and_object() {
    let file = Digest::read(None, EMPTY_256, Object::File).unwrap();
    let archive = file.clone().with_object(Object::Archive);
    assert_ne!(file, archive);
    assert!(file.same_value(&archive));
    assert_eq!(file.bytes().unwrap().len(), 32);
    assert!(!file.algorithm().is_legacy());
}

proptest! {
    #[test]
    fn prints_what_it_reads(bytes in proptest::collection::vec(any::<u8>(), 0..80), which in 0_usize..5) {
        let algorithm = Algorithm::KNOWN[which].clone();
        match Digest::new(algorithm.clone(), &bytes, Object::Archive) {
            Ok(digest) => {
                prop_assert_eq!(digest.bytes(), Some(&bytes[..]));
                prop_assert_eq!(&Digest::read(None, &digest.to_string(), Object::Archive).unwrap(), &digest);
                prop_assert_eq!(&Digest::read(None, &digest.value(), Object::Archive).unwrap(), &digest);
                prop_assert_eq!(&Digest::read(Some(algorithm.as_str()), &digest.value(), Object::Archive).unwrap(), &digest);
            }
            Err(_) => prop_assert_ne!(Some(bytes.len()), algorithm.byte_len()),
        }
    }

    #[test]
    fn never_panics(algorithm in proptest::option::of(".{0,40}"), value in ".{0,120}") {
        if let Ok(digest) = Digest::read(algorithm.as_deref(), &value, Object::File) {
            prop_assert!(!digest.to_string().is_empty());
        }
    }

    #[test]
    fn never_panics_near_a_digest(value in "(sha|SHA-?)?(1|256|384|512)?[-:=]?[0-9a-zA-Z+/:=?-]{0,130}") {
        let _ = Digest::read(None, &value, Object::File);
    }
}
