//! `StatusUpdateRequest`: a later word on an order, line by line.
//!
//! Invariant: no line is called accepted unless the order, or by choice the line, is allowed.

use super::{exchange, words};
use crate::line::is_line;
use crate::order::Message;
use debar_plugin_api::{Decision, Verdict};
use debar_shared_xml::{Element, Writer};

/// Writes the status of an order and its lines.
pub fn write(order: Message<'_>, decision: &Decision<'_>, partial: bool) -> String {
    let mut out = exchange::root(exchange::CXML, decision, "status");
    exchange::header(&mut out, &order, true);
    exchange::request(&mut out, &order);
    let (code, text) = exchange::code(decision.verdict, decision.forwards);
    out.start("StatusUpdateRequest", &[]);
    let id = exchange::payload_id(&order);
    if !id.is_empty() {
        out.empty("DocumentReference", &[("payloadID", id)]);
    }
    let said = words::whole(decision);
    out.leaf("Status", &[("code", code), ("text", text), ("xml:lang", "en")], &said);
    let partial = partial && by_line(decision);
    let kind = match decision.verdict {
        Verdict::Allow => "accepted",
        Verdict::Review => "held",
        Verdict::Deny if partial => "partial",
        Verdict::Deny => "rejected",
    };
    out.start("DocumentStatus", &[("type", kind)]);
    for (ordinal, line) in (0..).zip(order.element.descendants().filter(|e| is_line(*e))) {
        item(&mut out, decision, partial, (ordinal, line), id);
    }
    out.leaf("Comments", &[("xml:lang", "en")], &said);
    out.finish()
}

/// True when every reason of the whole is a reason of some line, and some line is free: only then may an order be
/// answered line by line.
pub fn by_line(decision: &Decision<'_>) -> bool {
    let told = |reason: &str| decision.lines.iter().any(|line| line.reasons.contains(&reason));
    decision.verdict == Verdict::Deny
        && decision.complete
        && decision.reasons.iter().all(|reason| told(reason))
        && decision.lines.iter().any(|line| line.verdict == Verdict::Deny)
        && decision.lines.iter().any(|line| line.verdict == Verdict::Allow)
}

/// The number that the order gives a line, or its place.
pub fn number(line: Element<'_>, ordinal: u64) -> String {
    let written = line.attribute("lineNumber").map(|a| a.value().text()).filter(|text| !text.is_empty());
    written.map_or_else(|| (ordinal + 1).to_string(), str::to_owned)
}

fn item(
    out: &mut Writer,
    decision: &Decision<'_>,
    partial: bool,
    (ordinal, line): (u64, Element<'_>),
    id: &str,
) {
    let ruled = decision.line(ordinal);
    let kind = match (decision.verdict, ruled.map(|l| l.verdict)) {
        (Verdict::Allow, Some(Verdict::Allow)) => "accepted",
        (Verdict::Deny, Some(Verdict::Allow)) if partial => "accepted",
        (Verdict::Deny, Some(Verdict::Review)) if partial => return,
        (Verdict::Deny, _) | (_, Some(Verdict::Deny)) => "rejected",
        // Held: nothing is said of the line yet.
        _ => return,
    };
    let parent = line.attribute("parentLineNumber").map(|a| a.value().text());
    let mut attributes = vec![("type", kind)];
    attributes.extend(parent.map(|parent| ("parentLineNumber", parent)));
    out.start("ItemStatus", &attributes);
    let number = number(line, ordinal);
    out.start("ReferenceDocumentInfo", &[("lineNumber", &number)]);
    if !id.is_empty() {
        out.empty("DocumentReference", &[("payloadID", id)]);
    }
    out.end();
    if let Some(ruled) = ruled.filter(|l| l.verdict != Verdict::Allow) {
        out.leaf("Comments", &[("xml:lang", "en")], &words::line(decision, ruled));
    }
    out.end();
}
