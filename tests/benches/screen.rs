//! Screening a decoded 50-line order against 20,000 vendors, beside peers in the same run: a parse of the same
//! order as JSON, and a naive look-up of each folded value. Makers that were named before are remembered, so an order
//! of unseen makers is timed apart. Not a test: it prints and asserts nothing about time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark prints, and may fail loudly"
)]

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use debar_blocklist::{Blocklist, MemorySources, read};
use debar_engine::{Ask, Engine};
use debar_model::{
    Decision, FactOrigin, Facts, LineItem, PartNumber, PartOwner, Party, PurchaseRequest, RequestId, Role,
    Sha256Hex, Source, Sourced,
};
use debar_names::exact_key;

const VENDORS: usize = 20_000;
const LINES: usize = 50;
const ROUNDS: usize = 9;
/// Calls in a round: the system counts processor time in steps of some milliseconds.
const CALLS: u32 = 500;

fn main() {
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let toml = list(&mut dice);
    let started = Instant::now();
    let list = Arc::new(read_list(&toml));
    println!(
        "read    {:>9.1} ms  {VENDORS} vendors, {} KiB of TOML",
        ms(started.elapsed()),
        toml.len() / 1024
    );
    let compile = median(3, || {
        black_box(Engine::compile(Arc::clone(&list)));
    });
    println!("compile {:>9.1} ms", ms(compile));
    let engine = Engine::compile(Arc::clone(&list));
    let request = order(&mut dice, &list);
    let json = json_of(&request);
    let before = resident();
    let first = per_call(1, || {
        black_box(screen(&engine, &request));
    });
    println!(
        "first   {:>9.1} ms  with the index of likeness, {} MiB more",
        ms(first),
        (resident() - before) / 1024
    );
    let strangers: Vec<PurchaseRequest> = (0..9).map(|_| order(&mut dice, &list)).collect();
    let mut unseen: Vec<Duration> =
        strangers.iter().map(|request| per_call(1, || drop(black_box(screen(&engine, request))))).collect();
    unseen.sort();
    println!(
        "unseen  {:>9.1} us an order whose 50 makers nobody has named before",
        us(unseen[unseen.len() / 2])
    );
    let decision = screen(&engine, &request);
    println!(
        "order   {LINES} lines, {} values, {} bytes as JSON; verdict {}, {} findings",
        request.values().len(),
        json.len(),
        decision.verdict,
        decision.findings.len()
    );
    let names: HashMap<String, &str> =
        list.vendors.iter().map(|(id, vendor)| (exact_key(&vendor.name.text), id.as_str())).collect();

    // One round of each after the other, so that a busy machine is unkind to all alike.
    let mut times: [Vec<Duration>; 4] = Default::default();
    for _ in 0..ROUNDS {
        times[0].push(per_call(CALLS, || {
            black_box(screen(&engine, black_box(&request)));
        }));
        times[1].push(per_call(CALLS, || {
            black_box(serde_json::from_str::<serde_json::Value>(black_box(&json)).ok());
        }));
        times[2].push(per_call(CALLS, || {
            black_box(naive(&names, black_box(&request)));
        }));
        times[3].push(per_call(CALLS / 5, || {
            black_box(engine.scan_raw(black_box(&json)));
        }));
    }
    let [ours, parse, naive, raw] = times.map(|mut times| {
        times.sort();
        times[times.len() / 2]
    });
    println!("screen  {:>9.1} us an order", us(ours));
    println!(
        "parse   {:>9.1} us  serde_json::Value of the same order; screen / parse {:.2}",
        us(parse),
        ratio(ours, parse)
    );
    println!(
        "look-up {:>9.1} us  fold and hash of each value; screen / look-up {:.2}",
        us(naive),
        ratio(ours, naive)
    );
    println!("raw     {:>9.1} us  tripwire over the same bytes", us(raw));
}

fn screen(engine: &Engine, request: &PurchaseRequest) -> Decision {
    let mut facts = Facts::new();
    facts.add("buyer", ["agency".to_owned()], FactOrigin::Config);
    facts.add("act", ["procure".to_owned()], FactOrigin::Config);
    engine.screen(&Ask {
        request,
        request_id: RequestId::default(),
        facts: &facts,
        at: "2026-10-01T12:00:00Z".parse().expect("an instant"),
        known_at: None,
        holds: vec![],
        cleared: &[],
        review_state: Sha256Hex::default(),
    })
}

/// What a script would do: fold each value and look it up whole.
fn naive(names: &HashMap<String, &str>, request: &PurchaseRequest) -> usize {
    request.values().iter().filter(|value| names.contains_key(&exact_key(&value.text))).count()
}

fn read_list(toml: &str) -> Blocklist {
    let reading = read("list.toml", &MemorySources::new().with("list.toml", toml));
    let problems = format!("{:?}", reading.diagnostics.first());
    reading.list.unwrap_or_else(|| panic!("{problems}"))
}

fn list(dice: &mut Dice) -> String {
    let mut toml = String::from(
        "version = 1\ntitle = \"Generated\"\ntime-zone = \"UTC\"\n[buyer]\nagency = {}\n\
         [authority]\nhouse = { title = \"House rule\", force = \"house-rule\", status = [{ is = \"in-force\", from = 2020-01-01 }] }\n\
         [group]\nall = { vendors = [",
    );
    for id in 0..VENDORS {
        toml.push_str(&format!("\"v{id}\", "));
    }
    toml.push_str("] }\n[rule]\nall = { authority = \"house\", groups = [\"all\"], scope = { buyers = [\"agency\"] } }\n[vendor]\n");
    for id in 0..VENDORS {
        let brand = format!("{}{id:x}", capital(&dice.word(3)));
        let second = capital(&dice.word(2));
        let (form, trade) = (dice.one(&FORMS), dice.one(&TRADES));
        toml.push_str(&format!(
            "v{id} = {{ name = \"{brand} {second} {trade} {form}\", aliases = [\"{brand} {second}\", \"{second} {brand} {trade}\"], \
             brands = [\"{brand}\"], identifiers = {{ domain = [\"{}.example\"] }} }}\n",
            brand.to_lowercase(),
        ));
    }
    toml
}

fn order(dice: &mut Dice, list: &Blocklist) -> PurchaseRequest {
    let at = |pointer: String, text: String| Sourced::new(text, Source::at(pointer));
    let mut request = PurchaseRequest::default();
    request.document.id = Some(at("/id".into(), "PO-2026-004711".into()));
    for (role, name) in [(Role::Supplier, "A Reseller Inc."), (Role::Buyer, "Agency of Examples")] {
        request.parties.push(Party { names: vec![at("/party".into(), name.into())], ..Party::new(role) });
    }
    for number in 0..LINES {
        let listed = list.vendors.values().nth(number * 37 % VENDORS).filter(|_| number == LINES / 2);
        let maker = match listed {
            Some(vendor) => vendor.name.text.clone(),
            None => format!("{} {} {}", capital(&dice.word(3)), dice.one(&TRADES), dice.one(&FORMS)),
        };
        let words: Vec<&str> = (0..9).map(|_| dice.one(&GOODS)).collect();
        let mut line = LineItem {
            id: Some(at(format!("/line[{number}]/id"), (number + 1).to_string())),
            unit: Some(at(format!("/line[{number}]/unit"), "EA".into())),
            ..LineItem::default()
        };
        line.product
            .names
            .push(at(format!("/line[{number}]/name"), format!("{} {}", capital(words[0]), words[1])));
        line.product.descriptions.push(at(format!("/line[{number}]/text"), words.join(" ")));
        line.product.part_numbers.push(PartNumber {
            owner: PartOwner::Manufacturer,
            number: at(
                format!("/line[{number}]/part"),
                format!("{}-{}", dice.word(1).to_uppercase(), dice.below(99_999)),
            ),
        });
        line.parties.push(Party {
            names: vec![at(format!("/line[{number}]/maker"), maker)],
            ..Party::new(Role::Manufacturer)
        });
        request.lines.push(line);
    }
    request
}

fn json_of(request: &PurchaseRequest) -> String {
    let values: Vec<serde_json::Value> = request
        .values()
        .iter()
        .map(|value| serde_json::json!({ "slot": value.slot.word(), "text": value.text, "at": value.source.pointer }))
        .collect();
    serde_json::Value::from(values).to_string()
}

const FORMS: [&str; 6] = ["GmbH", "Inc.", "Co., Ltd.", "S.A.", "LLC", "Corporation"];
const TRADES: [&str; 6] = ["Technologies", "Software", "Systems", "Trading", "Electronics", "Networks"];
const GOODS: [&str; 24] = [
    "office",
    "chair",
    "monitor",
    "27",
    "inch",
    "wireless",
    "keyboard",
    "licence",
    "one",
    "year",
    "support",
    "router",
    "cable",
    "black",
    "steel",
    "adjustable",
    "premium",
    "server",
    "rack",
    "with",
    "mounting",
    "kit",
    "ergonomic",
    "desk",
];

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or_default()
    }

    fn one<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.below(all.len())]
    }

    fn word(&mut self, syllables: usize) -> String {
        const FIRST: [&str; 16] =
            ["b", "k", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "z", "st"];
        const THEN: [&str; 10] = ["a", "e", "i", "o", "u", "an", "er", "is", "on", "ul"];
        (0..syllables).flat_map(|_| [self.one(&FIRST), self.one(&THEN)]).collect()
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn per_call(calls: u32, mut call: impl FnMut()) -> Duration {
    let started = now();
    for _ in 0..calls {
        call();
    }
    now().saturating_sub(started) / calls
}

/// Processor time of this thread where the system tells it, so that neighbours do not count; else time of day.
fn now() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = stat.and_then(|text| text.split_whitespace().next()?.parse().ok());
    spent.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// KiB of this process in memory; 0 where the system does not tell.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn median(rounds: usize, mut call: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..rounds).map(|_| per_call(1, &mut call)).collect();
    times.sort();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn us(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn ratio(ours: Duration, theirs: Duration) -> f64 {
    ours.as_secs_f64() / theirs.as_secs_f64()
}
