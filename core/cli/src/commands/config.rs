//! `debar config show`: the settings in use and where each comes from.

use debar_gate::config::{ListChoice, Origin};
use debar_model::FactOrigin;

use super::Done;
use crate::args::Global;
use crate::exit::Exit;
use crate::output::Terminal;
use crate::settings;

pub(super) fn show(origin: bool, global: &Global, terminal: &mut Terminal) -> Done {
    let config = settings::configuration(global, terminal)?;
    let mut rows: Vec<(String, String, String)> = vec![];
    let mut row = |name: &str, value: String, origin: &Origin| {
        rows.push((name.to_owned(), value, origin.to_string()));
    };
    let file = config.file.as_ref().map_or("none".to_owned(), |path| path.display().to_string());
    row("config", file, &Origin::Default);
    let list = match &config.list.value {
        ListChoice::Shipped => "shipped".to_owned(),
        ListChoice::File(path) => path.display().to_string(),
    };
    row("blocklist", list, &config.list.origin);
    row("ledger", config.ledger.value.display().to_string(), &config.ledger.origin);
    let limits = &config.limits;
    row("limits.document-bytes", limits.value.document_bytes.to_string(), &limits.origin);
    row("limits.artifact-bytes", limits.value.artifact_bytes.to_string(), &limits.origin);
    if let Some(contact) = &config.review_contact {
        row("review-contact", contact.value.clone(), &contact.origin);
    }
    for (name, fact) in config.facts.iter() {
        let from = config.fact_origins.get(name).unwrap_or(&Origin::Default);
        row(&format!("facts.{name}"), fact.values.join(", "), from);
    }
    for plugin in &config.plugins {
        let from = if plugin.line == 0 { Origin::Default } else { Origin::File(plugin.line) };
        let pin = plugin.pin.map_or("none".to_owned(), |pin| pin.to_string());
        row(&format!("plugin.{}.path", plugin.id), plugin.path.display().to_string(), &from);
        row(&format!("plugin.{}.sha256", plugin.id), pin, &from);
    }
    for (name, route) in &config.routes {
        let facts: Vec<String> = route
            .facts
            .iter()
            .filter(|(_, fact)| fact.origin == FactOrigin::Config)
            .map(|(name, fact)| format!("{name}={}", fact.values.join(",")))
            .collect();
        let plugin = route.plugin.as_deref().unwrap_or("by content");
        row(&format!("route.{name}"), format!("plugin {plugin}; {}", facts.join(" ")), &Origin::Default);
    }
    let width = rows.iter().map(|(name, _, _)| name.len()).max().unwrap_or(0);
    for (name, value, from) in rows {
        let tail = if origin { format!("   # {from}") } else { String::new() };
        terminal.line(format!("{name:width$} = {value}{tail}"));
    }
    Ok(Exit::Ok)
}
