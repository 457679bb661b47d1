//! A 50-line cXML order end to end: decode, screen, record durably, encode the native answer; as a ratio to a
//! plain pass of XML events over the same bytes and to one synced write of the same record.
//!
//! `cargo bench -p debar-tests --bench order` (after `cargo build --release --workspace`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a benchmark fails loudly and prints"
)]

use std::fs::File;
use std::io::Write;
use std::time::{Duration, Instant};

use debar_gate::Submission;
use debar_tests::{Plugins, TestGate, at};
use quick_xml::Reader;
use quick_xml::events::Event;

const LINES: usize = 50;
const RUNS: usize = 201;

fn main() {
    let gate = TestGate::shipped(Plugins::Loaded);
    let order = order();
    println!("order: {LINES} lines, {} bytes; medians of {RUNS} runs", order.len());
    let events = median(|| {
        let mut reader = Reader::from_str(&order);
        let mut count = 0_u64;
        while !matches!(reader.read_event().unwrap(), Event::Eof) {
            count += 1;
        }
        assert!(count > 500);
    });
    let decode = median(|| {
        let decoding = gate.gate.decode(order.as_bytes(), None, Some("cxml")).unwrap();
        assert_eq!(decoding.requests[0].lines.len(), LINES);
    });
    let mut instant = at();
    let whole = median(|| {
        // A new instant each time: a repeated question would get its recorded decision.
        instant += jiff::SignedDuration::from_secs(1);
        let submission = Submission { bytes: order.as_bytes(), at: Some(instant), ..Submission::default() };
        let outcome = gate.gate.check(&submission).unwrap();
        assert!(outcome.answer.is_ok());
    });
    let record = gate.check(order.as_bytes()).decisions.remove(0).json;
    let mut file = File::create(gate.folder.path().join("plain")).unwrap();
    let sync = median(|| {
        file.write_all(&record).unwrap();
        file.sync_data().unwrap();
    });
    println!("xml events alone       {events:>12.1?}   1.00");
    println!("decode through plugin  {decode:>12.1?}   {:.2} x xml events", ratio(decode, events));
    println!("write + fdatasync      {sync:>12.1?}   ({} bytes, the record alone)", record.len());
    println!(
        "whole, durable         {whole:>12.1?}   {:.2} x (xml events + one synced write)",
        ratio(whole, events + sync)
    );
}

fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            run();
            begun.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

/// The example order with its first line fifty times.
fn order() -> String {
    let text = include_str!("../../docs/examples/order.xml");
    let start = text.find("<ItemOut").unwrap();
    let end = text.find("</ItemOut>").unwrap() + "</ItemOut>".len();
    let tail = text.rfind("</ItemOut>").unwrap() + "</ItemOut>".len();
    let line = &text[start..end];
    let lines: String = (1..=LINES)
        .map(|number| line.replace("lineNumber=\"1\"", &format!("lineNumber=\"{number}\"")) + "\n")
        .collect();
    format!("{}{lines}{}", &text[..start], &text[tail..])
}
