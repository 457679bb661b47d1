//! `debar blocklist harden`: what slips past a list.

use debar_gate::LoadedList;
use debar_harden::{Hardened, Idle, IdleReason, Options, Slip, Total, escaped, harden, test_text};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Done;
use super::diff::list_of;
use crate::args::{Global, HardenArgs, ListFormat};
use crate::exit::Exit;
use crate::instant;
use crate::output::Terminal;

/// Vendors without part numbers that are named to people; the report for programs has all.
const SHOWN: usize = 12;

pub(super) fn run(args: &HardenArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let at = instant::read("--at", args.at.as_deref(), terminal)?;
    let lists = lists(args, global, terminal)?;
    if let Some(vendor) = &args.vendor
        && !lists.iter().any(|list| list.list().vendors.contains_key(vendor))
    {
        terminal.error(
            format!("there is no vendor `{vendor}`"),
            Some("name a vendor by its id, the key of its table under `[vendor]`"),
        );
        return Err(Exit::Usage);
    }
    let now = Timestamp::now();
    let mut done = vec![];
    for list in &lists {
        let options = Options {
            at: at.map_or(now, |at| at.within(&list.list().time_zone)),
            seed: args.seed,
            per_entry: usize::try_from(args.per_entry).unwrap_or(usize::MAX),
            vendor: args.vendor.clone(),
        };
        done.push((list, harden(&list.engine, &options)));
    }
    let tried: usize = done.iter().flat_map(|(_, found)| &found.totals).map(|total| total.tried).sum();
    let passed: usize = done.iter().map(|(_, found)| found.passed.len()).sum();
    if args.write_tests {
        done.iter().for_each(|(_, found)| tests(found, terminal));
    } else if args.format == ListFormat::Human {
        done.iter().for_each(|(list, found)| human(list, found, terminal));
    } else {
        let lists: Vec<Value> = done.iter().map(|(list, found)| as_json(list, found)).collect();
        terminal.data(json!({ "schema_version": debar_wire::SCHEMA_VERSION, "lists": lists }).to_string());
    }
    if tried == 0 {
        terminal.error(
            "nothing could be tried: no entry leads to anything at that instant",
            Some("ask for another day with `--at`, or write rules that name the entries"),
        );
        return Ok(Exit::NoDecision);
    }
    Ok(if passed == 0 { Exit::Ok } else { Exit::Deny })
}

fn lists(args: &HardenArgs, global: &Global, terminal: &mut Terminal) -> Result<Vec<LoadedList>, Exit> {
    if args.files.is_empty() {
        return Ok(vec![list_of(None, global, terminal)?]);
    }
    let mut failed: Option<Exit> = None;
    let mut lists = vec![];
    for file in &args.files {
        match list_of(Some(file), global, terminal) {
            Ok(list) => lists.push(list),
            Err(exit) => failed = Some(failed.map_or(exit, |known| known.and(exit))),
        }
    }
    failed.map_or(Ok(lists), Err)
}

fn human(list: &LoadedList, found: &Hardened, terminal: &mut Terminal) {
    terminal.line(format!("{} at {}, seed {}", list.root, found.at, found.seed));
    if !found.passed.is_empty() {
        terminal.line("\npasses:");
        found.passed.iter().for_each(|slip| told(slip, terminal));
    }
    if !found.weaker.is_empty() {
        terminal.line("\ncaught, and judged more mildly than the entry as it is written:");
        found.weaker.iter().for_each(|slip| told(slip, terminal));
    }
    for (why, title) in [
        (IdleReason::NothingInForce, "not tried, since nothing of it is in force at that instant:"),
        (IdleReason::AsksEverybody, "not tried, since an order that names nobody is asked as much:"),
        (IdleReason::NoText, "not tried, since there is no name, identifier or digest:"),
    ] {
        let of: Vec<&Idle> = found.idle.iter().filter(|idle| idle.why == why).collect();
        if !of.is_empty() {
            terminal.line(format!("\n{title}"));
        }
        for Idle { table, id, place, .. } in of {
            terminal.line(format!("  {table} {id} ({}:{})", place.file, place.line));
        }
    }
    if let Some((first, _)) = found.without_part_number.split_first() {
        let count = found.without_part_number.len();
        let all = found.without_part_number.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>();
        let names = if count > 1 { all.join(", ") } else { first.clone() };
        let more = if count > SHOWN { format!(" and {} more", count - SHOWN) } else { String::new() };
        terminal.line(format!(
            "\nA line with a part number and no name cannot be known for {names}{more}: list `part-numbers` or `globs` \
             of their products."
        ));
    }
    terminal.line(format!("\n{:<32} {:>7} {:>7} {:>7}", "", "tried", "milder", "passed"));
    let mut all = (0, 0, 0);
    for Total { evasion, tried, passed, weaker } in found.totals.iter().filter(|total| total.tried > 0) {
        terminal.line(format!("{:<32} {tried:>7} {weaker:>7} {passed:>7}", evasion.as_str()));
        all = (all.0 + tried, all.1 + weaker, all.2 + passed);
    }
    terminal.line(format!("{:<32} {:>7} {:>7} {:>7}", "all", all.0, all.1, all.2));
}

fn told(slip: &Slip, terminal: &mut Terminal) {
    let Slip { table, id, place, .. } = slip;
    terminal.line(format!("  {table} {id} ({}:{}), {}", place.file, place.line, slip.evasion.as_str()));
    terminal.line(format!(
        "      {} \"{}\": {} expected, {}",
        slip.spot.describe(),
        escaped(&slip.text),
        slip.expected,
        slip.found
    ));
    let toml = slip.remedy.toml().map(|toml| format!(": {toml}")).unwrap_or_default();
    terminal.line(format!("      {}{toml}", slip.remedy.describe()));
}

fn tests(found: &Hardened, terminal: &mut Terminal) {
    let mut left_out = 0;
    for (number, slip) in (1..).zip(&found.passed) {
        match test_text(slip, found.at, number) {
            Some(text) => terminal.data(format!("\n{}", text.trim_end())),
            None => left_out += 1,
        }
    }
    if left_out > 0 {
        terminal
            .remark(format!("note: {left_out} evasion(s) are left out: a list cannot hold such identifiers"));
    }
}

fn as_json(list: &LoadedList, found: &Hardened) -> Value {
    let slip = |slip: &Slip| {
        json!({
            "table": slip.table, "id": slip.id, "listed": slip.listed,
            "file": slip.place.file, "line": slip.place.line,
            "evasion": slip.evasion.as_str(), "field": slip.spot.describe(),
            "text": slip.text, "shown": escaped(&slip.text),
            "expected": slip.expected.to_string(), "verdict": slip.found.to_string(),
            "remedy": { "kind": slip.remedy.kind(), "do": slip.remedy.describe(), "toml": slip.remedy.toml() },
        })
    };
    let idle = |idle: &Idle| {
        json!({
            "table": idle.table, "id": idle.id, "file": idle.place.file, "line": idle.place.line,
            "why": idle.why.as_str(),
        })
    };
    let total = |total: &Total| {
        json!({
            "evasion": total.evasion.as_str(), "tried": total.tried, "passed": total.passed, "milder": total.weaker,
        })
    };
    json!({
        "list": list.root,
        "revision": list.revision().to_string(),
        "at": found.at.to_string(),
        "seed": found.seed,
        "entries": found.entries,
        "passed": found.passed.iter().map(slip).collect::<Vec<_>>(),
        "milder": found.weaker.iter().map(slip).collect::<Vec<_>>(),
        "not_tried": found.idle.iter().map(idle).collect::<Vec<_>>(),
        "without_part_number": found.without_part_number,
        "totals": found.totals.iter().map(total).collect::<Vec<_>>(),
    })
}
