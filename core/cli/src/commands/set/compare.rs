//! `debar set diff`: what two sets differ in, entry by entry, then in numbers.

use debar_sets::{Difference, Kind, diff};
use serde_json::{Value, json};

use super::lookup::name_of;
use super::open;
use crate::args::{LineFormat, SetDiffArgs};
use crate::commands::Done;
use crate::exit::Exit;
use crate::output::Terminal;

pub(super) fn run(args: &SetDiffArgs, terminal: &mut Terminal) -> Done {
    let (old, new) = (open(&args.old, terminal)?, open(&args.new, terminal)?);
    let (mut added, mut removed, mut changed) = (0_u64, 0_u64, 0_u64);
    let mut results = vec![];
    for difference in diff(&old, &new) {
        let count = match &difference {
            Difference::Added(_) => &mut added,
            Difference::Removed(_) => &mut removed,
            Difference::Changed(..) => &mut changed,
        };
        *count += 1;
        match args.format {
            LineFormat::Human => terminal.line(human(&difference)),
            LineFormat::Jsonl => terminal.data(json_of(&difference).to_string()),
            LineFormat::Json => results.push(json_of(&difference)),
        }
    }
    match args.format {
        LineFormat::Human => terminal.line(format!("{added} added, {removed} removed, {changed} changed")),
        LineFormat::Json => {
            let report = json!({
                "schema_version": debar_wire::SCHEMA_VERSION,
                "old": {"set": name_of(&args.old), "pin": old.pin().to_string()},
                "new": {"set": name_of(&args.new), "pin": new.pin().to_string()},
                "added": added, "removed": removed, "changed": changed, "differences": results,
            });
            terminal.data(report.to_string());
        }
        LineFormat::Jsonl => {}
    }
    Ok(if added + removed + changed == 0 { Exit::Ok } else { Exit::Deny })
}

fn human(difference: &Difference) -> String {
    match difference {
        Difference::Added(entry) => format!("+ {}  {}", entry.digest, said(&entry.kind)),
        Difference::Removed(entry) => format!("- {}  {}", entry.digest, said(&entry.kind)),
        Difference::Changed(before, entry) => {
            format!("~ {}  {} -> {}", entry.digest, said(before), said(&entry.kind))
        }
    }
}

fn said(kind: &Kind) -> String {
    let label = kind.label.as_deref().map(|label| format!(" {label}")).unwrap_or_default();
    format!("{}{label}", kind.object)
}

fn json_of(difference: &Difference) -> Value {
    let kind = |kind: &Kind| json!({"object": kind.object.as_str(), "label": kind.label});
    match difference {
        Difference::Added(entry) => {
            json!({"change": "added", "digest": entry.digest.to_string(), "new": kind(&entry.kind)})
        }
        Difference::Removed(entry) => {
            json!({"change": "removed", "digest": entry.digest.to_string(), "old": kind(&entry.kind)})
        }
        Difference::Changed(before, entry) => json!({
            "change": "changed", "digest": entry.digest.to_string(), "old": kind(before), "new": kind(&entry.kind),
        }),
    }
}
