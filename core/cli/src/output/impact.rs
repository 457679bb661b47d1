//! What listing a vendor has led to, on paper: one page of sections, as plain text, Markdown, HTML or JSON.
//!
//! Everything in it comes from documents and lists, so nothing of it may become markup: each form escapes its own.

use debar_gate::{Concerned, ImpactChoice, ImpactReport, Worth};
use debar_model::Verdict;
use serde_json::{Map, Value, json};

use super::visible::one_line;

/// A page: headings, paragraphs, lists and tables.
enum Part {
    Heading(String),
    Text(String),
    Items(Vec<String>),
    Table(Vec<&'static str>, Vec<Vec<String>>),
}

/// For people at a terminal.
pub(crate) fn impact_text(report: &ImpactReport, choice: &ImpactChoice) -> String {
    let mut out = String::new();
    for part in page(report, choice) {
        match part {
            Part::Heading(text) => {
                out.push_str(&format!("\n{}\n{}\n", one_line(&text), "-".repeat(text.chars().count())))
            }
            Part::Text(text) => out.push_str(&format!("{}\n", one_line(&text))),
            Part::Items(items) => {
                items.iter().for_each(|item| out.push_str(&format!("  - {}\n", one_line(item))))
            }
            Part::Table(heads, rows) => {
                for row in rows {
                    let cells: Vec<String> = heads
                        .iter()
                        .zip(&row)
                        .filter(|(_, cell)| !cell.is_empty())
                        .map(|(head, cell)| format!("{head}: {}", one_line(cell)))
                        .collect();
                    out.push_str(&format!("  {}\n", cells.join("; ")));
                }
            }
        }
    }
    out.trim_start().to_owned()
}

/// As Markdown.
pub(crate) fn impact_markdown(report: &ImpactReport, choice: &ImpactChoice) -> String {
    let mut out = String::new();
    for (number, part) in page(report, choice).into_iter().enumerate() {
        match part {
            Part::Heading(text) => {
                out.push_str(&format!("{} {}\n\n", if number == 0 { "#" } else { "##" }, markdown(&text)));
            }
            Part::Text(text) => out.push_str(&format!("{}\n\n", markdown(&text))),
            Part::Items(items) => {
                items.iter().for_each(|item| out.push_str(&format!("- {}\n", markdown(item))));
                out.push('\n');
            }
            Part::Table(heads, rows) => {
                out.push_str(&format!("| {} |\n|{}\n", heads.join(" | "), "---|".repeat(heads.len())));
                for row in rows {
                    let cells: Vec<String> = row.iter().map(|cell| markdown(cell)).collect();
                    out.push_str(&format!("| {} |\n", cells.join(" | ")));
                }
                out.push('\n');
            }
        }
    }
    out
}

/// As one HTML file without script.
pub(crate) fn impact_html(report: &ImpactReport, choice: &ImpactChoice) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Impact: {}</title>\n<style>body{{font:1rem/1.5 \
         sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}}table{{border-collapse:collapse}}th,td{{border:1px \
         solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}}</style></head>\n<body><main>\n",
        html(&report.name)
    );
    for (number, part) in page(report, choice).into_iter().enumerate() {
        match part {
            Part::Heading(text) => {
                let level = if number == 0 { 1 } else { 2 };
                out.push_str(&format!("<h{level}>{}</h{level}>\n", html(&text)));
            }
            Part::Text(text) => out.push_str(&format!("<p>{}</p>\n", html(&text))),
            Part::Items(items) => {
                let items: String = items.iter().map(|item| format!("<li>{}</li>\n", html(item))).collect();
                out.push_str(&format!("<ul>\n{items}</ul>\n"));
            }
            Part::Table(heads, rows) => {
                let heads: String =
                    heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", html(head))).collect();
                out.push_str(&format!("<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"));
                for row in rows {
                    let cells: String = row.iter().map(|cell| format!("<td>{}</td>", html(cell))).collect();
                    out.push_str(&format!("<tr>{cells}</tr>\n"));
                }
                out.push_str("</tbody></table>\n");
            }
        }
    }
    out.push_str("</main></body>\n</html>\n");
    out
}

/// For programs.
pub(crate) fn impact_json(report: &ImpactReport, choice: &ImpactChoice) -> Value {
    let verdicts: Map<String, Value> = report
        .by_verdict
        .iter()
        .map(|(verdict, (orders, sum))| {
            (verdict.as_str().to_owned(), json!({"orders": orders.to_string(), "worth": worth(sum)}))
        })
        .collect();
    json!({
        "schema_version": debar_wire::SCHEMA_VERSION,
        "vendor": report.vendor,
        "name": report.name,
        "revision": report.revision,
        "since": choice.since.map(|at| at.to_string()),
        "until": choice.until.map(|at| at.to_string()),
        "by_verdict": verdicts,
        "of_vendor": worth(&report.of_vendor),
        "of_all": {"requests": report.of_all.0.to_string(), "worth": worth(&report.of_all.1)},
        "shares": shares(report).into_iter().map(|share| json!({
            "verdict": share.verdict.as_str(), "sum": share.sum, "currency": share.currency,
            "percent_of_vendor": share.of_vendor, "percent_of_all": share.of_all,
        })).collect::<Vec<_>>(),
        "decisions": report.decisions.iter().map(decision).collect::<Vec<_>>(),
        "evidence": report.exhibits.iter().map(|exhibit| json!({
            "id": exhibit.id, "citation": exhibit.citation, "uri": exhibit.uri, "file": exhibit.file,
            "sha256": exhibit.pin.map(|pin| pin.to_string()), "retrieved": exhibit.retrieved,
        })).collect::<Vec<_>>(),
        "responses": report.responses.iter().map(|response| json!({
            "on": response.on.written, "kind": response.kind, "says": response.says, "result": response.result,
            "result_on": response.result_on.as_ref().map(|on| on.written.clone()),
        })).collect::<Vec<_>>(),
        "courts": report.litigation.iter().map(|(title, step)| json!({"authority": title, "step": step})).collect::<Vec<_>>(),
        "history": report.history.iter().map(|change| json!({
            "on": change.on.written, "by": change.by, "ticket": change.ticket, "why": change.why,
        })).collect::<Vec<_>>(),
        "revisions": report.revisions.iter().map(|(revision, first, last)| json!({
            "revision": revision.to_string(), "first": first.to_string(), "last": last.to_string(),
        })).collect::<Vec<_>>(),
        "not_known": report.not_known,
    })
}

fn decision(one: &Concerned) -> Value {
    json!({
        "sequence": one.sequence.to_string(),
        "decision_id": one.decision.to_string(),
        "recorded": one.recorded.to_string(),
        "at": one.at.to_string(),
        "revision": one.revision.to_string(),
        "order": one.order,
        "suppliers": one.suppliers,
        "verdict": one.verdict.as_str(),
        "worth": worth(&one.worth),
        "latest": one.latest,
        "request": one.request_body.map(|body| body.to_string()),
        "lifted": one.lifted,
        "met": one.met.iter().map(|met| json!({
            "line": met.line, "field": met.field, "value": met.value, "pointer": met.pointer, "listed": met.listed,
            "class": met.class, "verdict": met.verdict.as_str(), "worth": worth(&met.worth),
        })).collect::<Vec<_>>(),
        "grounds": one.grounds.iter().map(|ground| json!({
            "rule": ground.rule, "authority": ground.authority, "title": ground.title, "status": ground.status,
            "since": ground.since, "citations": ground.citations, "litigation": ground.litigation,
            "because": ground.because, "evidence": ground.evidence,
        })).collect::<Vec<_>>(),
    })
}

fn worth(worth: &Worth) -> Value {
    let sums: Map<String, Value> =
        worth.sums.iter().map(|(currency, sum)| (currency.clone(), json!(sum.to_string()))).collect();
    json!({"sums": sums, "lines": worth.lines.to_string(), "without_amount": worth.without_amount.to_string()})
}

/// A part of what was asked for, in one currency.
struct Share {
    verdict: Verdict,
    sum: String,
    currency: String,
    of_vendor: Option<String>,
    of_all: Option<String>,
}

fn shares(report: &ImpactReport) -> Vec<Share> {
    let mut shares = vec![];
    for (verdict, (_, part)) in report.by_verdict.iter().rev() {
        for (currency, sum) in &part.sums {
            let of = |whole: &Worth| {
                let share = whole.sums.get(currency).and_then(|whole| sum.share_of(whole))?;
                Some(format!("{}.{:02}", share / 100, share % 100))
            };
            shares.push(Share {
                verdict: *verdict,
                sum: sum.to_string(),
                currency: currency.clone(),
                of_vendor: of(&report.of_vendor),
                of_all: of(&report.of_all.1),
            });
        }
    }
    shares
}

fn page(report: &ImpactReport, choice: &ImpactChoice) -> Vec<Part> {
    let mut parts = vec![
        Part::Heading(format!("What listing {} has led to", report.name)),
        Part::Text(format!(
            "vendor `{}`, list in use {}; decisions recorded {}",
            report.vendor,
            report.revision,
            period(choice)
        )),
        Part::Heading("In short".to_owned()),
    ];
    let counts: Vec<String> = report
        .by_verdict
        .iter()
        .rev()
        .map(|(verdict, (orders, sum))| format!("{} in {orders} request(s), worth {sum}", word(*verdict)))
        .chain([
            format!("all of this vendor: {}", report.of_vendor),
            format!("all that was asked for: {} request(s), {}", report.of_all.0, report.of_all.1),
        ])
        .collect();
    parts.push(Part::Items(counts));
    let rows: Vec<Vec<String>> = shares(report)
        .into_iter()
        .map(|share| {
            let percent =
                |text: Option<String>| text.map_or("not known".to_owned(), |text| format!("{text} %"));
            vec![
                word(share.verdict).to_owned(),
                share.sum,
                share.currency,
                percent(share.of_vendor),
                percent(share.of_all),
            ]
        })
        .collect();
    if !rows.is_empty() {
        parts.push(Part::Table(
            vec!["verdict", "sum", "currency", "share of this vendor's", "share of all"],
            rows,
        ));
    }
    parts.push(Part::Heading("Decisions".to_owned()));
    if report.decisions.is_empty() {
        parts.push(Part::Text("none that met this vendor".to_owned()));
    }
    for one in &report.decisions {
        parts.push(Part::Text(title(one)));
        parts.push(Part::Items(details(one)));
    }
    parts.push(Part::Heading("Evidence".to_owned()));
    parts.push(if report.exhibits.is_empty() {
        Part::Text("the list names no evidence for the rules that were met".to_owned())
    } else {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let row = |exhibit: &debar_gate::Exhibit| {
            let pin = exhibit.pin.map_or("not pinned".to_owned(), |pin| pin.to_string());
            vec![
                exhibit.id.clone(),
                text(&exhibit.citation),
                text(&exhibit.file.clone().or(exhibit.uri.clone())),
                pin,
                text(&exhibit.retrieved),
            ]
        };
        Part::Table(
            vec!["id", "citation", "where", "SHA-256", "retrieved"],
            report.exhibits.iter().map(row).collect(),
        )
    });
    parts.push(Part::Heading("What the vendor said".to_owned()));
    let responses: Vec<String> = report
        .responses
        .iter()
        .map(|response| {
            let kind = response.kind.as_deref().unwrap_or("response");
            let says = response.says.as_ref().map(|says| format!(": {says}")).unwrap_or_default();
            let on = response.result_on.as_ref().map(|on| format!(" on {}", on.written)).unwrap_or_default();
            let result = response
                .result
                .as_ref()
                .map_or("no result is recorded".to_owned(), |result| format!("{result}{on}"));
            format!("{}, {kind}{says}; {result}", response.on.written)
        })
        .collect();
    parts.push(items_or(responses, "the list holds no response of this vendor"));
    parts.push(Part::Heading("What courts did".to_owned()));
    let courts = report.litigation.iter().map(|(title, step)| format!("{title}: {step}")).collect();
    parts.push(items_or(courts, "the list tells of no court"));
    parts.push(Part::Heading("History of the listing".to_owned()));
    let mut history: Vec<String> = report
        .history
        .iter()
        .map(|change| {
            let part = |name: &str, text: &Option<String>| {
                text.as_ref().map(|text| format!(", {name}{text}")).unwrap_or_default()
            };
            format!(
                "{}{}{}{}",
                change.on.written,
                part("by ", &change.by),
                part("ticket ", &change.ticket),
                part("", &change.why)
            )
        })
        .collect();
    history.extend(
        report
            .revisions
            .iter()
            .map(|(revision, first, last)| format!("list {revision} decided from {first} to {last}")),
    );
    parts.push(items_or(history, "none is recorded"));
    parts.push(Part::Heading("What this does not know".to_owned()));
    parts.push(Part::Items(report.not_known.clone()));
    parts
}

fn items_or(items: Vec<String>, none: &str) -> Part {
    if items.is_empty() { Part::Text(none.to_owned()) } else { Part::Items(items) }
}

fn period(choice: &ImpactChoice) -> String {
    match (choice.since, choice.until) {
        (None, None) => "at any time".to_owned(),
        (since, until) => {
            let since = since.map(|since| format!("since {since}"));
            let until = until.map(|until| format!("before {until}"));
            since.into_iter().chain(until).collect::<Vec<_>>().join(" and ")
        }
    }
}

fn title(one: &Concerned) -> String {
    let order =
        one.order.as_ref().map_or("a request without a number".to_owned(), |order| format!("order {order}"));
    let seller =
        if one.suppliers.is_empty() { String::new() } else { format!(" from {}", one.suppliers.join(", ")) };
    let again = if one.latest { "" } else { "; decided again since" };
    format!("{}, {order}{seller}: {}, {}{again}", one.recorded, word(one.verdict), one.worth)
}

fn details(one: &Concerned) -> Vec<String> {
    let mut items = vec![];
    for met in &one.met {
        let line = met.line.as_ref().map_or("the order as a whole".to_owned(), |line| format!("line {line}"));
        let pointer = if met.pointer.is_empty() { String::new() } else { format!(" at {}", met.pointer) };
        let worth = if met.worth == Worth::default() { String::new() } else { format!(", {}", met.worth) };
        items.push(format!(
            "{line}{worth}: {} `{}`{pointer} met {}, {} evidence: {}",
            met.field, met.value, met.listed, met.class, met.verdict
        ));
    }
    for ground in &one.grounds {
        let since = ground.since.as_ref().map(|since| format!(" since {since}")).unwrap_or_default();
        let citations = if ground.citations.is_empty() {
            String::new()
        } else {
            format!(" ({})", ground.citations.join("; "))
        };
        let evidence = if ground.evidence.is_empty() {
            String::new()
        } else {
            format!("; evidence {}", ground.evidence.join(", "))
        };
        items.push(format!(
            "{}{citations}, {}{since} on {}, rule {}: {}{evidence}",
            ground.title, ground.status, one.at, ground.rule, ground.because
        ));
    }
    items.extend(one.lifted.iter().cloned());
    let body = one.request_body.map(|body| format!(", request {body}")).unwrap_or_default();
    items.push(format!("decision {}, list {}{body}", one.decision, one.revision));
    items
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Deny => "refused",
        Verdict::Review => "held for review",
        Verdict::Allow => "allowed",
    }
}

/// One line of Markdown in which nothing is markup.
fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in one_line(text).chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '!') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in one_line(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}
