//! Appends a second: the ledger with 1 and 64 writers against one plain write and fdatasync a record. Records and
//! bodies read in a second of processor time, by one thread.
//!
//! `cargo bench -p debar-tests --bench ledger`, with `LEDGER_BENCH_DIR` naming a folder on the disk that
//! is meant. Every contender writes lines of the same length in the same run, in turns; the ratios are
//! what holds from one machine to another.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a benchmark speaks, and ends when it cannot go on"
)]

use debar_ledger::{Entry, Ledger, Options, Reader, Trust, verify};
use debar_model::{Decision, DecisionId, Facts, Notice, NoticeCode, RequestId, Revision, Verdict};
use debar_wire::sha256;
use jiff::Timestamp;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const ROUNDS: usize = 5;
const ONE: u64 = 1_000;
const MANY: u64 = 20_000;
const BATCH: usize = 1_000;

fn main() {
    // `cargo test --benches` runs this too; measuring is for `cargo bench`.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let root = std::env::var_os("LEDGER_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let line = {
        let dir = folder(&root);
        let (ledger, _) = Ledger::open(dir.path(), Options::new(Timestamp::UNIX_EPOCH)).unwrap();
        ledger.append(entry(0)).unwrap();
        std::fs::read(dir.path().join("segments/00000000000000000001.jsonl")).unwrap()
    };
    println!("{} bytes a record, in {}", line.len(), root.display());
    let contenders: [(&str, &dyn Fn() -> f64); 6] = [
        ("plain write + fdatasync", &|| plain(&root, &line)),
        ("ledger, 1 writer", &|| writers(&root, 1, ONE, false)),
        ("ledger, 64 writers", &|| writers(&root, 64, MANY, false)),
        ("ledger, batches of 1,000", &|| batches(&root)),
        ("ledger, 1 writer, each with a body of its own", &|| writers(&root, 1, ONE, true)),
        ("ledger, 64 writers, each with a body of its own", &|| writers(&root, 64, ONE * 4, true)),
    ];
    let mut rates: Vec<Vec<f64>> = vec![Vec::new(); contenders.len()];
    for _ in 0..ROUNDS {
        for (rates, (_, run)) in rates.iter_mut().zip(&contenders) {
            rates.push(run());
        }
    }
    let medians: Vec<f64> = rates.iter_mut().map(|rates| median(rates)).collect();
    let plain = medians.first().copied().unwrap();
    for ((name, _), rate) in contenders.iter().zip(&medians) {
        println!("{name:<50} {rate:>10.0} records/s {:>7.2}x plain", rate / plain);
    }
    opening(&root);
    reading(&root);
}

/// Reading many records and bodies with one thread, and looking for retries.
fn reading(root: &Path) {
    const COUNT: u64 = 100_000;
    let dir = folder(root);
    let (ledger, _) = Ledger::open(dir.path(), Options::new(Timestamp::UNIX_EPOCH)).unwrap();
    for start in (0..COUNT).step_by(BATCH) {
        let with_body = |number| entry(number).with_request(ledger.put_body(&body(number)).unwrap());
        ledger.append_batch((start..start + BATCH as u64).map(with_body).collect()).unwrap();
    }
    let reader = Reader::open(dir.path()).unwrap();
    let segments = reader.segments().unwrap();
    for (name, trust) in [("hash checked", Trust::Hash), ("form only", Trust::Form)] {
        let per_second = cpu_rate(COUNT, || {
            let mut seen = 0;
            for first in &segments {
                let segment = reader.segment(*first).unwrap();
                seen += segment
                    .records(trust)
                    .filter(|record| record.as_ref().unwrap().request.is_some())
                    .count();
            }
            assert_eq!(seen as u64, COUNT);
        });
        println!("walking over records, {name:<28} {per_second:>10.0} records/s");
    }
    let mut digests = Vec::new();
    for first in &segments {
        let segment = reader.segment(*first).unwrap();
        digests.extend(segment.records(Trust::Form).map(|record| record.unwrap().request.unwrap()));
    }
    let mut bodies = reader.bodies();
    let clock = Instant::now();
    bodies.get(&digests[0]).unwrap();
    println!("the first body of {COUNT}: {:.1} ms", millis(clock.elapsed()));
    let per_second =
        cpu_rate(COUNT, || digests.iter().for_each(|digest| assert!(bodies.get(digest).is_ok())));
    println!("fetching bodies of {} bytes {per_second:>28.0} bodies/s", body(0).len());
    let calls = 100_000;
    let per_second = cpu_rate(calls, || {
        for number in 0..calls {
            let request = RequestId(sha256(&u64::to_be_bytes(number)));
            assert!(ledger.recent(request, Timestamp::UNIX_EPOCH).unwrap().is_empty());
        }
    });
    println!("looking for a retry: {:.2} us", 1e6 / per_second);
}

/// Opening a ledger, and the first append with it, by the number of records that it holds.
fn opening(root: &Path) {
    for count in [1_000, 100_000] {
        let dir = folder(root);
        let (ledger, _) = Ledger::open(dir.path(), Options::new(Timestamp::UNIX_EPOCH)).unwrap();
        for start in (0..count).step_by(BATCH) {
            ledger.append_batch((start..start + BATCH as u64).map(entry).collect()).unwrap();
        }
        drop(ledger);
        let clock = Instant::now();
        let (ledger, report) = Ledger::open(dir.path(), Options::new(Timestamp::UNIX_EPOCH)).unwrap();
        let open = clock.elapsed();
        ledger.append(entry(count)).unwrap();
        let append = clock.elapsed() - open;
        let clock = Instant::now();
        assert!(verify(dir.path()).unwrap().is_clean());
        println!(
            "{} records: open {:.2} ms, first append {:.2} ms, verify {:.0} ms",
            report.records,
            millis(open),
            millis(append),
            millis(clock.elapsed())
        );
    }
}

fn plain(root: &Path, line: &[u8]) -> f64 {
    let dir = folder(root);
    let mut file = File::create(dir.path().join("plain")).unwrap();
    rate(ONE, || {
        for _ in 0..ONE {
            file.write_all(line).unwrap();
            file.sync_data().unwrap();
        }
    })
}

fn writers(root: &Path, threads: usize, total: u64, bodies: bool) -> f64 {
    let dir = folder(root);
    let (ledger, _) = Ledger::open(dir.path(), Options::new(Timestamp::UNIX_EPOCH)).unwrap();
    let next = AtomicU64::new(0);
    rate(total, || {
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= total {
                            return;
                        }
                        let mut entry = entry(number);
                        if bodies {
                            entry = entry.with_request(ledger.put_body(&body(number)).unwrap());
                        }
                        ledger.append(entry).unwrap();
                    }
                });
            }
        });
    })
}

fn batches(root: &Path) -> f64 {
    let dir = folder(root);
    let (ledger, _) = Ledger::open(dir.path(), Options::new(Timestamp::UNIX_EPOCH)).unwrap();
    let all: Vec<Vec<Entry>> =
        (0..20).map(|batch| (0..BATCH as u64).map(|n| entry(batch * BATCH as u64 + n)).collect()).collect();
    rate(20 * BATCH as u64, || {
        for batch in all {
            ledger.append_batch(batch).unwrap();
        }
    })
}

/// A decision of about the size that a one-line order with one finding makes.
fn entry(number: u64) -> Entry {
    let text = "a sentence of the length that a reason has, with a rule, a citation and a date in it";
    let notice = |line| Notice { code: NoticeCode::StaleList, line: Some(line), text: text.to_owned() };
    let decision = Decision {
        id: DecisionId(sha256(&number.to_be_bytes())),
        request: RequestId(sha256(b"request")),
        revision: Revision(sha256(b"list")),
        at: Timestamp::UNIX_EPOCH,
        known_at: None,
        engine: "engine 1".to_owned(),
        verdict: Verdict::Deny,
        complete: true,
        holds: vec![],
        lines: vec![],
        findings: vec![],
        conditions: vec![],
        notices: (0..12).map(notice).collect(),
        obligations: vec![],
        needs: vec![],
        facts: Facts::new(),
    };
    Entry::decision(Timestamp::UNIX_EPOCH, &decision)
}

/// A canonical request of one line.
fn body(number: u64) -> Vec<u8> {
    let mut text = format!("{{\"schema_version\":1,\"number\":\"{number}\",\"lines\":[");
    for value in 0..16_u64 {
        let word = sha256(&(number * 16 + value).to_be_bytes()).to_string();
        text += &format!(
            "{{\"field\":\"description\",\"text\":\"Licence {}, 1 year\",\"path\":\"/cXML/Request/ItemOut[{value}]\",\"at\":\"{}\"}},",
            &word[..16],
            value * 100
        );
    }
    (text + "{}]}").into_bytes()
}

fn folder(root: &Path) -> tempfile::TempDir {
    tempfile::tempdir_in(root).unwrap()
}

fn rate(count: u64, run: impl FnOnce()) -> f64 {
    let clock = Instant::now();
    run();
    count as f64 / clock.elapsed().as_secs_f64()
}

/// As [`rate`], of the time that this thread had a processor: what a busy machine gives to others does not count.
fn cpu_rate(count: u64, run: impl FnOnce()) -> f64 {
    let nanos = || -> f64 {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
        text.split(' ').next().unwrap().parse().unwrap()
    };
    let before = nanos();
    run();
    count as f64 / (nanos() - before) * 1e9
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
