//! Names: recall and false alerts over the development set, speed beside named peers over the same names in the same
//! run, growth, and memory. Not a test: it prints and asserts nothing about time.
//!
//! `cargo bench -p debar-tests --bench names`. The peer is rapidfuzz, installed from the package index into the target
//! folder by `python3 -m pip` when it is not there; without it Jaro-Winkler over all names is the only peer.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark prints, and may fail loudly"
)]

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use debar_calibration::{Calibration, Counts, Names, SHIPPED, calibrate, development_set};
use debar_names::{ListedKind, ListedName, NameIndex};
use debar_tests::{corpora, root};

const SEED: u64 = 20_261_124;
const LISTED: usize = 7_255;
const MANY: usize = 200_000;
const QUERIES: usize = 2_000;
/// The peers take long: they are asked so many of the same queries.
const PEER_QUERIES: usize = 200;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if let [what, count] = args.as_slice()
        && what == "memory"
    {
        return memory(count.parse().unwrap());
    }
    let names = match corpora("names/oui.tsv") {
        Some(path) => Names::read(&fs::read_to_string(path).unwrap(), "names of `oui.tsv`"),
        None => Names::made_up(12_000, SEED),
    };
    let started = Instant::now();
    let run = calibrate(&names, SEED);
    quality(&run, started.elapsed());
    speed(&names);
    growth();
    for count in ["10000", "200000"] {
        let own = std::env::current_exe().unwrap();
        let done = Command::new(own).args(["memory", count]).output().unwrap();
        print!("{}", String::from_utf8_lossy(&done.stdout));
    }
}

fn quality(run: &Calibration, took: Duration) {
    println!("{}", run.markdown(SHIPPED, "cargo bench -p debar-tests --bench names"));
    println!("calibration run: {:.2} s\n", took.as_secs_f64());
}

fn index(names: &[&str]) -> NameIndex {
    NameIndex::new(names.iter().map(|name| ListedName { entity: name, name, kind: ListedKind::Name }))
}

/// Queries as an order has them: names of the list written differently, and names that are not on it.
fn queries(names: &Names, count: usize) -> Vec<String> {
    let pairs = development_set(names, Counts { same: count / 20, different: count / 8 }, SEED + 1);
    let mut asked: Vec<String> = pairs.into_iter().map(|pair| pair.asked).collect();
    // Spread, so that the first ones are of every kind.
    let step = 619;
    asked = (0..asked.len()).map(|at| asked[at * step % asked.len()].clone()).collect();
    asked.truncate(count);
    asked
}

fn speed(names: &Names) {
    let listed: Vec<&str> = names.texts().take(LISTED).collect();
    let asked = queries(names, QUERIES);
    let index = index(&listed);
    let few = &asked[..PEER_QUERIES.min(asked.len())];
    // Ours over the peers' queries, before and after them: a busy machine is unkind to all alike.
    let before = per_query(few, |name| drop(black_box(index.screen(name, u16::MAX))));
    let jaro_winkler = per_query(few, |name| {
        let best =
            listed.iter().map(|listed| strsim::jaro_winkler(&name.to_lowercase(), &listed.to_lowercase()));
        black_box(best.fold(0.0, f64::max));
    });
    let rapidfuzz = rapidfuzz(&listed, few);
    let after = per_query(few, |name| drop(black_box(index.screen(name, u16::MAX))));
    let ours = before.min(after);
    let all = times(&asked, |name| drop(black_box(index.screen(name, u16::MAX))));
    println!("{} listed names, {} queries, one thread", listed.len(), asked.len());
    println!(
        "ours            {:>9.1} us a query (processor time, mean over the peers' {} queries)",
        us(ours),
        few.len()
    );
    println!(
        "ours            {:>9.1} us p50, {:.1} us p99, {:.1} us worst",
        us(at(&all, 50)),
        us(at(&all, 99)),
        us(at(&all, 100))
    );
    match rapidfuzz {
        Some(peer) => println!(
            "rapidfuzz       {:>9.1} us token_sort_ratio extractOne; ratio {:.1}",
            us(peer),
            ratio(peer, ours)
        ),
        None => println!("rapidfuzz       not measured: no Python with pip"),
    }
    println!(
        "Jaro-Winkler    {:>9.1} us over all names (strsim); ratio {:.1}\n",
        us(jaro_winkler),
        ratio(jaro_winkler, ours)
    );
}

/// Made-up names of coined words only, and of which three in ten have one of sixty common words. The small list is a
/// part of the large one, and both are asked the same.
fn growth() {
    let names = Names::made_up(MANY * 2, SEED);
    let asked = queries(&names, QUERIES);
    let all: Vec<&str> = names.texts().collect();
    let coined: Vec<&str> = names.coined().collect();
    for (what, names) in [("coined words", coined), ("with common words", all)] {
        let cost = |count: usize| {
            let step = names.len() / count;
            let index = index(&names.iter().step_by(step).take(count).copied().collect::<Vec<_>>());
            let mean = per_query(&asked, |name| drop(black_box(index.screen(name, u16::MAX))));
            println!("{:>7} made-up names, {what}: {:.1} us a query", index.len(), us(mean));
            mean
        };
        let (few, many) = (cost(LISTED), cost(MANY.min(names.len())));
        println!("growth {:.2}\n", ratio(many, few));
    }
}

/// In a process of its own: what an index of so many names takes.
fn memory(count: usize) {
    let names = Names::made_up(count + count / 3, SEED);
    let texts: Vec<String> = names.texts().take(count).map(str::to_owned).collect();
    drop(names);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    // The tables that every index shares are made by the first.
    black_box(index(&texts[..1]).screen("Zorvexin", 0));
    let before = resident();
    let started = processor();
    let index = index(&texts);
    let took = processor() - started;
    black_box(index.screen("Zorvexin", 0));
    println!(
        "{:>7} names: load {:.1} ms of processor time, {:.1} MiB more, {:.1} MiB resident",
        index.len(),
        took.as_secs_f64() * 1e3,
        resident() - before,
        resident()
    );
}

fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
}

/// rapidfuzz over the same names and queries, in one thread; the mean of a query.
fn rapidfuzz(listed: &[&str], asked: &[String]) -> Option<Duration> {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, lines: Vec<&str>| {
        let path = folder.path().join(name);
        fs::write(&path, lines.join("\n")).unwrap();
        path
    };
    let listed = write("listed", listed.to_vec());
    let asked = write("asked", asked.iter().map(String::as_str).collect());
    let packages = target().join("names-peer");
    let script = root().join("tests/benches/names_peer.py");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run = || Command::new(&python).arg(&script).args([&packages, &listed, &asked]).output().ok();
    let mut done = run()?;
    if !done.status.success() {
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--quiet", "--target"]).arg(&packages).arg("rapidfuzz");
        install.status().ok()?;
        done = run()?;
    }
    let text = String::from_utf8_lossy(&done.stdout);
    let (version, seconds) = text.trim().split_once(' ')?;
    println!("rapidfuzz {version}");
    Some(Duration::from_secs_f64(seconds.parse().ok()?))
}

fn target() -> std::path::PathBuf {
    let own = std::env::current_exe().unwrap();
    own.ancestors().nth(3).map(Path::to_path_buf).unwrap_or_default()
}

fn times(asked: &[String], mut ask: impl FnMut(&str)) -> Vec<Duration> {
    asked.iter().for_each(|name| ask(name));
    let mut times: Vec<Duration> = asked
        .iter()
        .map(|name| {
            // The better of two: others have the processor too.
            let mut once = || {
                let started = Instant::now();
                ask(name);
                started.elapsed()
            };
            once().min(once())
        })
        .collect();
    times.sort();
    times
}

/// Processor time of a query: what others had of the processor does not count.
fn per_query(asked: &[String], mut ask: impl FnMut(&str)) -> Duration {
    asked.iter().take(10).for_each(|name| ask(name));
    let (started, mut rounds) = (processor(), 0);
    // The system may count in steps of some milliseconds.
    while rounds == 0 || processor() - started < Duration::from_millis(300) {
        asked.iter().for_each(|name| ask(name));
        rounds += 1;
    }
    (processor() - started) / (u32::try_from(asked.len()).unwrap() * rounds)
}

/// Processor time of this thread so far.
fn processor() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

fn at(sorted: &[Duration], percent: usize) -> Duration {
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

fn us(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64().max(1e-12)
}
