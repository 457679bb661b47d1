//! The text of an answer, for the person whose order was stopped, and the ids of the answer.
//!
//! Invariant: it says what, why and which decision, and nothing that the decision does not say.

use debar_plugin_api::{Decision, DecisionLine, Verdict};

/// The texts on a whole decision, one note each.
pub fn whole(decision: &Decision<'_>) -> Vec<String> {
    let mut out = vec![
        match (decision.verdict, decision.complete) {
            (Verdict::Allow, _) => "Purchase screening found no obstacle.",
            (Verdict::Review, true) => "Held for review: a person must decide before this order goes on.",
            (Verdict::Review, false) => "Held for review: the order could not be understood completely.",
            (Verdict::Deny, _) => "Blocked: this purchase is not allowed.",
        }
        .to_owned(),
    ];
    if !decision.hold_code.is_empty() {
        out.push(format!("Reason code: {}.", decision.hold_code));
    }
    out.extend(decision.reasons.iter().map(|reason| placed(decision, reason)));
    for line in decision.lines.iter().filter(|line| line.verdict != Verdict::Allow) {
        let name = name(line);
        let fresh = line.reasons.iter().filter(|reason| !decision.reasons.contains(reason));
        out.extend(fresh.map(|reason| format!("Line {name}: {reason}")));
    }
    out.extend(decision.obligations.iter().map(|o| format!("To do: {o}")));
    let ask = if decision.verdict == Verdict::Allow { "" } else { " Quote it to ask for a review." };
    out.push(format!("Decision {} of {}.{ask}", decision.decision_id, decision.at));
    out
}

/// A reason with the numbers of the lines that it is about.
fn placed(decision: &Decision<'_>, reason: &str) -> String {
    let lines =
        decision.lines.iter().filter(|line| line.verdict != Verdict::Allow && line.reasons.contains(&reason));
    let mut names: Vec<String> = lines.take(11).map(name).collect();
    if names.len() > 10 {
        names.truncate(10);
        names.push("and others".to_owned());
    }
    match names.as_slice() {
        [] => reason.to_owned(),
        [one] => format!("Line {one}: {reason}"),
        many => format!("Lines {}: {reason}", many.join(", ")),
    }
}

fn name(line: &DecisionLine<'_>) -> String {
    if line.line_id.is_empty() { (line.ordinal + 1).to_string() } else { line.line_id.to_owned() }
}

/// The text on one line.
pub fn line(line: &DecisionLine<'_>) -> String {
    let first = match line.verdict {
        Verdict::Allow => "No obstacle found.",
        Verdict::Review => "Held for review.",
        Verdict::Deny => "Blocked.",
    };
    std::iter::once(first).chain(line.reasons.iter().copied()).collect::<Vec<_>>().join(" ")
}

/// An id of the answer that a retry repeats.
pub fn id(decision: &Decision<'_>) -> String {
    let safe: String = decision
        .decision_id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' })
        .collect();
    format!("debar-{safe}")
}

/// Date and time of the decision in XML Schema's forms; the time only when it is given in UTC.
pub fn instant(at: &str) -> (&str, Option<String>) {
    let (date, time) = at.split_once('T').unwrap_or((at, ""));
    let clock = time.get(..8).filter(|clock| clock.bytes().all(|b| b.is_ascii_digit() || b == b':'));
    (date, clock.filter(|_| time.ends_with('Z')).map(|clock| format!("{clock}Z")))
}
