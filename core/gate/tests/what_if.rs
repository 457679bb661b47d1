//! The short way of what-if against screening everything anew: the same flips, whatever list, decisions and change.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail the test that calls them"
)]

use debar_blocklist::{MemorySources, Moment};
use debar_engine::Ask;
use debar_gate::{Change, LedgerFolder, LoadedList, Supposed, WhatIfOptions, WhatIfReport};
use debar_ledger::{Entry, Ledger, Options};
use debar_model::{
    FactOrigin, Facts, LineItem, Party, PurchaseRequest, Role, Sha256Hex, Source, Sourced, fact,
};
use jiff::Timestamp;
use proptest::prelude::*;
use std::fmt::Write as _;

const DAYS: [&str; 5] = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01"];
const WORDS: [&str; 6] = ["in-force", "published", "vacated", "withdrawn", "suspended", "enjoined"];
const NAMES: [&str; 5] = ["Alphonse", "Berenike", "Chrysler", "Dorothea", "Sitwell"];

#[derive(Clone, Debug)]
struct ListParts {
    /// Events of each authority: word, day, and the day on which it could be known.
    authorities: Vec<Vec<(usize, usize, Option<usize>)>>,
    /// Rules: authority, vendors as bits, action, kind, first day.
    rules: Vec<(usize, u8, usize, usize, usize)>,
}

#[derive(Clone, Debug)]
struct DecisionParts {
    vendors: Vec<usize>,
    day: usize,
    known: Option<usize>,
    buyer: bool,
    /// Decided on the other list.
    other: bool,
}

#[derive(Clone, Debug)]
struct ChangeParts {
    authorities: Vec<(usize, usize, usize)>,
    rules: Vec<usize>,
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn the_short_way_tells_the_same(
        list in lists(), other in lists(), decisions in prop::collection::vec(decisions(), 1..12), change in changes(),
    ) {
        let (list, other) = (load(&list), load(&other));
        let folder = tempfile::tempdir().unwrap();
        record(folder.path(), &list, &other, &decisions);
        let ledger = LedgerFolder::open(folder.path()).unwrap();
        let change = change_of(&list, &change);
        let ask = |thorough| -> WhatIfReport {
            let options = WhatIfOptions { thorough, at: None, threads: Some(2) };
            ledger.what_if(&list, &change, options, |_| {}).unwrap().unwrap()
        };
        let (short, long) = (ask(false), ask(true));
        prop_assert!(long.failed.is_empty() && short.failed.is_empty());
        prop_assert_eq!(long.screened, long.decisions);
        prop_assert_eq!(&short.flips, &long.flips);
        prop_assert_eq!(&short.overlap, &long.overlap);
        prop_assert!(short.screened <= long.screened);
    }
}

fn lists() -> impl Strategy<Value = ListParts> {
    let event = (0..WORDS.len(), 0..DAYS.len(), prop::option::weighted(0.2, 0..DAYS.len()));
    let authority = prop::collection::vec(event, 0..4);
    let rule = (0..3_usize, 1..16_u8, 0..3_usize, 0..8_usize, 0..DAYS.len());
    (prop::collection::vec(authority, 3), prop::collection::vec(rule, 1..5))
        .prop_map(|(authorities, rules)| ListParts { authorities, rules })
}

fn decisions() -> impl Strategy<Value = DecisionParts> {
    let vendors = prop::collection::vec(0..NAMES.len(), 0..4);
    let known = prop::option::weighted(0.2, 0..DAYS.len());
    (vendors, 0..DAYS.len(), known, any::<bool>(), prop::bool::weighted(0.2))
        .prop_map(|(vendors, day, known, buyer, other)| DecisionParts { vendors, day, known, buyer, other })
}

fn changes() -> impl Strategy<Value = ChangeParts> {
    let authority = (0..3_usize, 0..WORDS.len(), 0..DAYS.len());
    (prop::collection::vec(authority, 0..3), prop::collection::vec(0..5_usize, 0..2))
        .prop_map(|(authorities, rules)| ChangeParts { authorities, rules })
}

fn load(parts: &ListParts) -> LoadedList {
    let mut text = String::from(
        "version = 1\ntitle = \"t\"\ntime-zone = \"UTC\"\n[buyer]\nagency = {}\nelse = {}\n[vendor]\n",
    );
    for (number, name) in NAMES.iter().enumerate().take(4) {
        writeln!(text, "v{number} = {{ name = \"Vendorname {name} Holding\" }}").unwrap();
    }
    for (number, events) in parts.authorities.iter().enumerate() {
        let (mut status, mut pauses) = (vec![], vec![]);
        for (word, day, recorded) in events {
            // What is recorded before it holds was announced, which `published` is for.
            let recorded = recorded.filter(|recorded| recorded >= day);
            let recorded = recorded.map(|day| format!(", recorded = {}", DAYS[day])).unwrap_or_default();
            let event = format!("{{ is = \"{}\", from = {}{recorded} }}", WORDS[*word], DAYS[*day]);
            if *word >= 4 && pauses.is_empty() {
                pauses.push(event);
            } else if *word < 4 && !status.iter().any(|(known, _)| known == day) {
                // Two statuses from one day are a fault of the list.
                status.push((*day, event));
            }
        }
        status.sort();
        if status.is_empty() {
            status.push((0, "{ is = \"in-force\", from = 2026-01-15 }".to_owned()));
        }
        let status: Vec<String> = status.into_iter().map(|(_, event)| event).collect();
        let (status, pauses) = (status.join(", "), pauses.join(", "));
        writeln!(
            text,
            "[authority.a{number}]\ntitle = \"A{number}\"\nstatus = [{status}]\npauses = [{pauses}]"
        )
        .unwrap();
    }
    for (number, (authority, vendors, action, kind, day)) in parts.rules.iter().enumerate() {
        let vendors: Vec<String> =
            (0..4).filter(|bit| vendors & (1 << bit) != 0).map(|bit| format!("\"v{bit}\"")).collect();
        let (vendors, action) = (vendors.join(", "), ["deny", "review", "warn"][*action]);
        writeln!(
            text,
            "[rule.r{number}]\nauthority = \"a{authority}\"\nvendors = [{vendors}]\naction = \"{action}\""
        )
        .unwrap();
        match kind {
            0 => text.push_str("if-components-unknown = \"review\"\n"),
            1 => text.push_str("if-components-unknown = \"notice\"\n"),
            2 => text.push_str("scope = { buyers = [\"agency\"] }\n"),
            3 => writeln!(text, "from = {}", DAYS[*day]).unwrap(),
            4 => text.push_str("depth = \"branded-only\"\n"),
            _ => {}
        }
    }
    LoadedList::from_sources("l.toml", &MemorySources::new().with("l.toml", text.clone()))
        .unwrap_or_else(|error| panic!("{:?}\n{text}", error.diagnostics))
}

fn record(folder: &std::path::Path, list: &LoadedList, other: &LoadedList, decisions: &[DecisionParts]) {
    let (ledger, _) = Ledger::open(folder, Options::new(Timestamp::UNIX_EPOCH)).unwrap();
    let mut entries = vec![];
    for parts in decisions {
        let request = request(parts);
        let canonical = debar_wire::request_json(&request);
        let mut facts = Facts::new();
        facts.add(fact::ACT, ["procure".to_owned()], FactOrigin::Config);
        if parts.buyer {
            facts.add(fact::BUYER, ["agency".to_owned()], FactOrigin::Config);
        }
        let list = if parts.other { other } else { list };
        let decision = list.engine.screen(&Ask {
            request: &request,
            request_id: debar_wire::request_id("", &canonical),
            facts: &facts,
            at: noon(parts.day),
            known_at: parts.known.map(noon),
            holds: vec![],
            cleared: &[],
            review_state: Sha256Hex::default(),
        });
        let entry = Entry::decision(Timestamp::UNIX_EPOCH, &decision);
        entries.push(entry.with_request(ledger.put_body(&canonical).unwrap()));
    }
    ledger.append_batch(entries).unwrap();
}

fn request(parts: &DecisionParts) -> PurchaseRequest {
    let mut request = PurchaseRequest::default();
    request.document.format = "test".to_owned();
    for vendor in &parts.vendors {
        let mut party = Party::new(Role::Manufacturer);
        let name = format!("Vendorname {} Holding", NAMES[*vendor]);
        party.names.push(Sourced::new(name, Source::default()));
        request.lines.push(LineItem { parties: vec![party], ..LineItem::default() });
    }
    request
}

fn change_of(list: &LoadedList, parts: &ChangeParts) -> Change {
    let supposed = |(authority, word, day): &(usize, usize, usize)| Supposed {
        authority: format!("a{authority}"),
        is: WORDS[*word].to_owned(),
        from: Moment { at: noon(*day), written: DAYS[*day].to_owned() },
        until: None,
    };
    let mut rules: Vec<String> = parts.rules.iter().map(|number| format!("r{number}")).collect();
    rules.retain(|rule| list.list().rules.contains_key(rule));
    Change {
        authorities: parts.authorities.iter().map(supposed).collect(),
        remove_rules: rules,
        ..Change::default()
    }
}

fn noon(day: usize) -> Timestamp {
    format!("{}T12:00:00Z", DAYS[day]).parse().unwrap()
}
