//! `debar plugin`: what is trusted is pinned, edits keep a configuration's comments, and the two steps by hand give
//! what the whole path gives.

use std::fs;

use debar_tests::{built, initialised, run_in};
use tempfile::TempDir;

fn library(id: &str) -> String {
    built(&format!("libdebar_plugin_{id}.so")).to_str().unwrap().to_owned()
}

const CONFIGURATION: &str = r#"# of the purchasing office
version = 1
allow-in-process = true

[[plugin]] # for orders
id = "ubl"
path = "old.so" # where it was
sha256 = "0000000000000000000000000000000000000000000000000000000000000000" # the pin
isolation = "in-process"

[route.orders] # by mail
plugin = "ubl"
"#;

#[test]
fn a_pin_is_renewed_and_every_comment_stays() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("debar.toml");
    fs::write(&file, CONFIGURATION).unwrap();
    let dry = run_in(folder.path(), &["plugin", "add", &library("ubl"), "--dry-run"]);
    assert_eq!(dry.code, Some(0), "{}", dry.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), CONFIGURATION);
    for id in ["ubl", "cxml"] {
        let ran = run_in(folder.path(), &["plugin", "add", &library(id)]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
    let text = fs::read_to_string(&file).unwrap();
    for comment in ["# of the purchasing office", "# for orders", "# where it was", "# the pin", "# by mail"]
    {
        assert!(text.contains(comment), "`{comment}` is gone:\n{text}");
    }
    let listed = run_in(folder.path(), &["plugin", "list", "--format", "jsonl"]);
    assert_eq!(listed.code, Some(0), "{}", listed.err);
    assert_eq!(listed.out.lines().count(), 2, "{}", listed.out);
    assert_eq!(
        fs::read_dir(folder.path())
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().path() != file)
            .filter(|entry| entry.as_ref().unwrap().file_name() != "state")
            .count(),
        0,
        "nothing else is left"
    );
}

#[test]
fn what_would_not_hold_is_not_written() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("debar.toml");
    for (text, part) in [
        ("version = 1\nplugin = []\n", "no list of `[[plugin]]` tables"),
        ("version = 1\nplugin = \"x\"\n", "no list of `[[plugin]]` tables"),
        ("version = \n", "no TOML"),
    ] {
        fs::write(&file, text).unwrap();
        let ran = run_in(folder.path(), &["plugin", "add", &library("ubl")]);
        assert_eq!(ran.code, Some(4), "{text}\n{}", ran.err);
        assert!(ran.err.contains(part) && ran.err.contains("nothing was written"), "{text}\n{}", ran.err);
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
    fs::remove_file(&file).unwrap();
    let ran = run_in(folder.path(), &["plugin", "add", &library("ubl")]);
    assert!(ran.code == Some(4) && ran.err.contains("debar init"), "{}", ran.err);
    for wrong in ["missing.so", "/dev/null"] {
        assert_eq!(run_in(folder.path(), &["plugin", "add", wrong]).code, Some(4), "{wrong}");
    }
}

#[test]
fn decode_and_encode_by_hand_are_the_whole_path() {
    let folder = initialised();
    let records = "{\"supplier\":\"One\",\"lines\":[{\"description\":\"Chair\"}]}\n{\"supplier\":\"Two\",\"lines\":[{\"description\":\"Kaspersky\"}]}\n";
    fs::write(folder.path().join("two.ndjson"), records).unwrap();
    for (document, requests) in [("order.xml", 1), ("two.ndjson", 2)] {
        let decoded = run_in(folder.path(), &["plugin", "decode", document]);
        assert_eq!((decoded.code, decoded.out.lines().count()), (Some(0), requests), "{}", decoded.err);
        let answer = run_in(folder.path(), &["check", document, "--answer", "-q"]).out;
        for format in ["json", "jsonl"] {
            let decisions = run_in(folder.path(), &["check", document, "--format", format]).out;
            fs::write(folder.path().join("decisions"), decisions).unwrap();
            let encoded = run_in(folder.path(), &["plugin", "encode", document, "--decision", "decisions"]);
            assert_eq!(encoded.code, Some(0), "{}", encoded.err);
            assert_eq!(encoded.out, answer, "{document} {format}");
        }
    }
    let few = run_in(folder.path(), &["plugin", "encode", "order.xml", "--decision", "decisions"]);
    assert!(few.code == Some(3) && few.err.contains("1 request(s), and 2 decision(s)"), "{}", few.err);
    fs::write(folder.path().join("decisions"), "not json").unwrap();
    let none = run_in(folder.path(), &["plugin", "encode", "order.xml", "--decision", "decisions"]);
    assert_eq!(none.code, Some(5), "{}", none.err);
}

#[test]
fn every_shell_completes_and_every_code_is_explained() {
    let folder = TempDir::new().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = run_in(folder.path(), &["completions", shell]);
        assert!(ran.code == Some(0) && ran.out.contains("blocklist"), "{shell}: {}", ran.err);
    }
    for code in debar_blocklist::Code::ALL {
        let ran = run_in(folder.path(), &["explain", code.as_str()]);
        assert!(ran.code == Some(0) && ran.out.lines().count() > 1, "{code}: {}", ran.err);
    }
    for command in [&["--help"][..], &["check", "--help"], &["blocklist", "check", "--help"]] {
        let ran = run_in(folder.path(), command);
        assert!(
            ran.code == Some(0) && ran.out.contains("5  no durable decision"),
            "{command:?}: {}",
            ran.out
        );
    }
}
