//! What isolation costs: a call in a worker against the same call in this process and in a worker without a sandbox,
//! a start, and whether memory grows. All in one run; medians, interleaved.
//!
//! `cargo bench -p debar-tests --bench worker` (after `cargo build --release --workspace`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark fails loudly and prints"
)]

use std::os::fd::AsFd;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use debar_host::{
    CallOptions, Hardening, Instance, Isolation, Pin, Plugin, Receipt, SandboxLevel, Workers, serve,
};
use debar_tests::built;
use serde_json::json;

const RUNS: usize = 1001;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.last().is_some_and(|word| word.ends_with("-parent")) {
        return bare_worker();
    }
    let library = built("libdebar_plugin_cxml.so");
    let load = |isolation| Plugin::load(&library, Pin::Found, isolation).unwrap();
    let workers = |program: &Path| Isolation::Worker(Workers::new(program, true).unwrap());
    let here = load(Isolation::InProcess);
    let away = load(workers(&built("debar-worker")));
    let bare = load(workers(&std::env::current_exe().unwrap()));
    println!("medians of {RUNS} calls, interleaved");
    let mut fifty = Duration::ZERO;
    let mut hop = Duration::ZERO;
    for (name, lines) in [("10 KiB", 12), ("50 lines", 50)] {
        let receipt = Receipt::new("text/xml", order(lines).as_bytes());
        let mut plugins = [&here, &bare, &away].map(made);
        let [local, plain, sandboxed] = medians(&mut plugins, |instance| decode(instance, &receipt));
        println!("decode {name} ({} bytes)", receipt.native.len());
        println!("  in this process            {local:>10.1?}   1.00");
        println!("  in a worker, no sandbox    {plain:>10.1?}   {:.2}", ratio(plain, local));
        println!(
            "  in a worker                {sandboxed:>10.1?}   {:.2}   sandbox adds {:.1} %",
            ratio(sandboxed, local),
            100.0 * (ratio(sandboxed, plain) - 1.0)
        );
        if lines == 50 {
            fifty = local;
        } else {
            hop = sandboxed.saturating_sub(local);
        }
    }
    println!("the hop of 10 KiB is {:.1} % of decoding 50 lines in this process", 100.0 * ratio(hop, fifty));
    let receipt = Receipt::new("text/xml", order(12).as_bytes());
    let mut starts: Vec<Duration> = (0..51)
        .map(|_| {
            let begun = Instant::now();
            let mut instance = away.instance(&json!({})).unwrap();
            decode(&mut instance, &receipt);
            begun.elapsed()
        })
        .collect();
    starts.sort();
    println!("start to first answer        {:>10.1?}   at most {:.1?}", starts[25], starts[50]);
    growth(&away, &receipt);
}

/// Resident memory of the worker over many calls.
fn growth(plugin: &Plugin, receipt: &Receipt) {
    let calls: u64 = std::env::var("WORKER_BENCH_CALLS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let mut instance = made(plugin);
    let pid = *children().last().unwrap();
    let mut marks = vec![];
    for call in 1..=calls {
        decode(&mut instance, receipt);
        if call % (calls / 5) == 0 {
            marks.push(resident(pid));
        }
    }
    let slope = (marks[4] as f64 - marks[0] as f64) * 1024.0 / (calls as f64 * 0.8);
    println!("resident memory of a worker over {calls} calls: {marks:?} KiB, {slope:.2} bytes a call");
}

fn children() -> Vec<u32> {
    let text = std::fs::read_to_string(format!("/proc/self/task/{}/children", std::process::id())).unwrap();
    text.split_whitespace().map(|pid| pid.parse().unwrap()).collect()
}

fn resident(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn made(plugin: &Plugin) -> Instance {
    let mut instance = plugin.instance(&json!({})).unwrap();
    instance.ready().unwrap();
    instance
}

fn decode(instance: &mut Instance, receipt: &Receipt) {
    let decoded = instance.decode_received(receipt, &CallOptions::default()).unwrap();
    assert_eq!(decoded.requests.len(), 1);
}

fn medians<const N: usize>(of: &mut [Instance; N], mut run: impl FnMut(&mut Instance)) -> [Duration; N] {
    let mut times = [const { Vec::new() }; N];
    for _ in 0..RUNS {
        for (instance, times) in of.iter_mut().zip(&mut times) {
            let begun = Instant::now();
            run(instance);
            times.push(begun.elapsed());
        }
    }
    times.map(|mut times: Vec<Duration>| {
        times.sort();
        times[RUNS / 2]
    })
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

/// This program as a worker that gives nothing up.
fn bare_worker() {
    struct Nothing;
    impl Hardening for Nothing {
        fn before_load(&mut self, _: u64, _: u64) -> Result<SandboxLevel, String> {
            Ok(SandboxLevel::default())
        }
        fn before_calls(&mut self) -> Result<(), String> {
            Ok(())
        }
        fn is_worn(&self) -> bool {
            false
        }
    }
    let begun = Instant::now();
    let socket = std::io::stdin().as_fd().try_clone_to_owned().unwrap();
    let _ = serve(socket, &mut Nothing, Arc::new(move || begun.elapsed()));
}

fn order(lines: usize) -> String {
    let mut order = String::from(
        r#"<?xml version="1.0" encoding="UTF-8"?><cXML payloadID="p@x" timestamp="2026-10-05T12:00:00-04:00"><Header><From><Credential domain="DUNS"><Identity>942888711</Identity></Credential></From><To><Credential domain="DUNS"><Identity>942888712</Identity></Credential></To><Sender><Credential domain="DUNS"><Identity>942888711</Identity></Credential><UserAgent>x</UserAgent></Sender></Header><Request><OrderRequest><OrderRequestHeader orderID="PO-1" orderDate="2026-10-05" type="new"><Total><Money currency="USD">100.00</Money></Total></OrderRequestHeader>"#,
    );
    for line in 1..=lines {
        order.push_str(&format!(
            r#"<ItemOut quantity="{line}" lineNumber="{line}"><ItemID><SupplierPartID>PART-{line:05}</SupplierPartID></ItemID><ItemDetail><UnitPrice><Money currency="USD">12.50</Money></UnitPrice><Description xml:lang="en">Harmless article number {line}, with a text that is as long as such texts are: black, 24 pieces, boxed, as agreed in the frame contract of the purchasing office, delivery within ten working days to the address of the order, packed on pallets of the pool, with a delivery note and a certificate of origin</Description><UnitOfMeasure>EA</UnitOfMeasure><Classification domain="UNSPSC">44121706</Classification><ManufacturerPartID>M-{line:05}</ManufacturerPartID><ManufacturerName>Harmless Works {line} Ltd</ManufacturerName></ItemDetail></ItemOut>"#
        ));
    }
    order.push_str("</OrderRequest></Request></cXML>");
    order
}
