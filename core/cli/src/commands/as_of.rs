//! `debar blocklist as-of`: how the rules stood on a day, and which revision says so.

use serde_json::{Value, json};

use super::Done;
use crate::args::{AsOfArgs, Global, TableFormat};
use crate::exit::Exit;
use crate::output::Terminal;
use crate::{instant, settings};
use debar_gate::{AsOf, RuleAsOf};

pub(super) fn run(args: &AsOfArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let at = instant::read("DATE", Some(&args.at), terminal)?;
    let known_at = instant::read("--known-at", args.known_at.as_deref(), terminal)?;
    let facts = super::check::facts(&args.facts, terminal)?;
    let gate = settings::gate(global, terminal)?;
    let list = gate.list();
    let zone = &list.list().time_zone;
    let at = at.map(|at| at.within(zone)).unwrap_or_default();
    let known_at = known_at.map(|at| at.within(zone));
    let state = gate.as_of(at, known_at, args.list_history.into(), &facts).map_err(|error| {
        terminal.error(crate::chain(&error), error.help());
        if error.is_usage() { Exit::Usage } else { Exit::NoDecision }
    })?;
    match args.format {
        TableFormat::Human => print(&state, terminal),
        TableFormat::Json => {
            let mut whole = head(&state);
            if let Value::Object(fields) = &mut whole {
                fields.insert("rules".to_owned(), state.rules.iter().map(of_rule).collect());
            }
            terminal.data(whole.to_string());
        }
        TableFormat::Jsonl => state.rules.iter().for_each(|rule| terminal.data(of_rule(rule).to_string())),
        TableFormat::Csv => {
            terminal.data("rule,authority,title,bites,action,status,since,why");
            for rule in &state.rules {
                terminal.data(super::what_if::row(&[
                    &rule.id,
                    &rule.authority,
                    &rule.title,
                    if rule.state.bites() { "yes" } else { "no" },
                    rule.state.action.as_str(),
                    &rule.state.status,
                    rule.state.since.as_deref().unwrap_or_default(),
                    why(rule),
                ]));
            }
        }
    }
    Ok(Exit::Ok)
}

fn why(rule: &RuleAsOf) -> &str {
    let no = rule.state.no.as_ref().map(|(_, why)| why.as_str());
    no.or(rule.state.monitored.as_deref()).unwrap_or_default()
}

fn print(state: &AsOf, terminal: &mut Terminal) {
    let known = state.known_at.map(|at| format!(", as known at {at}")).unwrap_or_default();
    terminal.line(format!("`{}` at {}{known}", state.known.list.list().title, state.at));
    terminal.line(&state.known.words);
    let facts: Vec<String> =
        state.facts.iter().map(|(name, fact)| format!("{name}={}", fact.values.join(","))).collect();
    terminal.line(format!("for {}", if facts.is_empty() { "no facts".to_owned() } else { facts.join(" ") }));
    for bites in [true, false] {
        let rules: Vec<&RuleAsOf> = state.rules.iter().filter(|rule| rule.state.bites() == bites).collect();
        terminal.line(format!("\n{} rule(s) {}", rules.len(), if bites { "bite" } else { "do not bite" }));
        for rule in rules {
            let since = rule.state.since.as_ref().map(|since| format!(" since {since}")).unwrap_or_default();
            terminal.line(format!(
                "  {} ({}): {}, {}{since}",
                rule.id,
                rule.state.action.as_str(),
                rule.title,
                rule.state.status
            ));
            if !bites {
                terminal.line(format!("    {}", why(rule)));
            }
            if !rule.state.needs.is_empty() {
                terminal.line(format!("    asks for {}", rule.state.needs.join(", ")));
            }
            for notice in rule.state.notices.iter().filter(|notice| *notice != why(rule)) {
                terminal.line(format!("    {notice}"));
            }
        }
    }
}

fn head(state: &AsOf) -> Value {
    let facts: serde_json::Map<String, Value> =
        state.facts.iter().map(|(name, fact)| (name.to_owned(), json!(fact.values))).collect();
    json!({
        "schema_version": debar_wire::SCHEMA_VERSION,
        "at": state.at.to_string(),
        "known_at": state.known_at.map(|at| at.to_string()),
        "revision": state.known.list.revision().to_string(),
        "revision_since": state.known.since.map(|at| at.to_string()),
        "covered": state.known.covered,
        "words": state.known.words,
        "facts": facts,
    })
}

fn of_rule(rule: &RuleAsOf) -> Value {
    json!({
        "rule": rule.id,
        "bites": rule.state.bites(),
        "action": rule.state.action.as_str(),
        "authority": rule.authority,
        "title": rule.title,
        "status": rule.state.status,
        "since": rule.state.since,
        "effect": rule.state.no.as_ref().map(|(effect, _)| effect.as_str()),
        "why": why(rule),
        "citations": rule.citations,
        "names": rule.names,
        "needs": rule.state.needs,
        "notices": rule.state.notices,
    })
}
