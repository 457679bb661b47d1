//! Archives cut at every byte and with every byte changed: no panic, and never a complete answer that is wrong.

use debar_artifact::Budget;
use proptest::prelude::*;

use crate::make::{Zipped, bzip2, gzip, seven_of, tar_of, xz, zip, zstd};
use crate::nested::all;
use crate::reading::{Read, read, within};

const TIGHT: Budget = Budget { depth: 3, members: 50, bytes: 1 << 20, ratio: 200, memory: 1 << 20 };

/// Formats that have no end of their own, so that a cut between two members cannot be seen.
const ENDLESS: &[&str] = &["ar"];

#[test]
fn cut_at_every_byte() {
    for (name, bytes, _) in all() {
        let whole = read(&bytes).digests();
        let step = (bytes.len() / 400).max(1);
        for length in (0..bytes.len()).filter(|length| length % step == 0 || bytes.len() - length < 64) {
            let found = within(&bytes[..length], &TIGHT);
            // Too short to be known for what it is, or cut where only padding was.
            if found.contents.format.is_none() && found.gaps.is_empty() {
                assert!(found.members.is_empty(), "{name} cut at {length}");
                continue;
            }
            assert_no_wrong_digest(name, &found, &whole);
            let complete = found.digests().len() == whole.len();
            assert!(
                !found.gaps.is_empty() || complete || ENDLESS.contains(&name),
                "{name} cut at {length} is read without a word: {found:?}"
            );
        }
    }
}

/// What is read completely has the digest of a file that is there, or of a layer that was cut.
fn assert_no_wrong_digest(name: &str, found: &Read, whole: &std::collections::BTreeMap<String, String>) {
    for (path, digest) in found.digests() {
        if let Some(own) = whole.get(&path).filter(|own| **own != digest) {
            let told = found.gaps.iter().any(|gap| path.starts_with(&gap.path));
            assert!(told, "{name}: `{path}` has {digest} and not {own}: {:?}", found.gaps);
        }
    }
}

#[test]
fn every_byte_changed() {
    for (name, bytes, _) in all() {
        let step = (bytes.len() / 500).max(1);
        for at in (0..bytes.len()).step_by(step) {
            for change in [0x01, 0x80, 0xFF] {
                let mut broken = bytes.clone();
                broken[at] ^= change;
                let found = within(&broken, &TIGHT);
                assert!(found.contents.unpacked <= TIGHT.bytes + 65_536, "{name} at {at}");
            }
        }
    }
}

/// Formats with checksums of their contents notice when a content is changed.
#[test]
fn changed_contents_are_noticed() {
    let content = b"content content content content content content";
    let tar = tar_of(&[("a", content)]);
    for (name, bytes) in
        [("zip", zip(&[Zipped::stored("a", content)])), ("7z", seven_of(&[("a", content)])), ("xz", xz(&tar))]
    {
        let at = bytes.windows(content.len()).position(|window| window == content).unwrap();
        for offset in 0..content.len() {
            let mut broken = bytes.clone();
            broken[at + offset] ^= 0x20;
            let codes = read(&broken).codes();
            assert!(codes.contains(&"checksum"), "{name}: {codes:?}");
        }
    }
    for (name, mut bytes) in [("gzip", gzip(&tar)), ("bzip2", bzip2(&tar))] {
        let at = bytes.len() - 6;
        bytes[at] ^= 1;
        assert!(!read(&bytes).gaps.is_empty(), "{name}");
    }
}

#[test]
fn what_follows_after_the_end_is_told() {
    let tar = tar_of(&[("a", b"content")]);
    for (name, bytes) in [
        ("gzip", gzip(&tar)),
        ("bzip2", bzip2(&tar)),
        ("xz", xz(&tar)),
        ("zstd", zstd(&tar)),
        ("7z", seven_of(&[("a", b"b")])),
    ] {
        let more = [bytes.as_slice(), b"something else"].concat();
        assert_eq!(read(&more).codes(), ["trailing-data"], "{name}");
    }
    for (name, bytes) in [("gzip", gzip(&tar)), ("xz", xz(&tar)), ("zstd", zstd(&tar)), ("tar", tar.clone())]
    {
        // Tapes and disks fill up with zeros.
        let padded = [bytes.as_slice(), &[0; 1024]].concat();
        assert_eq!(read(&padded).codes(), [""; 0], "{name}");
        let twice = [bytes.as_slice(), bytes.as_slice()].concat();
        let found = read(&twice);
        assert_eq!(found.codes(), ["trailing-data"], "{name}: two tars, of which tools read the first");
        assert_eq!(found.digests()["a"].len(), 129, "{name}: both are read");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Any bytes behind any mark: an answer, never a panic.
    #[test]
    fn any_bytes_are_answered(
        mark in prop::sample::select(vec![
            &b"PK\x03\x04"[..], b"\x1f\x8b\x08", b"\xfd7zXZ\0\0\x01\x69\x22\xde\x36", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c\0\x04",
            b"!<arch>\n", b"\xed\xab\xee\xdb", b"070701", b"070707", b"BZh91AY&SY", b"\x5d\0\0\x80\0\xff\xff\xff\xff\xff\xff\xff\xff\0",
        ]),
        rest in proptest::collection::vec(any::<u8>(), 0..2_000),
    ) {
        let found = within(&[mark, &rest].concat(), &TIGHT);
        prop_assert!(found.contents.unpacked <= TIGHT.bytes + 65_536);
    }

    /// Several bytes changed at random in any archive.
    #[test]
    fn changed_archives_are_answered(which in 0..11_usize, changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let (_, mut bytes, _) = all().swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        within(&bytes, &TIGHT);
    }
}
