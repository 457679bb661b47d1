//! A decision on its way to a plugin's `encode`, and what comes back. Not the decision itself.
//!
//! Invariant: what comes back is bytes and headers. The verdict, the status of the transport and the
//! record are the host's.

use debar_model::{Decision, Verdict};
use debar_plugin_api::{Role, abi};

use crate::{LogLine, Report};

/// The decision on one request in the words of the contract.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// The verdict on the whole.
    pub verdict: Verdict,
    /// False for a hold.
    pub complete: bool,
    /// Where the gate stands.
    pub role: Role,
    /// The order has left the buyer.
    pub already_transmitted: bool,
    /// The gate forwards a held document once it is released.
    pub forwards: bool,
    /// Id of the decision.
    pub decision_id: String,
    /// Id of the request.
    pub request_id: String,
    /// Digest of the blocklist.
    pub revision: String,
    /// Instant of the decision, RFC 3339.
    pub at: String,
    /// Why it is held; empty when complete.
    pub hold_code: String,
    /// Reasons for people.
    pub reasons: Vec<String>,
    /// Decisions on lines.
    pub lines: Vec<AnswerLine>,
    /// Duties beside the verdict.
    pub obligations: Vec<String>,
    /// The whole decision as JSON.
    pub json: Vec<u8>,
}

/// The decision on one line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AnswerLine {
    /// Index of the line in the request.
    pub ordinal: u64,
    /// The verdict.
    pub verdict: Verdict,
    /// The line's own id.
    pub line_id: String,
    /// Reasons for people.
    pub reasons: Vec<String>,
}

/// A native answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Encoded {
    /// The bytes.
    pub body: Vec<u8>,
    /// Headers that the host passes on: `content-type` and a few that describe the body.
    pub headers: Vec<(String, String)>,
    /// Names of headers that it does not pass on.
    pub ignored_headers: Vec<String>,
    /// What the plugin reported.
    pub reports: Vec<Report>,
    /// What the plugin logged.
    pub logs: Vec<LogLine>,
}

impl Answer {
    /// Everything that a decision says by itself. Reasons, role and the rest of the route's words are left
    /// to the caller, who knows how to say them.
    #[must_use]
    pub fn of(decision: &Decision, json: Vec<u8>) -> Self {
        Self {
            verdict: decision.verdict,
            complete: decision.complete,
            decision_id: decision.id.to_string(),
            request_id: decision.request.to_string(),
            revision: decision.revision.to_string(),
            at: decision.at.to_string(),
            hold_code: decision.holds.first().map_or_else(String::new, |hold| hold.0.as_str().to_owned()),
            lines: decision
                .lines
                .iter()
                .map(|line| AnswerLine {
                    ordinal: u64::from(line.ordinal),
                    verdict: line.verdict,
                    line_id: line.id.clone().unwrap_or_default(),
                    reasons: Vec::new(),
                })
                .collect(),
            json,
            ..Self::default()
        }
    }
}

/// The C form of answers, borrowing from them.
pub(crate) struct Tables<'a> {
    decisions: Vec<abi::Decision>,
    _parts: Vec<Parts>,
    _lives: std::marker::PhantomData<&'a Answer>,
}

/// The arrays that one decision points to. Their heap places do not move with the struct.
struct Parts {
    _reasons: Vec<abi::Text>,
    _obligations: Vec<abi::Text>,
    _line_reasons: Vec<Vec<abi::Text>>,
    _lines: Vec<abi::DecisionLine>,
}

impl<'a> Tables<'a> {
    pub(crate) fn new(answers: &'a [Answer]) -> Self {
        let (decisions, parts) = answers.iter().map(table).unzip();
        Self { decisions, _parts: parts, _lives: std::marker::PhantomData }
    }

    pub(crate) fn pointers(&self) -> Vec<*const abi::Decision> {
        self.decisions.iter().map(std::ptr::from_ref).collect()
    }
}

fn table(answer: &Answer) -> (abi::Decision, Parts) {
    let texts = |texts: &[String]| texts.iter().map(|text| abi::Text::of(text)).collect::<Vec<_>>();
    let (reasons, obligations) = (texts(&answer.reasons), texts(&answer.obligations));
    let line_reasons: Vec<Vec<abi::Text>> = answer.lines.iter().map(|line| texts(&line.reasons)).collect();
    let lines: Vec<abi::DecisionLine> = answer
        .lines
        .iter()
        .zip(&line_reasons)
        .map(|(line, reasons)| abi::DecisionLine {
            struct_size: size_of::<abi::DecisionLine>() as u32,
            verdict: number(line.verdict),
            ordinal: line.ordinal,
            line_id: abi::Text::of(&line.line_id),
            reasons: reasons.as_ptr(),
            reason_count: reasons.len() as u64,
        })
        .collect();
    let decision = abi::Decision {
        struct_size: size_of::<abi::Decision>() as u32,
        verdict: number(answer.verdict),
        complete: u32::from(answer.complete),
        role: match answer.role {
            Role::BuyerGate => abi::role::BUYER_GATE,
            Role::Hub => abi::role::HUB,
            Role::Seller => abi::role::SELLER,
        },
        already_transmitted: u32::from(answer.already_transmitted),
        forwards: u32::from(answer.forwards),
        decision_id: abi::Text::of(&answer.decision_id),
        request_id: abi::Text::of(&answer.request_id),
        revision: abi::Text::of(&answer.revision),
        at: abi::Text::of(&answer.at),
        hold_code: abi::Text::of(&answer.hold_code),
        reasons: reasons.as_ptr(),
        reason_count: reasons.len() as u64,
        lines: lines.as_ptr(),
        line_count: lines.len() as u64,
        line_stride: size_of::<abi::DecisionLine>() as u64,
        obligations: obligations.as_ptr(),
        obligation_count: obligations.len() as u64,
        json: abi::Text { ptr: answer.json.as_ptr(), len: answer.json.len() as u64 },
    };
    let parts =
        Parts { _reasons: reasons, _obligations: obligations, _line_reasons: line_reasons, _lines: lines };
    (decision, parts)
}

fn number(verdict: Verdict) -> u32 {
    match verdict {
        Verdict::Allow => abi::verdict::ALLOW,
        Verdict::Review => abi::verdict::REVIEW,
        Verdict::Deny => abi::verdict::DENY,
    }
}
