//! Names alone: screening and comparing, as people and scripts call it.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use debar_tests::{Ran, debar, run_in};
use serde_json::{Value, json};
use tempfile::TempDir;

const LIST: &str = r#"version = 1
title = "Own"
time-zone = "America/New_York"

[vendor.zorvexin]
name = "Zorvexin Laboratories Limited"
aliases = ["Зорвексин"]
brands = ["Zorvexin"]
not = ["Zorvexin Bakery"]

[vendor.beldrask]
name = "Beldrask Trading Ltd"
brands = ["Beldrask"]

[authority.house]
title = "House rule"
force = "house-rule"
status = [{ is = "in-force", from = 2020-01-01 }]

[rule.wide]
authority = "house"
vendors = ["zorvexin"]
acts = ["procure"]
action = "deny"
reach = ["controlled"]

[rule.narrow]
authority = "house"
vendors = ["beldrask"]
acts = ["procure"]
action = "deny"
"#;

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("list.toml"), LIST).unwrap();
    folder
}

fn fed(folder: &Path, args: &[&str], input: &[u8]) -> Ran {
    let mut child = debar(folder)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

const SCREEN: [&str; 6] = ["--blocklist", "list.toml", "names", "screen", "--format", "jsonl"];

fn answers(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_class_has_its_default_verdict() {
    fn check(name: &str, verdict: &str, class: Value, entity: &str, code: i32) {
        let folder = folder();
        let ran = run_in(folder.path(), &[&SCREEN[..], &[name]].concat());
        let answer = &answers(&ran)[0];
        assert_eq!(answer["input"], name);
        assert_eq!(answer["verdict"], verdict, "{answer}");
        assert_eq!(answer["matches"][0]["class"], class, "{answer}");
        if !entity.is_empty() {
            assert_eq!(answer["matches"][0]["entity"], entity, "{answer}");
        }
        assert_eq!(ran.code, Some(code), "{answer}");
    }
    check("Zorvexin Laboratories Limited", "deny", json!("exact"), "zorvexin", 1);
    check("ZORVEXIN LABS", "deny", json!("alias"), "zorvexin", 1);
    check("ЗОРВЕКСИН", "deny", json!("alias"), "zorvexin", 1);
    check("Zorvexin Deutschland GmbH", "deny", json!("family"), "zorvexin", 1);
    // No rule reaches the firms of this one.
    check("Beldrask Deutschland GmbH", "review", json!("family"), "beldrask", 3);
    check("Zorvexin Bakery", "allow", Value::Null, "", 0);
    check("Northern Light Systems", "allow", Value::Null, "", 0);
}

#[test]
fn lines_keep_their_order_and_none_is_dropped() {
    let folder = folder();
    let mut input = b"Zorvexin\r\n\n---\nab\xFFc\n".to_vec();
    input.extend(vec![b'x'; 1 << 20]);
    input.extend(b"\nBel\0drask\nZorvexin \xFF Labs");
    let ran = fed(folder.path(), &SCREEN, &input);
    let answers = answers(&ran);
    let got: Vec<(&str, bool)> = answers
        .iter()
        .map(|answer| (answer["verdict"].as_str().unwrap(), answer.get("error").is_some()))
        .collect();
    let expect = [
        ("deny", false),
        ("allow", false),
        ("allow", false),
        ("review", true),
        ("review", true),
        ("deny", false),
        ("deny", true),
    ];
    assert_eq!(got, expect, "{}", ran.out.chars().take(2_000).collect::<String>());
    assert_eq!(answers[0]["input"], "Zorvexin");
    assert_eq!(answers[1]["input"], "");
    assert_eq!(ran.code, Some(1));
}

#[test]
fn the_fields_stand_in_the_order_of_the_contract() {
    let folder = folder();
    let ran = run_in(folder.path(), &[&SCREEN[..], &["ZORVEXIN LABS"]].concat());
    let places: Vec<usize> =
        ["\"input\"", "\"verdict\"", "\"matches\"", "\"entity\"", "\"matched\"", "\"class\"", "\"score\""]
            .iter()
            .map(|field| ran.out.find(field).unwrap())
            .collect();
    assert!(places.is_sorted(), "{}", ran.out);
    let score = answers(&ran)[0]["matches"][0]["score"].as_u64().unwrap();
    assert!((900..=1000).contains(&score));
    let ran =
        run_in(folder.path(), &["names", "compare", "--format", "jsonl", "Zorvexin Ltd", "Beldrask Ltd"]);
    assert!(
        ran.out.starts_with("{\"a\":\"Zorvexin Ltd\",\"b\":\"Beldrask Ltd\",\"class\":null,\"identity\":"),
        "{}",
        ran.out
    );
    assert!(ran.out.ends_with(",\"family\":null}\n"), "{}", ran.out);
}

#[test]
fn all_scores_tell_more_and_change_no_verdict() {
    let folder = folder();
    let name = "Zorvexin Bakery Deluxe";
    let few = run_in(folder.path(), &[&SCREEN[..], &[name]].concat());
    let all = run_in(folder.path(), &[&SCREEN[..], &["--all-scores", name]].concat());
    assert_eq!(answers(&few)[0]["verdict"], answers(&all)[0]["verdict"]);
    assert_eq!(few.code, all.code);
    let far = run_in(folder.path(), &[&SCREEN[..], &["--all-scores", "Zorvexia Quandor Trading"]].concat());
    let scores: Vec<u64> = answers(&far)[0]["matches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["score"].as_u64().unwrap())
        .collect();
    assert!(scores.iter().rev().is_sorted(), "{}", far.out);
}

#[test]
fn pairs_are_compared_with_and_without_a_list() {
    let folder = folder();
    let pairs = "Zorvexin Labs\tZorvexin Laboratories Ltd\tmore\nno tab here\nZorvexin Labs\tZorvexin Polska Sp. z o.o.\n";
    let ran = fed(folder.path(), &["names", "compare", "--format", "jsonl"], pairs.as_bytes());
    let found = answers(&ran);
    assert_eq!(found.len(), 3);
    assert_eq!(found[0]["class"], "alias", "{}", found[0]);
    assert!(found[1]["error"].is_string() && found[1]["class"].is_null(), "{}", found[1]);
    assert!(found.iter().all(|pair| pair["family"].is_null()));
    assert_eq!(ran.code, Some(5));
    let args = ["--blocklist", "list.toml", "names", "compare", "--format", "jsonl"];
    let found = answers(&fed(folder.path(), &args, pairs.as_bytes()));
    assert!(found[2]["family"].as_u64().unwrap() >= 900, "{}", found[2]);
    assert_eq!(found[2]["class"], "family");
}

#[test]
fn people_see_why() {
    let folder = folder();
    let ran = run_in(folder.path(), &["names", "compare", "Kaspersky Lab", "Лаборатория Касперского"]);
    assert!(ran.out.contains("'lab' = 'laboratoriya' (domain word)"), "{}", ran.out);
    let ran = run_in(folder.path(), &["--blocklist", "list.toml", "names", "screen", "Zorvexin \u{1b} Labs"]);
    assert!(ran.out.contains("zorvexin") && !ran.out.contains('\u{1b}'), "{}", ran.out);
    let ran = run_in(
        folder.path(),
        &["--blocklist", "list.toml", "names", "screen", "--format", "json", "Zorvexin"],
    );
    let whole: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(whole["schema_version"], 1);
    assert_eq!(whole["names"][0]["matches"][0]["alignment"][0]["kind"], "exact", "{whole}");
}

#[test]
fn what_cannot_be_asked_is_said() {
    let folder = folder();
    for (args, code) in [
        (&["names", "screen"][..], 5),
        (&["names", "compare"], 5),
        (&["names", "compare", "one"], 2),
        (&["names"], 2),
        (&["names", "calibrate", "--names", "missing.txt"], 5),
        (&["names", "calibrate", "--names", "list.toml"], 5),
        (&["--blocklist", "missing.toml", "names", "screen", "a"], 4),
    ] {
        let ran = fed(folder.path(), args, b"");
        assert_eq!(ran.code, Some(code), "{args:?}: {}{}", ran.out, ran.err);
        assert!(!ran.err.is_empty(), "{args:?}");
    }
}
