//! Digest sets beside LMDB, redb, SQLite, `hfind` and the memory itself, all in one run.
//!
//! `cargo run --release --manifest-path tests/benches/peers/Cargo.toml -- build|lookup FOLDER COUNT`: `build` makes
//! every store that does not exist yet, `lookup` measures them in turns. With more than 20 million digests only ours.
#![forbid(unsafe_code)]

mod clock;
mod keys;
mod stores;

use std::path::{Path, PathBuf};

use clock::{median, once};
use stores::Store;

/// Rounds of which the median counts.
const ROUNDS: usize = 5;
/// Lookups of a round.
const LOOKUPS: u64 = 200_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [verb, folder, count] = arguments.as_slice() else {
        eprintln!("give build|lookup FOLDER COUNT");
        std::process::exit(2);
    };
    let (folder, count) = (PathBuf::from(folder), count.parse().expect("a number"));
    std::fs::create_dir_all(&folder).unwrap();
    match verb.as_str() {
        "build" => build(&folder, count),
        _ => lookup(&folder, count),
    }
}

fn build(folder: &Path, count: u64) {
    for (name, make) in stores::builders(count) {
        if let Some(seconds) = make(folder) {
            println!("build {count:>10} {name:<24} {seconds:>8.2} s");
        }
    }
}

fn lookup(folder: &Path, count: u64) {
    let stores: Vec<Box<dyn Store>> = stores::open(folder, count);
    let memory = keys::Memory::new();
    let mut rows: Vec<(String, Vec<f64>)> = vec![];
    let mut note = |name: String, time: f64| match rows.iter_mut().find(|(known, _)| *known == name) {
        Some((_, times)) => times.push(time),
        None => rows.push((name, vec![time])),
    };
    for round in 0..ROUNDS as u64 {
        note("memory: dependent read".to_owned(), once(LOOKUPS, || memory.walk(LOOKUPS)));
        for store in &stores {
            for (kind, base) in [("miss", count), ("hit", 0)] {
                let keys = keys::some(base, count, LOOKUPS.min(store.most()), round);
                let lookups = keys.len() as u64;
                let found =
                    |found: u64| assert_eq!(found, if base == 0 { lookups } else { 0 }, "{}", store.name());
                if store.has_latency() {
                    let time = once(lookups, || found(store.one_by_one(&keys)));
                    note(format!("{}: {kind}, one by one", store.name()), time);
                }
                let time = once(lookups, || found(store.all(&keys)));
                note(format!("{}: {kind}", store.name()), time);
            }
        }
    }
    let yardstick = median(&mut rows[0].1);
    println!("{count} digests of SHA-256");
    for (name, times) in &mut rows {
        let time = median(times);
        println!("{name:<40} {time:>9.1} ns {:>8.2} of a dependent read", time / yardstick);
    }
}
