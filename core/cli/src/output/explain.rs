//! A decision for people: what was blocked, the matched text and the list's line side by side, on whose
//! authority, what to use instead, and where to contest it.

use debar_gate::{LoadedList, Recorded};
use debar_model::{Effect, Finding, Place, Relation, Ruling, Step, VendorResponse, Verdict};

use super::Checked;
use super::draw::{Drawing, Mark, Page, Tone, render};
use super::visible::one_line;
use crate::args::ErrorFormat;

/// The most findings that are drawn in full; the rest is counted.
const DRAWN: usize = 20;

/// The whole explanation of one decision.
pub(crate) fn explain(checked: &Checked<'_>, recorded: &Recorded, form: ErrorFormat, color: bool) -> String {
    let groups = groups(&recorded.decision.findings);
    let mut parts: Vec<String> =
        groups.iter().take(DRAWN).map(|group| of_group(checked, recorded, group, form, color)).collect();
    let left = groups.len().saturating_sub(DRAWN);
    if left > 0 {
        parts.push(format!("... and {left} more finding(s); `--format json` shows them all"));
    }
    parts.push(summary(checked, recorded));
    parts.join(if form == ErrorFormat::Plain { "\n" } else { "\n\n" })
}

/// Findings that stand, those at one place of the document together: the leading one first.
fn groups(findings: &[Finding]) -> Vec<Vec<&Finding>> {
    let mut groups: Vec<Vec<&Finding>> = vec![];
    for finding in findings.iter().filter(|finding| finding.verdict != Verdict::Allow) {
        let at = &finding.evidence.source;
        let same = |group: &&mut Vec<&Finding>| {
            group.first().is_some_and(|first| {
                first.line == finding.line && first.evidence.source == *at && first.verdict == finding.verdict
            })
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    for group in &mut groups {
        // A vendor says more to a buyer than the product entry that led to it.
        group.sort_by_key(|finding| finding.listing.table != "vendor");
    }
    groups
}

fn of_group(
    checked: &Checked<'_>,
    recorded: &Recorded,
    group: &[&Finding],
    form: ErrorFormat,
    color: bool,
) -> String {
    let Some((finding, others)) = group.split_first() else { return String::new() };
    let evidence = &finding.evidence;
    let line = finding.line.map(|ordinal| format!("{}: ", line_name(recorded, ordinal))).unwrap_or_default();
    let verb = if finding.verdict == Verdict::Deny { "denied" } else { "held for review" };
    let order = order_page(checked.name, checked.native, finding);
    let listed = checked.list.and_then(|list| page_of(list, &evidence.listed_place, "listed here", false));
    let mut notes = vec![];
    if order.is_none() {
        let pointer =
            if evidence.source.pointer.is_empty() { "the document" } else { &evidence.source.pointer };
        let (value, slot) = (shown(&evidence.value), evidence.slot.word());
        notes.push(format!("in {}: `{value}` ({slot}, {})", one_line(pointer), evidence.how));
    } else if !evidence.source.pointer.is_empty() {
        notes.push(format!("at {}", one_line(&evidence.source.pointer)));
    }
    notes.extend(group.iter().map(|finding| compared(finding)));
    for step in &finding.path {
        let detail = if step.detail.is_empty() { String::new() } else { format!(" ({})", step.detail) };
        let (from, to) = (shown(&step.from), shown(&step.to));
        notes.push(format!("`{from}` is {} `{to}`{detail}", step.relation.as_str()));
    }
    let mut standing: Vec<&Ruling> = vec![];
    let mut lifted: Vec<&Ruling> = vec![];
    for ruling in finding.rulings.iter().chain(others.iter().flat_map(|other| &other.rulings)) {
        let kept = if ruling.verdict == Verdict::Allow { &mut lifted } else { &mut standing };
        if !kept.iter().any(|known| known.rule == ruling.rule) {
            kept.push(ruling);
        }
    }
    let of_seller = finding.listing.table == "rule";
    notes.extend(standing.iter().map(|ruling| of_ruling(checked.list, ruling, of_seller)));
    for response in &finding.responses {
        notes.push(of_response(response));
    }
    if !lifted.is_empty() {
        let names: Vec<String> =
            lifted.iter().map(|ruling| format!("{} ({})", ruling.rule, ruling.effect.as_str())).collect();
        notes.push(format!("does not decide here: {}", names.join(", ")));
    }
    let mut help = vec![];
    for ruling in &standing {
        let instead = ruling.use_instead.iter().map(|words| format!("use instead: {words}"));
        let authority = &ruling.authority;
        let contest = authority.contact.iter().map(|who| format!("to contest {}: {who}", authority.title));
        help.extend(instead.chain(contest));
    }
    help.sort_by_key(|line| line.starts_with("to contest"));
    help.dedup();
    let code = format!("{}/{}", finding.verdict, finding.listing.id);
    let drawing = Drawing {
        tone: if finding.verdict == Verdict::Deny { Tone::Error } else { Tone::Warning },
        code: Some(&code),
        title: format!(
            "{line}`{}` is {verb}: {}{}",
            shown(&evidence.matched),
            finding.listing.name,
            behind(checked.list, finding)
        ),
        pages: order.into_iter().chain(listed).collect(),
        notes,
        help,
    };
    render(&drawing, form, color)
}

/// The document's own line, when the place is a range of its bytes.
fn order_page<'a>(name: &'a str, native: &'a [u8], finding: &Finding) -> Option<Page<'a>> {
    let evidence = &finding.evidence;
    let text = std::str::from_utf8(native).ok()?;
    let start = usize::try_from(evidence.source.offset).ok()?;
    let end = start.checked_add(usize::try_from(evidence.source.len).ok()?)?;
    let value = text.get(start..end).filter(|value| !value.is_empty())?;
    let range = match value.find(evidence.matched.as_str()) {
        Some(at) => start + at..start + at + evidence.matched.len(),
        None => start..end,
    };
    let label = format!("{}, {}", evidence.slot.word(), evidence.how);
    let page = Page { name, text, marks: vec![Mark { range, text: label, primary: true }] };
    super::draw::is_drawable(&page).then_some(page)
}

fn compared(finding: &Finding) -> String {
    let evidence = &finding.evidence;
    let flags = if evidence.flags.is_empty() {
        String::new()
    } else {
        format!(", undone: {}", evidence.flags.join(", "))
    };
    let scores = evidence.scores.map_or_else(String::new, |scores| {
        let family = scores.family.map(|family| format!(", family {family}")).unwrap_or_default();
        format!(", identity {}{family}", scores.identity)
    });
    format!(
        "compared `{}` with {} `{}` ({}:{}): {} evidence{scores}{flags}",
        shown(&evidence.folded),
        finding.listing.id,
        evidence.listed,
        evidence.listed_place.file,
        evidence.listed_place.line,
        finding.class.as_str(),
    )
}

/// Who is behind a party that no rule names itself: `, through Holding X and Trading Y`.
fn behind(list: Option<&LoadedList>, finding: &Finding) -> String {
    let ruling = finding.rulings.iter().find(|ruling| ruling.verdict == finding.verdict);
    let steps = ruling.map_or(&[][..], |ruling| &ruling.reach);
    let goes_on = |id: &str| steps.iter().any(|step| step.from == id);
    let sideways = |step: &&Step| matches!(step.relation, Relation::ParentOf | Relation::CommonControlWith);
    let mut ends: Vec<&str> = match steps.first().filter(sideways) {
        Some(step) => vec![vendor_name(list, &step.to)],
        None => {
            steps.iter().filter(|step| !goes_on(&step.to)).map(|step| vendor_name(list, &step.to)).collect()
        }
    };
    ends.sort_unstable();
    ends.dedup();
    ends.retain(|name| *name != finding.listing.name);
    match ends.split_last() {
        None => String::new(),
        Some((last, [])) => format!(", through {}", shown(last)),
        Some((last, others)) => format!(", through {} and {}", shown(&others.join(", ")), shown(last)),
    }
}

fn of_ruling(list: Option<&LoadedList>, ruling: &Ruling, of_seller: bool) -> String {
    let authority = &ruling.authority;
    let since = authority.since.as_ref().map(|day| format!(" since {day}")).unwrap_or_default();
    let mut lines = vec![
        format!("{} by rule {} ({}:{})", ruling.verdict, ruling.rule, ruling.place.file, ruling.place.line),
        format!("{}, {}{since}", authority.title, authority.status.replace('-', " ")),
    ];
    if !authority.citations.is_empty() {
        lines.push(authority.citations.join("; "));
    }
    lines.extend(authority.litigation.iter().map(|case| format!("in court: {case}")));
    for step in &ruling.reach {
        let detail = if step.detail.is_empty() { String::new() } else { format!(" ({})", step.detail) };
        let from = match step.relation {
            Relation::ProductOf => product_name(list, &step.from),
            _ => vendor_name(list, &step.from),
        };
        let to = vendor_name(list, &step.to);
        lines.push(format!("{from} is {} {to}{detail}", step.relation.as_str()));
    }
    // A plain deny is told by what stands above; anything else has a reason of its own.
    if ruling.effect != Effect::Bites || ruling.verdict != Verdict::Deny || of_seller {
        lines.push(ruling.because.clone());
    }
    lines.join("\n")
}

/// The name behind a vendor's id, while the list is at hand.
fn vendor_name<'a>(list: Option<&'a LoadedList>, id: &'a str) -> &'a str {
    list.and_then(|list| list.list().vendors.get(id)).map_or(id, |vendor| &vendor.name.text)
}

/// The name behind a product's id, while the list is at hand.
fn product_name<'a>(list: Option<&'a LoadedList>, id: &'a str) -> &'a str {
    let product = list.and_then(|list| list.list().products.get(id));
    product.and_then(|product| product.names.first()).map_or(id, |name| &name.text)
}

/// What the vendor answered, so that whoever reads a refusal knows that it is contested.
fn of_response(response: &VendorResponse) -> String {
    let kind = response.kind.as_deref().unwrap_or("answer");
    let says = response.says.as_ref().map(|says| format!(": {says}")).unwrap_or_default();
    let on = response.result_on.as_ref().map(|on| format!(" on {on}")).unwrap_or_default();
    let result = match &response.result {
        Some(result) => format!("{result}{on}"),
        None => "no result yet".to_owned(),
    };
    let evidence = if response.evidence.is_empty() {
        String::new()
    } else {
        format!(" (evidence: {})", response.evidence.join(", "))
    };
    format!("the vendor answered on {}, {kind}{says}; {result}{evidence}", response.on)
}

fn summary(checked: &Checked<'_>, recorded: &Recorded) -> String {
    let decision = &recorded.decision;
    let list = checked.list.map(LoadedList::list);
    let mut lines = vec![format!(
        "{}: {}{}",
        checked.title(recorded),
        decision.verdict.as_str().to_uppercase(),
        if decision.complete { "" } else { " (held: the question could not be asked in full)" }
    )];
    for (reason, why) in &decision.holds {
        lines.push(format!("  hold      {}: {why}", reason.as_str()));
    }
    for need in &decision.needs {
        let values = if need.values.is_empty() {
            String::new()
        } else {
            format!(" (one of: {})", need.values.join(", "))
        };
        lines.push(format!("  needs     {}{values}, asked by {}", need.fact, need.rules.join(", ")));
    }
    for condition in &decision.conditions {
        lines.push(format!("  condition {condition}"));
    }
    let mut duties: Vec<_> = decision.obligations.iter().collect();
    duties.sort_by_key(|duty| (duty.due.is_none(), duty.due));
    for duty in duties {
        let form = duty.form.as_ref().map(|form| format!(" {form}")).unwrap_or_default();
        let within = duty.within.as_ref();
        let due = match duty.due {
            Some(due) => {
                format!(", due {due}{}", within.map(|words| format!(" ({words})")).unwrap_or_default())
            }
            None => within.map(|words| format!(", due {words}")).unwrap_or_default(),
        };
        let to = duty.to.as_ref().map(|to| format!(", to {to}")).unwrap_or_default();
        lines.push(format!("  duty      {}{form}{due}{to} (rule {})", duty.what, duty.rule));
    }
    for notice in &decision.notices {
        let line =
            notice.line.map(|ordinal| format!("{}: ", line_name(recorded, ordinal))).unwrap_or_default();
        lines.push(format!("  notice    {line}{} [{}]", notice.text, notice.code.as_str()));
    }
    let allowed = decision.lines.iter().filter(|line| line.verdict == Verdict::Allow).count();
    lines.push(format!("  lines     {} screened, {allowed} allowed", decision.lines.len()));
    // Whoever is stopped has somebody to ask: who is configured, else whose list it is.
    let owner = || list?.owner.as_deref().map(|owner| format!("{owner}, whose list it is"));
    if decision.verdict != Verdict::Allow
        && let Some(contact) = checked.contact.map(str::to_owned).or_else(owner)
    {
        lines.push(format!("  review    ask {contact}"));
    }
    let local = list.map(|list| {
        let zone = list.time_zone.iana_name().unwrap_or("the list's time zone");
        format!(" ({} in {zone})", list.time_zone.to_datetime(decision.at).strftime("%Y-%m-%d %H:%M"))
    });
    lines.push(format!("  as of     {}{}", decision.at, local.unwrap_or_default()));
    lines.push(format!("  list      {}", decision.revision));
    lines.push(format!(
        "  decision  {}{}",
        decision.id,
        if recorded.repeated { " (recorded before)" } else { "" }
    ));
    let lines: Vec<_> = lines.iter().map(|line| one_line(line)).collect();
    lines.join("\n")
}

fn line_name(recorded: &Recorded, ordinal: u32) -> String {
    let id = recorded.request.line(ordinal).and_then(|line| line.id.as_ref());
    match id {
        Some(id) => format!("line {}", shown(&id.value)),
        None => format!("line #{}", u64::from(ordinal) + 1),
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
    let mut cut: String = one_line(text).chars().take(MOST).collect();
    if text.chars().count() > MOST {
        cut.push('…');
    }
    cut
}
