//! Decisions on their way to a plugin's `encode` in a worker.
//!
//! Invariant: what is written is read as equal answers.

use debar_model::Verdict;
use debar_plugin_api::Role;

use super::codec::{Put, Take};
use crate::{Answer, AnswerLine};

/// More decisions, lines or reasons than these are not one document's.
const MOST: u64 = 1 << 24;

pub(crate) fn write_answers(put: &mut Put, answers: &[Answer]) {
    put.each(answers, |put, answer| {
        put.u8(verdict(answer.verdict)).bool(answer.complete).u8(role(answer.role));
        put.bool(answer.already_transmitted).bool(answer.forwards);
        for text in [&answer.decision_id, &answer.request_id, &answer.revision, &answer.at, &answer.hold_code]
        {
            put.text(text);
        }
        texts(put, &answer.reasons);
        put.each(&answer.lines, |put, line| {
            texts(put.u64(line.ordinal).u8(verdict(line.verdict)).text(&line.line_id), &line.reasons);
        });
        texts(put, &answer.obligations);
        put.bytes(&answer.json);
    });
}

pub(crate) fn read_answers(take: &mut Take<'_>) -> Option<Vec<Answer>> {
    take.each(MOST, |take| {
        Some(Answer {
            verdict: verdict_of(take.u8()?)?,
            complete: take.bool()?,
            role: role_of(take.u8()?)?,
            already_transmitted: take.bool()?,
            forwards: take.bool()?,
            decision_id: take.owned()?,
            request_id: take.owned()?,
            revision: take.owned()?,
            at: take.owned()?,
            hold_code: take.owned()?,
            reasons: read_texts(take)?,
            lines: take.each(MOST, |take| {
                Some(AnswerLine {
                    ordinal: take.u64()?,
                    verdict: verdict_of(take.u8()?)?,
                    line_id: take.owned()?,
                    reasons: read_texts(take)?,
                })
            })?,
            obligations: read_texts(take)?,
            json: take.bytes()?.to_vec(),
        })
    })
}

fn texts(put: &mut Put, texts: &[String]) {
    put.each(texts, |put, text| {
        put.text(text);
    });
}

fn read_texts(take: &mut Take<'_>) -> Option<Vec<String>> {
    take.each(MOST, Take::owned)
}

fn verdict(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Allow => 0,
        Verdict::Review => 1,
        Verdict::Deny => 2,
    }
}

fn verdict_of(number: u8) -> Option<Verdict> {
    [Verdict::Allow, Verdict::Review, Verdict::Deny].get(usize::from(number)).copied()
}

fn role(role: Role) -> u8 {
    match role {
        Role::BuyerGate => 0,
        Role::Hub => 1,
        Role::Seller => 2,
    }
}

fn role_of(number: u8) -> Option<Role> {
    [Role::BuyerGate, Role::Hub, Role::Seller].get(usize::from(number)).copied()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn answers_come_back_as_they_were() {
        let answer = Answer {
            verdict: Verdict::Deny,
            role: Role::Seller,
            forwards: true,
            decision_id: "d".to_owned(),
            reasons: vec!["because".to_owned(), String::new()],
            lines: vec![AnswerLine { ordinal: 3, verdict: Verdict::Review, ..AnswerLine::default() }],
            json: b"{}".to_vec(),
            ..Answer::default()
        };
        let answers = vec![answer, Answer { complete: true, ..Answer::default() }];
        let mut put = Put::default();
        write_answers(&mut put, &answers);
        let mut take = Take(&put.0);
        assert_eq!(read_answers(&mut take).unwrap(), answers);
        assert!(take.is_over());
    }

    proptest! {
        #[test]
        fn any_bytes_are_answers_or_nothing(bytes: Vec<u8>) {
            let _ = read_answers(&mut Take(&bytes));
        }
    }
}
