//! A thousand documents, hostile and kind in an order made by seed, in one gate that serves several threads: each gets
//! the answer that it gets alone, each is recorded, and the other plugin notices nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use debar_gate::config::{self, Overrides};
use debar_gate::{Gate, Submission, SystemClock};
use debar_model::Verdict;
use debar_tests::{run_in, with_workers};
use tempfile::TempDir;

use crate::house::{QUICK, hostile, house};

const DOCUMENTS: u64 = 1000;
const THREADS: u64 = 4;
const SEED: u64 = 20_261_005;

/// A document with its plugin and, for a kind one, its verdict.
fn document(number: u64) -> (String, &'static str, Option<Verdict>) {
    let random = mixed(SEED ^ number);
    match random % 5 {
        0 | 1 => (QUICK[(random / 5) as usize % QUICK.len()].to_owned(), "wild", None),
        2 => (format!("well, chair {number}"), "wild", Some(Verdict::Allow)),
        3 => (format!("well, Badsoft suite {number}"), "wild", Some(Verdict::Review)),
        _ => (
            format!(
                r#"{{"document_id":"{number}","supplier":"Nordwind","lines":[{{"description":"Chair"}}]}}"#
            ),
            "canonical",
            Some(Verdict::Allow),
        ),
    }
}

/// A number from a number: splitmix64.
fn mixed(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[test]
fn a_thousand_mixed_documents_lose_and_allow_nothing() {
    let bench = TempDir::new().unwrap();
    let Some(library) = hostile(bench.path()) else { return };
    let folder = house(&library, "worker", "hold", "");
    let file = folder.path().join("debar.toml");
    let config = with_workers(config::load(&file, &Overrides::default()).unwrap());
    let gate = Gate::open(config, Arc::new(SystemClock)).unwrap();
    let (next, hostile, kind) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        let (mut after, mut times) = (false, vec![]);
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed) as u64;
            if number >= DOCUMENTS {
                return times;
            }
            let (text, plugin, expect) = document(number);
            let begun = Instant::now();
            let submission =
                Submission { bytes: text.as_bytes(), plugin: Some(plugin), ..Submission::default() };
            let outcome =
                gate.check(&submission).unwrap_or_else(|error| panic!("{number} {text}: {error:?}"));
            assert!(!outcome.decisions.is_empty(), "{number} {text}: lost");
            match expect {
                Some(verdict) => {
                    assert_eq!(outcome.verdict(), verdict, "{number} {text}");
                    kind.fetch_add(1, Ordering::Relaxed);
                    if after && plugin == "wild" {
                        times.push(begun.elapsed());
                    }
                }
                None => {
                    assert_ne!(outcome.verdict(), Verdict::Allow, "{number} {text}: let through");
                    hostile.fetch_add(1, Ordering::Relaxed);
                }
            }
            after = expect.is_none();
        }
    };
    let begun = Instant::now();
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    times.sort();
    let (hostile, kind) = (hostile.into_inner(), kind.into_inner());
    assert_eq!(hostile + kind, DOCUMENTS as usize);
    println!(
        "{hostile} hostile and {kind} kind documents on {THREADS} threads in {:?}; a kind one right after a hostile \
         one: median {:?}, slowest {:?}",
        begun.elapsed(),
        times[times.len() / 2],
        times[times.len() - 1]
    );
    drop(gate);
    let verified = run_in(folder.path(), &["ledger", "verify"]);
    assert_eq!(verified.code, Some(0), "{}{}", verified.out, verified.err);
}
