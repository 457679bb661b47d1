//! Problems of lists and configurations, drawn or as plain sentences.

use debar_blocklist::{Diagnostic, Fix, Severity};
use debar_gate::ListError;
use debar_gate::config::ConfigError;

use super::Terminal;
use super::draw::{Drawing, Mark, Page, Tone, render};
use super::visible::visible;
use crate::args::ErrorFormat;

/// Prints everything that is wrong with a list that does not hold.
pub(crate) fn list_error(terminal: &mut Terminal, error: &ListError) {
    list_diagnostics(terminal, &error.diagnostics, &error.files);
    terminal.problem(format!("error: {error}"));
}

/// Prints diagnostics of a list to standard error.
pub(crate) fn list_diagnostics(
    terminal: &mut Terminal,
    diagnostics: &[Diagnostic],
    files: &[(String, String)],
) {
    for diagnostic in diagnostics {
        let text = match terminal.error_format {
            ErrorFormat::Plain => visible(&plain(diagnostic)).into_owned(),
            ErrorFormat::Drawn => drawn(diagnostic, files, terminal.color_err) + "\n",
        };
        terminal.drawing(text);
    }
}

/// Prints everything that is wrong with a configuration.
pub(crate) fn config_error(terminal: &mut Terminal, error: &ConfigError) {
    match error {
        ConfigError::Missing { help, .. } => terminal.error(error.to_string(), Some(help)),
        ConfigError::Unreadable { .. } => terminal.error(error.to_string(), None),
        ConfigError::Invalid { path, text, problems } => {
            let name = path.display().to_string();
            for problem in problems {
                let page = problem.span.clone().map(|range| Page {
                    name: &name,
                    text,
                    marks: vec![Mark { range, text: String::new(), primary: true }],
                });
                let drawing = Drawing {
                    tone: Tone::Error,
                    code: None,
                    title: problem.message.clone(),
                    pages: page.into_iter().collect(),
                    notes: vec![],
                    help: problem.help.clone().into_iter().collect(),
                };
                let text = render(&drawing, terminal.error_format, terminal.color_err);
                let gap = if terminal.error_format == ErrorFormat::Drawn { "\n" } else { "" };
                terminal.drawing(text + gap);
            }
            terminal.problem(format!("error: {error}"));
        }
    }
}

/// `file:line:column: severity[code]: message; help`.
pub(crate) fn plain(diagnostic: &Diagnostic) -> String {
    let place = diagnostic
        .place()
        .map(|place| format!("{}:{}:{}: ", place.file, place.line, place.column))
        .unwrap_or_default();
    let help = diagnostic.help.as_ref().map(|help| format!("; help: {help}")).unwrap_or_default();
    format!(
        "{place}{}[{}]: {}{help}",
        diagnostic.severity.as_str(),
        diagnostic.code.as_str(),
        diagnostic.message
    )
}

/// A fix as one line: its title, and what it writes where that is short.
fn fix_in_words(fix: &Fix) -> String {
    let guess = if fix.changes_verdict { " (a guess)" } else { "" };
    match fix.edits.as_slice() {
        [edit] if !edit.replacement.is_empty() && !edit.replacement.contains('\n') => {
            format!("{}: `{}`{guess}", fix.title, edit.replacement)
        }
        _ => format!("{}{guess}", fix.title),
    }
}

fn drawn(diagnostic: &Diagnostic, files: &[(String, String)], color: bool) -> String {
    let mut pages: Vec<Page<'_>> = vec![];
    for label in &diagnostic.labels {
        let mark = Mark {
            range: label.place.start..label.place.end,
            text: label.text.clone(),
            primary: label.primary,
        };
        match pages.iter_mut().find(|page| page.name == label.place.file) {
            Some(page) => page.marks.push(mark),
            None => {
                let Some((name, text)) = files.iter().find(|(name, _)| *name == label.place.file) else {
                    continue;
                };
                pages.push(Page { name, text, marks: vec![mark] });
            }
        }
    }
    let drawing = Drawing {
        tone: match diagnostic.severity {
            Severity::Error => Tone::Error,
            Severity::Warning => Tone::Warning,
        },
        code: Some(diagnostic.code.as_str()),
        title: diagnostic.message.clone(),
        pages,
        notes: vec![],
        help: diagnostic.help.iter().cloned().chain(diagnostic.fix.as_ref().map(fix_in_words)).collect(),
    };
    render(&drawing, ErrorFormat::Drawn, color)
}
