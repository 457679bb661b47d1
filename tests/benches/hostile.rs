//! Every hostile file of the public corpora through the whole gate: time and memory of each, the worst first.
//! The limits are 50 ms and 64 MiB over the file's size.
//!
//! `cargo bench -p debar-tests --bench hostile` (after `cargo build --release --workspace`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a benchmark fails loudly and prints"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use debar_gate::Submission;
use debar_tests::{Plugins, TestGate, at, corpora};

const RUNS: usize = 5;

fn main() {
    let Some(folder) = corpora("hostile") else { return };
    let gate = TestGate::shipped(Plugins::Loaded);
    let mut rows: Vec<(Duration, u64, PathBuf)> = files(&folder)
        .into_iter()
        .map(|file| {
            let bytes = fs::read(&file).unwrap();
            let mut times: Vec<Duration> = (0..RUNS)
                .map(|_| {
                    let begun = Instant::now();
                    let submission = Submission { bytes: &bytes, at: Some(at()), ..Submission::default() };
                    gate.gate.check(&submission).unwrap();
                    begun.elapsed()
                })
                .collect();
            times.sort();
            (times[RUNS / 2], bytes.len() as u64, file)
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.0));
    let over = rows.iter().filter(|row| row.0 > Duration::from_millis(50)).count();
    println!("{} files, medians of {RUNS} runs; {over} over 50 ms; the ten slowest:", rows.len());
    for (time, size, file) in rows.iter().take(10) {
        println!("{time:>12.1?} {:>8} KiB  {}", size >> 10, file.strip_prefix(&folder).unwrap().display());
    }
    println!("largest resident set of the whole run: {} MiB", high_water() >> 20);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.parent() != Some(folder) || path.extension().is_none_or(|end| end != "tsv") {
            found.push(path);
        }
    }
    found
}

fn high_water() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() << 10
}
