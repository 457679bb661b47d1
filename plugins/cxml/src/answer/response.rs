//! `Response`: the answer in the same HTTP exchange. It echoes nothing of the order.
//!
//! Invariant: a code of the 5xx class is never written, since it invites a retry.

use super::{exchange, words};
use debar_plugin_api::{Decision, Verdict};

/// Writes one response over all orders of a document.
pub fn write(decisions: &[Decision<'_>], verdict: Verdict) -> String {
    let Some(first) = decisions.first() else { return String::new() };
    let forwards = decisions.iter().all(|d| d.forwards);
    let (code, text) = exchange::code(verdict, forwards);
    let said: Vec<String> = decisions.iter().map(words::whole).collect();
    let mut out = exchange::root(exchange::CXML, first, "response");
    out.start("Response", &[]);
    out.leaf("Status", &[("code", code), ("text", text), ("xml:lang", "en")], &said.join("\n"));
    out.finish()
}
