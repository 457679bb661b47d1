//! `debar plugin`: list, decode, encode. What is added stands in `plugin_add`, what is begun in `plugin_new`.

use std::path::Path;

use debar_gate::{Decoding, Gate};
use debar_model::Decision;
use serde_json::{Value, json};

use super::Done;
use super::files::read;
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
