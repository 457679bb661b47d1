//! `debar blocklist what-if`: which decisions a change would turn. Nothing is changed and nothing recorded.

use std::path::{Path, PathBuf};

use debar_blocklist::Moment;
use debar_gate::{
    Change, ChangeError, Flip, LineFlip, Submission, Supposed, Total, WhatIfOptions, WhatIfReport, Worth,
};
use debar_model::Verdict;
use indicatif::ProgressBar;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::recheck::short;
use super::{Done, files};
use crate::args::{Global, TableFormat, WhatIfArgs};
use crate::exit::Exit;
use crate::output::{self, Terminal};
use crate::{instant, settings};

/// Flips that are shown to people; all of them go to programs.
const SHOWN: usize = 50;

pub(super) fn run(args: &WhatIfArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let at = instant::read("--at", args.at.as_deref(), terminal)?;
    let gate;
    let loaded;
    let list = if args.documents.is_some() {
        gate = Some(settings::gate(global, terminal)?);
        loaded = None;
        gate.as_ref().map(debar_gate::Gate::list)
    } else {
        gate = None;
        let config = settings::without_plugins(global, terminal)?;
        let list = debar_gate::LoadedList::load(&config.list.value).map_err(|error| {
            output::list_error(terminal, &error);
            Exit::Invalid
        })?;
        loaded = Some(settings::ledger(&config, terminal)?);
        Some(std::sync::Arc::new(list))
    };
    let Some(list) = list else { return Err(Exit::NoDecision) };
    let zone = list.list().time_zone.clone();
    let change = Change {
        replace: args.replace.clone(),
        add: args.add.clone(),
        remove_rules: args.remove_rules.clone(),
        authorities: supposed(&args.authorities, &zone, terminal)?,
    };
    let at = at.map(|at| at.within(&zone));
    let bar = if terminal.progress { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    let done = match (&args.documents, &gate, loaded) {
        (Some(folder), Some(gate), _) => {
            let documents = documents(folder, gate.config().limits.document_bytes.value, terminal)?;
            let submissions = documents.iter().map(|(name, bytes)| {
                bar.inc(1);
                let submission = Submission {
                    bytes,
                    content_type: super::check::by_extension(Path::new(name)),
                    at,
                    ..Submission::default()
                };
                (name.clone(), submission)
            });
            gate.what_if_documents(&change, submissions).map(Ok)
        }
        (_, _, Some(ledger)) => {
            let options = WhatIfOptions { at, thorough: args.thorough, threads: None };
            ledger.what_if(&list, &change, options, |read| bar.set_position(read))
        }
        _ => return Err(Exit::NoDecision),
    };
    bar.finish_and_clear();
    let report = match done {
        Ok(Ok(report)) => report,
        Ok(Err(error)) | Err(ChangeError::Unknown(error)) => {
            terminal.error(crate::chain(&error), error.help());
            return Err(if error.is_usage() { Exit::Usage } else { Exit::NoDecision });
        }
        Err(ChangeError::List(error)) => {
            output::list_error(terminal, &error);
            return Err(Exit::Invalid);
        }
    };
    match args.format {
        TableFormat::Human => human(&report, terminal),
        TableFormat::Json => terminal.data(whole(&report).to_string()),
        TableFormat::Jsonl => report.flips.iter().for_each(|flip| terminal.data(of_flip(flip).to_string())),
        TableFormat::Csv => csv(&report, terminal),
    }
    for (id, why) in report.failed.iter().take(SHOWN) {
        terminal.error(format!("{id}: not decided again: {why}"), None);
    }
    if report.failed.len() > SHOWN {
        terminal.error(format!("and {} more not decided again", report.failed.len() - SHOWN), None);
    }
    Ok(if report.failed.is_empty() { Exit::Ok } else { Exit::NoDecision })
}

/// `ID=STATUS@DATE`, or `ID=STATUS@DATE..DATE` for what ends.
fn supposed(texts: &[String], zone: &TimeZone, terminal: &mut Terminal) -> Result<Vec<Supposed>, Exit> {
    let mut all = vec![];
    let mut wrong = false;
    for text in texts {
        match one(text, zone) {
            Ok(supposed) => all.push(supposed),
            Err(help) => {
                terminal.error(format!("`--authority {text}` says nothing of an authority"), Some(&help));
                wrong = true;
            }
        }
    }
    if wrong { Err(Exit::Usage) } else { Ok(all) }
}

fn one(text: &str, zone: &TimeZone) -> Result<Supposed, String> {
    const FORM: &str = "write `ID=STATUS@DATE`, such as `us-ndaa18-1634=vacated@2018-06-01`";
    let (authority, rest) = text.split_once('=').ok_or(FORM)?;
    let (is, when) = rest.split_once('@').ok_or(FORM)?;
    Supposed::check_status(is)?;
    let (from, until) = when.split_once("..").map_or((when, None), |(from, until)| (from, Some(until)));
    let moment = |text: &str| {
        let at = instant::parse(text).ok_or_else(|| format!("`{text}` is no date and no instant; {FORM}"))?;
        Ok::<Moment, String>(Moment { at: at.within(zone), written: text.to_owned() })
    };
    let (from, until) = (moment(from)?, until.map(moment).transpose()?);
    if until.as_ref().is_some_and(|until| until.at <= from.at) {
        return Err("what ends must begin before".to_owned());
    }
    if until.is_some() && !matches!(is, "suspended" | "stayed" | "enjoined") {
        return Err(format!("`{is}` has no end; only suspended, stayed and enjoined do"));
    }
    Ok(Supposed { authority: authority.to_owned(), is: is.to_owned(), from, until })
}

/// Regular files below a folder, by name; links are not followed.
fn documents(folder: &Path, limit: u64, terminal: &mut Terminal) -> Result<Vec<(String, Vec<u8>)>, Exit> {
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    let mut names = vec![];
    while let Some(folder) = open.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| {
            terminal.error(format!("`{}` cannot be read: {error}", folder.display()), None);
            Exit::NoDecision
        })?;
        for entry in entries.flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                Ok(kind) if kind.is_file() => names.push(entry.path()),
                _ => {}
            }
        }
    }
    names.sort();
    let read = |path: PathBuf| Ok((path.display().to_string(), files::read(&path, limit, terminal)?));
    names.into_iter().map(read).collect()
}

fn human(report: &WhatIfReport, terminal: &mut Terminal) {
    for words in &report.words {
        terminal.line(format!("what if: {words}"));
    }
    terminal.line(format!(
        "on list {} and {} decision(s), of which {} were screened anew; nothing is recorded",
        short(&report.revision),
        report.decisions,
        report.screened
    ));
    for flip in report.flips.iter().take(SHOWN) {
        terminal.line(format!("\n{}", title(flip)));
        for line in &flip.lines {
            let vendor = line.vendor.as_ref().map(|vendor| format!(" ({vendor})")).unwrap_or_default();
            let worth =
                if line.worth == Worth::default() { String::new() } else { format!(", {}", line.worth) };
            terminal.line(format!(
                "  line {}: {} -> {} by {}{vendor}{worth}",
                line.name,
                line.from,
                line.to,
                by(&line.rules)
            ));
        }
        if flip.lines.is_empty() {
            terminal.line(format!("  by {}", by(&flip.rules)));
        }
    }
    if report.flips.len() > SHOWN {
        terminal.line(format!(
            "\n... and {} more; `--format csv` or `jsonl` lists them all",
            report.flips.len() - SHOWN
        ));
    }
    terminal.line("");
    let own = report.flips.iter().filter(|flip| !flip.without_change).count();
    terminal
        .line(format!("{} decision(s) would turn, {own} of them by the change itself", report.flips.len()));
    for (stricter, words) in [(true, "to reopen"), (false, "that could be released or need less")] {
        let total = report.total(stricter);
        if total.orders > 0 {
            terminal.line(format!("{} order(s) {words}", total.orders));
            for (vendor, worth) in &total.vendors {
                terminal.line(format!("  {vendor}: {worth}"));
            }
        }
    }
    if report.touched > 0 && own == 0 {
        terminal.line("the change alone turns nothing:");
    }
    for ((rule, title), count) in &report.overlap {
        terminal.line(format!("overlap: {title} stands (rule {rule}) in {count} decision(s)"));
    }
}

fn title(flip: &Flip) -> String {
    let order = flip.order.as_ref().map_or_else(
        || format!("request {}", short(&flip.request.to_string())),
        |order| format!("order {order}"),
    );
    let seller = if flip.suppliers.is_empty() {
        String::new()
    } else {
        format!(" from {}", flip.suppliers.join(", "))
    };
    let document = flip.document.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
    let mut note = String::new();
    if !flip.latest {
        note.push_str("; decided again since");
    }
    if flip.without_change {
        note.push_str("; the list in use says so too");
    }
    format!(
        "{document}{order}{seller}: {} -> {} (decision {}, at {}{note})",
        flip.from,
        flip.to,
        short(&flip.decision.to_string()),
        flip.at
    )
}

fn by(rules: &[String]) -> String {
    if rules.is_empty() { "no single rule".to_owned() } else { format!("rule {}", rules.join(", ")) }
}

fn whole(report: &WhatIfReport) -> Value {
    let overlap: Vec<Value> = report
        .overlap
        .iter()
        .map(|((rule, title), count)| json!({"rule": rule, "authority": title, "decisions": count.to_string()}))
        .collect();
    json!({
        "schema_version": debar_wire::SCHEMA_VERSION,
        "revision": report.revision,
        "changes": report.words,
        "decisions": report.decisions.to_string(),
        "screened": report.screened.to_string(),
        "touched": report.touched.to_string(),
        "flips": report.flips.iter().map(of_flip).collect::<Vec<_>>(),
        "to_reopen": of_total(&report.total(true)),
        "to_release": of_total(&report.total(false)),
        "overlap": overlap,
        "failed": report.failed.iter().map(|(id, why)| json!({"decision": id, "why": why})).collect::<Vec<_>>(),
    })
}

fn of_flip(flip: &Flip) -> Value {
    json!({
        "sequence": flip.sequence.to_string(),
        "decision_id": flip.decision.to_string(),
        "request_id": flip.request.to_string(),
        "document": flip.document,
        "order": flip.order,
        "suppliers": flip.suppliers,
        "at": flip.at.to_string(),
        "from": flip.from.as_str(),
        "to": flip.to.as_str(),
        "rules": flip.rules,
        "without_change": flip.without_change,
        "latest": flip.latest,
        "lines": flip.lines.iter().map(of_line).collect::<Vec<_>>(),
    })
}

fn of_line(line: &LineFlip) -> Value {
    json!({
        "line": line.name,
        "ordinal": line.ordinal,
        "from": line.from.as_str(),
        "to": line.to.as_str(),
        "rules": line.rules,
        "vendor": line.vendor,
        "worth": of_worth(&line.worth),
    })
}

fn of_total(total: &Total) -> Value {
    let vendors: Map<String, Value> =
        total.vendors.iter().map(|(vendor, worth)| (vendor.clone(), of_worth(worth))).collect();
    json!({"orders": total.orders.to_string(), "vendors": vendors})
}

pub(super) fn of_worth(worth: &Worth) -> Value {
    let sums: Map<String, Value> =
        worth.sums.iter().map(|(currency, sum)| (currency.clone(), json!(sum.to_string()))).collect();
    json!({"sums": sums, "lines": worth.lines.to_string(), "without_amount": worth.without_amount.to_string()})
}

fn csv(report: &WhatIfReport, terminal: &mut Terminal) {
    terminal.data("sequence,decision_id,order,document,at,line,from,to,rules,vendor,amount,currency,latest,without_change");
    for flip in &report.flips {
        let (sequence, id, at) = (flip.sequence.to_string(), flip.decision.to_string(), flip.at.to_string());
        let yes = |word: bool| if word { "yes" } else { "no" };
        let mut print = |line: &str,
                         from: Verdict,
                         to: Verdict,
                         rules: &[String],
                         vendor: &str,
                         amount: &str,
                         currency: &str| {
            terminal.data(row(&[
                &sequence,
                &id,
                flip.order.as_deref().unwrap_or_default(),
                flip.document.as_deref().unwrap_or_default(),
                &at,
                line,
                from.as_str(),
                to.as_str(),
                &rules.join(" "),
                vendor,
                amount,
                currency,
                yes(flip.latest),
                yes(flip.without_change),
            ]));
        };
        if flip.lines.is_empty() {
            print("", flip.from, flip.to, &flip.rules, "", "", "");
        }
        for line in &flip.lines {
            let vendor = line.vendor.as_deref().unwrap_or_default();
            let worth = line.worth.sums.iter().next();
            let amount = worth.map(|(_, sum)| sum.to_string()).unwrap_or_default();
            let currency = worth.map(|(currency, _)| currency.as_str()).unwrap_or_default();
            print(&line.name, line.from, line.to, &line.rules, vendor, &amount, currency);
        }
    }
}

/// A row of CSV (RFC 4180). What a spreadsheet would read as a formula is kept from being one.
pub(super) fn row(fields: &[&str]) -> String {
    let field = |text: &&str| {
        let safe = if text.starts_with(['=', '+', '@', '\t', '\r'])
            || (text.starts_with('-') && text.parse::<f64>().is_err())
        {
            format!("'{text}")
        } else {
            (*text).to_owned()
        };
        if safe.contains(['"', ',', '\n', '\r']) {
            format!("\"{}\"", safe.replace('"', "\"\""))
        } else {
            safe
        }
    };
    fields.iter().map(field).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::{one, row};
    use jiff::tz::TimeZone;

    #[test]
    fn rows_are_read_back_and_never_formulas() {
        for (fields, expect) in [
            (&["a", "b"][..], "a,b"),
            (&["a,b", "say \"x\""], "\"a,b\",\"say \"\"x\"\"\""),
            (&["=1+1", "-5.00", "-x"], "'=1+1,-5.00,'-x"),
            (&["two\nlines"], "\"two\nlines\""),
        ] {
            assert_eq!(row(fields), expect);
        }
    }

    #[test]
    fn what_is_supposed_of_an_authority_is_read_or_told() {
        for (text, expect) in [
            ("a=vacated@2018-06-01", Ok(())),
            ("a=enjoined@2018-06-01..2018-07-01", Ok(())),
            ("a=enjoined@2018-06-01..2018-06-01", Err("begin before")),
            ("a=vacated@2018-06-01..2018-07-01", Err("has no end")),
            ("a=vacatd@2018-06-01", Err("did you mean `vacated`")),
            ("a=vacated", Err("write `ID=STATUS@DATE`")),
            ("a", Err("write `ID=STATUS@DATE`")),
            ("a=vacated@06/01/2018", Err("no date")),
        ] {
            match (one(text, &TimeZone::UTC), expect) {
                (Ok(_), Ok(())) => {}
                (Err(help), Err(part)) => assert!(help.contains(part), "{text}: {help}"),
                (found, _) => panic!("{text}: {found:?}"),
            }
        }
    }
}
