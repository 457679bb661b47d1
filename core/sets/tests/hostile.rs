//! Sets and texts made by an adversary: files whose digests all hold and whose contents are lies, and lines of any
//! bytes. Nothing panics, what is found stands in the file, and what is proved is true.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "tests"
)]

use std::fs;
use std::path::Path;

use debar_model::{Algorithm, Digest, Object};
use debar_raw::Sha256;
use debar_sets::{Builder, Kind, Set, Stamps, TextOptions, diff, merge, read_text};
use proptest::prelude::*;

/// Where tables begin in the directory, and the bytes of one.
const TABLES: usize = 128;
const TABLE: usize = 192;

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(bytes);
    hash.finish()
}

fn number(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Sections by the numbers of the directory: where the digest of each is noted, and where it stands.
fn sections(bytes: &[u8]) -> Option<Vec<(usize, usize, usize)>> {
    let head = number(bytes, 16)? as u32 as usize;
    let tables = (number(bytes, 20)? as u32).min(8) as usize;
    let mut lengths = vec![(32, number(bytes, 24)?)];
    for table in (0..tables).map(|at| TABLES + TABLE * at) {
        let rest = [0, 8, 12, 24, 40, 56].get(usize::from(*bytes.get(table)?))?;
        let slots = number(bytes, table + 24)?;
        let width = u64::from(*bytes.get(table + 1)?);
        for (at, wide) in [(40, 8), (72, *rest), (104, width)] {
            lengths.push((table + at, slots.checked_mul(wide)?));
        }
    }
    let mut end = head as u64;
    lengths
        .into_iter()
        .map(|(at, length)| {
            let begin = end.checked_next_multiple_of(4096)?;
            end = begin.checked_add(length)?;
            (end <= bytes.len() as u64).then_some((at, begin as usize, end as usize))
        })
        .collect()
}

/// Makes every digest hold again, as far as the numbers allow: sections here are shorter than a piece.
fn seal(bytes: &mut [u8]) {
    for (at, begin, end) in sections(bytes).unwrap_or_default() {
        let digest = if begin == end { sha256(&[]) } else { sha256(&sha256(&bytes[begin..end])) };
        if let Some(place) = bytes.get_mut(at..at + 32) {
            place.copy_from_slice(&digest);
        }
    }
    let head = number(bytes, 16).unwrap_or(0) as u32 as usize;
    if let Some((body, place)) = bytes.get_mut(..head).and_then(<[u8]>::split_last_chunk_mut::<32>) {
        *place = sha256(body);
    }
}

/// A set of three tables, labels, and digests that begin alike.
fn honest(folder: &Path) -> Vec<u8> {
    let path = folder.join("honest");
    let mut builder = Builder::new(&path, 1 << 20, "test").unwrap();
    for at in 0..150_u64 {
        let mut bytes = sha256(&at.to_le_bytes()).to_vec();
        if at % 3 == 0 {
            bytes[..8].fill(0x77);
        }
        let label = (at % 5 > 0).then(|| format!("label {}", at % 5));
        let kind = builder.kind(&Kind { object: Object::File, label }).unwrap();
        builder.add(&Algorithm::Sha256, &bytes, kind).unwrap();
        builder.add(&Algorithm::Md5, &bytes[..16], kind).unwrap();
        builder.add(&Algorithm::Sha1, &bytes[12..], kind).unwrap();
    }
    builder.finish().unwrap();
    fs::read(path).unwrap()
}

/// Asks everything of a set that can be asked.
fn interrogate(set: &Set, folder: &Path) {
    let entries: Vec<_> = set.entries().collect();
    let others = (0..40_u64).map(|at| {
        let mut bytes = sha256(&at.to_le_bytes());
        bytes[..8].fill([0, 0x77, 0xff][(at % 3) as usize]);
        Digest::new(Algorithm::Sha256, &bytes, Object::Unknown).unwrap()
    });
    let asked: Vec<Digest> = entries.iter().map(|entry| entry.digest.clone()).chain(others).collect();
    let many = set.find_many(&asked);
    for (asked, many) in asked.iter().zip(many) {
        let alone = set.find(asked);
        // In a table out of order the two may differ; what either finds is there.
        for found in [alone, many].into_iter().flatten() {
            let there = |entry: &debar_sets::Entry| {
                (entry.digest.algorithm(), entry.digest.bytes()) == (asked.algorithm(), asked.bytes())
            };
            assert!(entries.iter().any(there), "{asked} {found:?}");
        }
    }
    if let Ok(verified) = set.verify() {
        assert_eq!(verified.entries, set.head().count());
        assert_eq!(verified.entries, entries.len() as u64);
        assert!(entries.iter().all(|entry| set.find(&entry.digest).is_some()));
    }
    assert_eq!(diff(set, set).count(), 0);
    let again = Set::open_head(&folder.join("lie"), "again").unwrap();
    // Sorted or not, a merge ends, and gives a set or an error.
    if merge(&folder.join("merged"), &[("lie".to_owned(), again)], 1 << 20, "test").is_ok() {
        Set::open(&folder.join("merged"), "merged", &Stamps::none()).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn lies_under_true_digests_do_no_harm(
        head in prop::collection::vec((8_usize..128 + 3 * 192, any::<u8>()), 0..3),
        small in prop::option::of((0_usize..3, prop::sample::select(vec![0_usize, 1, 4, 8, 16, 24, 32]), any::<u8>())),
        body in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        swap in prop::option::of((any::<prop::sample::Index>(), any::<prop::sample::Index>())),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut bytes = honest(folder.path());
        let places = sections(&bytes).unwrap();
        for (at, byte) in head {
            // The lengths of the file stay, or the head is refused at once; every other case is for that.
            bytes[at] ^= byte;
        }
        if let Some((table, at, byte)) = small {
            bytes[TABLES + TABLE * table + at] = byte;
        }
        for (at, byte) in body {
            let inside: Vec<usize> = places.iter().flat_map(|(_, begin, end)| *begin..*end).collect();
            bytes[inside[at.index(inside.len())]] = byte;
        }
        if let Some((one, other)) = swap {
            let (_, begin, end) = places[4];
            let prefix = |at: &prop::sample::Index| begin + at.index((end - begin) / 8) * 8;
            let (one, other) = (prefix(&one), prefix(&other));
            for at in 0..8 {
                bytes.swap(one + at, other + at);
            }
        }
        seal(&mut bytes);
        let path = folder.path().join("lie");
        fs::write(&path, &bytes).unwrap();
        if let Ok(set) = Set::open_head(&path, "lie") {
            interrogate(&set, folder.path());
        }
        if let Ok(set) = Set::open(&path, "lie", &Stamps::none()) {
            interrogate(&set, folder.path());
        }
    }

    /// A line is read as [`Digest::read`] reads its first word, or reported; nothing is dropped.
    #[test]
    fn any_line_is_read_or_reported(
        digits in prop::sample::select(vec![0_usize, 1, 31, 32, 40, 63, 64, 65, 96, 128, 130]),
        seed in any::<u64>(),
        upper in any::<bool>(),
        tail in prop_oneof![
            Just(String::new()),
            Just("  name.exe".to_owned()),
            Just(" *name".to_owned()),
            Just(":12:Name".to_owned()),
            ":[0-9]{0,3}:?\\PC{0,4}",
            "\\PC{0,8}",
        ],
        noise in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let hex: String = (0..3_u64)
            .flat_map(|at| sha256(&(seed ^ at).to_le_bytes()))
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let hex = &hex[..digits];
        let hex = if upper { hex.to_uppercase() } else { hex.to_owned() };
        let line = format!("{hex}{tail}");
        let (read, bad, found) = read_one(line.as_bytes());
        let said = !line.trim_ascii().is_empty() && !line.trim_ascii().starts_with('#');
        prop_assert_eq!(read.digests + read.empty_files + bad, u64::from(said), "{}", line);
        let word = line.split_whitespace().next().unwrap_or_default();
        if word == hex && Digest::read(None, &hex, Object::Unknown).is_ok() {
            prop_assert_eq!(found.map(|digest| digest.value()), Some(hex.to_lowercase()), "{}", line);
        }
        // Any bytes, in any number of lines.
        let (read, bad, _) = read_one(&noise);
        let lines = noise.split(|byte| *byte == b'\n').count() as u64;
        prop_assert!(read.digests + read.empty_files + bad <= lines);
    }
}

fn read_one(text: &[u8]) -> (debar_sets::Read, u64, Option<Digest>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("set");
    let mut builder = Builder::new(&path, 1 << 20, "test").unwrap();
    let mut bad = 0;
    let read = read_text("text", text, &TextOptions::default(), &mut builder, &mut |_| bad += 1).unwrap();
    assert_eq!(read.bad, bad);
    builder.finish().unwrap();
    let set = Set::open(&path, "x", &Stamps::none()).unwrap();
    let found = set.entries().next().map(|entry| entry.digest);
    (read, bad, found)
}

/// Thousands of digests with one prefix, at the beginning, in the middle, at the end, where there is room behind them and
/// where there is none: every one is found, and none that is not there.
#[test]
fn long_home_runs_are_searched() {
    let folder = tempfile::tempdir().unwrap();
    for (fill, alike, others, dense) in [
        (0xff_u8, 100_u64, 0_u64, false),
        (0xff, 4096, 0, true),
        (0xff, 4097, 3000, true),
        (0xff, 9000, 9000, true),
        (0x00, 4097, 3000, false),
        (0x80, 4097, 3000, true),
        (0x80, 4097, 30_000, false),
        (0x80, 9000, 0, true),
    ] {
        let path = folder.path().join("set");
        let mut builder = Builder::new(&path, 1 << 30, "test").unwrap();
        let key = |at: u64| {
            let mut bytes = sha256(&at.to_le_bytes());
            if at % (alike + others) < alike {
                bytes[..8].fill(fill);
            }
            bytes
        };
        let kind = builder.kind(&Kind::default()).unwrap();
        for at in 0..alike + others {
            builder.add(&Algorithm::Sha256, &key(at), kind).unwrap();
        }
        let built = builder.finish().unwrap();
        let set = Set::open(&path, "x", &Stamps::none()).unwrap();
        assert_eq!(set.verify().unwrap().entries, alike + others, "{fill:x} {alike} {others}");
        let table = set.table(&Algorithm::Sha256).unwrap();
        let count = alike + others;
        let asked: Vec<[u8; 32]> = (0..2 * count).map(key).collect();
        let mut answers = vec![];
        table.find_many(&asked, |_, slot| answers.push(slot));
        for ((at, asked), many) in (0_u64..).zip(&asked).zip(answers) {
            assert_eq!(table.find(asked).is_some(), at < count, "{fill:x} {alike} {others}: {at}");
            assert_eq!(many, table.find(asked));
        }
        assert!(built.bytes < count * 42 + 200_000);
        assert_eq!(!built.dense.is_empty(), dense, "{fill:x} {alike} {others}: {:?}", built.dense);
    }
}
