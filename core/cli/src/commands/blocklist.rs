//! `debar blocklist check`: every problem of a list in one run, then the list's own tests.

use std::path::Path;
use std::sync::Arc;

use debar_blocklist::{Diagnostic, Severity, lint, lint_cut};
use debar_gate::config::ListChoice;
use debar_gate::{compile_for_tests, inspect_list, run_tests};
use serde_json::{Value, json};

use super::Done;
use crate::args::{BlocklistCheckArgs, CheckedListFormat, Global};
use crate::exit::Exit;
use crate::output::{self, FailedTest, ListReport, Terminal};
use crate::{instant, settings};

pub(super) fn check(args: &BlocklistCheckArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let at = instant::read("--at", args.at.as_deref(), terminal)?;
    let choice = match &args.file {
        Some(file) => ListChoice::File(file.clone()),
        None => settings::without_plugins(global, terminal)?.list.value,
    };
    if let ListChoice::File(path) = &choice
        && path.is_dir()
    {
        terminal.error(format!("`{}` is a folder", path.display()), Some("name the root file of the list"));
        return Err(Exit::Usage);
    }
    let read = inspect_list(&choice);
    let root = read.root;
    let mut diagnostics = read.diagnostics;
    let mut failures = vec![];
    let mut passed = vec![];
    if let Some(list) = &read.list {
        let at = at.map_or_else(jiff::Timestamp::now, |at| at.within(&list.time_zone));
        diagnostics.extend(lint_cut(lint(list, at)));
        if !args.no_tests && !list.tests.is_empty() {
            let engine = compile_for_tests(Arc::clone(list));
            let runs = run_tests(&engine);
            passed.extend(runs.iter().filter(|run| run.failures.is_empty()).map(|run| run.case.name.clone()));
            failures = runs
                .iter()
                .filter(|run| !run.failures.is_empty())
                .map(|run| FailedTest {
                    name: run.case.name.clone(),
                    place: run.case.place.clone(),
                    why: run.failures.join("; "),
                })
                .collect();
            drop(runs);
            // The program ends next: taking a large list apart would only keep the admin waiting.
            std::mem::forget(engine);
        }
    }
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    let warnings = diagnostics.len() - errors;
    let exit = if errors > 0 || (args.deny_warnings && warnings > 0) {
        Exit::Invalid
    } else if failures.is_empty() {
        Exit::Ok
    } else {
        Exit::Deny
    };
    let tests = passed.len() + failures.len();
    let report = ListReport {
        root: &root,
        folder: match &choice {
            ListChoice::File(path) => path.parent().unwrap_or(Path::new("")),
            ListChoice::Shipped => Path::new(""),
        },
        files: &read.files,
        diagnostics: &diagnostics,
        fails: if args.deny_warnings { Severity::Warning } else { Severity::Error },
        failed: &failures,
        passed: &passed,
    };
    if args.format == CheckedListFormat::Sarif {
        terminal.print(output::list_sarif(&report));
    } else if args.format == CheckedListFormat::Junit {
        terminal.print(output::list_junit(&report));
    } else if args.format == CheckedListFormat::Human {
        output::list_diagnostics(terminal, &diagnostics, &read.files);
        for FailedTest { name, place, why } in &failures {
            terminal.problem(format!("test failed: {name} ({}:{}): {why}", place.file, place.line));
        }
        let word = if exit == Exit::Ok { "holds" } else { "does not hold" };
        terminal.line(format!(
            "{root} {word}: {errors} error(s), {warnings} warning(s), {} of {tests} test(s) passed",
            passed.len()
        ));
        if let Some(list) = &read.list {
            terminal.line(format!(
                "vendors {}, products {}, rules {}, authorities {}, waivers {}; revision {}",
                list.vendors.len(),
                list.products.len(),
                list.rules.len(),
                list.authorities.len(),
                list.waivers.len(),
                list.revision
            ));
        }
    } else {
        let report = json!({
            "schema_version": debar_wire::SCHEMA_VERSION,
            "root": root,
            "holds": exit == Exit::Ok,
            "revision": read.list.as_ref().map(|list| list.revision.to_string()),
            "diagnostics": diagnostics.iter().map(as_json).collect::<Vec<_>>(),
            "tests": {
                "run": tests,
                "failed": failures.iter().map(|test| json!({
                    "name": test.name, "place": format!("{}:{}", test.place.file, test.place.line), "why": test.why,
                })).collect::<Vec<_>>(),
            },
        });
        terminal.data(report.to_string());
    }
    // The command ends here: taking a large list apart piece by piece would only take time.
    std::mem::forget(read.list);
    Ok(exit)
}

/// A diagnostic as the reports of `check` and `fix` have it.
pub(super) fn as_json(diagnostic: &Diagnostic) -> Value {
    let place = |place: &debar_model::Place| json!({"file": place.file, "line": place.line, "column": place.column, "start": place.start, "end": place.end});
    json!({
        "code": diagnostic.code.as_str(),
        "severity": diagnostic.severity.as_str(),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "labels": diagnostic.labels.iter().map(|label| json!({
            "place": place(&label.place), "text": label.text, "primary": label.primary,
        })).collect::<Vec<_>>(),
        "fix": diagnostic.fix.as_ref().map(|fix| json!({
            "title": fix.title,
            "changes_verdict": fix.changes_verdict,
            "edits": fix.edits.iter().map(|edit| json!({
                "place": place(&edit.place), "replacement": edit.replacement,
            })).collect::<Vec<_>>(),
        })),
    })
}
