//! Torn ends are cut and reported; every other damage is seen and nothing is repaired in silence.

use super::{at, entry, open, open_small};
use debar_ledger::{Entry, Ledger, LedgerError, Options, Reader, verify};
use std::fs;
use std::path::{Path, PathBuf};

const FIRST: &str = "segments/00000000000000000001.jsonl";

/// A ledger with an event, a decision of several bodies, full segments and their indexes.
fn sample(dir: &Path) {
    let (ledger, _) = open_small(dir);
    let request = ledger.put_body(b"{\"schema_version\":1,\"lines\":[]}").unwrap();
    let list = ledger.put_body(&b"version = 1\n".repeat(40)).unwrap();
    ledger.append(Entry::event(at(1), "review", &serde_json::json!({"note": "ok"})).unwrap()).unwrap();
    for name in ["a", "b", "c", "d"] {
        ledger.append(entry(name).with_request(request).with_input("list", list).with_route("cxml")).unwrap();
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
    assert!(flips > 5_000 && kinds.len() == 3, "{flips} {kinds:?}");
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
    // A body replaced by another under the same name.
    let swap = |dir: &Path| {
        let bodies = files(&dir.join("bodies"));
        fs::copy(&bodies[0], &bodies[1]).unwrap();
    };
    check(swap, "its content has another digest");
}

#[test]
fn a_broken_stored_body_is_written_anew_when_it_is_given_again() {
    let dir = tempfile::tempdir().unwrap();
    let content = b"{\"schema_version\":1}";
    let digest = open(dir.path()).0.put_body(content).unwrap();
    let path = files(&dir.path().join("bodies")).remove(0);
    fs::write(&path, "").unwrap();
    let (ledger, _) = open(dir.path());
    assert!(matches!(ledger.append(entry("d").with_request(digest)), Err(LedgerError::BrokenBody { .. })));
    assert_eq!(ledger.put_body(content).unwrap(), digest);
    ledger.append(entry("d").with_request(digest)).unwrap();
    assert_eq!(Reader::open(dir.path()).unwrap().body(&digest).unwrap(), content);
    assert!(verify(dir.path()).unwrap().is_clean());
}

#[test]
fn what_crashed_writers_left_is_swept() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    fs::write(dir.path().join("tmp/1-0"), "half").unwrap();
    let (ledger, _) = open(dir.path());
    assert_eq!(files(&dir.path().join("tmp")), Vec::<PathBuf>::new());
    ledger.put_body(b"{}").unwrap();
    assert_eq!(files(&dir.path().join("tmp")), Vec::<PathBuf>::new());
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
