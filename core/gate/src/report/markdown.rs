//! A report as Markdown. Every text of the request is escaped: it reads as it stands there and means nothing.

use debar_wire::{Report, ReportField};

use super::plain::plain;

/// The report as a document of CommonMark with tables.
pub fn markdown(report: &Report) -> String {
    let mut out = format!("# {}: {}\n\n", text(&report.title), super::part_of(report));
    if !report.missing.is_empty() {
        out.push_str(&format!("**Incomplete: {} field(s) are missing.**\n\n", report.missing.len()));
        for missing in &report.missing {
            out.push_str(&format!("- {}: {}\n", text(&missing.label), code_in(&missing.help)));
        }
        out.push('\n');
    }
    for remark in &report.remarks {
        out.push_str(&format!("Note: {}\n\n", code_in(remark)));
    }
    let mut rows: Vec<(String, String)> = vec![("Form".to_owned(), text(&report.form))];
    for (name, texts) in [("Prescribed in", &report.citations), ("To", &report.to)] {
        rows.extend((!texts.is_empty()).then(|| (name.to_owned(), all(texts))));
    }
    rows.push(("Identified on".to_owned(), text(&report.identified)));
    for clock in &report.clocks {
        let name = if clock.part == "first" { "Report due" } else { "Follow-up due" };
        rows.push((name.to_owned(), text(&super::clock_words(clock))));
    }
    for authority in &report.authorities {
        rows.push(("Authority".to_owned(), text(&super::authority_words(authority))));
        rows.extend(authority.contact.iter().map(|who| ("To contest it".to_owned(), text(who))));
    }
    rows.push((
        "Decision".to_owned(),
        format!("{} of {}", text(&report.decision_id), text(&report.decided_at)),
    ));
    table(&mut out, rows);
    out.push_str("\n## Report\n\n");
    table(&mut out, report.fields.iter().map(row).collect());
    for article in &report.articles {
        let line = article.line_id.as_ref().map(|id| format!(", line {}", text(id))).unwrap_or_default();
        out.push_str(&format!("\n## Article {}{line}\n\n", article.number));
        for found in &article.found {
            out.push_str(&format!("- Found: {}\n", text(found)));
        }
        out.push('\n');
        table(&mut out, article.fields.iter().map(row).collect());
    }
    out
}

fn table(out: &mut String, rows: Vec<(String, String)>) {
    if rows.is_empty() {
        return;
    }
    out.push_str("| Field | Value |\n|---|---|\n");
    for (name, value) in rows {
        out.push_str(&format!("| {name} | {value} |\n"));
    }
}

fn row(field: &ReportField) -> (String, String) {
    let value = if field.values.is_empty() { super::nothing(field).to_owned() } else { all(&field.values) };
    (text(&field.label), value)
}

fn all(values: &[String]) -> String {
    values.iter().map(|value| text(value)).collect::<Vec<_>>().join("; ")
}

/// Words of ours with code in backticks; what stands between is escaped.
fn code_in(words: &str) -> String {
    let escaped: Vec<String> = words.split('`').map(text).collect();
    let mut out = String::new();
    for (index, part) in words.split('`').enumerate() {
        match escaped.get(index) {
            Some(escaped) if index % 2 == 0 => out.push_str(escaped),
            // In code nothing needs an escape but the bar of a table, which ours do not stand in.
            _ => out.push_str(&format!("`{}`", plain(part))),
        }
    }
    out
}

/// Whether what stands before a dot would begin an address that readers turn into a link.
fn is_address(before: Option<&str>) -> bool {
    before.is_some_and(|before| before.to_ascii_lowercase().ends_with("www"))
}

/// A text of the request: every character that Markdown could read is escaped.
fn text(value: &str) -> String {
    let plain = plain(value);
    let mut out = String::with_capacity(plain.len());
    for (index, c) in plain.char_indices() {
        match c {
            // Also a reader that takes HTML without asking sees text.
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '!' | '|' | '~' | '$' | '@' | ':' => {
                out.push('\\');
                out.push(c);
            }
            '.' if is_address(plain.get(..index)) => out.push_str("\\."),
            c => out.push(c),
        }
    }
    out
}
