//! From flags, environment and file to a configuration in use, and to an open gate.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use debar_gate::config::{self, Config, ListChoice, Origin, Overrides, Setting};
use debar_gate::{Adapters, FactProblem, Gate, LedgerFolder, OpenError, SystemClock, discover_plugins};

use crate::args::Global;
use crate::exit::Exit;
use crate::output::{self, Terminal};

/// The configuration that the flags, the environment and the file add up to.
pub(crate) fn configuration(global: &Global, terminal: &mut Terminal) -> Result<Config, Exit> {
    read(global, terminal, true)
}

/// The same for a command that calls no plugin: none is looked for.
pub(crate) fn without_plugins(global: &Global, terminal: &mut Terminal) -> Result<Config, Exit> {
    read(global, terminal, false)
}

fn read(global: &Global, terminal: &mut Terminal, plugins: bool) -> Result<Config, Exit> {
    let overrides = overrides(global);
    let file = config_file(global);
    if let (Some(path), None) = (&file, &global.config) {
        config::own(path).map_err(|foreign| {
            terminal.error(
                format!("the configuration `{}` is not used: {}", foreign.path.display(), foreign.why),
                Some("if you trust it, name it with `--config FILE`; it decides which list is asked and which plugins run"),
            );
            Exit::Invalid
        })?;
    }
    let loaded = match &file {
        Some(path) => config::load(path, &overrides),
        None => {
            let found = if plugins { found_plugins(terminal) } else { vec![] };
            config::without_file(found, &overrides)
        }
    };
    let config = loaded.map_err(|error| {
        output::config_error(terminal, &error);
        match error {
            config::ConfigError::Missing { .. } => Exit::NoDecision,
            _ => Exit::Invalid,
        }
    })?;
    for warning in &config.warnings {
        terminal.remark(format!("warning: {warning}"));
    }
    Ok(config)
}

/// What flags and the environment set.
pub(crate) fn overrides(global: &Global) -> Overrides {
    let setting = |path: &Option<PathBuf>, by_flag: bool, variable: &'static str| {
        let origin = if by_flag { Origin::Flag } else { Origin::Environment(variable) };
        path.clone().map(|path| Setting::new(path, origin))
    };
    Overrides {
        blocklist: setting(&global.blocklist, global.origins.blocklist, "DEBAR_BLOCKLIST"),
        ledger: setting(&global.ledger, global.origins.ledger, "DEBAR_LEDGER"),
        state_folder: config::state_folder(|name| std::env::var_os(name)),
    }
}

/// The configuration file in use.
pub(crate) fn config_file(global: &Global) -> Option<PathBuf> {
    global.config.clone().or_else(|| config::find_config(Path::new("")))
}

/// Opens the gate, or says why it cannot be opened.
pub(crate) fn gate(global: &Global, terminal: &mut Terminal) -> Result<Gate, Exit> {
    let config = without_plugins(global, terminal)?;
    open(config, terminal)
}

/// Opens the gate over a ledger that is there: opening makes the folder of a new one, and to look back into that would
/// answer that nothing was ever decided.
pub(crate) fn gate_that_looks_back(global: &Global, terminal: &mut Terminal) -> Result<Gate, Exit> {
    let config = without_plugins(global, terminal)?;
    ledger(&config, terminal)?;
    open(config, terminal)
}

/// Opens the ledger for reading, or says that there is none: what was decided is then not known, which is not the same
/// as nothing.
pub(crate) fn ledger(config: &Config, terminal: &mut Terminal) -> Result<LedgerFolder, Exit> {
    LedgerFolder::open(&config.ledger.value).map_err(|error| {
        terminal.error(crate::chain(&error), Some(error.help()));
        Exit::NoDecision
    })
}

fn open(config: Config, terminal: &mut Terminal) -> Result<Gate, Exit> {
    let without_file = config.file.is_none();
    let clock = Arc::new(SystemClock);
    let opened = match std::env::current_exe() {
        Ok(executable) if without_file => {
            let (adapters, refused) = Adapters::found(&executable);
            refused.iter().for_each(|why| terminal.remark(format!("warning: {why}")));
            Gate::with_adapters(config, clock, adapters)
        }
        _ => Gate::open(config, clock),
    };
    let gate = opened.map_err(|error| {
        match &error {
            OpenError::List(list) => {
                output::list_error(terminal, list);
                return Exit::Invalid;
            }
            OpenError::Unsigned(unsigned) => {
                terminal.error(error.to_string(), Some(&unsigned.help()));
                return Exit::Invalid;
            }
            OpenError::Facts(problems) => {
                facts_error(problems, terminal);
                terminal.error(error.to_string(), None);
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
        let list = match &gate.config().list.value {
            ListChoice::Shipped => "the shipped lists".to_owned(),
            ListChoice::File(path) => format!("the list {}", path.display()),
        };
        terminal.remark(format!(
            "note: no configuration found: using {list}, the plugins beside this program ({plugins}), facts {}, ledger {}",
            facts(gate.config()),
            gate.config().ledger.value.display()
        ));
    }
    Ok(gate)
}

fn facts_error(problems: &[FactProblem], terminal: &mut Terminal) {
    for problem in problems {
        terminal.error(problem.to_string(), Some(&problem.help));
    }
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
