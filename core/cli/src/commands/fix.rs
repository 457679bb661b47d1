//! `debar blocklist fix` and `fmt`.

use std::io::Read;
use std::path::PathBuf;

use debar_blocklist::{Code, Sources, read};
use debar_edit::{Changed, Choice, Fixed, fix_all, format};
use serde_json::json;

use super::Done;
use super::blocklist::as_json;
use super::edited::{Target, show};
use crate::args::{FixArgs, FmtArgs, Global, ListFormat};
use crate::exit::Exit;
use crate::output::{self, Terminal};

pub(super) fn fix(args: &FixArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let mut choice = Choice { codes: vec![], guesses: args.guesses };
    for name in &args.codes {
        let Some(code) = Code::find(name) else {
            terminal
                .error(format!("there is no code `{name}`"), Some("`debar blocklist check` names the codes"));
            return Err(Exit::Usage);
        };
        choice.codes.push(code);
    }
    let target = Target::of(args.file.as_ref(), global, terminal)?;
    let fixed = fix_all(&target.root, &target.sources, &choice);
    if !args.dry_run {
        target.write(&fixed.files, terminal)?;
    }
    let exit = if fixed.reading.has_errors() { Exit::Invalid } else { Exit::Ok };
    if args.format == ListFormat::Human {
        told(&target.root, &fixed, args, terminal);
    } else {
        let report = json!({
            "schema_version": debar_wire::SCHEMA_VERSION,
            "root": target.root,
            "written": !args.dry_run,
            "holds": exit == Exit::Ok,
            "fixed": fixed.made.iter().map(as_json).collect::<Vec<_>>(),
            "remaining": fixed.reading.diagnostics.iter().map(as_json).collect::<Vec<_>>(),
            "files": fixed.files.iter().map(|file| json!({
                "name": file.name,
                "diff": debar_edit::unified(&file.name, &file.before, &file.after),
            })).collect::<Vec<_>>(),
        });
        terminal.data(report.to_string());
    }
    Ok(exit)
}

fn told(root: &str, fixed: &Fixed, args: &FixArgs, terminal: &mut Terminal) {
    for diagnostic in &fixed.made {
        let place =
            diagnostic.place().map(|place| format!("{}:{}:{}: ", place.file, place.line, place.column));
        let fix = diagnostic.fix.as_ref();
        let guess = if fix.is_some_and(|fix| fix.changes_verdict) {
            " (a guess: verdicts may change; look at it)"
        } else {
            ""
        };
        let fix = fix.map(|fix| fix.title.as_str()).unwrap_or_default();
        let word = if args.dry_run { "would fix" } else { "fixed" };
        terminal.remark(format!(
            "{}{word}[{}]: {}: {fix}{guess}",
            place.unwrap_or_default(),
            diagnostic.code,
            diagnostic.message
        ));
    }
    if args.dry_run || args.diff {
        show(&fixed.files, terminal);
    }
    output::list_diagnostics(terminal, &fixed.reading.diagnostics, &fixed.reading.files);
    let errors = fixed.reading.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    let guesses = fixed.reading.diagnostics.iter().filter(|diagnostic| diagnostic.fix.is_some()).count();
    let warnings = fixed.reading.diagnostics.len() - errors;
    let done = if args.dry_run { "would be fixed" } else { "fixed" };
    terminal.remark(format!(
        "{root}: {} problem(s) {done} in {} file(s); {errors} error(s) and {warnings} warning(s) remain",
        fixed.made.len(),
        fixed.files.len()
    ));
    if guesses > 0 && !args.guesses {
        terminal.remark(format!(
            "{guesses} of them have a fix that may not be what was meant: see `--guesses` and `--code`"
        ));
    }
}

pub(super) fn fmt(args: &FmtArgs, global: &Global, terminal: &mut Terminal) -> Done {
    if args.stdin {
        let mut text = String::new();
        if let Err(error) = std::io::stdin().lock().read_to_string(&mut text) {
            terminal.error(format!("standard input cannot be read: {error}"), None);
            return Err(Exit::NoDecision);
        }
        return match format(&text) {
            Ok(after) if args.check => Ok(if after == text { Exit::Ok } else { Exit::Deny }),
            Ok(after) => {
                terminal.print(after);
                Ok(Exit::Ok)
            }
            Err(error) => {
                terminal.error(error.to_string(), Some("`debar blocklist check` tells what is wrong"));
                Err(Exit::Invalid)
            }
        };
    }
    let mut exit = Exit::Ok;
    for (target, name) in targets(&args.files, global, terminal)? {
        let path = target.path(&name);
        let before = match target.sources.read(&name).map(String::from_utf8) {
            Ok(Ok(text)) => text,
            Ok(Err(_)) => {
                terminal.error(format!("`{}` is not UTF-8", path.display()), None);
                exit = exit.and(Exit::Invalid);
                continue;
            }
            Err(error) => {
                terminal.error(format!("`{}` cannot be read: {error}", path.display()), None);
                exit = exit.and(Exit::NoDecision);
                continue;
            }
        };
        match format(&before) {
            Ok(after) if after == before => {}
            Ok(_) if args.check => {
                terminal.line(format!("{} is not in form", path.display()));
                exit = exit.and(Exit::Deny);
            }
            Ok(after) => {
                target.write(&[Changed { name, before, after }], terminal)?;
                terminal.remark(format!("formatted {}", path.display()));
            }
            Err(error) => {
                terminal.error(
                    format!("`{}` is left as it is: {error}", path.display()),
                    Some("`debar blocklist check` tells what is wrong, `debar blocklist fix` corrects much of it"),
                );
                exit = exit.and(Exit::Invalid);
            }
        }
    }
    Ok(exit)
}

/// The files that were named, or all TOML files of the list in use.
fn targets(
    files: &[PathBuf],
    global: &Global,
    terminal: &mut Terminal,
) -> Result<Vec<(Target, String)>, Exit> {
    if files.is_empty() {
        let target = Target::of(None, global, terminal)?;
        let names: Vec<String> = read(&target.root, &target.sources)
            .files
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| name.ends_with(".toml"))
            .collect();
        let mut all = vec![];
        for name in names {
            all.push((Target::of(None, global, terminal)?, name));
        }
        return Ok(all);
    }
    files
        .iter()
        .map(|file| {
            let target = Target::of(Some(file), global, terminal)?;
            let root = target.root.clone();
            Ok((target, root))
        })
        .collect()
}
