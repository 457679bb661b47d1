//! `debar ledger`: verify, show, replay.

use debar_gate::{LedgerFolder, Replayed};

use super::Done;
use super::check::progress;
use crate::args::{Format, Global, LedgerCommand};
use crate::exit::Exit;
use crate::output::{self, Checked, Terminal};
use crate::settings;

pub(super) fn run(command: &LedgerCommand, global: &Global, terminal: &mut Terminal) -> Done {
    let folder = settings::configuration(global, terminal)?.ledger.value;
    let ledger = LedgerFolder::open(&folder).map_err(|error| {
        terminal.error(crate::chain(&error), Some("name the ledger's folder with `--ledger FOLDER`"));
        Exit::NoDecision
    })?;
    match command {
        LedgerCommand::Verify => verify(&ledger, terminal),
        LedgerCommand::Show { id, format } => show(&ledger, id, *format, terminal),
        LedgerCommand::Replay { id } => replay(&ledger, id.as_deref(), terminal),
    }
}

fn verify(ledger: &LedgerFolder, terminal: &mut Terminal) -> Done {
    match ledger.verify() {
        Ok(report) => {
            for line in report.lines() {
                terminal.line(line);
            }
            Ok(if report.is_clean() { Exit::Ok } else { Exit::Deny })
        }
        Err(error) => {
            terminal.error(crate::chain(&error), None);
            Err(Exit::Deny)
        }
    }
}

fn show(ledger: &LedgerFolder, id: &str, format: Format, terminal: &mut Terminal) -> Done {
    let (recorded, list) = ledger.find(id).map_err(|error| failed(&error, terminal))?;
    let checked = Checked {
        name: "ledger",
        native: b"",
        decisions: std::slice::from_ref(&recorded),
        list: list.as_ref(),
        contact: None,
    };
    output::decisions(terminal, &[checked], format, false);
    Ok(Exit::Ok)
}

fn replay(ledger: &LedgerFolder, id: Option<&str>, terminal: &mut Terminal) -> Done {
    let ids = match id {
        Some(id) => vec![id.to_owned()],
        None => ledger.ids().map_err(|error| failed(&error, terminal))?,
    };
    let bar = progress(ids.len(), terminal.progress);
    let (mut equal, mut exit) = (0_usize, Exit::Ok);
    for id in &ids {
        match ledger.replay(id) {
            Ok(Replayed::Equal) => equal += 1,
            Ok(Replayed::Differs { recorded, now, why }) => {
                terminal.problem(format!("{id}: recorded {recorded}, replayed {now}: {why}"));
                exit = exit.and(Exit::Deny);
            }
            Err(error) => {
                terminal.error(format!("{id}: {}", crate::chain(&error)), None);
                exit = exit.and(Exit::NoDecision);
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    terminal.line(format!("{equal} of {} decision(s) replayed to the same bytes", ids.len()));
    Ok(exit)
}

fn failed(error: &debar_gate::CheckError, terminal: &mut Terminal) -> Exit {
    terminal.error(crate::chain(error), error.help());
    Exit::NoDecision
}
