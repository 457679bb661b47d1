//! `debar blocklist test` and `debar blocklist coverage`: the list's own tests, and what they leave out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use debar_gate::{Coverage, Covered, CoveredKind, TestRun, run_tests};
use serde_json::{Value, json};

use super::Done;
use super::diff::list_of;
use crate::args::{CoverageArgs, Global, ListFormat, TestArgs, TestFormat};
use crate::exit::Exit;
use crate::output::{Terminal, xml};
use crate::settings;

pub(super) fn test(args: &TestArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let list = list_of(args.file.as_ref(), global, terminal)?;
    let mut runs = run_tests(&list.engine);
    if let Some(text) = &args.filter {
        runs.retain(|run| run.case.name.contains(text));
    }
    let failed = runs.iter().filter(|run| !run.failures.is_empty()).count();
    match args.format {
        TestFormat::Human => {
            for run in &runs {
                let place = &run.case.place;
                if !run.failures.is_empty() {
                    terminal.line(format!("FAILED {} ({}:{})", run.case.name, place.file, place.line));
                    run.failures.iter().for_each(|why| terminal.line(format!("       {why}")));
                }
            }
            terminal.line(format!("{} test(s), {} passed, {failed} failed", runs.len(), runs.len() - failed));
            if runs.is_empty() {
                terminal.remark(match args.filter {
                    Some(_) => "note: no test has such a name",
                    None => "note: the list has no tests; `debar blocklist new test` writes one",
                });
            }
        }
        TestFormat::Junit => terminal.print(junit(&list.root, &runs, failed)),
        TestFormat::Json => {
            let one = |run: &TestRun<'_>| {
                json!({
                    "name": run.case.name, "file": run.case.place.file, "line": run.case.place.line,
                    "passed": run.failures.is_empty(), "failures": run.failures,
                    "verdict": run.decision.verdict.to_string(), "expected": run.case.expect.verdict.to_string(),
                })
            };
            let report = json!({
                "schema_version": debar_wire::SCHEMA_VERSION,
                "revision": list.revision().to_string(),
                "tests": runs.iter().map(one).collect::<Vec<_>>(),
                "failed": failed,
            });
            terminal.data(report.to_string());
        }
    }
    Ok(if failed == 0 { Exit::Ok } else { Exit::Deny })
}

fn junit(root: &str, runs: &[TestRun<'_>], failed: usize) -> String {
    let (root, count) = (xml(root), runs.len());
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"debar\" tests=\"{count}\" failures=\"{failed}\" errors=\"0\">\n  \
         <testsuite name=\"{root}\" tests=\"{count}\" failures=\"{failed}\" errors=\"0\" skipped=\"0\">\n"
    );
    for run in runs {
        let name = xml(&run.case.name);
        let _ = write!(text, "    <testcase classname=\"{root}\" name=\"{name}\"");
        if run.failures.is_empty() {
            text.push_str("/>\n");
            continue;
        }
        let why = run.failures.join("\n");
        let first = run.failures.first().map(|why| xml(why)).unwrap_or_default();
        let _ = writeln!(
            text,
            ">\n      <failure type=\"expectation\" message=\"{first}\">{}</failure>\n    </testcase>",
            xml(&why)
        );
    }
    text.push_str("  </testsuite>\n</testsuites>\n");
    text
}

pub(super) fn run(args: &CoverageArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let list = list_of(args.file.as_ref(), global, terminal)?;
    let mut coverage = Coverage::of(list.list());
    coverage.add_tests(&run_tests(&list.engine));
    let decisions = match args.over_ledger {
        true => Some(over_ledger(&mut coverage, global, terminal)?),
        false => None,
    };
    let mut kinds: BTreeMap<CoveredKind, (usize, usize, usize)> = BTreeMap::new();
    let mut whole = (0, 0, 0);
    for item in coverage.items() {
        for count in [kinds.entry(item.kind).or_default(), &mut whole] {
            count.0 += 1;
            count.1 += usize::from(!item.tests.is_empty());
            count.2 += usize::from(item.decisions > 0);
        }
    }
    match args.format {
        ListFormat::Human => human(&coverage, &kinds, whole, decisions, terminal),
        _ => terminal.data(as_json(&coverage, &kinds, whole, decisions).to_string()),
    }
    let enough = args.at_least.is_none_or(|least| whole.1 * 100 >= whole.0 * usize::from(least));
    if !enough {
        terminal.remark(format!("the tests touch less than {} %", args.at_least.unwrap_or_default()));
    }
    Ok(if enough { Exit::Ok } else { Exit::Deny })
}

fn over_ledger(coverage: &mut Coverage, global: &Global, terminal: &mut Terminal) -> Result<u64, Exit> {
    let config = settings::without_plugins(global, terminal)?;
    let ledger = settings::ledger(&config, terminal)?;
    coverage.add_ledger(&ledger).map_err(|error| {
        terminal.error(crate::chain(&error), error.help());
        Exit::NoDecision
    })
}

type Count = (usize, usize, usize);

fn percent((all, met): (usize, usize)) -> usize {
    (met * 100).checked_div(all).unwrap_or(100)
}

fn human(
    coverage: &Coverage,
    kinds: &BTreeMap<CoveredKind, Count>,
    whole: Count,
    decisions: Option<u64>,
    terminal: &mut Terminal,
) {
    for item in coverage.items() {
        let never = decisions.is_some() && item.decisions == 0;
        let what = match (item.tests.is_empty(), never) {
            (true, true) => "no test, never met",
            (true, false) => "no test",
            (false, true) => "never met",
            (false, false) => continue,
        };
        terminal.line(format!("{what}: {} ({}:{})", title(item), item.place.file, item.place.line));
    }
    let row = |name: &str, (all, tested, met): Count| {
        let ledger =
            decisions.map(|_| format!("  {met:>6}  {:>3} %", percent((all, met)))).unwrap_or_default();
        format!("{name:<12} {all:>6}  {tested:>6}  {:>3} %{ledger}", percent((all, tested)))
    };
    let head = if decisions.is_some() { "     met" } else { "" };
    terminal.line(format!("{:<12} {:>6}  {:>6}       {head}", "", "all", "tested"));
    for (kind, count) in kinds {
        terminal.line(row(kind.as_str(), *count));
    }
    terminal.line(row("all", whole));
    if let Some(decisions) = decisions {
        terminal.line(format!("over {decisions} recorded decision(s)"));
    }
}

fn title(item: &Covered) -> String {
    match (item.kind, item.part.as_str()) {
        (kind, "") => format!("{} {}", kind.as_str(), item.id),
        (kind, part) => format!("{} `{part}` of {}", kind.as_str(), item.id),
    }
}

fn as_json(
    coverage: &Coverage,
    kinds: &BTreeMap<CoveredKind, Count>,
    whole: Count,
    decisions: Option<u64>,
) -> Value {
    let count = |(all, tested, met): &Count| {
        json!({
            "all": all, "tested": tested, "tested_percent": percent((*all, *tested)),
            "met": decisions.map(|_| met), "met_percent": decisions.map(|_| percent((*all, *met))),
        })
    };
    let item = |item: &Covered| {
        json!({
            "kind": item.kind.as_str(), "id": item.id, "part": item.part,
            "file": item.place.file, "line": item.place.line, "tests": item.tests,
            "decisions": decisions.map(|_| item.decisions), "last": item.last.map(|at| at.to_string()),
        })
    };
    let kinds: BTreeMap<&str, Value> =
        kinds.iter().map(|(kind, counts)| (kind.as_str(), count(counts))).collect();
    json!({
        "schema_version": debar_wire::SCHEMA_VERSION,
        "whole": count(&whole),
        "kinds": kinds,
        "decisions": decisions,
        "items": coverage.items().iter().map(item).collect::<Vec<_>>(),
    })
}
