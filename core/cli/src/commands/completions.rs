//! `debar completions`: a script for the shell.

use clap::CommandFactory;

use super::Done;
use crate::args::Cli;
use crate::exit::Exit;
use crate::output::Terminal;

pub(super) fn run(shell: clap_complete::Shell, terminal: &mut Terminal) -> Done {
    let mut script = vec![];
    clap_complete::generate(shell, &mut Cli::command(), "debar", &mut script);
    terminal.print(script);
    Ok(Exit::Ok)
}
