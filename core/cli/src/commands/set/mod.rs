//! `debar set`: digest sets made, asked and compared.

mod build;
mod compare;
mod early;
mod lookup;
mod show;

use std::path::Path;

use debar_gate::set_stamps;
use debar_sets::{Set, SetError};

use super::Done;
use crate::args::SetCommand;
use crate::exit::Exit;
use crate::output::Terminal;

pub(crate) use early::early;

pub(super) fn run(command: &SetCommand, terminal: &mut Terminal) -> Done {
    match command {
        SetCommand::Build(args) => build::build(args, terminal),
        SetCommand::Merge(args) => build::merged(args, terminal),
        SetCommand::Lookup(args) => lookup::run(args, terminal),
        SetCommand::Info(args) => show::info(args, terminal),
        SetCommand::Verify(args) => show::verify(args, terminal),
        SetCommand::Diff(args) => compare::run(args, terminal),
    }
}

/// Opens a set for answers, or tells why not.
pub(super) fn open(path: &Path, terminal: &mut Terminal) -> Result<Set, Exit> {
    let name = path.display().to_string();
    Set::open(path, &name, &set_stamps()).map_err(|error| refuse(&name, &error, terminal))
}

fn refuse(name: &str, error: &SetError, terminal: &mut Terminal) -> Exit {
    terminal.error(format!("the digest set `{name}` cannot be used: {error}"), Some(error.help()));
    Exit::Invalid
}
