//! `debar-worker`: runs the code of one adapter plugin for a gate, with as few rights as reading documents needs.
//! It is started by the gate, talks on its standard input, and ends with the gate. Linux only, as the whole product.
//!
//! Invariant: every right is given up before the first code that might misuse it, and what could not be given up
//! is reported.
#![forbid(unsafe_code)]

mod files;
mod limits;
mod parent;
mod sandbox;
mod system_calls;

use std::os::fd::AsFd;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, parent, bond] = arguments.as_slice() else { return usage() };
    let Ok(parent) = parent.parse() else { return usage() };
    debar_raw::close_inherited();
    if !parent::bind(parent, bond == "dies-with-parent") {
        return ExitCode::SUCCESS;
    }
    let Ok(socket) = std::io::stdin().as_fd().try_clone_to_owned() else { return ExitCode::FAILURE };
    let mut sandbox = sandbox::Sandbox::default();
    let begun = Instant::now();
    match debar_host::serve(socket, &mut sandbox, Arc::new(move || begun.elapsed())) {
        Ok(()) => ExitCode::SUCCESS,
        // Nobody reads what a worker prints: the gate sees that it has ended.
        Err(_) => ExitCode::FAILURE,
    }
}

/// Somebody has started it by hand; nothing is printed by a program whose output is nobody's.
fn usage() -> ExitCode {
    ExitCode::from(2)
}
