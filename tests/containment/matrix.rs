//! Each deed in each isolation through `debar check`: held or refused as the configuration says, never let through,
//! and the host lives to say so.

use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use debar_tests::run_in;
use tempfile::TempDir;

use crate::house::{QUICK, SLOW, hostile, house};

#[test]
fn no_deed_is_an_allow_in_any_isolation() {
    let bench = TempDir::new().unwrap();
    let Some(library) = hostile(bench.path()) else { return };
    let mut jobs = VecDeque::new();
    for isolation in ["worker", "per-document"] {
        // The slow ones first: they wait, and cost nothing meanwhile.
        for (number, deed) in SLOW.iter().chain(&QUICK).enumerate() {
            jobs.push_back((isolation, *deed, if number % 2 == 0 { "hold" } else { "deny" }));
        }
    }
    let (count, jobs, slowest) = (jobs.len(), Mutex::new(jobs), Mutex::new(Duration::ZERO));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while let Some((isolation, deed, on_failure)) = next(&jobs) {
                    let took = one(&library, isolation, deed, on_failure);
                    let mut slowest = slowest.lock().unwrap();
                    *slowest = took.max(*slowest);
                }
            });
        }
    });
    assert!(!Path::new("/tmp/debar-hostile-wrote").exists(), "a deed wrote a file");
    println!("{count} deeds contained, the slowest in {:?}", slowest.into_inner().unwrap());
}

fn next<T>(jobs: &Mutex<VecDeque<T>>) -> Option<T> {
    jobs.lock().unwrap().pop_front()
}

/// A deed, then a kind document and one of another plugin in the same house.
fn one(library: &Path, isolation: &str, deed: &str, on_failure: &str) -> Duration {
    let folder = house(library, isolation, on_failure, "");
    let at = folder.path();
    fs::write(at.join("deed"), deed).unwrap();
    fs::write(at.join("kind"), "well, a chair").unwrap();
    fs::write(at.join("other.json"), r#"{"supplier":"Nordwind","lines":[{"description":"Chair"}]}"#).unwrap();
    let begun = Instant::now();
    let ran = run_in(at, &["check", "deed", "--plugin", "wild"]);
    let took = begun.elapsed();
    // What the limits of the sink end is the document's fault: held whatever a plugin's failure leads to.
    let expect = if on_failure == "deny" { &[1, 3][..] } else { &[3] };
    assert!(
        ran.code.is_some_and(|code| expect.contains(&code)),
        "{deed} in {isolation} with {on_failure}: {:?}\n{}{}",
        ran.code,
        ran.out,
        ran.err
    );
    assert!(took < Duration::from_secs(100), "{deed} in {isolation}: {took:?}");
    for document in [&["check", "kind", "--plugin", "wild"][..], &["check", "other.json"]] {
        let ran = run_in(at, document);
        assert_eq!(ran.code, Some(0), "after {deed} in {isolation}: {}{}", ran.out, ran.err);
    }
    let verified = run_in(at, &["ledger", "verify"]);
    assert_eq!(verified.code, Some(0), "{deed}: {}", verified.err);
    took
}
