//! The ways to check a ledger without our code, run as `docs/ledger.md` prints them.

use super::{entry, open_small};
use debar_ledger::verify;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The first block of a language on the page.
fn block(language: &str) -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/ledger.md");
    let text = fs::read_to_string(page).unwrap();
    let (_, after) = text.split_once(&format!("```{language}\n")).unwrap();
    after.split_once("```").unwrap().0.to_owned()
}

fn sample(dir: &Path) {
    let (ledger, _) = open_small(dir);
    let list = ledger.put_body("version = 1 # Лаборатория\n".repeat(50).as_bytes()).unwrap();
    let large = ledger.put_body("version = 1 # Лаборатория\n".repeat(10_000).as_bytes()).unwrap();
    for number in 0..8 {
        let body = ledger.put_body(format!("{{\"number\":\"{number}\"}}").as_bytes()).unwrap();
        let entry = entry(&format!("Ж\"{number}")).with_request(body).with_input("list", list);
        ledger.append(entry.with_input("large", large)).unwrap();
    }
}

/// The large body, replaced by another.
fn change_file(dir: &Path) {
    let folder = fs::read_dir(dir.join("bodies")).unwrap().next().unwrap().unwrap().path();
    let file = fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let other =
        base64::Engine::decode(&base64::prelude::BASE64_STANDARD, "H4sIAAAAAAAA/wMAAAAAAAAAAAA=").unwrap();
    fs::write(file, other).unwrap();
}

/// A body in a segment, replaced by an empty one; the line's hash made anew.
fn change_body(dir: &Path) {
    let path = dir.join("segments/00000000000000000001.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let line = text.lines().find(|line| line.starts_with("{\"body\"")).unwrap();
    let (digest, _) = line.split_once(",\"gzip\":").unwrap();
    let start = format!("{digest},\"gzip\":\"H4sIAAAAAAAA/wMAAAAAAAAAAAA=\"");
    let hash = debar_wire::sha256(start.as_bytes());
    fs::write(&path, text.replace(line, &format!("{start},\"hash\":\"{hash}\"}}"))).unwrap();
}

fn change(dir: &Path) {
    let path = dir.join("segments/00000000000000000001.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("\"deny\"", "\"allow\"", 1)).unwrap();
}

#[test]
fn the_page_of_python_agrees_with_verify() {
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: no python3 here");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    sample(dir.path());
    let run = |dir: &Path| Command::new("python3").args(["-c", &block("python")]).arg(dir).output().unwrap();
    let output = run(dir.path());
    let expect = format!("8 records, 10 bodies, head {}\n", verify(dir.path()).unwrap().head);
    assert_eq!(String::from_utf8_lossy(&output.stdout), expect, "{output:?}");
    for (change, expect) in [
        (change as fn(&Path), "00000000000000000001.jsonl, line 3: changed"),
        (change_body, "00000000000000000001.jsonl, line 1: another body"),
        (change_file, ".gz: changed"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        sample(dir.path());
        change(dir.path());
        let error = String::from_utf8_lossy(&run(dir.path()).stderr).into_owned();
        assert!(error.contains(expect), "{error}");
    }
}

#[test]
fn the_shell_lines_agree_with_verify() {
    if Command::new("sha256sum").arg("--version").output().is_err() {
        println!("skipped: no sha256sum here");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    sample(dir.path());
    let run = || {
        let output = Command::new("sh").args(["-c", &block("sh")]).current_dir(dir.path()).output().unwrap();
        assert!(output.stderr.is_empty(), "{output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert_eq!(run(), "");
    change(dir.path());
    assert!(run().starts_with("changed: {\"seq\":\"1\""));
    for change in [change_body, change_file] {
        change(dir.path());
    }
    let said = run();
    assert!(said.contains("another body: {\"body\":") && said.contains("another body: bodies/"), "{said}");
}
