//! Several documents in one run and several requests in one document: each has its own verdict, and the exit code
//! is that of the worst.

use std::fs;

use debar_tests::{debar, initialised, run_in};
use serde_json::Value;
use tempfile::TempDir;

use crate::own_list::{NO_DIGEST, check, order, write};

fn folder() -> TempDir {
    let folder = initialised();
    let path = folder.path();
    write(path, NO_DIGEST);
    for (name, bytes) in [
        ("allow.xml", order("Some tool").into_bytes()),
        ("deny.xml", order("Badsoft").into_bytes()),
        ("hold.xml", b"<cXML>".to_vec()),
    ] {
        fs::write(path.join(name), bytes).unwrap();
    }
    folder
}

#[test]
fn the_exit_code_is_that_of_the_worst() {
    let folder = folder();
    for (files, code) in [
        (&["allow.xml"][..], 0),
        (&["allow.xml", "hold.xml"], 3),
        (&["hold.xml", "allow.xml", "missing.xml"], 5),
        (&["missing.xml", "deny.xml", "hold.xml"], 1),
    ] {
        for format in ["human", "json", "jsonl", "sarif", "junit"] {
            let args: Vec<&str> = files.iter().copied().chain(["--format", format]).collect();
            assert_eq!(check(folder.path(), &args).code, Some(code), "{args:?}");
        }
    }
}

#[test]
fn programs_learn_which_document_failed() {
    let folder = folder();
    let files = ["deny.xml", "missing.xml", "allow.xml"];
    let run = |format: &str| check(folder.path(), &[&files[..], &["--format", format]].concat()).out;
    let list: Vec<Value> = serde_json::from_str(&run("json")).unwrap();
    let lines: Vec<Value> = run("jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(list, lines);
    let names: Vec<&str> = list.iter().map(|item| item["document"].as_str().unwrap()).collect();
    assert_eq!(names, files);
    assert_eq!(list[0]["verdict"], "deny");
    assert!(list[1]["verdict"].is_null() && list[1]["error"].as_str().unwrap().contains("missing.xml"));
    assert_eq!(list[2]["verdict"], "allow");
    let sarif: Value = serde_json::from_str(&run("sarif")).unwrap();
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert!(
        invocation["toolExecutionNotifications"][0]["message"]["text"]
            .as_str()
            .unwrap()
            .contains("missing.xml")
    );
    assert!(run("junit").contains("errors=\"1\""));
    let alone = check(folder.path(), &["missing.xml", "--format", "json"]);
    let error: Value = serde_json::from_str(&alone.out).unwrap();
    assert_eq!((alone.code, error["document"].as_str()), (Some(5), Some("missing.xml")));
}

#[test]
fn a_broken_record_is_held_and_the_others_are_judged() {
    let folder = folder();
    let records = "{\"supplier\":\"One\",\"lines\":[{\"description\":\"Chair\"}]}\n\
                   {\"supplier\":\"Two\",\"lines\":[{\"description\":\n\
                   {\"supplier\":\"Three\",\"lines\":[{\"description\":\"Badsoft suite\"}]}\n\
                   {\"supplier\":\"One\",\"lines\":[{\"description\":\"Chair\"}]}\n";
    fs::write(folder.path().join("four.ndjson"), records).unwrap();
    let ran = check(folder.path(), &["four.ndjson", "--format", "jsonl"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    let verdicts = |text: &str| -> Vec<String> {
        let decisions = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        decisions.map(|decision| decision["verdict"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(verdicts(&ran.out), ["allow", "review", "deny", "allow"]);
    let answered = check(folder.path(), &["four.ndjson", "--answer", "-q"]);
    assert_eq!(verdicts(&answered.out), ["allow", "review", "deny", "allow"], "one answer a request");
    let human = check(folder.path(), &["four.ndjson"]);
    assert!(human.out.contains("four.ndjson, request 3: DENY"), "{}", human.out);
    let replayed = run_in(folder.path(), &["ledger", "replay"]);
    assert!(replayed.code == Some(0) && replayed.out.contains("4 of 4"), "{}{}", replayed.out, replayed.err);
}

#[test]
fn standard_input_is_a_document() {
    use std::io::Write;
    let folder = folder();
    let mut child = debar(folder.path())
        .args(["--blocklist", "own.toml", "check", "-", "--format", "json"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(order("Badsoft").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let decision: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(decision["verdict"], "deny");
}

#[test]
fn processes_at_once_share_one_ledger() {
    let folder = folder();
    for number in 0..6 {
        fs::write(folder.path().join(format!("{number}.xml")), order(&format!("Tool {number}"))).unwrap();
    }
    let children: Vec<_> = (0..6)
        .map(|number| {
            let file = format!("{number}.xml");
            debar(folder.path())
                .args(["--blocklist", "own.toml", "check", "-q", &file, &file])
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
    let verified = run_in(folder.path(), &["ledger", "verify"]);
    assert_eq!(verified.code, Some(0), "{}", verified.out);
    assert!(verified.out.contains("6 decision(s)"), "the second of each pair is a retry: {}", verified.out);
    let replayed = run_in(folder.path(), &["ledger", "replay"]);
    assert!(replayed.out.contains("6 of 6"), "{}{}", replayed.out, replayed.err);
}
