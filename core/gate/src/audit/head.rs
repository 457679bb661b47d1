//! The first fields of a recorded decision, read without the rest: what tells whether the rest must be read.
//!
//! Invariant: a head is what the whole decision would say; bytes in any other order are read whole.

use debar_model::{Revision, Sha256Hex, Verdict};
use jiff::Timestamp;

/// What a decision says before its reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head<'a> {
    pub revision: Revision,
    pub at: Timestamp,
    pub known_at: Option<Timestamp>,
    pub engine: &'a str,
    pub verdict: Verdict,
}

impl<'a> Head<'a> {
    /// Reads it from the bytes of a decision as this program writes them; none of any others.
    pub fn read(data: &'a str) -> Option<Self> {
        let rest = data.strip_prefix("{\"schema_version\":1")?;
        let (_, rest) = field(rest, "decision_id")?;
        let (_, rest) = field(rest, "request_id")?;
        let (revision, rest) = field(rest, "revision")?;
        let (at, rest) = field(rest, "at")?;
        let (known_at, rest) = match field(rest, "known_at") {
            Some((known_at, rest)) => (Some(known_at.parse().ok()?), rest),
            None => (None, rest),
        };
        let (engine, rest) = field(rest, "engine")?;
        let (verdict, _) = field(rest, "verdict")?;
        let revision = Revision(Sha256Hex::parse(revision).ok()?);
        Some(Self { revision, at: at.parse().ok()?, known_at, engine, verdict: Verdict::read(verdict) })
    }
}

/// Whether a recorded decision answers what was known at some instant (`--known-at`). Such a question looks back:
/// it is no screening of an order, so it never is the latest word on one.
pub(crate) fn looks_back(data: &str) -> bool {
    // Before the engine stand ids and instants only; quotes within a text would be escaped.
    let (head, _) = data.split_once("\"engine\":\"").unwrap_or((data, ""));
    head.contains("\"known_at\":\"")
}

/// The value of a text field without escapes that comes next, and what follows it.
fn field<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let value = text.strip_prefix(",\"")?.strip_prefix(name)?.strip_prefix("\":\"")?;
    let (value, rest) = value.split_once('"')?;
    (!value.contains('\\')).then_some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::{Head, looks_back};

    #[test]
    fn only_bytes_in_their_usual_order_are_read() {
        let zeros = "0".repeat(64);
        let usual = format!(
            "{{\"schema_version\":1,\"decision_id\":\"a\",\"request_id\":\"b\",\"revision\":\"{zeros}\",\
             \"at\":\"2026-01-01T00:00:00Z\",\"engine\":\"e\",\"verdict\":\"allow\",\"complete\":true}}"
        );
        assert!(Head::read(&usual).is_some_and(|head| head.known_at.is_none() && head.engine == "e"));
        let known = usual.replace(",\"engine\"", ",\"known_at\":\"2025-01-01T00:00:00Z\",\"engine\"");
        assert!(looks_back(&known) && !looks_back(&usual));
        assert!(Head::read(&known).is_some_and(|head| head.known_at.is_some()));
        for other in
            ["", "{}", &usual.replace("\"a\"", "\"\\u0061\""), &usual.replace("version\":1", "version\":2")]
        {
            assert!(Head::read(other).is_none(), "{other}");
        }
    }
}
