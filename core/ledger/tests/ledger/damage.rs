//! Torn ends are cut and reported; every other damage is seen and nothing is repaired in silence.

use super::{at, entry, open, open_small};
use debar_ledger::{Entry, Ledger, LedgerError, Options, Reader, verify};
use std::fs;
use std::path::{Path, PathBuf};

/// Above this size a body is a file.
const LARGE: usize = (256 << 10) + 1;

const FIRST: &str = "segments/00000000000000000001.jsonl";

/// A ledger with an event, a decision of several bodies, full segments and their indexes.
fn sample(dir: &Path) {
    let (ledger, _) = open_small(dir);
    let request = ledger.put_body(b"{\"schema_version\":1,\"lines\":[]}").unwrap();
    let list = ledger.put_body(&b"version = 1\n".repeat(40)).unwrap();
    let large = ledger.put_body(&vec![1; LARGE]).unwrap();
    for _ in 0..2 {
        ledger.append(Entry::event(at(1), "review", &serde_json::json!({"note": "ok"})).unwrap()).unwrap();
    }
    for name in ["a", "b", "c", "d"] {
        let entry = entry(name).with_request(request).with_input("list", list).with_route("cxml");
        ledger.append(entry.with_input("large", large)).unwrap();
    }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for file in fs::read_dir(dir).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[test]
fn a_torn_tail_is_cut_at_every_byte_and_the_cut_is_recorded() {
    let whole = tempfile::tempdir().unwrap();
    let (ledger, _) = open(whole.path());
    ledger.append(entry("kept")).unwrap();
    let before = fs::read(whole.path().join(FIRST)).unwrap();
    ledger.append(entry("torn")).unwrap();
    let after = fs::read(whole.path().join(FIRST)).unwrap();
    for len in before.len()..after.len() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("segments")).unwrap();
        fs::create_dir_all(dir.path().join("bodies")).unwrap();
        fs::write(dir.path().join(FIRST), &after[..len]).unwrap();
        let torn = len > before.len();
        assert_eq!(
            verify(dir.path()).unwrap().torn_tail.map(|tail| tail.byte),
            torn.then_some(before.len() as u64)
        );
        let (ledger, report) = open(dir.path());
        assert_eq!(
            report.cut.as_ref().map(|cut| (cut.byte, cut.bytes)),
            torn.then(|| (before.len() as u64, (len - before.len()) as u64))
        );
        assert_eq!(report.records, 1 + u64::from(torn));
        let receipt = ledger.append(entry("torn")).unwrap();
        assert!(receipt.new, "a torn record was never acknowledged");
        let report = verify(dir.path()).unwrap();
        assert!(report.is_clean(), "{len} {report:?}");
        assert_eq!((report.decisions, report.truncations), (2, u64::from(torn)));
        if torn {
            let reader = Reader::open(dir.path()).unwrap();
            let record = reader.iter().unwrap().nth(1).unwrap().unwrap();
            assert_eq!(record.kind, "truncation");
            let digest = debar_wire::sha256(&after[before.len()..len]).to_string();
            let data: serde_json::Value = serde_json::from_str(&record.data).unwrap();
            let expect = serde_json::json!({
                "segment": FIRST, "byte": before.len().to_string(), "bytes": (len - before.len()).to_string(), "sha256": digest,
            });
            assert_eq!(data, expect);
        }
    }
}

#[test]
fn a_tail_of_zeros_and_a_first_record_cut_short_are_torn_too() {
    for (tail, name) in [(vec![0; 5_000], "zeros"), (b"{\"seq\"".to_vec(), "first record")] {
        let dir = tempfile::tempdir().unwrap();
        drop(open(dir.path()));
        fs::write(dir.path().join(FIRST), &tail).unwrap();
        let (ledger, report) = open(dir.path());
        assert_eq!(report.cut.unwrap().bytes, tail.len() as u64, "{name}");
        ledger.append(entry("d")).unwrap();
        assert!(verify(dir.path()).unwrap().is_clean(), "{name}");
    }
}

#[test]
fn every_flipped_byte_is_seen() {
    let dir = tempfile::tempdir().unwrap();
    sample(dir.path());
    assert!(verify(dir.path()).unwrap().is_clean());
    let (mut flips, mut kinds) = (0, std::collections::BTreeSet::new());
    for path in files(dir.path()) {
        let whole = fs::read(&path).unwrap();
        kinds.extend(path.extension().map(|extension| extension.to_owned()).filter(|_| !whole.is_empty()));
        for at in 0..whole.len() {
            // One bit, and the byte that ends a line.
            for mask in [1 << (at % 8), if at % 4 == 0 { whole[at] ^ b'\n' } else { 0 }]
                .into_iter()
                .filter(|mask| *mask != 0)
            {
                let mut flipped = whole.clone();
                flipped[at] ^= mask;
                fs::write(&path, &flipped).unwrap();
                let report = verify(dir.path()).unwrap();
                assert!(!report.is_clean(), "{} byte {at} mask {mask:#x}", path.display());
                flips += 1;
            }
        }
        fs::write(&path, &whole).unwrap();
    }
    assert!(flips > 8_000 && kinds.len() == 3, "{flips} {kinds:?}");
    assert!(verify(dir.path()).unwrap().is_clean());
}

#[test]
fn damage_in_the_active_segment_stops_the_opening_and_names_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open(dir.path());
    ["a", "b", "c"].into_iter().for_each(|name| assert!(ledger.append(entry(name)).unwrap().new));
    let path = dir.path().join(FIRST);
    let whole = fs::read(&path).unwrap();
    let second = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let mut flipped = whole.clone();
    flipped[second + 100] ^= 4;
    fs::write(&path, &flipped).unwrap();
    let Err(LedgerError::Broken(problem)) = Ledger::open(dir.path(), Options::new(at(0))) else { panic!() };
    assert_eq!((problem.line, problem.byte, problem.file.to_str()), (Some(2), second as u64, Some(FIRST)));
    assert_eq!(
        LedgerError::Broken(problem).to_string(),
        format!("the ledger is broken: `{FIRST}`, line 2, byte {second}: the hash does not fit the record"),
    );
    assert_eq!(fs::read(&path).unwrap(), flipped, "nothing was repaired in silence");
    // The writer that had it open sees the loss of its last record and refuses to go on.
    fs::write(&path, &whole[..second]).unwrap();
    assert!(matches!(ledger.append(entry("d")), Err(LedgerError::Broken(_))));
    assert!(matches!(ledger.append(entry("d")), Err(LedgerError::Refusing { .. })));
}

/// What was done to a sample ledger, and what the check of it must say.
fn check(damage: impl Fn(&Path), expect: &str) {
    let dir = tempfile::tempdir().unwrap();
    sample(dir.path());
    damage(dir.path());
    let report = verify(dir.path()).unwrap();
    let text = report.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(text.contains(expect), "{text}");
}

#[test]
fn removed_swapped_and_invented_parts_are_seen() {
    let segment = |dir: &Path, index: usize| {
        let all = files(&dir.join("segments"));
        all.into_iter().filter(|path| path.extension().unwrap() == "jsonl").nth(index).unwrap()
    };
    let rewrite = |path: &Path, change: &dyn Fn(&mut Vec<String>)| {
        let text = fs::read_to_string(path).unwrap();
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        change(&mut lines);
        fs::write(path, lines.concat()).unwrap();
    };
    check(|dir| fs::remove_file(segment(dir, 0)).unwrap(), "a segment that begins with 1 belongs here");
    check(|dir| fs::remove_file(segment(dir, 1)).unwrap(), "belongs here");
    check(
        |dir| rewrite(&segment(dir, 0), &|lines| drop(lines.remove(0))),
        "sequence number 2 stands where 1 belongs",
    );
    check(
        |dir| rewrite(&segment(dir, 0), &|lines| lines.swap(0, 1)),
        "sequence number 2 stands where 1 belongs",
    );
    check(
        |dir| rewrite(&segment(dir, 0), &|lines| lines.push("{}\n".to_owned())),
        "does not end in its hash",
    );
    check(
        |dir| {
            fs::remove_dir_all(dir.join("bodies")).and_then(|()| fs::create_dir(dir.join("bodies"))).unwrap()
        },
        "is not stored",
    );
    check(|dir| fs::write(dir.join("bodies/stray"), "x").unwrap(), "not the name of a body");
    // A record rewritten with a fresh hash of its own breaks the chain at the next one.
    let forge = |lines: &mut Vec<String>| {
        let body = lines[0].split_once(",\"hash\":\"").unwrap().0.replace("\"ok\"", "\"no\"");
        lines[0] = format!("{body},\"hash\":\"{}\"}}\n", debar_wire::sha256(body.as_bytes()));
    };
    check(|dir| rewrite(&segment(dir, 0), &forge), "not the one that it was chained to");
    // A body that stands in a segment, taken out.
    let body = |lines: &[String]| lines.iter().position(|line| line.starts_with("{\"body\"")).unwrap();
    let with_body = |dir: &Path| {
        let has = |path: &Path| fs::read_to_string(path).unwrap().contains("{\"body\"");
        (0..).map(|index| segment(dir, index)).find(|path| has(path)).unwrap()
    };
    check(|dir| rewrite(&with_body(dir), &|lines| drop(lines.remove(body(lines)))), "is not stored");
    // One replaced by another under its name, with a fresh hash of its own.
    let replace = |lines: &mut Vec<String>| {
        let at = body(lines);
        let other = lines[at].replace("\"gzip\":\"H4sIAAAAAAAA/", "\"gzip\":\"H4sIAAAAAAAA/w");
        let other = other.split_once(",\"hash\":\"").unwrap().0.to_owned();
        lines[at] = format!("{other},\"hash\":\"{}\"}}\n", debar_wire::sha256(other.as_bytes()));
    };
    check(|dir| rewrite(&with_body(dir), &replace), "the base64 cannot be read");
    // A body replaced by another under the same name.
    let swap = |dir: &Path| {
        open_small(dir).0.put_body(&vec![2; LARGE]).unwrap();
        let bodies = files(&dir.join("bodies"));
        fs::copy(&bodies[0], &bodies[1]).unwrap();
    };
    check(swap, "its content has another digest");
}

#[test]
fn a_broken_stored_body_is_written_anew_when_it_is_given_again() {
    for content in [b"{\"schema_version\":1}".to_vec(), vec![7; LARGE]] {
        let dir = tempfile::tempdir().unwrap();
        let digest = {
            let (ledger, _) = open_small(dir.path());
            let digest = ledger.put_body(&content).unwrap();
            ledger.append(entry("a").with_request(digest)).unwrap();
            // Full, so that nobody reads it again at the opening.
            (0..8).for_each(|n| assert!(ledger.append(entry(&format!("more {n}"))).unwrap().new));
            digest
        };
        let large = content.len() == LARGE;
        let path = if large { files(&dir.path().join("bodies")).remove(0) } else { dir.path().join(FIRST) };
        let mut broken = fs::read(&path).unwrap();
        // In the compressed bytes of either.
        broken[120] ^= 1;
        fs::write(&path, broken).unwrap();
        let (ledger, _) = open_small(dir.path());
        let refused = ledger.append(entry("d").with_request(digest));
        assert!(matches!(refused, Err(LedgerError::BrokenBody { .. })), "{refused:?}");
        assert_eq!(ledger.put_body(&content).unwrap(), digest);
        ledger.append(entry("d").with_request(digest)).unwrap();
        assert_eq!(Reader::open(dir.path()).unwrap().body(&digest).unwrap(), content);
        let report = verify(dir.path()).unwrap();
        // A file is replaced; a line stays, and stays broken.
        assert_eq!(report.is_clean(), large, "{report:?}");
    }
}

#[test]
fn a_body_whose_record_was_torn_off_stays_and_is_used_by_the_next() {
    let whole = tempfile::tempdir().unwrap();
    let (ledger, _) = open(whole.path());
    ledger.append(entry("kept")).unwrap();
    let content = b"{\"schema_version\":1}";
    let digest = ledger.put_body(content).unwrap();
    ledger.append(entry("torn").with_request(digest)).unwrap();
    let bytes = fs::read(whole.path().join(FIRST)).unwrap();
    let ends: Vec<usize> =
        bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
    assert_eq!(ends.len(), 3);
    for len in ends[0]..ends[2] {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("segments")).unwrap();
        fs::write(dir.path().join(FIRST), &bytes[..len]).unwrap();
        let (ledger, report) = open(dir.path());
        assert_eq!(report.cut.is_some(), !ends.contains(&len), "{len}");
        let stored = ledger.append(entry("d").with_request(digest));
        // The line of the body stands whole before the record.
        assert_eq!(stored.is_ok(), len >= ends[1], "{len}: {stored:?}");
        ledger.put_body(content).unwrap();
        ledger.append(entry("e").with_request(digest)).unwrap();
        let report = verify(dir.path()).unwrap();
        assert!(report.is_clean(), "{len}: {report:?}");
        assert_eq!((report.bodies, report.unnamed_bodies), (1, 0));
        let text = fs::read_to_string(dir.path().join(FIRST)).unwrap();
        assert_eq!(text.matches("{\"body\":").count(), 1, "{len}: stored once");
    }
}

#[test]
fn a_segment_that_ends_or_begins_with_bodies_is_followed_all_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let body = |number: u32| {
        format!("{{\"number\":\"{number}\",\"{}\":0}}", "x".repeat(number as usize)).into_bytes()
    };
    for number in 0..40 {
        let (ledger, _) = open_small(dir.path());
        let unnamed = ledger.put_body(&body(1_000 + number)).unwrap();
        ledger.sync_bodies().unwrap();
        ledger.put_body(&body(number)).unwrap();
        if number % 3 == 0 {
            ledger.append(entry(&format!("d{number}")).with_request(unnamed)).unwrap();
        }
        assert!(verify(dir.path()).unwrap().is_clean());
    }
    let report = verify(dir.path()).unwrap();
    assert_eq!((report.records, report.bodies, report.unnamed_bodies), (14, 14, 26));
    assert!(report.segments > 3, "{report:?}");
    let reader = Reader::open(dir.path()).unwrap();
    (0..40).for_each(|number| {
        let content = body(1_000 + number);
        assert_eq!(reader.body(&debar_wire::sha256(&content)).unwrap(), content);
    });
}

#[test]
fn what_crashed_writers_left_is_swept() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    fs::write(dir.path().join("tmp/1-0"), "half").unwrap();
    let (ledger, _) = open(dir.path());
    assert_eq!(files(&dir.path().join("tmp")), Vec::<PathBuf>::new());
    ledger.put_body(&vec![0; LARGE]).unwrap();
    assert_eq!(files(&dir.path().join("tmp")), Vec::<PathBuf>::new());
}

#[test]
fn a_segment_that_was_removed_under_its_writer_takes_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open(dir.path());
    ledger.append(entry("a")).unwrap();
    fs::remove_dir_all(dir.path().join("segments")).unwrap();
    let refused = ledger.append(entry("b")).unwrap_err();
    assert!(refused.to_string().contains("was removed"), "{refused}");
}

#[test]
fn nobody_else_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("ledger");
    sample(&root);
    for path in files(&root) {
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o077;
        assert_eq!(mode, 0, "{}", path.display());
    }
}
