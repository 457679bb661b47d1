//! Decisions in the ledger: found, replayed to the same bytes, and broken ones told.

use std::fs;

use debar_tests::{root, run_in};
use tempfile::TempDir;

fn order() -> String {
    root().join("docs/examples/order.xml").to_str().unwrap().to_owned()
}

#[test]
fn replay_gives_the_same_bytes_also_after_the_list_has_changed() {
    let folder = TempDir::new().unwrap();
    run_in(folder.path(), &["init", "."]);
    for at in ["2017-09-01", "2018-01-15", "2018-10-02", "2026-10-05"] {
        run_in(folder.path(), &["check", "order.xml", "--at", at, "--quiet"]);
    }
    run_in(
        folder.path(),
        &["check", "order.xml", "--at", "2018-10-02", "--known-at", "2017-10-01", "--quiet"],
    );
    let list = folder.path().join("blocklist.toml");
    let text = fs::read_to_string(&list).unwrap();
    fs::write(&list, text.replace("include = [\"packs/default.toml\"]", "")).unwrap();
    assert_eq!(run_in(folder.path(), &["check", "order.xml", "--quiet"]).code, Some(0));
    let replayed = run_in(folder.path(), &["ledger", "replay"]);
    assert_eq!(replayed.code, Some(0), "{}{}", replayed.out, replayed.err);
    assert!(replayed.out.contains("6 of 6"), "{}", replayed.out);
}

#[test]
fn the_law_of_the_day_decides() {
    let folder = TempDir::new().unwrap();
    let verdict = |at: &str| run_in(folder.path(), &["check", &order(), "--at", at, "--quiet"]).code;
    assert_eq!(verdict("2017-09-12"), Some(0), "before any authority");
    assert_eq!(verdict("2017-12-13"), Some(1), "the directive");
    assert_eq!(verdict("2018-10-02"), Some(1), "the directive and the statute");
    let at = |at: &str| {
        let ran = run_in(folder.path(), &["check", &order(), "--at", at, "--format", "json"]);
        serde_json::from_str::<serde_json::Value>(&ran.out).unwrap()["at"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        at("2018-10-01"),
        "2018-10-01T04:00:00Z",
        "a day begins where the list says that its days begin"
    );
    assert_eq!(at("2018-10-01T00:00:00Z"), "2018-10-01T00:00:00Z");
}

#[test]
fn an_exact_retry_gets_the_recorded_decision() {
    let folder = TempDir::new().unwrap();
    let ask = || run_in(folder.path(), &["check", &order(), "--format", "jsonl"]).out;
    let (first, second) = (ask(), ask());
    assert_eq!(first, second);
    let verified = run_in(folder.path(), &["ledger", "verify"]);
    assert!(verified.out.contains("1 decision(s)"), "{}", verified.out);
}

#[test]
fn a_changed_record_is_told_with_its_place() {
    let folder = TempDir::new().unwrap();
    run_in(folder.path(), &["check", &order(), "--quiet"]);
    let mut changed = 0;
    for file in files(&folder.path().join("state")) {
        let text = fs::read(&file).unwrap();
        if let Some(at) = text.windows(16).position(|window| window == b"\"verdict\":\"deny\"") {
            let mut text = text;
            text[at..at + 16].copy_from_slice(b"\"verdict\":\"DENY\"");
            fs::write(&file, text).unwrap();
            changed += 1;
        }
    }
    assert_eq!(changed, 1);
    let verified = run_in(folder.path(), &["ledger", "verify"]);
    assert_eq!(verified.code, Some(1), "{}", verified.out);
    assert!(verified.out.contains(".jsonl`, line "), "{}", verified.out);
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}
