//! `debar plugin add`: shows what would be trusted, and pins it. Runs none of the plugin's code.
//!
//! Invariant: a configuration is never left worse than it was.

use std::path::{Path, PathBuf};

use debar_gate::config::{self, Config, Isolation};
use debar_gate::{PluginFacts, check_plugin_signature, inspect_plugin};
use debar_host::HostError;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TomlError};

use super::Done;
use super::files::replace;
use crate::args::Global;
use crate::exit::Exit;
use crate::output::{self, Terminal};
use crate::settings;

pub(super) fn add(
    file: &Path,
    signature: Option<&Path>,
    dry_run: bool,
    global: &Global,
    terminal: &mut Terminal,
) -> Done {
    let refuse = |terminal: &mut Terminal, error: HostError| {
        terminal.error(format!("{} ({})", crate::chain(&error), error.code()), Some(&error.help()));
        Exit::Invalid
    };
    let facts = inspect_plugin(file).map_err(|error| refuse(terminal, error))?;
    let target = settings::config_file(global);
    let standing = match &target {
        Some(target) => Some(standing(target, global, terminal)?),
        None => None,
    };
    let config = standing.as_ref().and_then(|(_, config)| config.as_ref());
    let signed = match signer(&facts, signature, config) {
        Ok(signed) => signed,
        Err(error) => return Err(refuse(terminal, error)),
    };
    show(&facts, &signed, config, terminal);
    if dry_run {
        return Ok(Exit::Ok);
    }
    let Some((target, (text, _))) = target.zip(standing) else {
        terminal.error(
            "there is no configuration to write the pin into",
            Some("run `debar init` first, or give `--config FILE`"),
        );
        return Err(Exit::Invalid);
    };
    let edited = pin(&text, &facts, signed.counts.as_deref()).map_err(|why| {
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

/// The configuration's text, and what it says when it holds: one that does not may lack just this pin.
fn standing(
    target: &Path,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<(String, Option<Config>), Exit> {
    let text = std::fs::read_to_string(target).map_err(|error| {
        terminal.error(format!("`{}` cannot be read: {error}", target.display()), None);
        Exit::Invalid
    })?;
    let config = config::parse(target, text.clone(), &settings::overrides(global)).ok();
    Ok((text, config))
}

/// Who signed, in words, and the signature's file when it counts.
struct Signer {
    words: String,
    counts: Option<PathBuf>,
}

fn signer(facts: &PluginFacts, given: Option<&Path>, config: Option<&Config>) -> Result<Signer, HostError> {
    let required = config.is_some_and(|config| config.plugin_signatures.required.value);
    let keys = config.map_or(&[][..], |config| &config.plugin_signatures.keys);
    let beside = PathBuf::from(format!("{}.minisig", facts.path.display()));
    let file = match given {
        Some(file) => std::path::absolute(file).unwrap_or_else(|_| file.to_owned()),
        None => beside,
    };
    match check_plugin_signature(&facts.path, &facts.bytes, &file, keys) {
        Ok(signed) => Ok(Signer {
            words: format!("{} ({}): {}", signed.name, signed.key_id, signed.comment),
            counts: Some(file),
        }),
        // Nobody asked for a signature: what stands beside the file is shown for what it is.
        Err(HostError::Unsigned { .. }) if given.is_none() && !required => {
            Ok(Signer { words: "none: the plugin is not signed".to_owned(), counts: None })
        }
        Err(HostError::UnknownKey { key, .. }) if given.is_none() && !required => Ok(Signer {
            words: format!("unknown: the key {key} is no `[[plugin-key]]` of the configuration"),
            counts: None,
        }),
        Err(error) => Err(error),
    }
}

fn show(facts: &PluginFacts, signer: &Signer, config: Option<&Config>, terminal: &mut Terminal) {
    let known = config.and_then(|config| config.plugins.iter().find(|plugin| plugin.id == facts.id));
    let isolation = known.map_or(Isolation::default(), |plugin| plugin.isolation);
    let means = match isolation {
        Isolation::Worker => "its code will run in sandboxed processes of its own",
        Isolation::PerDocument => "its code will run in a new sandboxed process for every document",
        Isolation::InProcess => "its code will run in the gate itself, with all the gate's rights",
    };
    let needed = if facts.needed.is_empty() { "nothing".to_owned() } else { facts.needed.join(", ") };
    terminal.line(format!("file      {}", facts.path.display()));
    terminal.line(format!("id        {} {}", facts.id, facts.version));
    terminal.line(format!("reads     {}", facts.media_types.join(", ")));
    terminal.line(format!("answers   {}", facts.answers.join(", ")));
    terminal.line(format!("SHA-256   {}", facts.sha256));
    if let Some(old) = known.filter(|plugin| plugin.pin != facts.sha256) {
        terminal.line(format!("          instead of {}", old.pin));
    }
    terminal.line(format!("signer    {}", signer.words));
    terminal.line(format!("owner     user {}; nobody else can write it or a folder above", facts.owner));
    terminal.line(format!("exports   {}", facts.exported));
    terminal.line(format!("needs     {needed}"));
    terminal.line(format!("isolation {}: {means}", isolation.as_str()));
}

/// The configuration with the plugin's pin: a new table, or the known one with a new path and pin. Comments and
/// everything else stay as they are.
fn pin(text: &str, facts: &PluginFacts, signature: Option<&Path>) -> Result<String, String> {
    let mut document: DocumentMut =
        text.parse().map_err(|error: TomlError| format!("it is no TOML: {error}"))?;
    let path = facts.path.to_str().ok_or("the plugin's path is not UTF-8, and TOML is")?;
    let signature = match signature.map(Path::to_str) {
        Some(None) => return Err("the signature's path is not UTF-8, and TOML is".to_owned()),
        Some(Some(signature)) => Some(signature),
        None => None,
    };
    let plugins = document.entry("plugin").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    let Item::ArrayOfTables(tables) = plugins else {
        return Err("`plugin` is no list of `[[plugin]]` tables".to_owned());
    };
    let known = tables.iter_mut().find(|table| table.get("id").and_then(Item::as_str) == Some(&facts.id));
    match known {
        Some(table) => {
            set(table, "path", path);
            set(table, "sha256", &facts.sha256.to_string());
            match signature {
                Some(signature) => set(table, "signature", signature),
                // That of the old bytes is none of these.
                None => drop(table.remove("signature")),
            }
        }
        None => {
            let mut table = Table::new();
            set(&mut table, "id", &facts.id);
            set(&mut table, "path", path);
            set(&mut table, "sha256", &facts.sha256.to_string());
            if let Some(signature) = signature {
                set(&mut table, "signature", signature);
            }
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
