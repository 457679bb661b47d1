//! What an import says of its rows.

use debar_feeds::{FeedKind, Import, Lint};
use serde_json::json;

use crate::args::ListFormat;
use crate::output::Terminal;

/// Notes that are shown to people one by one; all counts are.
const SHOWN: usize = 200;

/// Shows it: for people on standard error, as JSON on standard output where that is free.
pub(super) fn show(import: &Import, kind: FeedKind, format: ListFormat, free: bool, terminal: &mut Terminal) {
    let report = &import.report;
    if format == ListFormat::Json {
        let counts: serde_json::Map<_, _> =
            report.counts.iter().map(|(lint, count)| (lint.as_str().to_owned(), json!(count))).collect();
        let notes = report.notes.iter().map(|note| {
            json!({
                "code": note.lint.as_str(), "file": note.file, "place": note.place, "text": note.text,
                "left_out": note.lint.drops(),
            })
        });
        let files = import.snapshot.files.iter();
        let text = json!({
            "schema_version": debar_wire::SCHEMA_VERSION, "from": kind.as_str(),
            "snapshot": {
                "date": import.snapshot.date,
                "files": files.map(|(name, bytes, sha256)| json!({"name": name, "bytes": bytes, "sha256": sha256})).collect::<Vec<_>>(),
            },
            "rows": report.rows, "parties": import.parties.len(), "packages": import.packages.len(),
            "digests": import.digest_count(), "counts": counts, "notes": notes.collect::<Vec<_>>(),
            "notes_not_shown": report.not_shown(),
        })
        .to_string();
        if free {
            terminal.data(text)
        } else {
            terminal.drawing(text)
        }
        return;
    }
    for note in report.notes.iter().filter(|note| note.lint != Lint::NotSelected).take(SHOWN) {
        let word = if note.lint.drops() { "left out" } else { "note" };
        terminal.remark(format!(
            "{word}: {}, {}: {}: {}",
            note.file,
            note.place,
            note.lint.as_str(),
            note.text
        ));
    }
    if report.notes.len() > SHOWN {
        terminal.remark(format!("{} more notes; `--format json` has them", report.notes.len() - SHOWN));
    }
    for (lint, count) in &report.counts {
        terminal.remark(format!("{count:>8} {}: {}", lint.as_str(), lint.about()));
    }
    terminal.remark(format!(
        "{}, snapshot of {}: {} rows; {} parties, {} packages, {} digests",
        kind.title(),
        import.snapshot.date,
        report.rows,
        import.parties.len(),
        import.packages.len(),
        import.digest_count()
    ));
}
