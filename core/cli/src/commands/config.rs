//! `debar config show`: the settings in use and where each comes from.

use std::path::PathBuf;

use debar_gate::config::{Config, ListChoice, Origin, Setting};

use super::Done;
use crate::args::Global;
use crate::exit::Exit;
use crate::output::Terminal;
use crate::settings;

pub(super) fn show(origin: bool, global: &Global, terminal: &mut Terminal) -> Done {
    let config = settings::configuration(global, terminal)?;
    let rows = rows(&config, global);
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
    for Row { name, value, from } in rows {
        let tail = if origin { format!("   # {from}") } else { String::new() };
        terminal.line(format!("{name:width$} = {value}{tail}"));
    }
    Ok(Exit::Ok)
}

struct Row {
    name: String,
    value: String,
    from: Origin,
}

/// Every setting in use. What belongs to a plugin or a route comes from the line where that begins.
fn rows(config: &Config, global: &Global) -> Vec<Row> {
    let mut rows = vec![];
    let mut row = |name: &str, value: String, from: &Origin| {
        rows.push(Row { name: name.to_owned(), value, from: from.clone() });
    };
    let (file, from) = match (&config.file, &global.config) {
        (None, _) => ("none".to_owned(), Origin::Default),
        (Some(path), Some(_)) if global.origins.config => (path.display().to_string(), Origin::Flag),
        (Some(path), Some(_)) => (path.display().to_string(), Origin::Environment("DEBAR_CONFIG")),
        (Some(path), None) => (path.display().to_string(), Origin::Default),
    };
    row("config", file, &from);
    let list = match &config.list.value {
        ListChoice::Shipped => "shipped".to_owned(),
        ListChoice::File(path) => path.display().to_string(),
    };
    row("blocklist", list, &config.list.origin);
    row("ledger", config.ledger.value.display().to_string(), &config.ledger.origin);
    let contact = config.review_contact.clone().unwrap_or(Setting::new("none".to_owned(), Origin::Default));
    row("review-contact", contact.value, &contact.origin);
    row("allow-in-process", config.allow_in_process.value.to_string(), &config.allow_in_process.origin);
    let worker = &config.worker;
    let beside = Setting::new(PathBuf::from("beside the program"), Origin::Default);
    let program = worker.program.as_ref().unwrap_or(&beside);
    row("worker.program", program.value.display().to_string(), &program.origin);
    row("worker.sandbox", worker.sandbox.value.as_str().to_owned(), &worker.sandbox.origin);
    for (name, bound) in [
        ("worker.memory-mib", &worker.memory_mib),
        ("worker.cpu-seconds", &worker.cpu_seconds),
        ("worker.deadline-seconds", &worker.deadline_seconds),
    ] {
        if let Some(bound) = bound {
            row(name, bound.value.to_string(), &bound.origin);
        }
    }
    let needed = &config.signatures.needed;
    row("require-signature", needed.value.to_string(), &needed.origin);
    for key in &config.signatures.keys {
        row(&format!("signature-key.{}", key.name), key.id.clone(), &needed.origin);
    }
    let review = &config.review;
    row("review.four-eyes", review.four_eyes.value.to_string(), &review.four_eyes.origin);
    let days = &review.longest_days;
    row("review.longest-clearing-days", days.value.to_string(), &days.origin);
    let required = &config.plugin_signatures.required;
    row("require-plugin-signature", required.value.to_string(), &required.origin);
    for key in &config.plugin_signatures.keys {
        row(&format!("plugin-key.{}", key.name), key.id.clone(), &required.origin);
    }
    for (name, limit) in config.limits.each() {
        row(&format!("limits.{name}"), limit.value.to_string(), &limit.origin);
    }
    for (name, fact) in config.facts.iter() {
        let from = config.fact_origins.get(name).unwrap_or(&Origin::Default);
        row(&format!("facts.{name}"), fact.values.join(", "), from);
    }
    let at_line = |line: u32| if line == 0 { Origin::Default } else { Origin::File(line) };
    for plugin in &config.plugins {
        let mut row = |key: &str, value: String| {
            row(&format!("plugin.{}.{key}", plugin.id), value, &at_line(plugin.line))
        };
        row("path", plugin.path.display().to_string());
        row("sha256", plugin.pin.to_string());
        row("isolation", plugin.isolation.as_str().to_owned());
        row("on-failure", plugin.on_failure.as_str().to_owned());
        row("config", plugin.config.to_string());
    }
    for (name, route) in &config.routes {
        let mut row =
            |key: &str, value: String| row(&format!("route.{name}.{key}"), value, &at_line(route.line));
        row("plugin", route.plugin.clone().unwrap_or_else(|| "by content".to_owned()));
        row("role", route.role.as_str().to_owned());
        row("already-transmitted", route.already_transmitted.to_string());
        row("forwards", route.forwards.to_string());
        for (fact, value) in route.facts.iter() {
            row(&format!("facts.{fact}"), value.values.join(", "));
        }
    }
    rows
}
