//! The `debar` command: one file a subcommand, output in one place, exit codes in one enum.
#![forbid(unsafe_code)]

mod args;
mod commands;
mod exit;
mod instant;
mod output;
mod settings;

use std::ffi::OsString;

use clap::Parser;

pub use args::Cli;
pub use exit::Exit;
pub use output::Terminal;

/// Runs one command line and returns its exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Ok };
        }
    };
    let mut terminal = Terminal::of_process(cli.global.color, cli.global.quiet, cli.global.error_format);
    let exit = commands::run(&cli, &mut terminal);
    terminal.flush();
    exit
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
