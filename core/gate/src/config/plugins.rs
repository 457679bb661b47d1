//! The `[[plugin]]` tables of `debar.toml`. It loads nothing.
//!
//! Invariant: a plugin without a pin, or in this process without leave, is never an entry.

use std::path::Path;

use debar_model::Sha256Hex;
use toml::Spanned;
use toml::de::DeValue;

use super::fields::{Faults, Fields, json};
use super::{Isolation, OnFailure, PluginEntry};

/// What the tables come to.
#[derive(Default)]
pub(super) struct Plugins {
    /// Plugins without a problem.
    pub entries: Vec<PluginEntry>,
    /// Every id that is given, also of a plugin with a problem.
    pub ids: Vec<String>,
}

pub(super) fn read(
    faults: &mut Faults<'_>,
    folder: &Path,
    value: Option<&Spanned<DeValue<'_>>>,
    allow_in_process: bool,
    must_be_signed: bool,
) -> Plugins {
    let mut plugins = Plugins::default();
    let Some(value) = value else { return plugins };
    let Some(items) = value.get_ref().as_array() else {
        faults.problem(
            "`plugin` is no list of tables".to_owned(),
            value.span(),
            "begin each plugin with `[[plugin]]`",
        );
        return plugins;
    };
    for item in items.iter() {
        let Some(mut fields) = Fields::open(faults, "plugin", item, "a plugin") else { continue };
        let before = faults.problems.len();
        let entry = one(
            faults,
            folder,
            &mut fields,
            &mut plugins.ids,
            allow_in_process,
            must_be_signed,
            item.span().start,
        );
        fields.finish(faults);
        if faults.problems.len() == before {
            plugins.entries.extend(entry);
        }
    }
    plugins
}

fn one(
    faults: &mut Faults<'_>,
    folder: &Path,
    fields: &mut Fields<'_, '_>,
    ids: &mut Vec<String>,
    allow_in_process: bool,
    must_be_signed: bool,
    start: usize,
) -> Option<PluginEntry> {
    let id = fields.need(faults, "id");
    let path = fields.need(faults, "path");
    let name = id.as_ref().map_or("", |(id, _)| id).to_owned();
    let here = id.as_ref().map_or(start..start, |(_, span)| span.clone());
    if let Some((id, span)) = &id {
        if ids.contains(id) {
            faults.problem(
                format!("two plugins have the id `{id}`"),
                span.clone(),
                "give each plugin an id of its own",
            );
        }
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    let pin = match fields.string(faults, "sha256") {
        None => {
            let help = "run `debar plugin add FILE`, which writes the SHA-256 of the file that you trust";
            faults.problem(format!("the plugin `{name}` has no pin"), here.clone(), help);
            None
        }
        Some((text, span)) => Sha256Hex::parse(&text)
            .map_err(|error| {
                faults.problem(format!("the pin is {error}"), span, "run `debar plugin add FILE` again")
            })
            .ok(),
    };
    let signature = fields.string(faults, "signature").map(|(file, _)| folder.join(file));
    if signature.is_none() && must_be_signed {
        let help = "run `debar plugin add FILE` with its signature beside it, or write `signature = \"FILE.minisig\"`";
        faults.problem(
            format!("the plugin `{name}` has no signature, and plugins have to be signed"),
            here,
            help,
        );
    }
    let isolation = match fields.string(faults, "isolation") {
        None => Isolation::default(),
        Some((word, span)) => match word.as_str() {
            "worker" => Isolation::Worker,
            "per-document" => Isolation::PerDocument,
            "in-process" => {
                if !allow_in_process {
                    faults.problem(
                        "a plugin may run in this process only when the configuration allows it".to_owned(),
                        span,
                        "write `allow-in-process = true` at the top of the file, if you trust the plugin's code as your own",
                    );
                }
                Isolation::InProcess
            }
            other => {
                let help = "write `worker`, `per-document` or `in-process`";
                faults.problem(format!("unknown isolation `{other}`"), span, help);
                Isolation::default()
            }
        },
    };
    let on_failure = match fields.string(faults, "on-failure") {
        None => OnFailure::Hold,
        Some((word, span)) => match word.as_str() {
            "hold" => OnFailure::Hold,
            "deny" => OnFailure::Deny,
            other => {
                let help = "write `hold` or `deny`: a plugin that fails never lets a purchase through";
                faults.problem(format!("unknown `on-failure = \"{other}\"`"), span, help);
                OnFailure::Hold
            }
        },
    };
    let config = match fields.take("config") {
        None => serde_json::json!({}),
        Some(value) if value.get_ref().is_table() => json(faults, value),
        Some(value) => {
            faults.problem(
                "`config` is no table".to_owned(),
                value.span(),
                "write `config = { name = value }`",
            );
            serde_json::json!({})
        }
    };
    Some(PluginEntry {
        id: id?.0,
        path: folder.join(path?.0),
        pin: pin?,
        signature,
        isolation,
        on_failure,
        config,
        line: faults.line(start),
    })
}
