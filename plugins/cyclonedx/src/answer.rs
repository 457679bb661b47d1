//! The answer: the decision, and beside it each component that is not allowed, by its `bom-ref`. Not an annotated BOM.
//! Invariant: the decision's own JSON is passed on unchanged.

use debar_plugin_api::{Decision, EncodeError, Out, Verdict};
use serde::Serialize;

use crate::item::Item;
use crate::order::all;

#[derive(Serialize)]
struct Finding<'a> {
    ordinal: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    bom_ref: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purl: Option<String>,
    verdict: &'static str,
    reasons: &'a [&'a str],
}

/// Writes the answer; a BOM that cannot be read again gives findings without names.
pub(crate) fn encode(
    root: Option<Item<'_>>,
    decisions: &[Decision<'_>],
    out: &mut Out<'_>,
) -> Result<(), EncodeError> {
    let lines = root.map(all).unwrap_or_default();
    out.header("content-type", "application/json")?;
    out.write(b"{\"schema_version\":1,\"decision\":")?;
    let decision = decisions.first();
    out.write(decision.map_or(b"null", |decision| decision.json))?;
    out.write(b",\"components\":")?;
    let mut findings = Vec::new();
    for line in decision.into_iter().flat_map(|decision| &decision.lines) {
        let verdict = match line.verdict {
            Verdict::Allow => continue,
            Verdict::Review => "review",
            Verdict::Deny => "deny",
        };
        let item = usize::try_from(line.ordinal).ok().and_then(|ordinal| lines.get(ordinal));
        let text = |name: &str| {
            item.and_then(|item| item.texts(name).into_iter().next()).map(|t| t.value.into_owned())
        };
        findings.push(Finding {
            ordinal: line.ordinal,
            bom_ref: text("bom-ref"),
            name: text("name"),
            version: text("version"),
            purl: text("purl"),
            verdict,
            reasons: &line.reasons,
        });
    }
    let findings = serde_json::to_vec(&findings).map_err(|error| {
        EncodeError::malformed("answer", format!("the answer cannot be written: {error}"))
    })?;
    out.write(&findings)?;
    out.write(b"}")
}
