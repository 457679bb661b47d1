//! Names that nobody has: empty, huge, all punctuation, control characters, bytes that are no text. As names alone and
//! in documents: each has a defined answer, nothing panics, and the time is bounded.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use debar_tests::{debar, initialised, run_in};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Far more than a build without optimisation takes.
const MOST: Duration = Duration::from_secs(60);

fn hostile() -> Vec<String> {
    let mut all: Vec<String> = [
        "",
        " ",
        "...",
        "\u{0}",
        "\u{7}\u{1b}[2J",
        "\u{202e}",
        "\u{200b}",
        "\u{FFFD}",
        "(",
        "&",
        "<",
        "&#",
        "<!--",
    ]
    .map(str::to_owned)
    .to_vec();
    for piece in [
        "x", "!", "\u{1}", "\u{301}", "\u{200b}", "华", "a b ", "&amp;", "<b>", "\u{202e}", "v", "S. A. ",
        "1a", "@a",
    ] {
        all.push(piece.repeat((1 << 20) / piece.len()));
    }
    all
}

fn fed(folder: &Path, args: &[&str], input: &[u8]) -> (Option<i32>, Vec<u8>) {
    let mut command = debar(folder);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    (output.status.code(), output.stdout)
}

#[test]
fn names_alone() {
    let folder = TempDir::new().unwrap();
    for text in hostile() {
        let line = text.replace(['\n', '\t'], " ");
        let begun = Instant::now();
        let (code, out) = fed(
            folder.path(),
            &["names", "screen", "--format", "jsonl"],
            format!("{line}\nZTE\n").as_bytes(),
        );
        let (paired, pairs) = fed(
            folder.path(),
            &["names", "compare", "--format", "jsonl"],
            format!("{line}\tZTE\n{line}\t{line}\n").as_bytes(),
        );
        let shown: String = text.chars().take(12).collect();
        assert!(begun.elapsed() < MOST, "{shown:?} took {:?}", begun.elapsed());
        assert!(
            matches!(code, Some(1 | 3)) && matches!(paired, Some(0 | 5)),
            "{shown:?}: {code:?} {paired:?}"
        );
        let (out, pairs) = (String::from_utf8(out).unwrap(), String::from_utf8(pairs).unwrap());
        assert_eq!((out.lines().count(), pairs.lines().count()), (2, 2), "{shown:?}");
        for line in out.lines().chain(pairs.lines()) {
            let answer: Value = serde_json::from_str(line).unwrap();
            let class = &answer["class"];
            assert!(
                class.is_null()
                    || class
                        .as_str()
                        .is_some_and(|class| ["exact", "alias", "family", "strong", "weak"].contains(&class))
            );
        }
    }
}

#[test]
fn bytes_that_are_no_text() {
    let folder = TempDir::new().unwrap();
    for (pair, expect) in [
        (&b"Kaspersky\xFF\tKaspersky\n"[..], 5),
        (b"\xFF\xFE\t\x80\n", 5),
        (b"no tab\n", 5),
        (b"\t\n", 0),
        (b"a\tb\tc\td\n", 0),
        (b"Kaspersky\tKas\0persky", 0),
    ] {
        let (code, out) = fed(folder.path(), &["names", "compare", "--format", "jsonl"], pair);
        assert_eq!(code, Some(expect), "{:?}", String::from_utf8_lossy(pair));
        let answer: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(answer.get("error").is_some(), expect == 5, "{answer}");
    }
}

/// In a document, a hostile text beside a listed name hides nothing, and alone it leads to no deny.
#[test]
fn names_in_documents() {
    let folder = initialised();
    let path = folder.path().join("order.json");
    for (number, text) in hostile().into_iter().enumerate() {
        // Ten fields of a tenth each: a document is capped.
        let piece: String = text.chars().take(100_000).collect();
        for (listed, expect) in [(false, &[0, 3][..]), (true, &[1, 3])] {
            let maker = if listed { "AO Kaspersky Lab" } else { "Northern Light Systems" };
            let order = json!({
                "schema_version": 1,
                "document_id": format!("PO-{number}-{listed}"),
                "supplier": { "name": [piece, "Nordwind Handel"] },
                "lines": [{
                    "line_id": "1", "name": piece, "description": piece, "comments": [piece], "part_number": piece,
                    "manufacturer": [piece, maker],
                }],
            });
            fs::write(&path, order.to_string()).unwrap();
            let begun = Instant::now();
            let ran = run_in(folder.path(), &["check", "order.json", "--at", "2026-01-15"]);
            let shown: String = text.chars().take(12).collect();
            assert!(begun.elapsed() < MOST, "{shown:?} took {:?}", begun.elapsed());
            assert!(
                ran.code.is_some_and(|code| expect.contains(&code)),
                "{shown:?} {listed}: {:?} {}",
                ran.code,
                ran.err
            );
            assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{shown:?}");
        }
    }
    fs::write(&path, b"{\"schema_version\":1,\"lines\":[{\"name\":\"Kas\xFFpersky\"}]}").unwrap();
    assert_eq!(run_in(folder.path(), &["check", "order.json", "--at", "2026-01-15"]).code, Some(3));
}
