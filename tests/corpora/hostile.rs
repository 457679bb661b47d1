//! Every hostile file behaves as its table says: in a process of its own, within five seconds and 64 MiB over
//! its size, and never with an allow that should not be.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use debar_tests::{corpora, debar, root};
use tempfile::TempDir;

/// The most time of one file. Not a measure of speed: the benchmark is.
const KILL: Duration = Duration::from_secs(5);

/// The most memory over that of an ordinary order and the file's own size.
const MEMORY: u64 = 64 << 20;

#[test]
fn every_hostile_file_behaves_as_its_table_says() {
    let Some(folder) = corpora("hostile") else { return };
    let usual = run(&root().join("docs/examples/order.xml"));
    assert_eq!(usual.code, Some(1), "{}", usual.text);
    let table = fs::read_to_string(folder.join("expected.tsv")).unwrap();
    let (mut faults, mut files) = (vec![], 0);
    for row in table.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let (name, expect, vendor) = (columns[0], columns[2], columns[3] == "yes");
        let file = folder.join(name);
        let size = fs::metadata(&file).unwrap().len();
        let ran = run(&file);
        files += 1;
        let kept = expect.contains("keep as text");
        let may_pass = !vendor
            && (kept || !["refuse", "hold", "never approve"].iter().any(|word| expect.contains(word)));
        match ran.code {
            Some(0) if may_pass => {}
            Some(1 | 3) => {}
            Some(0) => faults.push(format!("{name}: allowed; expected: {expect}")),
            other => faults.push(format!("{name}: exit {other:?}: {}", ran.text)),
        }
        let must_find = vendor && expect.starts_with("find the vendor") && !expect.contains("hold");
        if must_find && !name.starts_with("edi/") && !ran.text.contains("\"listing\"") {
            faults.push(format!("{name}: the vendor was not found: {}", ran.text));
        }
        if ran.memory > usual.memory + MEMORY + size {
            faults.push(format!("{name}: {} MiB", ran.memory >> 20));
        }
    }
    println!("{files} hostile files");
    assert!(faults.is_empty(), "{} fault(s):\n{}", faults.len(), faults.join("\n"));
}

struct Ran {
    code: Option<i32>,
    text: String,
    memory: u64,
}

fn run(file: &Path) -> Ran {
    let folder = TempDir::new().unwrap();
    let mut child = debar(folder.path())
        .args(["check", "--quiet", "--format", "jsonl"])
        .arg(file)
        .stdout(Stdio::from(fs::File::create(folder.path().join("out")).unwrap()))
        .stderr(Stdio::from(fs::File::create(folder.path().join("err")).unwrap()))
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let mut memory = 0;
    let code = loop {
        memory = memory.max(high_water(&child));
        match child.try_wait().unwrap() {
            Some(status) => break status.code(),
            None if begun.elapsed() > KILL => {
                child.kill().unwrap();
                child.wait().unwrap();
                break None;
            }
            None => std::thread::sleep(Duration::from_millis(1)),
        }
    };
    let mut text = fs::read_to_string(folder.path().join("out")).unwrap_or_default();
    text.push_str(&fs::read_to_string(folder.path().join("err")).unwrap_or_default());
    text.truncate(text.char_indices().nth(4000).map_or(text.len(), |(at, _)| at));
    Ran { code, text, memory }
}

/// The process's largest resident set so far, in bytes.
fn high_water(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: u64 = line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0);
    kib << 10
}
