//! `debar report`: what was decided, for those who have to answer for it.

use debar_blocklist::FormPart;
use debar_gate::{ImpactChoice, LoadedList};
use indicatif::ProgressBar;

use super::{Done, form};
use crate::args::{Global, ImpactArgs, ReportCommand, ReportFormat};
use crate::exit::Exit;
use crate::output::{self, Terminal};
use crate::{instant, settings};

pub(super) fn run(command: &ReportCommand, global: &Global, terminal: &mut Terminal) -> Done {
    match command {
        ReportCommand::First(args) => form::run(FormPart::First, args, global, terminal),
        ReportCommand::FollowUp(args) => form::run(FormPart::FollowUp, args, global, terminal),
        ReportCommand::Impact(args) => impact(args, global, terminal),
    }
}

fn impact(args: &ImpactArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let since = instant::read("--since", args.since.as_deref(), terminal)?;
    let until = instant::read("--until", args.until.as_deref(), terminal)?;
    let config = settings::without_plugins(global, terminal)?;
    let list = LoadedList::load(&config.list.value).map_err(|error| {
        output::list_error(terminal, &error);
        Exit::Invalid
    })?;
    let ledger = settings::ledger(&config, terminal)?;
    let zone = &list.list().time_zone;
    let choice = ImpactChoice {
        vendor: args.vendor.clone(),
        since: since.map(|since| since.within(zone)),
        until: until.map(|until| until.within(zone)),
    };
    let bar = if terminal.progress { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    let report = ledger.impact(&list, &choice, || bar.inc(1));
    bar.finish_and_clear();
    let report = report.map_err(|error| {
        terminal.error(crate::chain(&error), error.help());
        if error.is_usage() { Exit::Usage } else { Exit::NoDecision }
    })?;
    match args.format {
        ReportFormat::Human => terminal.line(output::impact_text(&report, &choice).trim_end()),
        ReportFormat::Markdown => terminal.print(output::impact_markdown(&report, &choice)),
        ReportFormat::Html => terminal.print(output::impact_html(&report, &choice)),
        ReportFormat::Json => terminal.data(output::impact_json(&report, &choice).to_string()),
    }
    Ok(Exit::Ok)
}
