//! Any bytes as a digest set: opened or refused.
//!
//! Invariant: a set that is opened can be asked everything; what is found stands in the file, and a set that proves
//! itself finds each of its entries.
#![no_main]

use debar_raw::Sha256;
use debar_sets::{Set, Stamps, diff};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut bytes = data.to_vec();
    seal(&mut bytes);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("set");
    std::fs::write(&path, &bytes).expect("written");
    let _ = Set::open(&path, "set", &Stamps::none());
    let Ok(set) = Set::open_head(&path, "set") else { return };
    let entries: Vec<_> = set.entries().collect();
    let digests: Vec<_> = entries.iter().map(|entry| entry.digest.clone()).collect();
    let answers = set.find_many(&digests);
    assert_eq!(answers.len(), digests.len());
    let proved = set.verify().is_ok();
    for digest in &digests {
        assert!(!proved || set.find(digest).is_some());
    }
    assert_eq!(diff(&set, &set).count(), 0);
});

/// Makes the digest of the head hold: a fuzzer finds no SHA-256.
fn seal(bytes: &mut [u8]) {
    let Some(length) = bytes.get(16..20).and_then(|length| length.try_into().ok()) else { return };
    let length = u32::from_le_bytes(length) as usize;
    if let Some((body, digest)) = bytes.get_mut(..length).and_then(<[u8]>::split_last_chunk_mut::<32>) {
        let mut hash = Sha256::new();
        hash.update(body);
        *digest = hash.finish();
    }
}
