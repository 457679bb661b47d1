//! Digests of real files: every way of reading gives the same, and what is no file is refused.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests may fail loudly")]

use debar_artifact::{ArtifactError, Digests, Progress, digest_file, digest_files, digest_reader};
use debar_model::{Algorithm, Object};
use proptest::prelude::*;
use sha2::Digest as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write as _};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once};

fn quiet(_: Progress) {}

fn bytes_of(seed: u8, length: usize) -> Vec<u8> {
    (0..length).map(|at| (at as u32).wrapping_mul(2_654_435_761).to_be_bytes()[1] ^ seed).collect()
}

fn sha256(bytes: &[u8]) -> String {
    let hex: String = sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

fn first(digests: &Digests) -> String {
    digests.iter().next().unwrap().to_string()
}

#[test]
fn all_algorithms_in_one_read() {
    let digests = digest_reader(&b"abc"[..], &Algorithm::KNOWN).unwrap();
    assert_eq!(digests.size(), 3);
    let found: Vec<String> = digests.iter().map(ToString::to_string).collect();
    // FIPS 180-4 and RFC 1321 examples.
    assert_eq!(
        found,
        [
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "sha384:cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed\
             8086072ba1e7cc2358baeca134c825a7",
            "sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
             2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "sha1:a9993e364706816aba3e25717850c26c9cd0d89d",
            "md5:900150983cd24fb0d6963f7d28e17f72",
        ]
    );
    assert_eq!(digests.get(&Algorithm::Md5).unwrap().object(), Object::Archive);
    assert_eq!(digest_reader(&b"abc"[..], &[Algorithm::Md5, Algorithm::Md5]).unwrap().iter().len(), 1);
    let other = digest_reader(&b"abc"[..], &[Algorithm::Other("blake3".into())]).unwrap_err();
    assert_eq!(other.to_string(), "digests by `blake3` are not computed");
}

/// More files than any core count, so that they go in pairs; sizes around every edge.
#[test]
fn many_files_equal_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let edges = [0, 1, 55, 56, 63, 64, 65, 4095, 131_071, 131_072, 131_073, 262_144, 300_001];
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut paths = Vec::new();
    for at in 0..(cores * 3).max(3 * edges.len()) {
        let path = folder.path().join(at.to_string());
        fs::write(&path, bytes_of(at as u8, edges[at % edges.len()])).unwrap();
        paths.push(path);
    }
    // One of several megabytes, which is read ahead when it is alone.
    paths.push(folder.path().join("large"));
    fs::write(&paths[paths.len() - 1], bytes_of(99, 5 << 20)).unwrap();
    let seen = Mutex::new(Vec::new());
    let progress = |progress: Progress| seen.lock().unwrap().push(progress);
    for algorithms in [&[Algorithm::Sha256][..], &[Algorithm::Sha1, Algorithm::Sha256]] {
        seen.lock().unwrap().clear();
        let together = digest_files(&paths, algorithms, &progress);
        let mut total = 0;
        for (path, digests) in paths.iter().zip(together) {
            let digests = digests.unwrap();
            let bytes = fs::read(path).unwrap();
            total += digests.size();
            assert_eq!(digests.get(&Algorithm::Sha256).unwrap().to_string(), sha256(&bytes));
            assert_eq!(digests, digest_file(path, algorithms).unwrap());
            assert_eq!(digests, digest_reader(&bytes[..], algorithms).unwrap());
        }
        let seen = seen.lock().unwrap();
        let most = |field: fn(&Progress) -> u64| seen.iter().map(field).max();
        assert_eq!(most(|p| p.bytes), Some(total));
        assert_eq!(most(|p| p.files as u64), Some(paths.len() as u64));
        assert!(seen.iter().all(|p| p.bytes_total == total && p.files_total == paths.len()));
    }
    assert!(digest_files(&[] as &[PathBuf], &[Algorithm::Sha256], &quiet).is_empty());
}

#[test]
fn errors_are_per_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("file"), b"abc").unwrap();
    symlink(at("file"), at("link")).unwrap();
    symlink(at("nowhere"), at("dangling")).unwrap();
    symlink(at("loop"), at("loop")).unwrap();
    let mode = rustix::fs::Mode::from_bits_truncate(0o600);
    rustix::fs::mknodat(rustix::fs::CWD, at("pipe"), rustix::fs::FileType::Fifo, mode, 0).unwrap();
    let paths = [
        at("file"),
        at("link"),
        at("missing"),
        at("dangling"),
        at("file").join("below"),
        folder.path().to_owned(),
        at("pipe"),
        at("loop"),
        PathBuf::from("/dev/zero"),
        PathBuf::from("nul\0inside"),
        PathBuf::new(),
    ];
    let expect = [
        "ok",
        "ok",
        "there is no such file",
        "there is no such file",
        "there is no such file",
        "it is a folder",
        "it is a pipe, socket or device and no file",
        "it cannot be read",
        "it is a pipe, socket or device and no file",
        "it cannot be read",
        "there is no such file",
    ];
    let repeated: Vec<&Path> = paths.iter().map(PathBuf::as_path).cycle().take(paths.len() * 9).collect();
    for outcomes in [
        digest_files(&paths, &[Algorithm::Sha256], &quiet),
        digest_files(&repeated, &[Algorithm::Sha256], &quiet),
        digest_files(&paths, &[Algorithm::Md5], &quiet),
    ] {
        for (outcome, expect) in outcomes.into_iter().zip(expect.iter().cycle()) {
            let found = outcome.map_or_else(
                |error| {
                    assert!(!error.help().is_empty());
                    error.to_string()
                },
                |_| "ok".to_owned(),
            );
            assert_eq!(found, *expect);
        }
    }
}

/// The progress callback runs in the middle of the work, so it can do what somebody else might.
#[test]
fn a_file_that_changes_has_no_digest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("growing");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let grow = |_: &Path| {
        OpenOptions::new().append(true).open(&path).unwrap().write_all(&[b'x'; 100]).unwrap();
    };
    let shrink = |_: &Path| OpenOptions::new().write(true).open(&path).unwrap().set_len(4_500_000).unwrap();
    let rewrite = |_: &Path| {
        let mut file = OpenOptions::new().write(true).open(&path).unwrap();
        file.write_all(b"other").unwrap();
        // In the same tick of a coarse clock the time of the change would be the time of the file.
        file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    };
    for change in [&grow as &(dyn Fn(&Path) + Sync), &shrink, &rewrite] {
        for (algorithm, count) in
            [(Algorithm::Sha256, 1), (Algorithm::Md5, 1), (Algorithm::Sha256, cores + 1)]
        {
            fs::write(&path, bytes_of(1, 5 << 20)).unwrap();
            let once = Once::new();
            let meddle = |progress: Progress| {
                if progress.bytes >= 4 << 20 {
                    once.call_once(|| change(&path));
                }
            };
            let outcomes = digest_files(&vec![&path; count], std::slice::from_ref(&algorithm), &meddle);
            let changed = outcomes.iter().filter(|o| matches!(o, Err(ArtifactError::Changed))).count();
            assert!(changed > 0, "{count} {algorithm} {outcomes:?}");
        }
    }
    assert!(digest_file(&path, &[Algorithm::Sha256]).is_ok());
    // Files of the kernel claim a size of 0.
    if Path::new("/proc/self/status").exists() {
        let outcome = digest_file("/proc/self/status", &[Algorithm::Sha256]);
        assert!(matches!(outcome, Err(ArtifactError::Changed)), "{outcome:?}");
    }
}

/// A reader that gives odd pieces, interrupts, and fails when told to.
struct Awkward<'a> {
    bytes: &'a [u8],
    calls: usize,
    fail: bool,
}

impl Read for Awkward<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.calls += 1;
        match self.calls % 3 {
            0 => Err(io::ErrorKind::Interrupted.into()),
            _ if self.fail && self.bytes.len() < 100 => Err(io::Error::other("worn out")),
            step => self.bytes.read(&mut buffer[..step * 77]),
        }
    }
}

#[test]
fn readers_may_be_awkward() {
    let bytes = bytes_of(3, 10_000);
    let kind = Awkward { bytes: &bytes, calls: 0, fail: false };
    assert_eq!(first(&digest_reader(kind, &[Algorithm::Sha256]).unwrap()), sha256(&bytes));
    let worn = Awkward { bytes: &bytes, calls: 0, fail: true };
    assert!(matches!(digest_reader(worn, &[Algorithm::Sha256]), Err(ArtifactError::Unreadable(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_sizes_in_any_order(sizes in proptest::collection::vec(0_usize..200_000, 1..12)) {
        let folder = tempfile::tempdir().unwrap();
        let mut paths = Vec::new();
        for (at, size) in sizes.iter().enumerate() {
            let path = folder.path().join(at.to_string());
            fs::write(&path, bytes_of(at as u8, *size)).unwrap();
            paths.push(path);
        }
        let outcomes = digest_files(&paths, &[Algorithm::Sha256], &quiet);
        for (at, (outcome, size)) in outcomes.into_iter().zip(sizes).enumerate() {
            prop_assert_eq!(first(&outcome.unwrap()), sha256(&bytes_of(at as u8, size)));
        }
    }
}
