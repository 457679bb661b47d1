//! SARIF 2.1.0: one result a finding that stands, with a physical location in the order, or in the list when
//! the order's place is not a byte range. Reader: code scanning views.

use std::collections::BTreeMap;

use debar_model::{Effect, Finding, Ruling, Verdict};
use serde_json::{Value, json};

use super::decisions::Checked;

pub(super) fn render(all: &[Checked<'_>]) -> String {
    let mut rules: BTreeMap<String, Value> = BTreeMap::new();
    let mut results = vec![];
    let mut failed = vec![];
    for one in all {
        failed.extend(one.failed.map(|error| {
            json!({"level": "error", "message": {"text": error}, "locations": [location(one.name, None)]})
        }));
        for recorded in one.decisions {
            let before = results.len();
            for finding in &recorded.decision.findings {
                for ruling in finding.rulings.iter().filter(|ruling| stands(ruling)) {
                    rules.entry(ruling.rule.clone()).or_insert_with(|| rule(ruling));
                    results.push(result(one, finding, ruling, &recorded.decision.id.to_string()));
                }
            }
            for (reason, why) in &recorded.decision.holds {
                let id = format!("hold-{}", reason.as_str());
                rules
                    .entry(id.clone())
                    .or_insert_with(|| json!({"id": id, "shortDescription": {"text": "held"}}));
                results.push(json!({
                    "ruleId": id,
                    "level": "warning",
                    "message": {"text": why},
                    "locations": [location(one.name, None)],
                    "properties": {"decision_id": recorded.decision.id.to_string()},
                }));
            }
            let decision = &recorded.decision;
            if results.len() == before && decision.verdict != Verdict::Allow {
                // A missing parts list or digest asks for a person without a finding.
                let id = decision.verdict.as_str().to_owned();
                rules
                    .entry(id.clone())
                    .or_insert_with(|| json!({"id": id, "shortDescription": {"text": "not allowed"}}));
                let mut reasons: Vec<&str> =
                    decision.notices.iter().map(|notice| notice.text.as_str()).collect();
                if reasons.is_empty() {
                    reasons.push("not allowed");
                }
                results.push(json!({
                    "ruleId": id,
                    "level": if decision.verdict == Verdict::Deny { "error" } else { "warning" },
                    "message": {"text": reasons.join("; ")},
                    "locations": [location(one.name, None)],
                    "properties": {"decision_id": decision.id.to_string()},
                }));
            }
        }
    }
    log(rules.into_values().collect(), &results, &failed)
}

/// A whole log of one run.
pub(super) fn log(rules: Vec<Value>, results: &[Value], failed: &[Value]) -> String {
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "debar",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "invocations": [{
                "executionSuccessful": failed.is_empty(),
                "toolExecutionNotifications": failed,
            }],
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn stands(ruling: &Ruling) -> bool {
    ruling.verdict != Verdict::Allow || ruling.effect == Effect::Bites
}

fn rule(ruling: &Ruling) -> Value {
    json!({
        "id": ruling.rule,
        "shortDescription": {"text": ruling.authority.title},
        "fullDescription": {"text": format!("{}: {}", ruling.authority.title, ruling.authority.citations.join("; "))},
    })
}

fn result(one: &Checked<'_>, finding: &Finding, ruling: &Ruling, decision: &str) -> Value {
    let level = match ruling.verdict {
        Verdict::Deny => "error",
        Verdict::Review => "warning",
        Verdict::Allow => "note",
    };
    let evidence = &finding.evidence;
    let start = usize::try_from(evidence.source.offset).ok();
    let place = start
        .filter(|_| evidence.source.len > 0)
        .and_then(|start| region(one.native, start, evidence.source.len));
    json!({
        "ruleId": ruling.rule,
        "level": level,
        "message": {"text": ruling.because},
        "locations": [location(one.name, place)],
        "relatedLocations": [{
            "physicalLocation": {
                "artifactLocation": {"uri": uri(&evidence.listed_place.file)},
                "region": {"startLine": evidence.listed_place.line.max(1), "startColumn": evidence.listed_place.column.max(1)},
            },
            "message": {"text": format!("listed as `{}`", evidence.listed)},
        }],
        "properties": {
            "decision_id": decision,
            "pointer": evidence.source.pointer,
            "matched": evidence.matched,
            "class": finding.class.as_str(),
        },
    })
}

pub(super) fn location(name: &str, region: Option<Value>) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(name)}});
    let region = region.unwrap_or_else(|| json!({"startLine": 1}));
    if let Some(object) = physical.as_object_mut() {
        object.insert("region".to_owned(), region);
    }
    json!({"physicalLocation": physical})
}

fn region(native: &[u8], start: usize, len: u64) -> Option<Value> {
    let text = std::str::from_utf8(native).ok()?;
    region_of(text, start, start.checked_add(usize::try_from(len).ok()?)?)
}

/// Line and column count from 1; columns count UTF-16 units, SARIF's default.
pub(super) fn region_of(text: &str, start: usize, end: usize) -> Option<Value> {
    let place = |at: usize| {
        let before = text.get(..at)?;
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let in_line =
            before.rfind('\n').map_or(before, |newline| before.get(newline + 1..).unwrap_or_default());
        Some((line, in_line.encode_utf16().count() + 1))
    };
    let (start_line, start_column) = place(start)?;
    let (end_line, end_column) = place(end)?;
    Some(json!({
        "startLine": start_line, "startColumn": start_column, "endLine": end_line, "endColumn": end_column,
    }))
}

/// A relative reference: everything but unreserved characters and slashes is percent-encoded.
pub(super) fn uri(name: &str) -> String {
    let mut uri = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte))
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}
