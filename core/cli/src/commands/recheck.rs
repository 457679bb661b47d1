//! `debar recheck`: open orders on the list now in use; what turned, and what is owed.

use debar_gate::{RecheckChoice, RecheckReport, Rechecked};
use debar_model::{Obligation, Verdict};
use indicatif::ProgressBar;
use serde_json::{Value, json};

use super::{Done, files};
use crate::args::{Format, Global, RecheckArgs};
use crate::exit::Exit;
use crate::output::Terminal;
use crate::{instant, settings};

/// The largest file of order numbers.
const NAMES: u64 = 64 << 20;

pub(super) fn run(args: &RecheckArgs, global: &Global, terminal: &mut Terminal) -> Done {
    if matches!(args.format, Format::Sarif | Format::Junit) {
        terminal.error("re-checks are not printed in that form", Some("use `human`, `json` or `jsonl`"));
        return Err(Exit::Usage);
    }
    let since = instant::read("--since", args.since.as_deref(), terminal)?;
    let at = instant::read("--at", args.at.as_deref(), terminal)?;
    let only = match &args.open {
        Some(path) => Some(names(&files::read(path, NAMES, terminal)?)),
        None => None,
    };
    let gate = settings::gate_that_looks_back(global, terminal)?;
    let list = gate.list();
    let zone = &list.list().time_zone;
    let choice = RecheckChoice {
        since: since.map(|since| since.within(zone)),
        only,
        closed_too: args.all,
        at: at.map(|at| at.within(zone)),
    };
    let bar = if terminal.progress { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    let report = gate.recheck(&choice, || bar.inc(1));
    bar.finish_and_clear();
    let report = report.map_err(|error| {
        terminal.error(crate::chain(&error), error.help());
        if error.is_usage() { Exit::Usage } else { Exit::NoDecision }
    })?;
    match args.format {
        Format::Json => terminal.data(whole(&report, &list.revision().to_string()).to_string()),
        Format::Jsonl => report.changed.iter().for_each(|one| terminal.data(as_json(one).to_string())),
        _ => print(&report, &list.revision().to_string(), terminal),
    }
    for (id, why) in &report.failed {
        terminal.error(format!("{id}: not screened again: {why}"), None);
    }
    let turned = report.turned().map_or(Exit::Ok, Exit::of);
    Ok(if report.failed.is_empty() { turned } else { turned.and(Exit::NoDecision) })
}

/// One name a line; blank lines and what begins with `#` say nothing.
fn names(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

fn print(report: &RecheckReport, revision: &str, terminal: &mut Terminal) {
    for one in &report.changed {
        let order = one.order.as_ref().map_or_else(
            || format!("request {}", short(&one.request.to_string())),
            |order| format!("order {order}"),
        );
        let seller = if one.suppliers.is_empty() {
            String::new()
        } else {
            format!(" from {}", one.suppliers.join(", "))
        };
        let earlier = if one.earlier { " (found by an earlier re-check, still open)" } else { "" };
        terminal.line(format!(
            "{order}{seller}: {} -> {}: {}{earlier}",
            one.from,
            one.decision.verdict,
            what_to_do(one)
        ));
        for (line, from, to) in &one.lines {
            terminal.line(format!("  line {line}: {from} -> {to}"));
        }
        for ruling in rulings(one) {
            terminal.line(format!("  {ruling}"));
        }
        for why in &one.lapsed {
            terminal.line(format!("  lapsed: {why}"));
        }
        for duty in &one.owed {
            terminal.line(format!("  owed: {}", duty_words(duty)));
        }
        terminal.line(format!(
            "  decision {} replaces {} of {} (list {} -> {})",
            short(&one.decision.id.to_string()),
            short(&one.replaces.to_string()),
            one.replaced_on,
            short(&one.replaced_revision.to_string()),
            short(&one.decision.revision.to_string())
        ));
    }
    let changed: Vec<String> =
        report.by_kind().iter().map(|((from, to), count)| format!("{count} {from} -> {to}")).collect();
    let changed = if changed.is_empty() { "nothing turned".to_owned() } else { changed.join(", ") };
    terminal.line(format!(
        "{} open request(s) screened on list {}: {changed}; {} as before, {} done before; {} closed or replaced",
        report.screened(),
        short(revision),
        report.unchanged,
        report.done_before,
        report.closed
    ));
}

fn what_to_do(one: &Rechecked) -> &'static str {
    match (one.from, one.decision.verdict) {
        (_, Verdict::Deny) => "reopen: stop the order before it ships",
        (Verdict::Allow, Verdict::Review) => "reopen: a person must decide before it ships",
        (_, Verdict::Allow) => "nothing stands against it any more; it could be released",
        (Verdict::Deny, _) => "no longer refused; a person must decide",
        _ => "look at its lines",
    }
}

/// Why: the strictest rulings, one sentence each.
fn rulings(one: &Rechecked) -> Vec<String> {
    let decision = &one.decision;
    let all = decision.findings.iter().flat_map(|finding| &finding.rulings);
    let mut told: Vec<String> = all
        .filter(|ruling| ruling.verdict == decision.verdict && ruling.verdict != Verdict::Allow)
        .map(|ruling| {
            let since =
                ruling.authority.since.as_ref().map(|since| format!(" since {since}")).unwrap_or_default();
            format!("rule {}: {} ({}{since})", ruling.rule, ruling.because, ruling.authority.status)
        })
        .collect();
    told.dedup();
    told.truncate(5);
    told
}

pub(super) fn duty_words(duty: &Obligation) -> String {
    let form = duty.form.as_ref().map(|form| format!(" {form}")).unwrap_or_default();
    let due = duty.due.as_ref().map(|due| format!(", due {due}")).unwrap_or_default();
    let to = duty.to.as_ref().map(|to| format!(", to {to}")).unwrap_or_default();
    format!("{}{form}{due}{to} (rule {})", duty.what, duty.rule)
}

fn whole(report: &RecheckReport, revision: &str) -> Value {
    json!({
        "schema_version": debar_wire::SCHEMA_VERSION,
        "revision": revision,
        "screened": report.screened().to_string(),
        "unchanged": report.unchanged.to_string(),
        "done_before": report.done_before.to_string(),
        "closed": report.closed.to_string(),
        "turned_to": report.turned().map(Verdict::as_str),
        "changed": report.changed.iter().map(as_json).collect::<Vec<_>>(),
        "failed": report.failed.iter().map(|(id, why)| json!({"decision_id": id.to_string(), "why": why})).collect::<Vec<_>>(),
    })
}

fn as_json(one: &Rechecked) -> Value {
    let owed: Vec<debar_wire::Obligation<'_>> = one.owed.iter().map(Into::into).collect();
    let lines: Vec<Value> = one
        .lines
        .iter()
        .map(|(line, from, to)| json!({"line": line, "from": from.as_str(), "to": to.as_str()}))
        .collect();
    json!({
        "schema_version": debar_wire::SCHEMA_VERSION,
        "request_id": one.request.to_string(),
        "order": one.order,
        "suppliers": one.suppliers,
        "from": one.from.as_str(),
        "to": one.decision.verdict.as_str(),
        "lines": lines,
        "decision_id": one.decision.id.to_string(),
        "revision": one.decision.revision.to_string(),
        "at": one.decision.at.to_string(),
        "replaces": one.replaces.to_string(),
        "replaced_revision": one.replaced_revision.to_string(),
        "replaced_on": one.replaced_on.to_string(),
        "why": rulings(one),
        "lapsed": one.lapsed,
        "owed": serde_json::to_value(owed).unwrap_or_default(),
        "earlier": one.earlier,
    })
}

pub(super) fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}
