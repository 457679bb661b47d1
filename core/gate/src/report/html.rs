//! A report as one HTML page: no script, no outside part, tables with headings for screen readers. Every text of
//! the request is escaped.

use debar_wire::{Report, ReportField};

use super::plain::plain;

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}\
caption{text-align:left;font-weight:600;padding:.5rem 0}\
th,td{border:1px solid #767676;padding:.4rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}\
th{width:38%}\
.missing{border:3px solid #b3261e;padding:.2rem 1rem;margin:0 0 1.5rem}\
code{font-family:ui-monospace,monospace}";

/// The report as a page that needs nothing beside itself.
pub fn html(report: &Report) -> String {
    let title = format!("{}: {}", text(&report.title), super::part_of(report));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    if !report.missing.is_empty() {
        out.push_str(&format!(
            "<section class=\"missing\" aria-labelledby=\"missing\">\n<h2 id=\"missing\">Incomplete: {} field(s) are missing</h2>\n<ul>\n",
            report.missing.len()
        ));
        for missing in &report.missing {
            out.push_str(&format!("<li>{}: {}</li>\n", text(&missing.label), code_in(&missing.help)));
        }
        out.push_str("</ul>\n</section>\n");
    }
    for remark in &report.remarks {
        out.push_str(&format!("<p>Note: {}</p>\n", code_in(remark)));
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
    table(&mut out, "On what it rests", &rows);
    table(&mut out, "Report", &report.fields.iter().map(row).collect::<Vec<_>>());
    for article in &report.articles {
        let line = article.line_id.as_ref().map(|id| format!(", line {}", text(id))).unwrap_or_default();
        out.push_str(&format!("<h2>Article {}{line}</h2>\n<ul>\n", article.number));
        for found in &article.found {
            out.push_str(&format!("<li>Found: {}</li>\n", text(found)));
        }
        out.push_str("</ul>\n");
        let caption = format!("Article {}", article.number);
        table(&mut out, &caption, &article.fields.iter().map(row).collect::<Vec<_>>());
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn table(out: &mut String, caption: &str, rows: &[(String, String)]) {
    if rows.is_empty() {
        return;
    }
    out.push_str(&format!("<table>\n<caption>{caption}</caption>\n<tbody>\n"));
    for (name, value) in rows {
        out.push_str(&format!("<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>\n"));
    }
    out.push_str("</tbody>\n</table>\n");
}

fn row(field: &ReportField) -> (String, String) {
    let value = if field.values.is_empty() { super::nothing(field).to_owned() } else { all(&field.values) };
    (text(&field.label), value)
}

fn all(values: &[String]) -> String {
    values.iter().map(|value| format!("<bdi>{}</bdi>", text(value))).collect::<Vec<_>>().join("<br>")
}

fn code_in(words: &str) -> String {
    let parts = words.split('`').enumerate();
    parts
        .map(|(index, part)| if index % 2 == 0 { text(part) } else { format!("<code>{}</code>", text(part)) })
        .collect()
}

/// A text as text: no tag, no entity, no end of an attribute.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in plain(value).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
