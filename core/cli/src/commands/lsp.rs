//! `debar lsp`: the language server on standard input and output. Nothing else may be printed while it runs.

use std::io::{BufReader, stdin, stdout};
use std::sync::Arc;

use debar_lsp::{Settings, serve};

use super::Done;
use crate::exit::Exit;
use crate::output::Terminal;

/// Ends with 0 after `shutdown` and `exit`, as the protocol has it, else with 1.
pub(super) fn run(terminal: &mut Terminal) -> Done {
    let settings = Settings { now: Arc::new(jiff::Timestamp::now), version: env!("CARGO_PKG_VERSION") };
    match serve(BufReader::with_capacity(1 << 16, stdin()), stdout(), settings) {
        Ok(true) => Ok(Exit::Ok),
        Ok(false) => Ok(Exit::Deny),
        Err(error) => {
            terminal.error(format!("the language server ended: {error}"), None);
            Err(Exit::NoDecision)
        }
    }
}
