//! From flags, environment and file to a configuration in use, and to an open gate.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use debar_gate::config::{self, Config, Origin, Overrides, Setting};
use debar_gate::{Gate, OpenError, SystemClock, discover_plugins};

use crate::args::Global;
use crate::exit::Exit;
use crate::output::{self, Terminal};

/// The configuration that the flags, the environment and the file add up to.
pub(crate) fn configuration(global: &Global, terminal: &mut Terminal) -> Result<Config, Exit> {
    let overrides = Overrides {
        blocklist: global.blocklist.clone().map(|path| setting(path, "--blocklist", "DEBAR_BLOCKLIST")),
        ledger: global.ledger.clone().map(|path| setting(path, "--ledger", "DEBAR_LEDGER")),
        state_folder: config::state_folder(|name| std::env::var(name).ok()),
    };
    let file = global.config.clone().or_else(|| config::find_config(Path::new("")));
    let loaded = match &file {
        Some(path) => config::load(path, &overrides),
        None => config::without_file(found_plugins(terminal), &overrides),
    };
    loaded.map_err(|error| {
        output::config_error(terminal, &error);
        match error {
            config::ConfigError::Missing { .. } => Exit::NoDecision,
            _ => Exit::Invalid,
        }
    })
}

/// Opens the gate, or says why it cannot be opened.
pub(crate) fn gate(global: &Global, terminal: &mut Terminal) -> Result<Gate, Exit> {
    let config = configuration(global, terminal)?;
    let without_file = config.file.is_none();
    let gate = Gate::open(config, Arc::new(SystemClock)).map_err(|error| {
        match &error {
            OpenError::List(list) => {
                output::list_error(terminal, list);
                return Exit::Invalid;
            }
            OpenError::Plugin { help, .. } => {
                terminal.error(crate::chain(&error), help.as_deref());
                return Exit::Invalid;
            }
            OpenError::Ledger { .. } => terminal.error(
                crate::chain(&error),
                Some("give a folder that this user can write with `--ledger FOLDER`; no decision leaves unrecorded"),
            ),
        }
        Exit::NoDecision
    })?;
    for remark in gate.remarks() {
        terminal.remark(format!("note: {remark}"));
    }
    if without_file {
        let plugins = gate.plugins().map(|plugin| plugin.id).collect::<Vec<_>>().join(", ");
        terminal.remark(format!(
            "note: no configuration found: using the shipped lists, the plugins beside this program ({plugins}), facts {}, ledger {}",
            facts(gate.config()),
            gate.config().ledger.value.display()
        ));
    }
    Ok(gate)
}

/// Facts as `name=value`, in order.
pub(crate) fn facts(config: &Config) -> String {
    let facts: Vec<String> =
        config.facts.iter().map(|(name, fact)| format!("{name}={}", fact.values.join(","))).collect();
    facts.join(" ")
}

fn found_plugins(terminal: &mut Terminal) -> Vec<config::PluginEntry> {
    let Ok(executable) = std::env::current_exe() else { return vec![] };
    let (plugins, refused) = discover_plugins(&executable);
    for why in refused {
        terminal.remark(format!("warning: {why}"));
    }
    plugins
}

/// clap has already let the flag win over the environment; the origin is told apart by looking.
fn setting(path: PathBuf, flag: &str, variable: &'static str) -> Setting<PathBuf> {
    let given = std::env::args().any(|arg| arg == flag || arg.starts_with(&format!("{flag}=")));
    Setting::new(path, if given { Origin::Flag } else { Origin::Environment(variable) })
}
