//! The sentences of a native answer: what was blocked, the matched text, the rule and its authority with
//! date, what to use instead, and the decision id. A buyer who is stopped reads these first.

use debar_model::{Decision, Finding, LineDecision, Ruling, Verdict};

/// The most sentences of one line or document.
const MOST: usize = 20;

/// The sentences on the request as a whole.
pub(crate) fn of_decision(decision: &Decision) -> Vec<String> {
    let mut sentences: Vec<String> = decision.holds.iter().map(|(_, why)| format!("Held: {why}.")).collect();
    sentences.extend(leading(decision.findings.iter()).into_iter().filter_map(sentence));
    for need in &decision.needs {
        sentences.push(format!("The fact `{}` is missing (asked by {}).", need.fact, need.rules.join(", ")));
    }
    sentences.extend(decision.conditions.iter().map(|condition| format!("Condition: {condition}.")));
    finish(sentences)
}

/// The sentences on one line and its parts.
pub(crate) fn of_line(decision: &Decision, line: &LineDecision) -> Vec<String> {
    let findings =
        line.findings.iter().filter_map(|index| decision.findings.get(usize::try_from(*index).ok()?));
    finish(leading(findings).into_iter().filter_map(sentence).collect())
}

/// The duties beside the verdict.
pub(crate) fn obligations(decision: &Decision) -> Vec<String> {
    decision
        .obligations
        .iter()
        .map(|duty| {
            let form = duty.form.as_ref().map(|form| format!(" {form}")).unwrap_or_default();
            let within = duty.within.as_ref();
            let due = match duty.due {
                Some(due) => {
                    format!(", due {due}{}", within.map(|words| format!(" ({words})")).unwrap_or_default())
                }
                None => within.map(|words| format!(", due {words}")).unwrap_or_default(),
            };
            let to = duty.to.as_ref().map(|to| format!(", to {to}")).unwrap_or_default();
            format!("{}{form}{due}{to}", duty.what)
        })
        .collect()
}

/// One finding for each place of the document that stands in the way: the strictest, and among equals the
/// vendor's, which says more to a buyer than the product entry that led to it.
fn leading<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<&'a Finding> {
    let mut kept: Vec<&Finding> = vec![];
    for finding in findings.filter(|finding| finding.verdict != Verdict::Allow) {
        let rank = |finding: &Finding| (finding.verdict, finding.listing.table == "vendor");
        let same = |known: &&mut &Finding| {
            known.line == finding.line && known.evidence.source == finding.evidence.source
        };
        match kept.iter_mut().find(same) {
            Some(known) if rank(finding) > rank(known) => *known = finding,
            Some(_) => {}
            None => kept.push(finding),
        }
    }
    kept
}

fn sentence(finding: &Finding) -> Option<String> {
    let ruling = finding.rulings.iter().find(|ruling| ruling.verdict == finding.verdict)?;
    let verb = if finding.verdict == Verdict::Deny { "Blocked" } else { "Held for review" };
    let instead =
        ruling.use_instead.as_ref().map(|words| format!(" Use instead: {words}.")).unwrap_or_default();
    let contest =
        ruling.authority.contact.as_ref().map(|who| format!(" To contest it: {who}.")).unwrap_or_default();
    Some(format!(
        "{verb}: `{}` matches {} ({}). {}{instead}{contest}",
        finding.evidence.matched,
        finding.listing.name,
        finding.evidence.how,
        authority(ruling)
    ))
}

fn authority(ruling: &Ruling) -> String {
    let authority = &ruling.authority;
    let since = authority.since.as_ref().map(|day| format!(" since {day}")).unwrap_or_default();
    let citation = authority.citations.first().map(|text| format!(", {text}")).unwrap_or_default();
    let status = authority.status.replace('-', " ");
    format!("Rule {} by {}{citation}, {status}{since}.", ruling.rule, authority.title)
}

fn finish(mut sentences: Vec<String>) -> Vec<String> {
    sentences.dedup();
    let more = sentences.len().saturating_sub(MOST);
    sentences.truncate(MOST);
    if more > 0 {
        sentences.push(format!("And {more} more."));
    }
    sentences
}
