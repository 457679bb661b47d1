//! Walking over many records and fetching many bodies, and what was decided of late.

use super::{at, decision, entry, id, open, open_small};
use debar_ledger::{Entry, Ledger, LedgerError, Options, RawRecord, Reader, Record, Trust, verify};
use debar_model::{RequestId, Sha256Hex};
use debar_wire::sha256;
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// All records of a ledger, walked over by two threads.
fn walk(dir: &Path, trust: Trust) -> Vec<Record> {
    let reader = Reader::open(dir).unwrap();
    let segments = reader.segments().unwrap();
    let half = segments.len() / 2;
    let some = |segments: &[u64]| -> Vec<Record> {
        let mut found = Vec::new();
        for first in segments {
            let segment = reader.segment(*first).unwrap();
            assert_eq!(segment.first(), *first);
            found.extend(segment.records(trust).map(|record| whole(&record.unwrap())));
        }
        found
    };
    std::thread::scope(|scope| {
        let late = scope.spawn(|| some(&segments[half..]));
        let mut all = some(&segments[..half]);
        all.extend(late.join().unwrap());
        all
    })
}

/// A record with everything taken apart; what a walk does not tell is made up, and not compared.
fn whole(raw: &RawRecord<'_>) -> Record {
    Record {
        seq: raw.seq,
        time: raw.time().unwrap(),
        prev: Sha256Hex::default(),
        kind: raw.kind.to_owned(),
        decision_id: raw.decision_id,
        request_id: raw.request_id,
        route: raw.route().map(Into::into),
        request: raw.request,
        inputs: raw.inputs().unwrap().into_iter().collect(),
        data: raw.data.to_owned(),
        hash: raw.hash,
        place: raw.place,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_walk_sees_what_the_reader_sees(
        records in proptest::collection::vec(
            (".*", proptest::option::of(".*"), proptest::collection::vec((".*", 0_u8..4), 0..3), any::<bool>()), 1..30,
        ),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let (ledger, _) = open_small(dir.path());
        for (number, (name, route, inputs, event)) in (0..).zip(records) {
            let mut entry = match event {
                true => Entry::event(at(number), "list-in-use", &serde_json::json!({ &name: {"{}\"": [1]} })).unwrap(),
                false => Entry::decision(at(number), &decision(&format!("{number}{name}"))),
            };
            if let Some(route) = route {
                entry = entry.with_route(&route).with_request(ledger.put_body(b"{}").unwrap());
            }
            for (name, body) in inputs {
                entry = entry.with_input(&name, ledger.put_body(&[b'[', body + b'0', b']']).unwrap());
            }
            ledger.append(entry).unwrap();
        }
        let reader = Reader::open(dir.path()).unwrap();
        let expect: Vec<Record> =
            reader.iter().unwrap().map(|record| Record { prev: Sha256Hex::default(), ..record.unwrap() }).collect();
        prop_assert_eq!(&walk(dir.path(), Trust::Hash), &expect);
        prop_assert_eq!(&walk(dir.path(), Trust::Form), &expect);
        prop_assert!(verify(dir.path()).unwrap().is_clean());
    }
}

#[test]
fn a_walk_goes_on_behind_a_broken_record_and_leaves_out_a_torn_end() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open(dir.path());
    ["a", "b", "c"].into_iter().for_each(|name| assert!(ledger.append(entry(name)).unwrap().new));
    let path = dir.path().join("segments/00000000000000000001.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let seen = |trust| -> Vec<Option<u64>> {
        let segment = Reader::open(dir.path()).unwrap().segment(1).unwrap();
        segment.records(trust).map(|record| record.ok().map(|record| record.seq)).collect()
    };
    fs::write(&path, text.replacen("\"b\"", "\"B\"", 1) + "{\"seq\":\"4\",\"time").unwrap();
    assert_eq!(seen(Trust::Hash), [Some(1), None, Some(3)]);
    assert_eq!(seen(Trust::Form), [Some(1), Some(2), Some(3)]);
    // Fields in another order, a field more, a decision without its id.
    let second = text.lines().nth(1).unwrap();
    let (seq, time) = ("\"seq\":\"2\"", format!("\"time\":\"{}\"", at(2)));
    for changed in [
        second.replacen(&format!("{seq},{time}"), &format!("{time},{seq}"), 1),
        second.replacen(",\"data\"", ",\"more\":\"1\",\"data\"", 1),
        second.replacen(&format!(",\"decision_id\":\"{}\"", id("b")), "", 1),
        second.replacen("\"request_id\":\"", "\"request_id\":\"x", 1),
        "{}".to_owned(),
        String::new(),
    ] {
        assert_ne!(changed, second);
        fs::write(&path, text.replace(second, &changed)).unwrap();
        assert_eq!(seen(Trust::Form), [Some(1), None, Some(3)], "{changed}");
    }
}

#[test]
fn bodies_are_found_in_full_segments_in_the_last_one_and_when_they_come_later() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open_small(dir.path());
    let reader = Reader::open(dir.path()).unwrap();
    let (mut early, mut all) = (reader.bodies(), Vec::new());
    for number in 0..60_usize {
        let content = vec![b'a'; number * number * 100];
        let digest = ledger.put_body(&content).unwrap();
        let waits = matches!(early.get(&digest), Err(LedgerError::MissingBody(_)));
        assert_eq!(waits, content.len() <= 256 << 10, "{number}: a large one is a file at once");
        ledger.append(entry(&format!("d{number}")).with_request(digest)).unwrap();
        assert_eq!(early.get(&digest).unwrap(), content, "{number}");
        all.push((digest, content));
        if number == 30 {
            for file in fs::read_dir(dir.path().join("segments")).unwrap() {
                let path = file.unwrap().path();
                if path.extension().unwrap() == "index" {
                    fs::remove_file(path).unwrap();
                }
            }
        }
    }
    assert!(reader.segments().unwrap().len() > 10);
    for reader in [reader.clone(), Reader::open(dir.path()).unwrap()] {
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    let mut bodies = reader.bodies();
                    for (digest, content) in &all {
                        assert_eq!(bodies.get(digest).unwrap(), content);
                    }
                });
            }
        });
    }
    assert!(matches!(early.get(&sha256(b"never stored")), Err(LedgerError::MissingBody(_))));
}

#[test]
fn bodies_that_wait_for_their_records_are_bounded() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open(dir.path());
    let mut seed = 1_u64;
    let mut noise = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(seed >> 32).unwrap().to_le_bytes()
    };
    let first = ledger
        .put_body(&std::iter::repeat_with(&mut noise).take(60_000).flatten().collect::<Vec<_>>())
        .unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    for _ in 0..80 {
        assert!(reader.body(&first).is_err(), "it waits");
        let content: Vec<u8> = std::iter::repeat_with(&mut noise).take(60_000).flatten().collect();
        ledger.put_body(&content).unwrap();
        if reader.body(&first).is_ok() {
            break;
        }
    }
    assert!(reader.body(&first).is_ok(), "written without a record");
    let report = verify(dir.path()).unwrap();
    assert!(report.is_clean() && report.records == 0 && report.unnamed_bodies > 30, "{report:?}");
    ledger.append(entry("d").with_request(first)).unwrap();
    assert_eq!(verify(dir.path()).unwrap().bodies, 1);
}

fn request(name: &str) -> RequestId {
    RequestId(sha256(name.as_bytes()))
}

/// A decision on a request, recorded at some second.
fn decided(name: &str, of: &str, second: i64) -> Entry {
    let mut decision = decision(name);
    decision.request = request(of);
    Entry::decision(at(second), &decision)
}

/// Names of recent decisions on a request.
#[track_caller]
fn recent(ledger: &Ledger, of: &str, since: i64, expect: &[&str]) {
    let found = ledger.recent(request(of), at(since)).unwrap();
    let ids: Vec<_> = found.iter().map(|record| record.decision_id.unwrap()).collect();
    assert_eq!(ids, expect.iter().map(|name| id(name)).collect::<Vec<_>>(), "{of} since {since}");
}

#[test]
fn recent_decisions_on_a_request_are_found_whoever_recorded_them() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { segment_bytes: 3_000, ..Options::new(at(0)) };
    let mine = Ledger::open(dir.path(), options).unwrap().0;
    let other = Ledger::open(dir.path(), options).unwrap().0;
    recent(&mine, "one", 0, &[]);
    mine.append(decided("a", "one", 10)).unwrap();
    other.append(decided("b", "two", 20)).unwrap();
    other.append(decided("c", "one", 30)).unwrap();
    recent(&mine, "one", 0, &["c", "a"]);
    recent(&other, "one", 0, &["c", "a"]);
    recent(&mine, "one", 10, &["c", "a"]);
    recent(&mine, "one", 11, &["c"]);
    recent(&mine, "one", 31, &[]);
    recent(&mine, "two", 0, &["b"]);
    // Over many segments, full ones of both included.
    for number in 0..40 {
        let (ledger, second) = (if number % 3 == 0 { &mine } else { &other }, 40 + number);
        ledger.append(decided(&format!("d{number}"), &format!("r{}", number % 4), second)).unwrap();
        recent(&mine, &format!("r{}", number % 4), second, &[&format!("d{number}")]);
    }
    let later = Ledger::open(dir.path(), options).unwrap().0;
    for ledger in [&later, &mine, &other] {
        recent(ledger, "r3", 50, &["d39", "d35", "d31", "d27", "d23", "d19", "d15", "d11"]);
        recent(ledger, "r3", 78, &["d39"]);
    }
    // A torn end is no record, and stays for the next append.
    let path = fs::read_dir(dir.path().join("segments")).unwrap().map(|file| file.unwrap().path());
    let path = path.filter(|path| path.extension().unwrap() == "jsonl").max().unwrap();
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend(b"{\"seq\":\"43\",\"torn");
    fs::write(&path, &bytes).unwrap();
    recent(&mine, "r3", 78, &["d39"]);
    assert_eq!(fs::read(&path).unwrap(), bytes);
    other.append(decided("after", "r3", 90)).unwrap();
    recent(&mine, "r3", 78, &["after", "d39"]);
    assert_eq!(verify(dir.path()).unwrap().truncations, 1);
}

#[test]
fn at_most_sixteen_recent_decisions_are_handed_out() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open(dir.path());
    for number in 0..20 {
        ledger.append(decided(&format!("d{number}"), "one", number)).unwrap();
    }
    let names: Vec<String> = (4..20).rev().map(|number| format!("d{number}")).collect();
    recent(&ledger, "one", 0, &names.iter().map(String::as_str).collect::<Vec<_>>());
}
