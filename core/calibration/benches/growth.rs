//! How the cost of a query grows with the list: names as made up, and real names whose words are recombined. Not a test:
//! it prints. `cargo bench -p debar-calibration --bench growth`.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a benchmark prints"
)]

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use debar_calibration::{Counts, Names, development_set};
use debar_names::{ListedKind, ListedName, NameIndex};

const SEED: u64 = 20_261_124;
const FEW: usize = 7_255;
const MANY: usize = 200_000;
const QUERIES: usize = 600;

fn main() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/names/oui.tsv");
    if let Ok(text) = fs::read_to_string(path) {
        let real = Names::read(&text, "");
        growth("real names recombined", &real.recombined(MANY + MANY / 4, SEED));
    }
    let made = Names::made_up(MANY * 2, SEED);
    growth("made-up names", &made);
}

fn growth(what: &str, names: &Names) {
    let pairs = development_set(names, Counts { same: QUERIES / 20, different: QUERIES / 8 }, SEED + 1);
    let asked: Vec<&str> =
        (0..pairs.len()).map(|at| &*pairs[at * 619 % pairs.len()].asked).take(QUERIES).collect();
    let all: Vec<&str> = names.texts().collect();
    let cost = |count: usize| {
        let step = (all.len() / count).max(1);
        let listed = all.iter().step_by(step).take(count);
        let started = processor();
        let index =
            NameIndex::new(listed.map(|name| ListedName { entity: name, name, kind: ListedKind::Name }));
        let load = processor() - started;
        let (mut times, mut hits) = (vec![], 0);
        for name in &asked {
            black_box(index.screen(name, u16::MAX));
            let started = processor();
            hits += black_box(index.screen(name, u16::MAX)).len();
            times.push(processor() - started);
        }
        // A tick of the clock is longer than a query: the mean is of all in a row.
        let started = processor();
        for name in &asked {
            black_box(index.screen(name, u16::MAX));
        }
        let mean = (processor() - started) / u32::try_from(asked.len()).unwrap();
        times.sort();
        println!(
            "{what}, {:>7} listed: {:.1} us a query, median {:.1} us, p99 {:.1} us; {hits} hits; load {:.0} ms",
            index.len(),
            us(mean),
            us(times[times.len() / 2]),
            us(times[times.len() * 99 / 100]),
            us(load) / 1e3
        );
        us(mean)
    };
    let (few, many) = (cost(FEW), cost(MANY));
    println!("{what}: growth {:.2}\n", many / few);
}

/// Processor time of this thread so far.
fn processor() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

fn us(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
