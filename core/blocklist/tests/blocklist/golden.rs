//! Every list of the corpus with its diagnostics beside it. `UPDATE=1` writes them anew.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use debar_blocklist::{Code, Diagnostic, DirSources, Reading, Severity, SourceError, Sources, read};

fn corpus(kind: &str) -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(kind);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    files
}

pub(crate) fn read_file(path: &Path) -> Reading {
    let (sources, name) = DirSources::of(path).unwrap();
    read(&name, &sources)
}

pub(crate) fn render(diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let place = diagnostic.place().unwrap();
        writeln!(
            text,
            "{}:{}:{}: {} [{}] {}",
            place.file,
            place.line,
            place.column,
            diagnostic.severity.as_str(),
            diagnostic.code,
            diagnostic.message
        )
        .unwrap();
        for label in &diagnostic.labels {
            if !label.text.is_empty() {
                let place = &label.place;
                writeln!(text, "    at {}:{}:{}: {}", place.file, place.line, place.column, label.text)
                    .unwrap();
            }
        }
        if let Some(help) = &diagnostic.help {
            writeln!(text, "    help: {help}").unwrap();
        }
        if let Some(fix) = &diagnostic.fix {
            let guess = if fix.changes_verdict { ", a guess" } else { "" };
            for (index, edit) in fix.edits.iter().enumerate() {
                let title = if index == 0 { format!("fix: {}{guess}", fix.title) } else { "and".to_owned() };
                let (at, replacement) = (&edit.place, edit.replacement.escape_debug());
                let replacement = replacement.to_string().replace("\\\"", "\"").replace("\\'", "'");
                writeln!(text, "    {title} (bytes {}..{}): {replacement}", at.start, at.end).unwrap();
            }
        }
    }
    text
}

fn check(path: &Path, wrong: &mut Vec<String>) {
    compare(path, &render(&read_file(path).diagnostics), wrong);
}

fn compare(path: &Path, found: &str, wrong: &mut Vec<String>) {
    let golden = path.with_extension("diag");
    if std::env::var_os("UPDATE").is_some() {
        if found.is_empty() {
            let _ = std::fs::remove_file(&golden);
        } else {
            std::fs::write(&golden, found).unwrap();
        }
        return;
    }
    let expected = std::fs::read_to_string(&golden).unwrap_or_default();
    if found != expected {
        wrong.push(format!("{}\n--- expected\n{expected}--- found\n{found}", path.display()));
    }
}

#[test]
fn diagnostics_are_as_recorded() {
    let mut wrong = vec![];
    for kind in ["valid", "invalid"] {
        for path in corpus(kind) {
            check(&path, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}\nrun with UPDATE=1 and read the difference", wrong.join("\n"));
}

/// Lists that hold and that the lint has something to say about. The first line names the day: `# lint at 2026-02-01`.
#[test]
fn the_lint_says_what_is_recorded() {
    let mut wrong = vec![];
    for path in corpus("lint") {
        let text = std::fs::read_to_string(&path).unwrap();
        let day = text.lines().next().and_then(|line| line.strip_prefix("# lint at ")).expect("a day");
        let at: jiff::Timestamp = format!("{day}T00:00:00Z").parse().unwrap();
        let reading = read_file(&path);
        assert!(!reading.has_errors(), "{}\n{}", path.display(), render(&reading.diagnostics));
        let mut all = reading.diagnostics;
        all.extend(debar_blocklist::lint(&reading.list.unwrap(), at));
        compare(&path, &render(&all), &mut wrong);
    }
    assert!(wrong.is_empty(), "{}\nrun with UPDATE=1 and read the difference", wrong.join("\n"));
}

#[test]
fn valid_lists_have_no_error_and_invalid_ones_have_some_problem() {
    for path in corpus("valid") {
        let reading = read_file(&path);
        let errors: Vec<_> =
            reading.diagnostics.iter().filter(|d| d.severity == Severity::Error).cloned().collect();
        assert!(errors.is_empty(), "{}\n{}", path.display(), render(&errors));
        assert!(reading.list.is_some());
    }
    for path in corpus("invalid") {
        let reading = read_file(&path);
        assert!(!reading.diagnostics.is_empty(), "{}", path.display());
        assert_eq!(reading.list.is_none(), reading.has_errors(), "{}", path.display());
    }
}

/// The corpus with one file changed.
struct Changed<'a> {
    below: DirSources,
    name: &'a str,
    text: String,
}

impl Sources for Changed<'_> {
    fn read(&self, name: &str) -> Result<Vec<u8>, SourceError> {
        if name == self.name { Ok(self.text.clone().into_bytes()) } else { self.below.read(name) }
    }
}

#[test]
fn every_fix_settles_its_problem_and_brings_no_syntax_error() {
    let reveals = [Code::MissingPin, Code::SingleBracketTest];
    let mut fixes = 0;
    for path in corpus("invalid") {
        let (below, root) = DirSources::of(&path).unwrap();
        let reading = read(&root, &below);
        for diagnostic in &reading.diagnostics {
            let Some(fix) = &diagnostic.fix else { continue };
            let file = &fix.edits[0].place.file;
            assert!(fix.edits.iter().all(|edit| edit.place.file == *file));
            let mut text = std::fs::read_to_string(path.parent().unwrap().join(file)).unwrap();
            let mut edits = fix.edits.clone();
            edits.sort_by_key(|edit| (edit.place.start, edit.place.end));
            for edit in edits.iter().rev() {
                text.replace_range(edit.place.start..edit.place.end, &edit.replacement);
            }
            let changed = Changed { below: below.clone(), name: file, text };
            let after = read(&root, &changed).diagnostics;
            let count = |all: &[Diagnostic]| all.iter().filter(|known| known.code == diagnostic.code).count();
            let shown = || format!("{} {}\n{}", path.display(), diagnostic.message, render(&after));
            assert!(count(&after) < count(&reading.diagnostics), "{}", shown());
            // What could not be read before is read at last, with what is wrong in it.
            let quiet = after.len() <= reading.diagnostics.len() || reveals.contains(&diagnostic.code);
            assert!(quiet, "{}", shown());
            fixes += 1;
        }
    }
    assert!(fixes >= 60, "{fixes}");
}
