//! Answers for tests of `encode`, with ids and an instant that never change.
//!
//! Invariant: equal requests give equal answers.

use debar_host::{Answer, AnswerLine, Decoded, Verdict};

/// One answer per request, every line and the whole with this verdict (`allow`, `review` or `deny`).
#[must_use]
pub fn answers(decoded: &Decoded, verdict: &str) -> Vec<Answer> {
    answers_with(decoded, |_, _| verdict)
}

/// One answer per request; `verdict` says the word for (request, line), and the whole is the strictest.
#[must_use]
pub fn answers_with<'w>(decoded: &Decoded, verdict: impl Fn(usize, usize) -> &'w str) -> Vec<Answer> {
    let mut answers = Vec::new();
    for (index, request) in decoded.requests.iter().enumerate() {
        let lines: Vec<AnswerLine> = request
            .lines
            .iter()
            .enumerate()
            .map(|(ordinal, line)| {
                let verdict = Verdict::read(verdict(index, ordinal));
                AnswerLine {
                    ordinal: ordinal as u64,
                    verdict,
                    line_id: line.id.as_ref().map(|id| id.value.clone()).unwrap_or_default(),
                    reasons: vec![format!("line {ordinal}: {verdict:?} & <why>")],
                }
            })
            .collect();
        let whole = lines.iter().map(|line| line.verdict).max();
        let whole = whole.unwrap_or_else(|| Verdict::read(verdict(index, 0)));
        answers.push(Answer {
            verdict: whole,
            complete: true,
            decision_id: format!("{:064x}", index + 1),
            request_id: format!("{:064x}", index + 1001),
            revision: "0".repeat(64),
            at: "2024-06-01T12:00:00Z".to_owned(),
            reasons: vec!["a reason for people: \"quoted\" & <marked>".to_owned()],
            json: b"{}".to_vec(),
            lines,
            ..Answer::default()
        });
    }
    answers
}
