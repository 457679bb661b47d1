//! Digest sets beside LMDB, redb, SQLite, `hfind` and the memory itself, all in one run.
//!
//! `cargo run --release --manifest-path tests/benches/peers/Cargo.toml -- VERB FOLDER COUNT [WORD]`:
//! `build` makes every store that does not exist yet (those only whose name holds WORD), `lookup` measures them in
//! turns, `start SET DEBAR` measures the command from its start to its answer beside an empty process, and `alike`
//! looks up digests that an adversary made to begin alike. With more than 20 million digests only ours. Every row is
//! printed as soon as it is known, so a run that is cut short has said something.
#![forbid(unsafe_code)]

mod clock;
mod keys;
mod start;
mod stores;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clock::{median, once};
use stores::Store;

/// Rounds of which the median counts, unless the time is over before.
const ROUNDS: u64 = 9;
/// No round begins later.
const LATEST: Duration = Duration::from_secs(17);
/// Lookups of a round.
const LOOKUPS: u64 = 200_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (verb, folder, count) = match arguments.as_slice() {
        [verb, folder, count, ..] => (verb.as_str(), PathBuf::from(folder), count.clone()),
        _ => {
            eprintln!("give build|lookup|alike FOLDER COUNT [WORD], or start SET DEBAR");
            std::process::exit(2);
        }
    };
    let number = || count.parse().expect("a number");
    match verb {
        "start" => start::run(&folder, &PathBuf::from(count)),
        "build" => build(&folder, number(), arguments.get(3).map_or("", String::as_str)),
        "alike" => alike(&folder, number()),
        _ => lookup(&folder, number()),
    }
}

fn build(folder: &Path, count: u64, word: &str) {
    std::fs::create_dir_all(folder).unwrap();
    for (name, make) in stores::builders(count) {
        if !name.contains(word) {
            continue;
        }
        if let Some(seconds) = make(folder) {
            println!("build {count:>10} {name:<24} {seconds:>8.2} s");
        }
    }
}

fn lookup(folder: &Path, count: u64) {
    let start = Instant::now();
    let stores: Vec<Box<dyn Store>> = stores::open(folder, count);
    println!("open after {:.1} s", start.elapsed().as_secs_f64());
    let memory = keys::Memory::new();
    println!("memory after {:.1} s", start.elapsed().as_secs_f64());
    let mut rows = Rows::default();
    for round in 0..ROUNDS {
        if round > 0 && start.elapsed() > LATEST {
            break;
        }
        rows.note("memory: dependent read", once(LOOKUPS, || memory.walk(LOOKUPS)));
        for store in &stores {
            for (kind, base) in [("miss", count), ("hit", 0)] {
                let keys = keys::some(base, count, LOOKUPS.min(store.most()), round);
                let lookups = keys.len() as u64;
                let found =
                    |found: u64| assert_eq!(found, if base == 0 { lookups } else { 0 }, "{}", store.name());
                if store.has_latency() {
                    let time = once(lookups, || found(store.one_by_one(&keys)));
                    rows.note(&format!("{}: {kind}, one by one", store.name()), time);
                }
                let time = once(lookups, || found(store.all(&keys)));
                rows.note(&format!("{}: {kind}", store.name()), time);
            }
        }
    }
    println!("{count} digests of SHA-256, medians");
    rows.print("memory: dependent read");
}

/// Lookups among digests with one prefix, which stand nowhere near their home, beside ordinary ones of the same set.
fn alike(folder: &Path, count: u64) {
    std::fs::create_dir_all(folder).unwrap();
    let set = stores::alike(folder, count);
    let mut rows = Rows::default();
    for round in 0..ROUNDS {
        for (name, begin) in [("ordinary", false), ("alike", true)] {
            let mut keys = keys::some(2 * count, count, LOOKUPS, round);
            if begin {
                keys.iter_mut().for_each(|key| key[..8].fill(stores::ALIKE));
            }
            rows.note(
                &format!("{name}: miss, one by one"),
                once(LOOKUPS, || assert_eq!(set.one_by_one(&keys), 0)),
            );
        }
    }
    println!("{count} ordinary digests and {} that begin alike, medians", count / 10);
    rows.print("ordinary: miss, one by one");
}

/// Times by name, in the order in which the names came.
#[derive(Default)]
struct Rows(Vec<(String, Vec<f64>)>);

impl Rows {
    fn note(&mut self, name: &str, time: f64) {
        println!("  {name:<38} {time:>10.1} ns");
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, times)) => times.push(time),
            None => self.0.push((name.to_owned(), vec![time])),
        }
    }

    /// The middle of each, and its ratio to the one of a name.
    fn print(&mut self, yardstick: &str) {
        let one =
            self.0.iter_mut().find(|(name, _)| name == yardstick).map_or(1.0, |(_, times)| median(times));
        for (name, times) in &mut self.0 {
            let time = median(times);
            println!("{name:<40} {time:>10.1} ns {:>9.2} of {yardstick}", time / one);
        }
    }
}
