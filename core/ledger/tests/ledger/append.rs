//! Appending and reading back.

use super::{at, decision, entry, id, open, open_small};
use debar_ledger::{Entry, FindError, Ledger, LedgerError, Options, Reader, verify};
use debar_model::{DecisionId, RequestId, Sha256Hex};
use debar_wire::{decision_json, sha256};

#[test]
fn what_is_appended_is_found_by_id_by_prefix_and_by_request() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, report) = open_small(dir.path());
    assert!(report.created && report.records == 0 && report.cut.is_none());
    let body = ledger.put_body(b"{\"schema_version\":1}").unwrap();
    let list = ledger.put_body(b"version = 1\n").unwrap();
    for number in 0..20 {
        let entry = entry(&format!("d{number}"))
            .with_route("cxml")
            .with_request(body)
            .with_input("list/root.toml", list);
        let receipt = ledger.append(entry).unwrap();
        assert_eq!((receipt.seq, receipt.new), (number + 1, true));
    }
    let reader = Reader::open(dir.path()).unwrap();
    for number in 0..20 {
        let wanted = id(&format!("d{number}"));
        let record = reader.find(&wanted.to_string()).unwrap();
        assert_eq!(record.decision().unwrap(), decision(&format!("d{number}")));
        assert_eq!(
            (record.seq, record.request, record.route.as_deref()),
            (number + 1, Some(body), Some("cxml"))
        );
        assert_eq!(record.inputs.get("list/root.toml"), Some(&list));
        assert_eq!(reader.find(&wanted.to_string()[..10].to_uppercase()).unwrap(), record);
    }
    assert!(matches!(reader.find(""), Err(FindError::Malformed)));
    assert!(matches!(reader.find("xyz"), Err(FindError::Malformed)));
    assert!(matches!(reader.find(&"0".repeat(64)), Err(FindError::NotFound)));
    let first_digits = (0..20).map(|n| id(&format!("d{n}")).to_string()[..1].to_owned());
    let ambiguous = first_digits.filter(|digit| matches!(reader.find(digit), Err(FindError::Ambiguous(_))));
    assert!(ambiguous.count() > 1, "twenty ids, sixteen digits");
    assert_eq!(reader.by_request(RequestId(sha256(b"request"))).unwrap().len(), 20);
    assert_eq!(reader.by_request(RequestId(sha256(b"other"))).unwrap().len(), 0);
    assert_eq!(
        reader.iter().unwrap().map(|record| record.unwrap().seq).collect::<Vec<_>>(),
        (1..21).collect::<Vec<_>>()
    );
    assert_eq!(reader.body(&list).unwrap(), b"version = 1\n");
    assert!(matches!(reader.body(&sha256(b"no")), Err(LedgerError::MissingBody(_))));
    let report = verify(dir.path()).unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert!(report.segments > 3, "{report:?}");
    assert_eq!((report.records, report.decisions, report.bodies, report.unnamed_bodies), (20, 20, 2, 0));
}

#[test]
fn an_exact_retry_gets_the_old_receipt_and_no_second_record() {
    let dir = tempfile::tempdir().unwrap();
    let first = {
        let (ledger, _) = open_small(dir.path());
        let first: Vec<_> = (0..10).map(|n| ledger.append(entry(&format!("d{n}"))).unwrap()).collect();
        let again = ledger.append(entry("d3")).unwrap();
        assert_eq!((again.seq, again.hash, again.new), (first[3].seq, first[3].hash, false));
        let twice = ledger.append_batch(vec![entry("x"), entry("d1"), entry("x")]).unwrap();
        assert_eq!(
            twice.iter().map(|r| (r.seq, r.new)).collect::<Vec<_>>(),
            [(11, true), (2, false), (11, false)]
        );
        first
    };
    // Anew, with and without the indexes of full segments.
    for remove in [false, true] {
        if remove {
            for file in std::fs::read_dir(dir.path().join("segments")).unwrap() {
                let path = file.unwrap().path();
                if path.extension().unwrap() == "index" {
                    std::fs::remove_file(path).unwrap();
                }
            }
        }
        let (ledger, report) = open_small(dir.path());
        assert_eq!((report.records, report.created), (11, false));
        for (number, old) in first.iter().enumerate() {
            let late = Entry::decision(at(99), &decision(&format!("d{number}")));
            let again = ledger.append(late).unwrap();
            assert_eq!((again.seq, again.hash, again.time, again.new), (old.seq, old.hash, old.time, false));
        }
    }
    assert_eq!(verify(dir.path()).unwrap().records, 11);
}

#[test]
fn the_bytes_are_the_documented_ones() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open(dir.path());
    let receipt = ledger.append(entry("d")).unwrap();
    let line = std::fs::read_to_string(dir.path().join("segments/00000000000000000001.jsonl")).unwrap();
    let json = String::from_utf8(decision_json(&decision("d"))).unwrap();
    let body = format!(
        "{{\"seq\":\"1\",\"time\":\"{}\",\"prev\":\"{}\",\"kind\":\"decision\",\"decision_id\":\"{}\",\"request_id\":\"{}\",\"data\":{json}",
        at(2),
        "0".repeat(64),
        id("d"),
        RequestId(sha256(b"request")),
    );
    let hash = sha256(body.as_bytes());
    assert_eq!(line, format!("{body},\"hash\":\"{hash}\"}}\n"));
    assert_eq!(receipt.hash, hash);
}

#[test]
fn an_entry_that_cannot_be_recorded_is_refused_with_its_reason() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open(dir.path());
    let missing = sha256(b"never stored");
    let refused = ledger.append(entry("d").with_request(missing));
    assert!(matches!(refused, Err(LedgerError::MissingBody(body)) if body == missing));
    assert!(matches!(ledger.put_body(b"<?xml version='1.0'?><cXML/>"), Err(LedgerError::NativeBody)));
    let mut other = decision("other");
    other.request = RequestId(Sha256Hex([9; 32]));
    for (json, decision) in [
        (decision_json(&decision("d")), &other),
        (b"{".to_vec(), &other),
        ([decision_json(&other), b"\n".to_vec()].concat(), &other),
    ] {
        assert!(matches!(Entry::decision_json(at(0), decision, json), Err(LedgerError::Entry { .. })));
    }
    assert!(Entry::decision_json(at(0), &other, decision_json(&other)).is_ok());
    for (kind, data) in [
        ("decision", "{}"),
        ("truncation", "{}"),
        ("Review", "{}"),
        ("", "{}"),
        ("a--b", "{}"),
        ("review", "[]"),
    ] {
        let data: serde_json::Value = serde_json::from_str(data).unwrap();
        assert!(matches!(Entry::event(at(0), kind, &data), Err(LedgerError::Entry { .. })), "{kind}");
    }
    let event = Entry::event(at(5), "review", &serde_json::json!({"by": "a\nb"})).unwrap();
    assert_eq!(ledger.append(event).unwrap().seq, 1);
    assert!(verify(dir.path()).unwrap().is_clean());
}

#[test]
fn events_stand_between_decisions_with_their_data_and_inputs() {
    #[derive(serde::Serialize, serde::Deserialize, Debug, PartialEq)]
    struct Review {
        decision_id: String,
        by: String,
    }
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open_small(dir.path());
    let evidence = ledger.put_body(b"what the vendor answered").unwrap();
    let request = ledger.put_body(b"{\"schema_version\":1}").unwrap();
    for number in 0..10 {
        ledger.append(entry(&format!("d{number}")).with_request(request)).unwrap();
        for kind in ["review", "recheck", "close", "list-in-use"] {
            let data =
                Review { decision_id: id(&format!("d{number}")).to_string(), by: format!("\n\u{7f}{kind}") };
            let event = Entry::event(at(number), kind, &data).unwrap();
            let event = event.with_route("cxml").with_request(request).with_input("evidence", evidence);
            assert!(ledger.append(event).unwrap().new, "an event is recorded each time");
        }
    }
    let reader = Reader::open(dir.path()).unwrap();
    for kind in ["review", "recheck", "close", "list-in-use"] {
        let found: Vec<_> = reader.events(kind).unwrap().map(Result::unwrap).collect();
        assert_eq!(found.len(), 10, "{kind}");
        for (number, record) in found.iter().enumerate() {
            let data: Review = record.event().unwrap();
            assert_eq!(data.decision_id, id(&format!("d{number}")).to_string());
            assert_eq!(data.by, format!("\n\u{7f}{kind}"));
            assert_eq!((record.inputs.get("evidence"), record.request), (Some(&evidence), Some(request)));
            assert_eq!((record.decision_id, record.route.as_deref()), (None, Some("cxml")));
        }
    }
    assert_eq!(reader.events("reviews").unwrap().count(), 0);
    assert_eq!(reader.find(&id("d3").to_string()).unwrap().decision_id, Some(id("d3")));
    let report = verify(dir.path()).unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!((report.records, report.decisions, report.bodies), (50, 10, 2));
}

#[test]
fn an_empty_batch_and_an_empty_ledger_are_fine() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open(&dir.path().join("a/b/c"));
    assert_eq!(ledger.append_batch(vec![]).unwrap(), []);
    let report = verify(&dir.path().join("a/b/c")).unwrap();
    assert!(report.is_clean() && report.head == Sha256Hex::default());
    assert!(Reader::open(&dir.path().join("nothing")).is_err());
    assert!(matches!(Reader::open(&dir.path().join("a/b/c")).unwrap().find("0"), Err(FindError::NotFound)));
}

#[test]
fn a_large_batch_is_split_between_segments_and_keeps_its_order() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open_small(dir.path());
    let names: Vec<String> = (0..200).map(|n| format!("d{n}")).collect();
    let receipts = ledger.append_batch(names.iter().map(|name| entry(name)).collect()).unwrap();
    assert_eq!(receipts.iter().map(|receipt| receipt.seq).collect::<Vec<_>>(), (1..=200).collect::<Vec<_>>());
    let reader = Reader::open(dir.path()).unwrap();
    let ids: Vec<DecisionId> =
        reader.iter().unwrap().map(|record| record.unwrap().decision_id.unwrap()).collect();
    assert_eq!(ids, names.iter().map(|name| id(name)).collect::<Vec<_>>());
    for segment in std::fs::read_dir(dir.path().join("segments")).unwrap() {
        assert!(segment.unwrap().metadata().unwrap().len() < 4_000);
    }
    let (_, report) = Ledger::open(dir.path(), Options::new(at(0))).unwrap();
    assert_eq!((report.records, report.head), (200, receipts[199].hash));
    assert!(verify(dir.path()).unwrap().is_clean());
}
