//! `debar ledger`: verify, show, replay.

use debar_gate::{CheckError, LedgerFolder, Replayed};
use indicatif::ProgressBar;

use super::Done;
use crate::args::{CloseArgs, Format, Global, LedgerCommand};
use crate::exit::Exit;
use crate::output::{self, Checked, Manner, Terminal};
use crate::settings;

pub(super) fn run(command: &LedgerCommand, global: &Global, terminal: &mut Terminal) -> Done {
    let config = settings::without_plugins(global, terminal)?;
    let ledger = settings::ledger(&config, terminal)?;
    match command {
        LedgerCommand::Verify => verify(&ledger, terminal),
        LedgerCommand::Show { id, format } => show(&ledger, id, *format, terminal),
        LedgerCommand::Replay { id } => replay(&ledger, id.as_deref(), terminal),
        LedgerCommand::Close(args) => close(&ledger, args, terminal),
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
        failed: None,
    };
    output::decisions(terminal, &[checked], Manner { format, aside: false, several: false });
    Ok(Exit::Ok)
}

fn replay(ledger: &LedgerFolder, id: Option<&str>, terminal: &mut Terminal) -> Done {
    let (mut equal, mut all, mut exit) = (0_usize, 0_usize, Exit::Ok);
    let bar = if terminal.progress { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    let mut each = |id: &str, done: Result<Replayed, CheckError>| {
        all += 1;
        bar.inc(1);
        match done {
            Ok(Replayed::Equal) => equal += 1,
            Ok(Replayed::Differs { recorded, now, why }) => {
                terminal.problem(format!("{id}: recorded {recorded}, replayed {now}: {why}"));
                exit = exit.and(Exit::Deny);
            }
            Err(error) => {
                terminal.error(format!("{id}: {}", crate::chain(&error)), error.help());
                exit = exit.and(Exit::NoDecision);
            }
        }
    };
    let done = match id {
        Some(id) => {
            each(id, ledger.replay(id));
            Ok(())
        }
        None => ledger.replay_all(each),
    };
    bar.finish_and_clear();
    done.map_err(|error| failed(&error, terminal))?;
    terminal.line(format!("{equal} of {all} decision(s) replayed to the same bytes"));
    Ok(exit)
}

/// Records that an order or a request is closed.
fn close(ledger: &LedgerFolder, args: &CloseArgs, terminal: &mut Terminal) -> Done {
    let now = jiff::Timestamp::now();
    let on = crate::instant::read("--on", args.on.as_deref(), terminal)?;
    // No list is read here, so a bare date begins at 00:00 UTC.
    let on = on.map_or(now, |on| on.within(&jiff::tz::TimeZone::UTC));
    if args.why.trim().is_empty() {
        terminal
            .error("`--why` says nothing", Some("write why the order is closed: delivered, paid, cancelled"));
        return Err(Exit::Usage);
    }
    let closed =
        ledger.close(&args.name, on, args.why.trim(), now).map_err(|error| failed(&error, terminal))?;
    let many = closed.requests.len();
    match closed.sequence {
        Some(sequence) => {
            terminal.line(format!("closed {many} request(s) of `{}` from {on}: record {sequence}", args.name))
        }
        None => terminal.line(format!("`{}` was closed before: nothing recorded", args.name)),
    }
    Ok(Exit::Ok)
}

fn failed(error: &CheckError, terminal: &mut Terminal) -> Exit {
    terminal.error(crate::chain(error), error.help());
    if error.is_usage() { Exit::Usage } else { Exit::NoDecision }
}
