//! `debar plugin`: list, add, decode, encode.

use std::path::Path;

use debar_gate::{Decoding, Gate, PluginFacts, inspect_plugin};
use serde_json::json;
use toml_edit::{DocumentMut, Item, Table, value};

use super::{Done, read};
use crate::args::{Format, Global};
use crate::exit::Exit;
use crate::output::Terminal;
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
                terminal.line(format!("  pin     {}", plugin.sha256.map_or("none".to_owned(), |sha| sha.to_string())));
                terminal.line(format!("  reads   {}", plugin.media_types.join(", ")));
                terminal.line(format!("  answers {}", plugin.answers.join(", ")));
            }
        }
        Format::Json => terminal.line(json!(rows).to_string()),
        _ => rows.iter().for_each(|row| terminal.line(row.to_string())),
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
    terminal.line("isolation in-process: its code will run with all rights of this program");
    if dry_run {
        return Ok(Exit::Ok);
    }
    let target = global
        .config
        .clone()
        .or_else(|| debar_gate::config::find_config(Path::new("")))
        .ok_or_else(|| {
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
    let edited = pin(&text, &facts).map_err(|error| {
        terminal.error(format!("`{}` is no TOML: {error}", target.display()), None);
        Exit::Invalid
    })?;
    replace(&target, &edited).map_err(|error| {
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
    let mut decisions = vec![];
    for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()) {
        match debar_wire::read_decision(line) {
            Ok(decision) => decisions.push((decision, line.to_vec())),
            Err(error) => {
                terminal.error(format!("`{}` holds no decision: {error}", decision.display()), None);
                return Err(Exit::NoDecision);
            }
        }
    }
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
    let bytes = read(file, gate.config().limits.value.document_bytes, terminal)?;
    gate.decode(&bytes, content_type, plugin).map_err(|why| {
        terminal.error(format!("`{}` cannot be decoded: {why}", file.display()), None);
        Exit::Review
    })
}

/// The configuration with the plugin's pin: a new table, or the known one with a new path and pin.
fn pin(text: &str, facts: &PluginFacts) -> Result<String, toml_edit::TomlError> {
    let mut document: DocumentMut = text.parse()?;
    let path = facts.path.display().to_string();
    let plugins = document.entry("plugin").or_insert(Item::ArrayOfTables(toml_edit::ArrayOfTables::new()));
    if let Item::ArrayOfTables(tables) = plugins {
        let known = tables.iter_mut().find(|table| table.get("id").and_then(Item::as_str) == Some(&facts.id));
        match known {
            Some(table) => {
                table["path"] = value(path);
                table["sha256"] = value(facts.sha256.to_string());
            }
            None => {
                let mut table = Table::new();
                table["id"] = value(facts.id.as_str());
                table["path"] = value(path);
                table["sha256"] = value(facts.sha256.to_string());
                table["isolation"] = value("in-process");
                tables.push(table);
            }
        }
    }
    Ok(document.to_string())
}

/// Writes a file whole or not at all.
pub(super) fn replace(target: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut name = target.as_os_str().to_owned();
    name.push(".new");
    let temporary = std::path::PathBuf::from(name);
    let mut file = std::fs::File::create(&temporary)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&temporary, target)
}
