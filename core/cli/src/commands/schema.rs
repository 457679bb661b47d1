//! `debar blocklist schema`: the JSON Schema of the list language.

use super::Done;
use crate::exit::Exit;
use crate::output::Terminal;

pub(super) fn run(terminal: &mut Terminal) -> Done {
    let mut text = serde_json::to_vec_pretty(&debar_lsp::schema()).map_err(|_| Exit::NoDecision)?;
    text.push(b'\n');
    terminal.print(text);
    Ok(Exit::Ok)
}
