//! One document through the loaded plugin, twice, and the law that removing the cited rule flips a deny.
//! That a linked plugin gives the same bytes is tested beside each plugin's own crate (`tests/drivers`).

use std::fs;

use debar_tests::{root, run_in};
use serde_json::Value;
use tempfile::TempDir;

#[test]
fn removing_the_cited_rules_flips_the_deny() {
    let folder = TempDir::new().unwrap();
    run_in(folder.path(), &["init", "."]);
    let ask = || {
        let ran = run_in(folder.path(), &["check", "order.xml", "--at", "2026-10-05", "--format", "json"]);
        (ran.code, serde_json::from_str::<Value>(&ran.out).unwrap())
    };
    let (code, decision) = ask();
    assert_eq!(code, Some(1));
    let mut rules: Vec<(String, String)> = vec![];
    for finding in decision["findings"].as_array().unwrap() {
        for ruling in finding["rulings"].as_array().unwrap() {
            if ruling["verdict"] != "allow" {
                let rule = ruling["rule"].as_str().unwrap().to_owned();
                rules.push((rule, ruling["place"]["file"].as_str().unwrap().to_owned()));
            }
        }
    }
    rules.sort();
    rules.dedup();
    assert!(!rules.is_empty());
    for (rule, file) in rules {
        let path = folder.path().join(&file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, without(&text, &rule)).unwrap();
    }
    let (code, decision) = ask();
    assert_eq!(code, Some(0), "{decision:#}");
}

/// The list without a rule, the waivers of it and the tests, which expect it.
fn without(text: &str, rule: &str) -> String {
    let mut kept = String::new();
    let mut drop = false;
    for line in text.lines() {
        if line.starts_with('[') {
            drop = line == format!("[rule.{rule}]") || line == "[[test]]" || line.starts_with("[waiver");
        }
        if !drop && !line.starts_with(&format!("{rule} = {{")) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let order = root().join("docs/examples/order.xml");
    let ask = || {
        let folder = TempDir::new().unwrap();
        let args = ["check", order.to_str().unwrap(), "--at", "2026-10-05", "--format", "jsonl"];
        run_in(folder.path(), &args).out
    };
    let first = ask();
    assert!(first.contains("\"verdict\":\"deny\""));
    for _ in 0..3 {
        assert_eq!(ask(), first);
    }
}
