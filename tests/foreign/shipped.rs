//! `plugins/flatfile` in C and `plugins/piped` in C++: corpus against goldens, exact spans, cut and changed documents,
//! a sink that refuses, and the whole gate.
//!
//! Invariant: a value that is not marked as decoded is, byte for byte, what stands at its place.

use std::fs;
use std::path::{Path, PathBuf};

use debar_testkit::{Driver, TestHost, answers, mutations, sink_refusals, truncations, values};
use debar_tests::{made, root, run_in};
use tempfile::TempDir;

/// `DEBAR_UPDATE_GOLDEN=1` writes the goldens anew.
const UPDATE: &str = "DEBAR_UPDATE_GOLDEN";

const PLUGINS: [(&str, &str); 2] = [("flatfile", "text/x-flat-order"), ("piped", "text/x-piped-order")];

fn documents(id: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("plugins").join(id).join("corpus")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "txt" || end == "dat"));
    files.sort();
    assert!(!files.is_empty());
    files
}

fn config(document: &Path) -> serde_json::Value {
    let file = document.with_extension("config.json");
    fs::read(file).map_or_else(|_| serde_json::json!({}), |text| serde_json::from_slice(&text).unwrap())
}

/// Calls with each document of a plugin's corpus and a host around the plugin; none without a compiler.
fn each(check: impl Fn(&str, &str, &Path, &[u8], &TestHost)) {
    for (id, media) in PLUGINS {
        let folder = TempDir::new().unwrap();
        let Some(library) = made(id, folder.path()) else { return };
        for document in documents(id) {
            let host =
                TestHost::new(&Driver::Dlopen(library.clone())).unwrap().with_config(config(&document));
            check(id, media, &document, &fs::read(&document).unwrap(), &host);
        }
    }
}

#[test]
fn what_is_read_and_answered_is_what_was_committed() {
    each(|id, media, document, bytes, host| {
        let decoded = host.decode(media, bytes);
        let decoded = decoded.unwrap_or_else(|error| panic!("{}: {error}", document.display()));
        let answer = host.encode(&decoded.receipt, &answers(&decoded, "deny")).unwrap();
        let found = format!(
            "{}\n-- values\n{}\n-- answer\n{}\n",
            decoded.trace.join("\n"),
            values(&decoded).join("\n"),
            answer.body.escape_ascii().to_string().replace("\\n", "\n")
        );
        let golden = document.with_extension("golden");
        if std::env::var_os(UPDATE).is_some() {
            fs::write(&golden, &found).unwrap();
        }
        let expect = fs::read_to_string(&golden).unwrap_or_default();
        assert_eq!(found, expect, "{id} {}: {UPDATE}=1 writes it anew", document.display());
    });
}

#[test]
fn a_value_is_what_stands_at_its_place() {
    each(|id, media, document, bytes, host| {
        let plain = config(document).get("encoding").is_none();
        let decoded = host.decode(media, bytes).unwrap();
        let (mut exact, mut all) = (0, 0);
        for request in &decoded.requests {
            for value in request.values().into_iter().filter(|value| value.source.len > 0) {
                let (start, len) = (value.source.offset as usize, value.source.len as usize);
                let there = &bytes[start..start + len];
                all += 1;
                exact += usize::from(there == value.text.as_bytes());
            }
            for line in &request.lines {
                let at = &line.source;
                assert!(at.len > 0 && (at.offset + at.len) as usize <= bytes.len());
            }
        }
        println!("{id} {}: {exact} of {all} values stand there byte for byte", document.display());
        // Other character sets and escapes are decoded.
        assert!(!plain || exact + 2 >= all, "{id} {}", document.display());
    });
}

#[test]
fn broken_documents_and_a_refusing_host_break_nothing() {
    each(|id, media, document, bytes, host| {
        let named = |error: String| panic!("{id} {}: {error}", document.display());
        truncations(host, media, bytes, 1).unwrap_or_else(&named);
        let survey = mutations(host, media, bytes, 1, 1500).unwrap_or_else(&named);
        assert!(survey.refused > 0 && survey.decoded > 0, "{id}: {survey:?}");
        sink_refusals(host, media, bytes, u64::MAX).unwrap_or_else(named);
    });
}

#[test]
fn a_cut_or_unknown_document_is_refused_with_its_place() {
    let folder = TempDir::new().unwrap();
    for (id, media) in PLUGINS {
        let Some(library) = made(id, folder.path()) else { return };
        let host = TestHost::new(&Driver::Dlopen(library)).unwrap();
        let document = fs::read_to_string(root().join("plugins").join(id).join("corpus/orders.txt")).unwrap();
        let rows: Vec<&str> = document.lines().collect();
        let check = |text: String, rule: &str, line: u64| {
            let failure = host.decode(media, text.as_bytes()).unwrap_err();
            let report = failure.reports.first().unwrap_or_else(|| panic!("{id}: {failure}"));
            let shown = format!("{report:?}");
            assert!(shown.contains(rule) && shown.contains(&format!("line: {line}")), "{id}: {shown}");
            assert!(!report.help.is_empty(), "{id}: {rule}");
        };
        let (without, unknown, first) = match id {
            "flatfile" => ("no-trailer", "unknown-record", "no-header"),
            _ => ("no-end", "unknown-line", "no-order"),
        };
        let row = if id == "flatfile" { rows[1] } else { rows[3] };
        check(format!("{}\n{row}\n", rows[0]), without, 2);
        check(format!("{}\nZZ 1\n", rows[0]), unknown, 2);
        check(format!("{row}\n{}\n", rows[0]), first, 1);
        // A count that is not the lines': the host refuses, whatever the plugin thinks of it.
        let wrong = document.replacen("PT00002", "PT00003", 1).replacen("END|2", "END|3", 1);
        assert!(host.decode(media, wrong.as_bytes()).is_err(), "{id}");
    }
}

#[test]
fn a_layout_that_cannot_be_is_refused_in_words() {
    let folder = TempDir::new().unwrap();
    let Some(library) = made("flatfile", folder.path()) else { return };
    for (json, part) in [
        (r#"{"line": ["L1", "quantity 9-4"]}"#, "ends before it begins"),
        (r#"{"line": ["L1", "colour 3-4"]}"#, "a name that is not known"),
        (r#"{"header": ["H1", "quantity 3-4"]}"#, "does not belong into its record"),
        (r#"{"line": ["L1", "quantity 3-9", "unit 9-10"]}"#, "overlap"),
        (r#"{"line": ["L1", "name"]}"#, "lacks its place"),
        (r#"{"line": ["L1", "name 3-9 /2"]}"#, "only a decimal"),
        (r#"{"line": ["L1", "quantity 3-9 /99"]}"#, "more than 12"),
        (r#"{"line": [""]}"#, "its tag"),
        (r#"{"line": ["a\"b"]}"#, "plain texts"),
        (r#"{"colour": 1}"#, "colour"),
        (r#"{"encoding": "utf-7"}"#, "utf-8"),
    ] {
        let host = TestHost::new(&Driver::Dlopen(library.clone())).unwrap();
        let error = host.with_config(serde_json::from_str(json).unwrap()).instance().unwrap_err();
        assert!(error.to_string().contains(part), "{json}: {error}");
    }
}

/// Added, routed by content, screened in a worker, and answered in their own records.
#[test]
fn the_whole_gate_reads_and_answers_them() {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    fs::write(at.join("debar.toml"), "version = 1\nledger = \"ledger\"\n[facts]\njurisdiction = \"us\"\n")
        .unwrap();
    for (id, _) in PLUGINS {
        let Some(library) = made(id, at) else { return };
        let added = run_in(at, &["plugin", "add", library.to_str().unwrap()]);
        assert_eq!(added.code, Some(0), "{}", added.err);
        for part in
            ["needs     libc.so.6", "exports   debar_plugin_entry_v1", "signer    none", "owner     user "]
        {
            assert!(added.out.contains(part), "no `{part}` in\n{}", added.out);
        }
    }
    for (id, listed, denied) in [("flatfile", "PO-2026-0418", "DENY"), ("piped", "WH-20261005-31", "deny")] {
        let document = root().join("plugins").join(id).join("corpus/orders.txt");
        let document = document.to_str().unwrap();
        let decoded = run_in(at, &["plugin", "decode", document]);
        assert_eq!((decoded.code, decoded.out.lines().count()), (Some(0), 2), "{}", decoded.err);
        let checked = run_in(at, &["check", document, "--answer", "--at", "2026-10-05"]);
        assert_eq!(checked.code, Some(1), "{}{}", checked.out, checked.err);
        assert!(checked.out.contains(listed) && checked.out.contains(denied), "{}", checked.out);
    }
}
