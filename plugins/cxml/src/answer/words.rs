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
        add(&mut out, &placed(decision, reason));
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

/// The instant of the decision to the second: receivers read no finer one.
pub fn instant(at: &str) -> String {
    match at.split_once('.') {
        Some((whole, fraction)) => {
            let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            format!("{whole}{zone}")
        }
        None => at.to_owned(),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_cut_to_the_second() {
        let check = |at: &str, expect: &str| assert_eq!(instant(at), expect);
        check("2026-11-23T21:08:13.417355584Z", "2026-11-23T21:08:13Z");
        check("2026-11-23T21:08:13.4+01:00", "2026-11-23T21:08:13+01:00");
        check("2026-11-23T21:08:13Z", "2026-11-23T21:08:13Z");
    }
}
