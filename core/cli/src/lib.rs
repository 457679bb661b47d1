//! The `debar` command: one file a subcommand, output in one place, exit codes in one enum.
#![forbid(unsafe_code)]

mod args;
mod commands;
mod exit;
mod instant;
mod output;
mod settings;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches};

pub use args::Cli;
pub use exit::Exit;
pub use output::Terminal;

/// Runs one command line and returns its exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Exit {
    let args: Vec<OsString> = args.into_iter().collect();
    if let Some(exit) = commands::early(&args) {
        return exit;
    }
    let parsed = Cli::command().try_get_matches_from(args).and_then(|matches| {
        let mut cli = Cli::from_arg_matches(&matches)?;
        cli.global.origins = origins(&matches);
        Ok(cli)
    });
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Ok };
        }
    };
    let mut terminal = Terminal::of_process(cli.global.color, cli.global.quiet, cli.global.error_format);
    output::tell_faults_by_place();
    guarded(&mut terminal, |terminal| commands::run(&cli, terminal))
}

/// Runs a command; a fault in it is no decision.
pub(crate) fn guarded(terminal: &mut Terminal, run: impl FnOnce(&mut Terminal) -> Exit) -> Exit {
    let exit = catch_unwind(AssertUnwindSafe(|| run(terminal))).unwrap_or_else(|_| {
        terminal.error(
            "an internal fault ended the command",
            Some("treat the purchase as held and report the fault"),
        );
        Exit::NoDecision
    });
    exit.and(terminal.finish())
}

/// Which settings the flags and the environment gave.
fn origins(matches: &ArgMatches) -> args::Origins {
    let flag = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
    args::Origins { config: flag("config"), blocklist: flag("blocklist"), ledger: flag("ledger") }
}

/// An error and its causes in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
