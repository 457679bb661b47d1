//! `debar report first` and `follow-up`: fills the form of the report that a recorded decision obliges to.

use debar_blocklist::FormPart;
use debar_gate::{ReportChoice, html, markdown};
use jiff::civil::Date;

use super::Done;
use crate::args::{FormArgs, FormFormat, Global};
use crate::exit::Exit;
use crate::output::Terminal;
use crate::settings;

pub(super) fn run(part: FormPart, args: &FormArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let set = args.set.iter().map(|text| pair(text, terminal)).collect::<Result<_, _>>()?;
    let choice = ReportChoice {
        form: args.form.clone(),
        part,
        set,
        identified: day("--identified", args.identified.as_deref(), terminal)?,
        sent: day("--sent", args.sent.as_deref(), terminal)?,
    };
    let config = settings::without_plugins(global, terminal)?;
    let ledger = settings::ledger(&config, terminal)?;
    let report = ledger.report(&args.decision, &choice).map_err(|error| {
        terminal.error(crate::chain(&error), error.help());
        if error.is_usage() { Exit::Usage } else { Exit::NoDecision }
    })?;
    match args.format {
        FormFormat::Md => terminal.print(markdown(&report)),
        FormFormat::Html => terminal.print(html(&report)),
        FormFormat::Json => {
            let json = serde_json::to_string(&report).map_err(|error| {
                terminal.error(format!("the report cannot be written: {error}"), None);
                Exit::NoDecision
            })?;
            terminal.data(json);
        }
    }
    for missing in &report.missing {
        terminal.remark(format!("missing: {}: {}", missing.label, missing.help));
    }
    Ok(if report.complete { Exit::Ok } else { Exit::Review })
}

fn pair(text: &str, terminal: &mut Terminal) -> Result<(String, String), Exit> {
    let pair = text.split_once('=').map(|(key, value)| (key.trim().to_owned(), value.to_owned()));
    pair.filter(|(key, _)| !key.is_empty()).ok_or_else(|| {
        terminal.error(
            format!("`--set {text}` is no field and value"),
            Some("write `--set KEY=VALUE`, such as `--set contract-number=47QTCA-26-D-0001`"),
        );
        Exit::Usage
    })
}

fn day(flag: &str, text: Option<&str>, terminal: &mut Terminal) -> Result<Option<Date>, Exit> {
    let Some(text) = text else { return Ok(None) };
    text.parse().map(Some).map_err(|_| {
        terminal.error(format!("`{flag} {text}` is no date"), Some("write a date such as `2026-11-25`"));
        Exit::Usage
    })
}
