//! The text of an answer, for the person whose order was stopped.
//!
//! Invariant: it says what, why and which decision, and nothing that the decision does not say.

use debar_plugin_api::{Decision, DecisionLine, Verdict};

/// Characters of one text; systems cut long ones without saying so.
const LONGEST: usize = 6000;

/// The text on a whole decision.
pub fn whole(decision: &Decision<'_>) -> String {
    let mut out = String::from(match (decision.verdict, decision.complete) {
        (Verdict::Allow, _) => "Purchase screening found no obstacle.",
        (Verdict::Review, true) => "Held for review: a person must decide before this order goes on.",
        (Verdict::Review, false) => "Held for review: the order could not be understood completely.",
        (Verdict::Deny, _) => "Blocked: this purchase is not allowed.",
    });
    if !decision.hold_code.is_empty() {
        add(&mut out, &format!("Reason code: {}.", decision.hold_code));
    }
    for reason in &decision.reasons {
        add(&mut out, reason);
    }
    for line in decision.lines.iter().filter(|line| line.verdict != Verdict::Allow) {
        for reason in line.reasons.iter().filter(|reason| !decision.reasons.contains(reason)) {
            add(&mut out, &format!("Line {}: {reason}", name(line)));
        }
    }
    for obligation in &decision.obligations {
        add(&mut out, &format!("To do: {obligation}"));
    }
    cut(out, &ending(decision))
}

/// The text on one line.
pub fn line(decision: &Decision<'_>, line: &DecisionLine<'_>) -> String {
    let mut out = String::from(match line.verdict {
        Verdict::Allow => "No obstacle found.",
        Verdict::Review => "Held for review.",
        Verdict::Deny => "Blocked.",
    });
    for reason in &line.reasons {
        add(&mut out, reason);
    }
    cut(out, &ending(decision))
}

/// An id of the answer that a retry repeats.
pub fn payload_id(decision: &Decision<'_>, kind: &str) -> String {
    let safe: String = decision
        .decision_id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' })
        .collect();
    format!("{safe}.{kind}@debar")
}

fn ending(decision: &Decision<'_>) -> String {
    let ask = if decision.verdict == Verdict::Allow { "" } else { " Quote it to ask for a review." };
    format!("Decision {} of {}.{ask}", decision.decision_id, decision.at)
}

fn name(line: &DecisionLine<'_>) -> String {
    if line.line_id.is_empty() { (line.ordinal + 1).to_string() } else { line.line_id.to_owned() }
}

fn add(out: &mut String, text: &str) {
    if !text.trim().is_empty() {
        out.push('\n');
        out.push_str(text.trim());
    }
}

fn cut(mut text: String, ending: &str) -> String {
    if let Some((at, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(at);
        text.push('…');
    }
    text.push('\n');
    text.push_str(ending);
    text
}
