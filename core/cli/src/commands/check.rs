//! `debar check`: screens documents, prints why, and exits with the verdict.

use std::path::{Path, PathBuf};

use debar_gate::{Gate, GivenArtifact, Outcome, Submission};
use debar_model::{FactOrigin, Facts, fact};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Done, files};
use crate::args::{CheckArgs, Format, Global};
use crate::exit::Exit;
use crate::instant::{self, Written};
use crate::output::{self, Checked, Manner, Terminal};
use crate::settings;

/// A document and what came of it.
struct Screened {
    name: String,
    native: Vec<u8>,
    outcome: Result<Outcome, String>,
}

/// What is asked of every document.
struct Asked<'a> {
    gate: &'a Gate,
    args: &'a CheckArgs,
    facts: Facts,
    artifacts: Vec<GivenArtifact>,
    at: Option<jiff::Timestamp>,
    known_at: Option<jiff::Timestamp>,
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
    let list = gate.list();
    let instant = |written: Option<Written>| written.map(|written| written.within(&list.list().time_zone));
    let (at, known_at) = (instant(at), instant(known_at));
    let asked = Asked { gate: &gate, args, facts, artifacts, at, known_at };
    let bar = progress(args.files.len(), terminal.progress);
    let manner = Manner {
        format: args.format,
        aside: args.answer.as_ref().is_some_and(|target| target.as_os_str() == "-"),
        several: args.files.len() > 1,
    };
    let mut exit = Exit::Ok;
    let mut screened = vec![];
    let mut told = vec![];
    for path in &args.files {
        let (one, code) = asked.one(path, terminal);
        exit = exit.and(code);
        bar.suspend(|| {
            remark(&one, &mut told, terminal);
            if manner.one_by_one() {
                print(std::slice::from_ref(&one), &gate, manner, terminal);
            }
        });
        // Of many documents only what is still to be printed is kept.
        if !manner.several || !manner.one_by_one() {
            screened.push(one);
        }
        if code == Exit::Usage {
            // The same is wrong for every further document.
            break;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    if !manner.one_by_one() {
        print(&screened, &gate, manner, terminal);
    }
    if let (Some(target), Some(Screened { outcome: Ok(outcome), .. })) = (&args.answer, screened.first()) {
        exit = exit.and(answer(outcome, target, terminal));
    }
    Ok(exit)
}

impl Asked<'_> {
    fn one(&self, path: &Path, terminal: &mut Terminal) -> (Screened, Exit) {
        let name = if path.as_os_str() == "-" { "stdin".to_owned() } else { path.display().to_string() };
        let native = match files::bytes(path, self.gate.config().limits.document_bytes.value) {
            Ok(native) => native,
            Err(why) => {
                terminal.error(&why, None);
                return (Screened { name, native: vec![], outcome: Err(why) }, Exit::NoDecision);
            }
        };
        let submission = Submission {
            bytes: &native,
            content_type: self.args.content_type.as_deref().or_else(|| by_extension(path)),
            route: self.args.route.as_deref(),
            plugin: self.args.plugin.as_deref(),
            facts: self.facts.clone(),
            artifacts: self.artifacts.clone(),
            artifact_folder: self.args.artifact_folder.clone(),
            at: self.at,
            known_at: self.known_at,
            list_history: self.args.list_history.into(),
        };
        let (outcome, exit) = match self.gate.check(&submission) {
            Ok(outcome) => {
                let exit = Exit::of(outcome.verdict());
                (Ok(outcome), exit)
            }
            Err(error) => {
                let why = crate::chain(&error);
                terminal.error(&why, error.help());
                (Err(why), if error.is_usage() { Exit::Usage } else { Exit::NoDecision })
            }
        };
        (Screened { name, native, outcome }, exit)
    }
}

/// The media type of a file whose content does not tell it from other text.
pub(super) fn by_extension(path: &Path) -> Option<&'static str> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "csv" => Some("text/csv"),
        "tsv" => Some("text/tab-separated-values"),
        "ndjson" | "jsonl" => Some("application/x-ndjson"),
        _ => None,
    }
}

/// Tells what the gate has to say of a document beside its decisions, each thing once.
fn remark(one: &Screened, told: &mut Vec<String>, terminal: &mut Terminal) {
    for remark in one.outcome.iter().flat_map(|outcome| &outcome.remarks) {
        if !told.contains(remark) {
            terminal.remark(format!("note: {remark}"));
            told.push(remark.clone());
        }
    }
}

fn print(screened: &[Screened], gate: &Gate, manner: Manner, terminal: &mut Terminal) {
    let contact = gate.config().review_contact.as_ref().map(|setting| setting.value.as_str());
    let all: Vec<Checked<'_>> = screened
        .iter()
        .map(|one| {
            let outcome = one.outcome.as_ref();
            Checked {
                name: &one.name,
                native: &one.native,
                decisions: outcome.map(|outcome| outcome.decisions.as_slice()).unwrap_or_default(),
                list: outcome.ok().map(|outcome| outcome.list.as_ref()),
                contact,
                failed: outcome.err().map(String::as_str),
            }
        })
        .collect();
    if !(terminal.quiet && manner.format == Format::Human) {
        output::decisions(terminal, &all, manner);
    }
}

/// Hands out the native answer. A caller who relies on it must not read an allow into its absence.
fn answer(outcome: &Outcome, target: &Path, terminal: &mut Terminal) -> Exit {
    let answer = match &outcome.answer {
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
    match files::replace(target, &answer.bytes) {
        Ok(()) => Exit::Ok,
        Err(error) => {
            terminal
                .error(format!("the answer could not be written to `{}`: {error}", target.display()), None);
            Exit::NoDecision
        }
    }
}

pub(super) fn facts(pairs: &[String], terminal: &mut Terminal) -> Result<Facts, Exit> {
    let mut facts = Facts::new();
    for pair in pairs {
        let parts =
            pair.split_once('=').map(|(name, values)| (name.trim(), values.split(',').map(str::trim)));
        match parts {
            // A comma in a number is its own: `10,1` is no number, and never the two numbers 10 and 1.
            Some((name, values))
                if matches!(name, fact::VALUE_SHARE | fact::CONTRACT_VALUE)
                    && values.clone().all(|value| !value.is_empty()) =>
            {
                let value = values.collect::<Vec<_>>().join(",");
                facts.add(name, [value], FactOrigin::Call);
            }
            Some((name, values)) if !name.is_empty() && values.clone().all(|value| !value.is_empty()) => {
                facts.add(name, values.map(str::to_owned), FactOrigin::Call);
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

fn artifacts(pairs: &[std::ffi::OsString], terminal: &mut Terminal) -> Result<Vec<GivenArtifact>, Exit> {
    use std::os::unix::ffi::OsStrExt;
    let mut artifacts = vec![];
    for pair in pairs {
        let at = pair.as_bytes().iter().position(|byte| *byte == b'=');
        let parts = at.and_then(|at| Some((pair.as_bytes().get(..at)?, pair.as_bytes().get(at + 1..)?)));
        match parts.map(|(line, path)| (String::from_utf8_lossy(line).into_owned(), path)) {
            Some((line, path)) if !line.is_empty() && !path.is_empty() => {
                artifacts
                    .push(GivenArtifact { line, path: PathBuf::from(std::ffi::OsStr::from_bytes(path)) });
            }
            _ => {
                terminal.error(
                    format!("`--artifact {}` names no line and file", pair.display()),
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
