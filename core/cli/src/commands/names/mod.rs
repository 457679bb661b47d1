//! `debar names`: names alone, without a purchase around them.

mod calibrate;
mod compare;
mod lines;
mod screen;
mod words;

use super::Done;
use crate::args::{Global, NamesCommand};
use crate::output::Terminal;

pub(super) fn run(command: &NamesCommand, global: &Global, terminal: &mut Terminal) -> Done {
    match command {
        NamesCommand::Screen(args) => screen::run(args, global, terminal),
        NamesCommand::Compare(args) => compare::run(args, global, terminal),
        NamesCommand::Calibrate(args) => calibrate::run(args, terminal),
    }
}
