//! The red team for lists, as an admin calls it: what it prints, its exit codes, and the tests that it writes.

use std::fs;

use debar_tests::{Ran, run_in};
use serde_json::Value;
use tempfile::TempDir;

/// A vendor whose name is known in full only.
const LIST: &str = r#"version = 1
title = "Own"
time-zone = "UTC"

[vendor.zorvexin]
name = "Zorvexin Laboratories Limited"
identifiers = { domain = ["zorvexin.com"] }

[vendor.sleeper]
name = "Beldrask Trading Ltd"

[authority.house]
title = "House rule"
force = "house-rule"
status = [{ is = "in-force", from = 2020-01-01 }]

[rule.wide]
authority = "house"
vendors = ["zorvexin"]
acts = ["procure"]
action = "deny"
"#;

fn run(list: &str, args: &[&str]) -> Ran {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("list.toml"), list).unwrap();
    run_in(folder.path(), &[&["blocklist", "harden", "list.toml"], args].concat())
}

#[test]
fn what_passes_is_told_with_place_and_remedy() {
    let ran = run(LIST, &["--at", "2026-01-15", "--format", "json"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let list = &report["lists"][0];
    let slips = list["passed"].as_array().unwrap();
    assert!(!slips.is_empty());
    for slip in slips {
        assert_eq!((slip["file"].as_str(), slip["line"].as_u64()), (Some("list.toml"), Some(6)), "{slip}");
        assert!(slip["shown"].as_str().is_some_and(|shown| !shown.contains('\u{200B}')), "{slip}");
        assert!(slip["remedy"]["do"].is_string() && slip["expected"] != slip["verdict"], "{slip}");
    }
    assert_eq!(list["not_tried"][0]["id"], "sleeper");
    assert_eq!(list["not_tried"][0]["why"], "nothing-in-force");
    assert!(list["totals"].as_array().unwrap().iter().any(|total| total["evasion"] == "zero width"));
}

#[test]
fn the_same_call_prints_the_same_bytes() {
    for format in ["human", "json"] {
        let args = ["--at", "2026-01-15", "--seed", "7", "--format", format];
        let (first, again) = (run(LIST, &args), run(LIST, &args));
        assert_eq!((first.code, &first.out), (again.code, &again.out));
        let other = run(LIST, &["--at", "2026-01-15", "--seed", "8", "--format", format]);
        assert_ne!(first.out, other.out);
    }
}

#[test]
fn exit_codes() {
    fn check(list: &str, args: &[&str], expect: i32, err: &str) {
        let ran = run(list, args);
        assert_eq!(ran.code, Some(expect), "{args:?}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(err), "{args:?}: {}", ran.err);
    }
    check(LIST, &["--at", "2026-01-15"], 1, "");
    check(LIST, &["--at", "2019-01-15"], 5, "nothing could be tried");
    check(LIST, &["--vendor", "sleeper", "--at", "2026-01-15"], 5, "nothing could be tried");
    check(LIST, &["--vendor", "nobody"], 2, "there is no vendor `nobody`");
    check(LIST, &["--per-entry", "0"], 2, "");
    check("version = 1", &[], 4, "");
    // Known by its domain alone, it cannot be written differently.
    let by_domain = LIST.replace("\"Zorvexin Laboratories Limited\"", "\"Zorvexin\"");
    check(
        &by_domain.replace("vendors = [\"zorvexin\"]", "vendors = [\"sleeper\"]"),
        &["--vendor", "zorvexin"],
        5,
        "",
    );
}

/// Written tests fail; with the remedies that stand beside them, those hold whose remedy is a name.
#[test]
fn written_tests_are_read_back() {
    let ran = run(LIST, &["--at", "2026-01-15", "--write-tests"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("list.toml"), format!("{LIST}{}", ran.out)).unwrap();
    let tested = run_in(folder.path(), &["blocklist", "test", "list.toml", "--format", "json"]);
    let report: Value = serde_json::from_str(&tested.out).unwrap();
    let tests = report["tests"].as_array().unwrap();
    assert_eq!(tests.len(), ran.out.matches("[[test]]").count(), "{}", tested.err);
    assert_eq!(report["failed"].as_u64(), Some(tests.len() as u64));
    assert_eq!(tested.code, Some(1));
}
