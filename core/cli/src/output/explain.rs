//! A decision for people: what was blocked, the matched text and the list's line side by side, on whose
//! authority, what to use instead, and where to contest it.

use debar_gate::{LoadedList, Recorded};
use debar_model::{Effect, Finding, Place, Ruling, Verdict};

use super::draw::{Drawing, Mark, Page, Tone, draw};

/// The most findings that are drawn in full; the rest is counted.
const DRAWN: usize = 20;

/// The whole explanation of one decision.
pub(crate) fn explain(
    name: &str,
    native: &[u8],
    recorded: &Recorded,
    list: Option<&LoadedList>,
    contact: Option<&str>,
    color: bool,
) -> String {
    let decision = &recorded.decision;
    let mut parts = vec![];
    let stands = |finding: &&Finding| finding.verdict != Verdict::Allow;
    for finding in decision.findings.iter().filter(stands).take(DRAWN) {
        parts.push(of_finding(name, native, recorded, finding, list, color));
    }
    let left = decision.findings.iter().filter(stands).count().saturating_sub(DRAWN);
    if left > 0 {
        parts.push(format!("... and {left} more finding(s); `--format json` shows them all"));
    }
    parts.push(summary(name, recorded, contact));
    parts.join("\n\n")
}

fn of_finding(
    name: &str,
    native: &[u8],
    recorded: &Recorded,
    finding: &Finding,
    list: Option<&LoadedList>,
    color: bool,
) -> String {
    let evidence = &finding.evidence;
    let line = finding
        .line
        .map(|ordinal| format!("{}: ", line_name(recorded, ordinal)))
        .unwrap_or_default();
    let verb = if finding.verdict == Verdict::Deny { "denied" } else { "held for review" };
    let title = format!("{line}`{}` is {verb}: {}", shown(&evidence.matched), finding.listing.name);
    let text = std::str::from_utf8(native).ok();
    let order = text.and_then(|text| {
        let start = usize::try_from(evidence.source.offset).ok()?;
        let end = start.checked_add(usize::try_from(evidence.source.len).ok()?)?;
        let value = text.get(start..end).filter(|value| !value.is_empty())?;
        let range = match value.find(evidence.matched.as_str()) {
            Some(at) => start + at..start + at + evidence.matched.len(),
            None => start..end,
        };
        let label = format!("{}, {}", evidence.slot.word(), evidence.how);
        Some(Page { name, text, marks: vec![Mark { range, text: label, primary: true }] })
    });
    let drawn_order = order.is_some();
    let listed = list.and_then(|list| page_of(list, &evidence.listed_place, "listed here", false));
    let mut notes = vec![];
    if !drawn_order {
        let pointer = if evidence.source.pointer.is_empty() { "the document" } else { &evidence.source.pointer };
        notes.push(format!("in {pointer}: `{}` ({}, {})", shown(&evidence.value), evidence.slot.word(), evidence.how));
    } else if !evidence.source.pointer.is_empty() {
        notes.push(format!("at {}", evidence.source.pointer));
    }
    notes.push(format!(
        "compared `{}` with `{}` ({}:{}), evidence {}{}",
        evidence.folded,
        evidence.listed,
        evidence.listed_place.file,
        evidence.listed_place.line,
        finding.class.as_str(),
        if evidence.flags.is_empty() { String::new() } else { format!(" ({})", evidence.flags.join(", ")) },
    ));
    for step in &finding.path {
        let detail = if step.detail.is_empty() { String::new() } else { format!(" ({})", step.detail) };
        notes.push(format!("`{}` is {} `{}`{detail}", step.from, step.relation.as_str(), step.to));
    }
    for ruling in &finding.rulings {
        notes.push(of_ruling(ruling));
    }
    let mut help: Vec<String> = finding
        .rulings
        .iter()
        .filter(|ruling| ruling.verdict != Verdict::Allow)
        .filter_map(|ruling| ruling.use_instead.as_ref().map(|words| format!("use instead: {words}")))
        .collect();
    help.dedup();
    let contacts: Vec<String> = finding
        .rulings
        .iter()
        .filter(|ruling| ruling.verdict != Verdict::Allow)
        .filter_map(|ruling| {
            ruling.authority.contact.as_ref().map(|who| format!("to contest it: {who} ({})", ruling.authority.title))
        })
        .collect();
    for contact in contacts {
        if !help.contains(&contact) {
            help.push(contact);
        }
    }
    let code = format!("{}/{}", finding.verdict, finding.listing.id);
    let drawing = Drawing {
        tone: if finding.verdict == Verdict::Deny { Tone::Error } else { Tone::Warning },
        code: Some(&code),
        title,
        pages: order.into_iter().chain(listed).collect(),
        notes,
        help,
    };
    draw(&drawing, color)
}

fn of_ruling(ruling: &Ruling) -> String {
    let authority = &ruling.authority;
    let since = authority.since.as_ref().map(|day| format!(" since {day}")).unwrap_or_default();
    let citations =
        if authority.citations.is_empty() { String::new() } else { format!("; {}", authority.citations.join("; ")) };
    let litigation = if authority.litigation.is_empty() {
        String::new()
    } else {
        format!("; in court: {}", authority.litigation.join("; "))
    };
    let lead = match ruling.effect {
        Effect::Bites | Effect::Softened | Effect::NeedsFact => ruling.verdict.as_str(),
        other => other.as_str(),
    };
    let reach: String = ruling
        .reach
        .iter()
        .map(|step| format!("; {} {} {} {}", step.from, step.relation.as_str(), step.to, step.detail))
        .collect();
    format!(
        "{lead}: rule {} ({}:{}) by {}, {}{since}{citations}{litigation}{reach}; {}",
        ruling.rule,
        ruling.place.file,
        ruling.place.line,
        authority.title,
        authority.status,
        ruling.because
    )
}

fn summary(name: &str, recorded: &Recorded, contact: Option<&str>) -> String {
    let decision = &recorded.decision;
    let mut lines = vec![format!(
        "{}: {}{}",
        name,
        decision.verdict.as_str().to_uppercase(),
        if decision.complete { "" } else { " (held: the question could not be asked in full)" }
    )];
    for (reason, why) in &decision.holds {
        lines.push(format!("  hold      {}: {why}", reason.as_str()));
    }
    for need in &decision.needs {
        let values = if need.values.is_empty() { String::new() } else { format!(" (one of: {})", need.values.join(", ")) };
        lines.push(format!("  needs     {}{values}, asked by {}", need.fact, need.rules.join(", ")));
    }
    for condition in &decision.conditions {
        lines.push(format!("  condition {condition}"));
    }
    for duty in &decision.obligations {
        let form = duty.form.as_ref().map(|form| format!(" {form}")).unwrap_or_default();
        let due = duty.due.as_ref().map(|due| format!(", due {due}")).unwrap_or_default();
        let to = duty.to.as_ref().map(|to| format!(", to {to}")).unwrap_or_default();
        lines.push(format!("  duty      {}{form}{due}{to} (rule {})", duty.what, duty.rule));
    }
    for notice in &decision.notices {
        let line = notice.line.map(|ordinal| format!("{}: ", line_name(recorded, ordinal))).unwrap_or_default();
        lines.push(format!("  notice    {line}{} [{}]", notice.text, notice.code.as_str()));
    }
    let allowed = decision.lines.iter().filter(|line| line.verdict == Verdict::Allow).count();
    lines.push(format!("  lines     {} screened, {allowed} allowed", decision.lines.len()));
    if decision.verdict != Verdict::Allow
        && let Some(contact) = contact
    {
        lines.push(format!("  review    ask {contact}"));
    }
    lines.push(format!("  as of     {}", decision.at));
    lines.push(format!("  list      {}", decision.revision));
    lines.push(format!(
        "  decision  {}{}",
        decision.id,
        if recorded.repeated { " (recorded before)" } else { "" }
    ));
    lines.join("\n")
}

fn line_name(recorded: &Recorded, ordinal: u32) -> String {
    let id = recorded.request.line(ordinal).and_then(|line| line.id.as_ref());
    match id {
        Some(id) => format!("line {}", id.value),
        None => format!("line #{ordinal}"),
    }
}

fn page_of<'a>(list: &'a LoadedList, place: &'a Place, label: &str, primary: bool) -> Option<Page<'a>> {
    let bytes = list.files.get(&place.file)?;
    let text = std::str::from_utf8(bytes).ok()?;
    (place.end > place.start).then(|| Page {
        name: &place.file,
        text,
        marks: vec![Mark { range: place.start..place.end, text: label.to_owned(), primary }],
    })
}

fn shown(text: &str) -> String {
    const MOST: usize = 120;
    let mut cut: String = text.chars().take(MOST).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.chars().count() > MOST {
        cut.push('…');
    }
    cut
}
