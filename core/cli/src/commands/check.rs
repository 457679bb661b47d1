//! `debar check`: screens documents, prints why, and exits with the verdict.

use std::path::{Path, PathBuf};

use debar_gate::{Gate, GivenArtifact, Outcome, Submission};
use debar_model::{FactOrigin, Facts};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Done, read};
use crate::args::{CheckArgs, Format, Global};
use crate::exit::Exit;
use crate::output::{self, Checked, Terminal};
use crate::{instant, settings};

struct Screened {
    name: String,
    native: Vec<u8>,
    outcome: Outcome,
}

pub(super) fn run(args: &CheckArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let facts = facts(&args.facts, terminal)?;
    let artifacts = artifacts(&args.artifacts, terminal)?;
    if args.files.len() > 1 && (!artifacts.is_empty() || args.answer.is_some()) {
        terminal.error(
            "`--artifact` and `--answer` speak of one document, and several are given",
            Some("run `debar check` once for each document"),
        );
        return Err(Exit::Usage);
    }
    let at = instant::read("--at", args.at.as_deref(), terminal)?;
    let known_at = instant::read("--known-at", args.known_at.as_deref(), terminal)?;
    let gate = settings::gate(global, terminal)?;
    let bar = progress(args.files.len(), terminal.progress);
    let mut exit = Exit::Ok;
    let mut screened = vec![];
    for path in &args.files {
        match one(&gate, path, args, (&facts, &artifacts, at, known_at), terminal) {
            Ok(done) => {
                exit = exit.and(Exit::of(done.outcome.verdict()));
                screened.push(done);
            }
            Err(stopped) => exit = exit.and(stopped),
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    print(&screened, args, &gate, terminal);
    if let (Some(target), Some(one)) = (&args.answer, screened.first()) {
        exit = exit.and(answer(one, target, terminal));
    }
    Ok(exit)
}

type Asked<'a> = (&'a Facts, &'a [GivenArtifact], Option<jiff::Timestamp>, Option<jiff::Timestamp>);

fn one(
    gate: &Gate,
    path: &Path,
    args: &CheckArgs,
    (facts, artifacts, at, known_at): Asked<'_>,
    terminal: &mut Terminal,
) -> Result<Screened, Exit> {
    let native = read(path, gate.config().limits.value.document_bytes, terminal)?;
    let submission = Submission {
        bytes: &native,
        content_type: args.content_type.as_deref().or_else(|| by_extension(path)),
        route: args.route.as_deref(),
        plugin: args.plugin.as_deref(),
        facts: facts.clone(),
        artifacts: artifacts.to_vec(),
        at,
        known_at,
    };
    let outcome = gate.check(&submission).map_err(|error| {
        terminal.error(crate::chain(&error), error.help());
        if error.is_usage() { Exit::Usage } else { Exit::NoDecision }
    })?;
    let name = if path.as_os_str() == "-" { "stdin".to_owned() } else { path.display().to_string() };
    Ok(Screened { name, native, outcome })
}

/// The media type of a file whose content does not tell it from other text.
fn by_extension(path: &Path) -> Option<&'static str> {
    match path.extension()?.to_str()? {
        "csv" => Some("text/csv"),
        "tsv" => Some("text/tab-separated-values"),
        "ndjson" | "jsonl" => Some("application/x-ndjson"),
        _ => None,
    }
}

fn print(screened: &[Screened], args: &CheckArgs, gate: &Gate, terminal: &mut Terminal) {
    let contact = gate.config().review_contact.as_ref().map(|setting| setting.value.as_str());
    let all: Vec<Checked<'_>> = screened
        .iter()
        .map(|one| Checked {
            name: &one.name,
            native: &one.native,
            decisions: &one.outcome.decisions,
            list: Some(&one.outcome.list),
            contact,
        })
        .collect();
    let aside = args.answer.as_ref().is_some_and(|target| target.as_os_str() == "-");
    let silent = terminal.quiet && args.format == Format::Human;
    if !all.is_empty() && !silent {
        output::decisions(terminal, &all, args.format, aside);
    }
}

/// Hands out the native answer. Its absence never changes a verdict, only what can be said of it.
fn answer(one: &Screened, target: &Path, terminal: &mut Terminal) -> Exit {
    let answer = match &one.outcome.answer {
        Ok(answer) => answer,
        Err(why) => {
            terminal.error(format!("there is no native answer: {why}"), None);
            return Exit::Review;
        }
    };
    if target.as_os_str() == "-" {
        terminal.print(&answer.bytes);
        return Exit::Ok;
    }
    match std::fs::write(target, &answer.bytes) {
        Ok(()) => Exit::Ok,
        Err(error) => {
            terminal.error(format!("the answer could not be written to `{}`: {error}", target.display()), None);
            Exit::NoDecision
        }
    }
}

fn facts(pairs: &[String], terminal: &mut Terminal) -> Result<Facts, Exit> {
    let mut facts = Facts::new();
    for pair in pairs {
        match pair.split_once('=') {
            Some((name, value)) if !name.is_empty() && !value.is_empty() => {
                facts.add(name, value.split(',').map(str::to_owned), FactOrigin::Call);
            }
            _ => {
                terminal.error(
                    format!("`--fact {pair}` is no fact"),
                    Some("write `--fact NAME=VALUE`, such as `--fact act=procure`"),
                );
                return Err(Exit::Usage);
            }
        }
    }
    Ok(facts)
}

fn artifacts(pairs: &[String], terminal: &mut Terminal) -> Result<Vec<GivenArtifact>, Exit> {
    let mut artifacts = vec![];
    for pair in pairs {
        match pair.split_once('=') {
            Some((line, path)) if !line.is_empty() && !path.is_empty() => {
                artifacts.push(GivenArtifact { line: line.to_owned(), path: PathBuf::from(path) });
            }
            _ => {
                terminal.error(
                    format!("`--artifact {pair}` names no line and file"),
                    Some("write `--artifact LINE=FILE`, such as `--artifact 2=setup.exe`"),
                );
                return Err(Exit::Usage);
            }
        }
    }
    Ok(artifacts)
}

/// A bar for many documents on a terminal; hidden otherwise.
pub(super) fn progress(total: usize, wanted: bool) -> ProgressBar {
    const FEW: usize = 20;
    let total_64 = u64::try_from(total).unwrap_or(u64::MAX);
    if !wanted || total < FEW {
        return ProgressBar::with_draw_target(Some(total_64), ProgressDrawTarget::hidden());
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed}");
    ProgressBar::new(total_64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
