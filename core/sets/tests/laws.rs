//! The laws of digest sets: a set is the set of its digests, whatever they are; damage is found or changes no answer;
//! merge and diff are what their names say.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use debar_model::{Algorithm, Digest, Object};
use debar_sets::{Builder, Built, Difference, Kind, Set, SetError, Stamps, diff, merge};
use proptest::prelude::*;

type Entries = BTreeMap<(Algorithm, Vec<u8>), Kind>;

fn build(path: &Path, entries: &[(Algorithm, Vec<u8>, Kind)], memory: u64) -> Built {
    let mut builder = Builder::new(path, memory, "test").unwrap();
    for (algorithm, digest, kind) in entries {
        let kind = builder.kind(kind).unwrap();
        builder.add(algorithm, digest, kind).unwrap();
    }
    builder.finish().unwrap()
}

fn open(path: &Path) -> Set {
    Set::open(path, "test", &Stamps::none()).unwrap()
}

fn digest(algorithm: &Algorithm, bytes: &[u8]) -> Digest {
    Digest::new(algorithm.clone(), bytes, Object::Unknown).unwrap()
}

/// The entries with the least kind of each digest.
fn oracle(entries: &[(Algorithm, Vec<u8>, Kind)]) -> Entries {
    let mut all = Entries::new();
    for (algorithm, bytes, kind) in entries {
        let known = all.entry((algorithm.clone(), bytes.clone())).or_insert_with(|| kind.clone());
        if kind < known {
            *known = kind.clone();
        }
    }
    all
}

fn of(set: &Set) -> Entries {
    set.entries()
        .map(|entry| {
            let bytes = entry.digest.bytes().unwrap().to_vec();
            ((entry.digest.algorithm().clone(), bytes), entry.kind)
        })
        .collect()
}

/// Bytes from few alphabets, so that prefixes, whole digests, the least and the greatest ones meet.
fn hostile(length: usize) -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        3 => prop::collection::vec(any::<u8>(), length),
        1 => (prop::sample::select(vec![0_u8, 1, 0x7f, 0x80, 0xfe, 0xff]), any::<u8>()).prop_map(move |(fill, last)| {
            let mut bytes = vec![fill; length];
            *bytes.last_mut().unwrap() = last;
            bytes
        }),
        2 => (prop::sample::select(vec![0_u8, 0xab, 0xff]), prop::collection::vec(0_u8..3, length - 8)).prop_map(
            |(fill, rest)| [vec![fill; 8], rest].concat()
        ),
        1 => Just(vec![0; length]),
        1 => Just(vec![0xff; length]),
    ]
}

fn kind() -> impl Strategy<Value = Kind> {
    let object = prop::sample::select(vec![Object::Archive, Object::File, Object::Unknown]);
    let label = prop::option::of(prop::sample::select(vec!["", "a", "AgentTesla", "ein Täter"]));
    (object, label).prop_map(|(object, label)| Kind { object, label: label.map(str::to_owned) })
}

fn entry() -> impl Strategy<Value = (Algorithm, Vec<u8>, Kind)> {
    let algorithm = prop::sample::select(Algorithm::KNOWN.to_vec());
    (algorithm, kind()).prop_flat_map(|(algorithm, kind)| {
        let length = algorithm.byte_len().unwrap();
        hostile(length).prop_map(move |bytes| (algorithm.clone(), bytes, kind.clone()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Hits and misses, alone and many at once, are those of a hash set.
    #[test]
    fn a_set_is_the_set_of_its_digests(
        entries in prop::collection::vec(entry(), 0..200),
        others in prop::collection::vec(entry(), 0..50),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.dset");
        build(&path, &entries, 1 << 30);
        let set = open(&path);
        let oracle = oracle(&entries);
        prop_assert_eq!(&of(&set), &oracle);
        let asked: Vec<Digest> =
            entries.iter().chain(&others).map(|(algorithm, bytes, _)| digest(algorithm, bytes)).collect();
        let many = set.find_many(&asked);
        for (asked, many) in asked.iter().zip(many) {
            let key = (asked.algorithm().clone(), asked.bytes().unwrap().to_vec());
            let found = set.find(asked).map(|found| found.kind);
            prop_assert_eq!(found.as_ref(), oracle.get(&key));
            prop_assert_eq!(found, many.map(|found| found.kind));
        }
        set.verify().unwrap();
    }

    /// The order of entries makes no difference to a byte.
    #[test]
    fn equal_entries_give_equal_bytes(entries in prop::collection::vec(entry(), 0..100)) {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("1.dset"), folder.path().join("2.dset"));
        build(&one, &entries, 1 << 30);
        let mut turned = entries.clone();
        turned.reverse();
        turned.extend(entries.iter().take(10).cloned());
        build(&two, &turned, 1 << 30);
        prop_assert_eq!(fs::read(&one).unwrap(), fs::read(&two).unwrap());
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Merging is union: in any order, in any grouping, with itself.
    #[test]
    fn merge_and_diff_keep_their_laws(
        a in prop::collection::vec(entry(), 0..60),
        b in prop::collection::vec(entry(), 0..60),
        c in prop::collection::vec(entry(), 0..60),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for (name, entries) in [("a", &a), ("b", &b), ("c", &c)] {
            build(&at(name), entries, 1 << 30);
        }
        let join = |to: &str, from: &[&str]| {
            let sets: Vec<(String, Set)> = from.iter().map(|name| ((*name).to_owned(), open(&at(name)))).collect();
            merge(&at(to), &sets, 1 << 30, "test").unwrap();
            open(&at(to))
        };
        let all = oracle(&[a.clone(), b.clone(), c.clone()].concat());
        let content = |set: &Set| set.head().content();
        let ab = join("ab", &["a", "b"]);
        prop_assert_eq!(content(&ab), content(&join("ba", &["b", "a"])));
        let left = join("ab-c", &["ab", "c"]);
        join("bc", &["b", "c"]);
        let right = join("a-bc", &["a", "bc"]);
        prop_assert_eq!(of(&left), all);
        prop_assert_eq!(content(&left), content(&right));
        prop_assert_eq!(content(&open(&at("a"))), content(&join("aa", &["a", "a"])));

        let (old, new) = (open(&at("a")), open(&at("b")));
        prop_assert_eq!(diff(&old, &old).count(), 0);
        let mut applied = of(&old);
        let mut backward = of(&new);
        let key = |digest: &Digest| (digest.algorithm().clone(), digest.bytes().unwrap().to_vec());
        for difference in diff(&old, &new) {
            match difference {
                Difference::Added(entry) => {
                    backward.remove(&key(&entry.digest));
                    applied.insert(key(&entry.digest), entry.kind);
                }
                Difference::Removed(entry) => {
                    applied.remove(&key(&entry.digest));
                    backward.insert(key(&entry.digest), entry.kind);
                }
                Difference::Changed(before, entry) => {
                    backward.insert(key(&entry.digest), before);
                    applied.insert(key(&entry.digest), entry.kind);
                }
            }
        }
        prop_assert_eq!(applied, of(&new));
        prop_assert_eq!(backward, of(&old));
    }
}

/// Pseudo-random bytes, the same in every run.
fn mixed(seed: u64) -> [u8; 32] {
    let mut bytes = [0; 32];
    let mut state = seed;
    for word in bytes.chunks_mut(8) {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word.copy_from_slice(&(z ^ (z >> 31)).to_be_bytes());
    }
    bytes
}

#[test]
fn many_entries_go_over_the_disk_within_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let (small, large) = (folder.path().join("small"), folder.path().join("large"));
    let kinds = [Kind::default(), Kind { object: Object::File, label: Some("x".to_owned()) }];
    let entries: Vec<_> = (0..120_000_u64)
        .map(|at| (Algorithm::Sha256, mixed(at % 100_000).to_vec(), kinds[(at % 2) as usize].clone()))
        .collect();
    let one = build(&small, &entries, 0);
    let two = build(&large, &entries, 1 << 30);
    assert_eq!(fs::read(&small).unwrap(), fs::read(&large).unwrap());
    assert_eq!((one.added, one.counts), (120_000, vec![(Algorithm::Sha256, 100_000)]));
    assert!(two.longest < 400, "{}", two.longest);
    let set = open(&small);
    assert_eq!(set.verify().unwrap().entries, 100_000);
    let found: HashSet<bool> = (100_000..200_000_u64)
        .map(|at| set.table(&Algorithm::Sha256).unwrap().find(&mixed(at)).is_some())
        .collect();
    assert_eq!(found, HashSet::from([false]));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "something was left");
    // 41 with the kinds.
    assert!(one.bytes < 100_000 * 42 + 20_000, "{} bytes", one.bytes);
}

#[test]
fn a_sha_256_takes_at_most_forty_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("set");
    let entries: Vec<_> =
        (0..400_000_u64).map(|at| (Algorithm::Sha256, mixed(at).to_vec(), Kind::default())).collect();
    let built = build(&path, &entries, 1 << 30);
    assert!(built.bytes <= 400_000 * 40 + 100_000, "{} bytes", built.bytes);
}

#[test]
fn digests_that_begin_alike_cost_a_logarithm() {
    let folder = tempfile::tempdir().unwrap();
    let alike = |prefix: u8, count: u64| -> Vec<_> {
        (0..count)
            .map(|at| {
                let mut bytes = mixed(at).to_vec();
                bytes[..8].fill(prefix);
                (Algorithm::Sha256, bytes, Kind::default())
            })
            .collect()
    };
    for (name, entries, dense) in [
        ("low", alike(0, 20_000), true),
        ("high", alike(0xff, 20_000), true),
        (
            "middle",
            [
                alike(0x77, 10_000),
                (0..50_000_u64).map(|at| (Algorithm::Sha256, mixed(at).to_vec(), Kind::default())).collect(),
            ]
            .concat(),
            false,
        ),
    ] {
        let path = folder.path().join(name);
        let built = build(&path, &entries, 1 << 30);
        assert_eq!(!built.dense.is_empty(), dense && name == "high", "{name}");
        assert!(built.bytes <= entries.len() as u64 * 41 + 200_000, "{name}: {} bytes", built.bytes);
        let set = open(&path);
        assert_eq!(set.verify().unwrap().entries, entries.len() as u64, "{name}");
        let table = set.table(&Algorithm::Sha256).unwrap();
        let mut other = entries[0].1.clone();
        other[31] ^= 1;
        assert_eq!(table.find(&other), None);
    }
}

/// Every byte of a file, flipped: the set is refused, or answers as before.
#[test]
fn every_damaged_byte_is_found_or_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("set");
    let mut entries = vec![];
    for at in 0..40_u64 {
        let label = (at % 3 > 0).then(|| format!("label {}", at % 3));
        entries.push((Algorithm::Sha256, mixed(at).to_vec(), Kind { object: Object::File, label }));
        entries.push((Algorithm::Md5, mixed(at)[..16].to_vec(), Kind::default()));
    }
    build(&path, &entries, 1 << 30);
    let before = of(&open(&path));
    let length = fs::metadata(&path).unwrap().len();
    let file = fs::File::options().read(true).write(true).open(&path).unwrap();
    let bytes = fs::read(&path).unwrap();
    let (mut refused, mut harmless) = (0, 0);
    for at in 0..length {
        let byte = bytes[at as usize];
        for flip in [0x01, 0x80, 0xff] {
            // Between sections nothing is ever read: every 97th of these is enough.
            if at >= 1024 && byte == 0 && at % 97 > 0 {
                continue;
            }
            file.write_all_at(&[byte ^ flip], at).unwrap();
            match Set::open(&path, "test", &Stamps::none()) {
                Err(_) => refused += 1,
                Ok(set) => {
                    assert_eq!(of(&set), before, "byte {at}");
                    harmless += 1;
                }
            }
        }
        file.write_all_at(&[byte], at).unwrap();
    }
    println!("{refused} refused, {harmless} harmless");
    assert!(refused > 4000 && harmless > 0, "{refused} {harmless}");
    for length in (0..length).step_by(61) {
        file.set_len(length).unwrap();
        assert!(Set::open(&path, "test", &Stamps::none()).is_err(), "cut at {length}");
        fs::write(&path, &bytes).unwrap();
    }
    fs::write(&path, [&bytes[..], b"x"].concat()).unwrap();
    assert!(matches!(Set::open(&path, "test", &Stamps::none()), Err(SetError::Length { .. })));
}

#[test]
fn a_stamp_counts_only_while_nothing_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("set");
    let stamps = Stamps::at(folder.path().join("state"));
    build(&path, &[(Algorithm::Sha1, vec![7; 20], Kind::default())], 1 << 30);
    let check = |expect: debar_sets::Checked| {
        assert_eq!(Set::open(&path, "x", &stamps).unwrap().checked(), expect);
    };
    check(debar_sets::Checked::Now);
    // A stamp of the very second of the change is too young to be trusted.
    check(debar_sets::Checked::Now);
    std::thread::sleep(std::time::Duration::from_millis(1100));
    check(debar_sets::Checked::Now);
    check(debar_sets::Checked::Before);
    // Damage that the times betray.
    let file = fs::File::options().read(true).write(true).open(&path).unwrap();
    let mut byte = [0];
    // The first byte behind the head's page: the section of kinds.
    file.read_exact_at(&mut byte, 4096).unwrap();
    file.write_all_at(&[byte[0] ^ 1], 4096).unwrap();
    assert!(matches!(Set::open(&path, "x", &stamps), Err(SetError::Section(_))));
    // A set that others may write is read whole each time.
    build(&path, &[(Algorithm::Sha1, vec![7; 20], Kind::default())], 1 << 30);
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
    let set = Set::open(&path, "x", &stamps).unwrap();
    assert!(!set.mapped());
    assert!(set.find(&digest(&Algorithm::Sha1, &[7; 20])).is_some());
}

#[test]
fn what_is_no_set_is_told_from_what_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("set");
    let check = |bytes: &[u8], expect: &str| {
        fs::write(&path, bytes).unwrap();
        let error = Set::open(&path, "x", &Stamps::none()).unwrap_err();
        assert!(error.to_string().contains(expect), "{error}");
    };
    check(b"", "no digest set");
    check(b"hello", "no digest set");
    check(b"debarset", "damaged");
    build(&path, &[], 1 << 30);
    let empty = fs::read(&path).unwrap();
    assert_eq!(open(&path).head().count(), 0);
    assert_eq!(open(&path).find(&digest(&Algorithm::Md5, &[1; 16])), None);
    let mut other = empty.clone();
    other[8] = 2;
    check(&other, "version 2");
    let mut other = empty;
    other[12..16].reverse();
    check(&other, "byte order");
    assert!(matches!(Set::open(folder.path(), "x", &Stamps::none()), Err(SetError::NotAFile)));
}

#[test]
fn one_builder_at_a_time_and_none_leaves_half_a_set() {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("set");
    build(&path, &[(Algorithm::Sha1, vec![7; 20], Kind::default())], 1 << 30);
    let before = fs::read(&path).unwrap();
    let mut first = Builder::new(&path, 1 << 20, "test").unwrap();
    assert!(matches!(Builder::new(&path, 1 << 20, "test"), Err(SetError::Busy)));
    first.add(&Algorithm::Sha1, &[8; 20], 0).unwrap();
    assert!(matches!(first.add(&Algorithm::Sha1, &[8; 19], 0), Err(SetError::Algorithm)));
    drop(first);
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    // What a killed build has left is in nobody's way.
    fs::write(folder.path().join(".set.building"), vec![1; 100_000]).unwrap();
    build(&path, &[(Algorithm::Sha1, vec![9; 20], Kind::default())], 1 << 30);
    assert_eq!(open(&path).verify().unwrap().entries, 1);
}
