//! `debar plugin`: list, add, decode, encode.

use std::path::Path;

use debar_gate::config;
use debar_gate::{Decoding, Gate, PluginFacts, inspect_plugin};
use debar_model::Decision;
use serde_json::{Value, json};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TomlError};

use super::Done;
use super::files::{read, replace};
use crate::args::{Format, Global};
use crate::exit::Exit;
use crate::output::{self, Terminal};
use crate::settings;

pub(super) fn list(format: Format, global: &Global, terminal: &mut Terminal) -> Done {
    let gate = settings::gate(global, terminal)?;
    let rows: Vec<_> = gate
        .plugins()
        .map(|plugin| {
            json!({
                "id": plugin.id,
                "version": plugin.version,
                "path": plugin.path,
                "sha256": plugin.sha256.map(|sha| sha.to_string()),
                "isolation": plugin.isolation,
                "media_types": plugin.media_types,
                "answers": plugin.answers,
            })
        })
        .collect();
    match format {
        Format::Human => {
            for plugin in gate.plugins() {
                terminal.line(format!("{} {} ({})", plugin.id, plugin.version, plugin.isolation));
                terminal.line(format!("  file    {}", plugin.path));
                terminal.line(format!(
                    "  pin     {}",
                    plugin.sha256.map_or("none".to_owned(), |sha| sha.to_string())
                ));
                terminal.line(format!("  reads   {}", plugin.media_types.join(", ")));
                terminal.line(format!("  answers {}", plugin.answers.join(", ")));
            }
        }
        Format::Json => terminal.data(json!(rows).to_string()),
        _ => rows.iter().for_each(|row| terminal.data(row.to_string())),
    }
    Ok(Exit::Ok)
}

pub(super) fn add(file: &Path, dry_run: bool, global: &Global, terminal: &mut Terminal) -> Done {
    let facts = inspect_plugin(file).map_err(|error| {
        terminal.error(crate::chain(&error), Some(&error.help()));
        Exit::Invalid
    })?;
    terminal.line(format!("file      {}", facts.path.display()));
    terminal.line(format!("id        {} {}", facts.id, facts.version));
    terminal.line(format!("reads     {}", facts.media_types.join(", ")));
    terminal.line(format!("SHA-256   {}", facts.sha256));
    terminal.line("isolation worker: its code will run in a sandboxed process of its own");
    if dry_run {
        return Ok(Exit::Ok);
    }
    let target = settings::config_file(global).ok_or_else(|| {
        terminal.error(
            "there is no configuration to write the pin into",
            Some("run `debar init` first, or give `--config FILE`"),
        );
        Exit::Invalid
    })?;
    let text = std::fs::read_to_string(&target).map_err(|error| {
        terminal.error(format!("`{}` cannot be read: {error}", target.display()), None);
        Exit::Invalid
    })?;
    let edited = pin(&text, &facts).map_err(|why| {
        terminal.error(format!("`{}`: {why}", target.display()), Some("nothing was written"));
        Exit::Invalid
    })?;
    // What the edit would make is read before it is written: a configuration is never left worse than it was.
    if let Err(error) = config::parse(&target, edited.clone(), &settings::overrides(global)) {
        output::config_error(terminal, &error);
        terminal.error("the configuration would not hold with the plugin in it", Some("nothing was written"));
        return Err(Exit::Invalid);
    }
    replace(&target, edited.as_bytes()).map_err(|error| {
        terminal.error(format!("`{}` cannot be written: {error}", target.display()), None);
        Exit::Invalid
    })?;
    terminal.line(format!("pinned in {}", target.display()));
    Ok(Exit::Ok)
}

pub(super) fn decode(
    file: &Path,
    plugin: Option<&str>,
    content_type: Option<&str>,
    global: &Global,
    terminal: &mut Terminal,
) -> Done {
    let gate = settings::gate(global, terminal)?;
    let decoding = decoded(&gate, file, plugin, content_type, terminal)?;
    for request in &decoding.requests {
        terminal.print(debar_wire::request_json(request));
        terminal.print("\n");
    }
    for remark in &decoding.remarks {
        terminal.remark(format!("note: {remark}"));
    }
    Ok(Exit::Ok)
}

pub(super) fn encode(
    file: &Path,
    decision: &Path,
    plugin: Option<&str>,
    content_type: Option<&str>,
    global: &Global,
    terminal: &mut Terminal,
) -> Done {
    let gate = settings::gate(global, terminal)?;
    let bytes = read(decision, u64::MAX, terminal)?;
    let decisions = decisions(&bytes).map_err(|why| {
        terminal.error(format!("`{}` holds no decisions: {why}", decision.display()), None);
        Exit::NoDecision
    })?;
    let decoding = decoded(&gate, file, plugin, content_type, terminal)?;
    match gate.encode(&decoding, &decisions) {
        Ok(answer) => {
            for (name, value) in &answer.headers {
                terminal.remark(format!("{name}: {value}"));
            }
            terminal.print(&answer.bytes);
            Ok(Exit::Ok)
        }
        Err(why) => {
            terminal.error(why, None);
            Err(Exit::Review)
        }
    }
}

fn decoded<'a>(
    gate: &'a Gate,
    file: &Path,
    plugin: Option<&str>,
    content_type: Option<&str>,
    terminal: &mut Terminal,
) -> Result<Decoding<'a>, Exit> {
    let bytes = read(file, gate.config().limits.document_bytes.value, terminal)?;
    gate.decode(&bytes, content_type, plugin).map_err(|why| {
        terminal.error(format!("`{}` cannot be decoded: {why}", file.display()), None);
        Exit::Review
    })
}

/// Decisions one after the other, or in one list, each with its own bytes.
fn decisions(bytes: &[u8]) -> Result<Vec<(Decision, Vec<u8>)>, String> {
    let mut values = vec![];
    for value in serde_json::Deserializer::from_slice(bytes).into_iter::<Value>() {
        match value.map_err(|error| error.to_string())? {
            Value::Array(items) => values.extend(items),
            value => values.push(value),
        }
    }
    let read = |value: Value| {
        let decision =
            debar_wire::read_decision(value.to_string().as_bytes()).map_err(|error| error.to_string())?;
        let json = debar_wire::decision_json(&decision);
        Ok((decision, json))
    };
    values.into_iter().map(read).collect()
}

/// The configuration with the plugin's pin: a new table, or the known one with a new path and pin. Comments and
/// everything else stay as they are.
fn pin(text: &str, facts: &PluginFacts) -> Result<String, String> {
    let mut document: DocumentMut =
        text.parse().map_err(|error: TomlError| format!("it is no TOML: {error}"))?;
    let path = facts.path.to_str().ok_or("the plugin's path is not UTF-8, and TOML is")?;
    let plugins = document.entry("plugin").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    let Item::ArrayOfTables(tables) = plugins else {
        return Err("`plugin` is no list of `[[plugin]]` tables".to_owned());
    };
    let known = tables.iter_mut().find(|table| table.get("id").and_then(Item::as_str) == Some(&facts.id));
    match known {
        Some(table) => {
            set(table, "path", path);
            set(table, "sha256", &facts.sha256.to_string());
        }
        None => {
            let mut table = Table::new();
            set(&mut table, "id", &facts.id);
            set(&mut table, "path", path);
            set(&mut table, "sha256", &facts.sha256.to_string());
            set(&mut table, "isolation", "worker");
            tables.push(table);
        }
    }
    Ok(document.to_string())
}

/// Sets a text and keeps the comment behind an old one.
fn set(table: &mut Table, key: &str, text: &str) {
    let decor = table.get(key).and_then(Item::as_value).map(|old| old.decor().clone());
    let mut new = toml_edit::Value::from(text);
    if let Some(decor) = decor {
        *new.decor_mut() = decor;
    }
    table.insert(key, Item::Value(new));
}
