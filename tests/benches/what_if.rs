//! What-if over a million recorded one-line decisions, against reading the same files raw.
//!
//! `cargo bench -p debar-tests --bench what_if`, with `WHAT_IF_BENCH_DIR` naming a folder on the disk that is meant
//! and `WHAT_IF_BENCH_DECISIONS` another number. Seeded: the same ledger each time. The folder is temporary.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a benchmark speaks, and ends when it cannot go on"
)]

use debar_blocklist::{MemorySources, Moment};
use debar_engine::Ask;
use debar_gate::{Change, LedgerFolder, LoadedList, Supposed, WhatIfOptions, WhatIfReport};
use debar_ledger::{Entry, Ledger, Options};
use debar_model::{
    Decimal, FactOrigin, Facts, LineItem, Money, Party, PurchaseRequest, Role, Sha256Hex, Source, Sourced,
    fact,
};
use jiff::{SignedDuration, Timestamp};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Decisions that are appended with one sync.
const BATCH: u64 = 2_000;
/// Of a thousand decisions, how many meet a listed vendor.
const LISTED: u64 = 50;

fn main() {
    // `cargo test --benches` runs this too; measuring is for `cargo bench`.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let root = std::env::var_os("WHAT_IF_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let number = std::env::var("WHAT_IF_BENCH_DECISIONS").ok().and_then(|text| text.parse().ok());
    let decisions: u64 = number.unwrap_or(1_000_000);
    let kept = std::env::var_os("WHAT_IF_BENCH_KEEP").map(PathBuf::from);
    let temporary = tempfile::tempdir_in(&root).unwrap();
    let folder = kept.unwrap_or_else(|| temporary.path().to_owned());
    let list = list();
    let clock = Instant::now();
    if !folder.join("segments").exists() {
        build(&folder, &list, decisions);
    }
    println!("{decisions} decisions recorded in {:.1} s", clock.elapsed().as_secs_f64());
    let (bytes, raw) = raw(&folder.join("segments"));
    println!("segments: {:.2} GB, read raw in {raw:.2} s", bytes as f64 / 1e9);
    let (bytes, raw) = self::raw(&folder.join("bodies"));
    println!("bodies: {:.2} GB, read raw in {raw:.2} s", bytes as f64 / 1e9);
    let ledger = LedgerFolder::open(&folder).unwrap();
    let order = Change {
        authorities: vec![Supposed {
            authority: "order".to_owned(),
            is: "vacated".to_owned(),
            from: Moment { at: at(0), written: "then".to_owned() },
            until: None,
        }],
        ..Change::default()
    };
    let gone = Change { remove_rules: vec!["order".to_owned()], ..Change::default() };
    let mut lists = vec![];
    for (name, change, thorough) in [
        ("an authority falls, the short way", &order, false),
        ("an authority falls, every decision screened anew", &order, true),
        ("a rule goes, the short way", &gone, false),
    ] {
        let clock = Instant::now();
        let options = WhatIfOptions { at: None, thorough, threads: None };
        let report = ledger.what_if(&list, change, options, |_| {}).unwrap().unwrap();
        let time = clock.elapsed().as_secs_f64();
        assert_eq!((report.decisions, report.failed.len()), (decisions, 0));
        println!(
            "{name}: {time:.2} s, {:.0} decisions/s, {} screened anew, {} flips",
            decisions as f64 / time,
            report.screened,
            report.flips.len()
        );
        lists.push(flips(&report));
    }
    assert!(lists.windows(2).all(|pair| pair[0] == pair[1]), "the flip lists are the same");
    let expected = (0..decisions).filter(|number| met(*number) == Some(0)).count();
    assert_eq!(lists[0].len(), expected, "as many as were ordered from the vendor of that order alone");
}

/// Decision and line of each flip.
fn flips(report: &WhatIfReport) -> Vec<(u64, u32)> {
    report.flips.iter().flat_map(|flip| flip.lines.iter().map(|line| (flip.sequence, line.ordinal))).collect()
}

fn list() -> LoadedList {
    let mut text = String::from(
        "version = 1\ntitle = \"bench\"\ntime-zone = \"UTC\"\n[authority]\n\
         order = { title = \"Order\", status = [{ is = \"in-force\", from = 2020-01-01 }] }\n\
         statute = { title = \"Statute\", status = [{ is = \"in-force\", from = 2020-01-01 }] }\n[vendor]\n",
    );
    for number in 0..200 {
        text.push_str(&format!("v{number} = {{ name = \"{}\" }}\n", name(number)));
    }
    text.push_str("[rule]\norder = { authority = \"order\", vendors = [\"v0\", \"v1\"] }\n");
    let others: Vec<String> = (1..200).map(|number| format!("\"v{number}\"")).collect();
    text.push_str(&format!("statute = {{ authority = \"statute\", vendors = [{}] }}\n", others.join(", ")));
    LoadedList::from_sources("l.toml", &MemorySources::new().with("l.toml", text))
        .unwrap_or_else(|error| panic!("{:?}", error.diagnostics))
}

/// A name of syllables.
fn name(number: u64) -> String {
    const PARTS: [&str; 10] = ["bar", "cor", "dal", "fen", "gol", "hin", "jor", "kam", "lun", "mes"];
    let part =
        |place: u64| PARTS[usize::try_from(number / 10_u64.pow(u32::try_from(place).unwrap()) % 10).unwrap()];
    let word = format!("{}{}{}tronic", part(0), part(1), part(2));
    format!("{}{} Holding AG", word.get(..1).unwrap().to_uppercase(), word.get(1..).unwrap())
}

/// The listed vendor that a decision meets: 0 stands under the order alone, 1 under both, the others under the
/// statute alone.
fn met(number: u64) -> Option<u64> {
    let seed = mix(number);
    (seed % 1000 < LISTED).then_some(mix(seed) % 8)
}

/// A reproducible scatter (the finisher of splitmix64).
fn mix(number: u64) -> u64 {
    let mut seed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    seed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    seed = (seed ^ (seed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    seed ^ (seed >> 31)
}

fn at(number: u64) -> Timestamp {
    let start: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    start + SignedDuration::from_secs(i64::try_from(number).unwrap())
}

fn request(number: u64) -> PurchaseRequest {
    let text = |text: String| Sourced::new(text, Source::default());
    let mut request = PurchaseRequest::default();
    request.document.format = "bench".to_owned();
    request.document.id = Some(text(format!("PO-{number}")));
    let mut supplier = Party::new(Role::Supplier);
    supplier.names.push(text(format!("Reseller {} Inc.", mix(number) % 5000)));
    request.parties.push(supplier);
    let mut maker = Party::new(Role::Manufacturer);
    maker.names.push(text(match met(number) {
        Some(vendor) => name(vendor),
        None => format!("Quiet Works {} KG", mix(number) % 90_000),
    }));
    let mut line = LineItem { id: Some(text("1".to_owned())), parties: vec![maker], ..LineItem::default() };
    line.product.names.push(text(format!("Article {} for offices, one year", mix(number + 1) % 100_000)));
    line.amount = Some(Money {
        amount: Decimal::parse(&format!("{}.{:02}", mix(number) % 9000, number % 100)).unwrap(),
        currency: if number.is_multiple_of(3) { "EUR" } else { "USD" }.to_owned(),
        source: Source::default(),
    });
    request.lines.push(line);
    request
}

fn build(folder: &Path, list: &LoadedList, decisions: u64) {
    let (ledger, _) = Ledger::open(folder, Options::new(at(0))).unwrap();
    let mut facts = Facts::new();
    facts.add(fact::ACT, ["procure".to_owned()], FactOrigin::Config);
    facts.add(fact::BUYER, ["agency".to_owned()], FactOrigin::Config);
    let root = ledger.put_body(list.root.as_bytes()).unwrap();
    let file = ledger.put_body(&list.files["l.toml"]).unwrap();
    for start in (0..decisions).step_by(usize::try_from(BATCH).unwrap()) {
        let range: Vec<u64> = (start..(start + BATCH).min(decisions)).collect();
        let entry = |number: &u64| {
            let request = request(*number);
            let canonical = debar_wire::request_json(&request);
            let decision = list.engine.screen(&Ask {
                request: &request,
                request_id: debar_wire::request_id("bench", &canonical),
                facts: &facts,
                at: at(*number),
                known_at: None,
                holds: vec![],
                cleared: &[],
                review_state: Sha256Hex::default(),
            });
            let entry = Entry::decision(at(*number), &decision).with_route("bench");
            let entry = entry.with_request(ledger.put_body(&canonical).unwrap());
            entry.with_input("list-root", root).with_input("list/l.toml", file)
        };
        // Bodies are made durable one by one; many at once share the disk's waits.
        let entries = std::thread::scope(|scope| {
            let parts: Vec<_> = range
                .chunks(range.len().div_ceil(16))
                .map(|part| scope.spawn(move || part.iter().map(entry).collect::<Vec<Entry>>()))
                .collect();
            parts.into_iter().flat_map(|part| part.join().unwrap()).collect::<Vec<Entry>>()
        });
        ledger.append_batch(entries).unwrap();
    }
}

/// Bytes of all files below a folder, and the seconds that reading them takes.
fn raw(folder: &Path) -> (u64, f64) {
    let clock = Instant::now();
    let mut bytes = 0;
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { bytes += fs::read(&path).unwrap().len() as u64 }
        }
    }
    (bytes, clock.elapsed().as_secs_f64())
}
