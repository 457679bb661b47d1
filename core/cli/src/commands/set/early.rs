//! `debar set lookup` before the whole command line is built: building that takes longer than the answer.

use std::ffi::OsString;

use clap::{Args as _, Command, FromArgMatches as _};

use super::lookup;
use crate::args::{Color, ErrorFormat, SetLookupArgs};
use crate::exit::Exit;
use crate::output::Terminal;

/// Answers `debar set lookup` with plain arguments; none for anything else, which the whole command line reads.
pub(crate) fn early(arguments: &[OsString]) -> Option<Exit> {
    let [_, set, verb, rest @ ..] = arguments else { return None };
    if set != "set" || verb != "lookup" || rest.is_empty() {
        return None;
    }
    // Help, errors and the settings of all commands are told by the whole one.
    let command =
        SetLookupArgs::augment_args(Command::new("lookup").disable_help_flag(true)).no_binary_name(true);
    let matches = command.try_get_matches_from(rest).ok()?;
    let args = SetLookupArgs::from_arg_matches(&matches).ok()?;
    let mut terminal = Terminal::of_process(Color::Auto, false, ErrorFormat::Drawn);
    crate::output::tell_faults_by_place();
    Some(crate::guarded(&mut terminal, |terminal| lookup::run(&args, terminal).unwrap_or_else(|exit| exit)))
}
