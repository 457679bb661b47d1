//! The frame of an answer: root, header with the parties turned around, status. Knows no message.
//!
//! Invariant: credentials are echoed without their secrets.

use crate::order::Message;
use debar_plugin_api::{Decision, Verdict};
use debar_shared_xml::{Element, Writer};

/// The DTD of orders, statuses and responses.
pub const CXML: &str = "<!DOCTYPE cXML SYSTEM \"http://xml.cxml.org/schemas/cXML/1.2.063/cXML.dtd\">";
/// The DTD of confirmations.
pub const FULFILL: &str = "<!DOCTYPE cXML SYSTEM \"http://xml.cxml.org/schemas/cXML/1.2.063/Fulfill.dtd\">";

/// The version whose DTD the answers follow.
const VERSION: &str = "1.2.063";

/// Opens the root element.
pub fn root(doctype: &str, decision: &Decision<'_>, kind: &str) -> Writer {
    let mut out = Writer::new(doctype);
    let id = super::words::payload_id(decision, kind);
    let at = super::words::instant(decision.at);
    let attributes = [("version", VERSION), ("payloadID", &id), ("timestamp", &at), ("xml:lang", "en")];
    out.start("cXML", &attributes);
    out
}

/// The header. `turned`: from the receiver of the order to its sender, as an answer runs.
pub fn header(out: &mut Writer, order: &Message<'_>, turned: bool) {
    let side = |name: &'static str| order.root.all("Header").flat_map(move |h| h.all(name)).next();
    let (from, to) = (side("From"), side("To"));
    let (from, to) = if turned { (to, from) } else { (from, to) };
    out.start("Header", &[]);
    for (name, credentials) in [("From", from), ("To", to), ("Sender", from)] {
        out.start(name, &[]);
        party(out, credentials);
        if name == "Sender" {
            out.leaf("UserAgent", &[], concat!("debar ", env!("CARGO_PKG_VERSION")));
        }
        out.end();
    }
    out.end();
}

/// Opens `Request`, in the mode of the order.
pub fn request(out: &mut Writer, order: &Message<'_>) {
    let mode = order.element.parent().and_then(|r| r.attribute("deploymentMode")).map(|a| a.value().text());
    let mode = mode.filter(|mode| matches!(*mode, "production" | "test")).unwrap_or("production");
    out.start("Request", &[("deploymentMode", mode)]);
}

/// Code and text of a status.
///
/// 201 says "not judged yet" and clients take any 2xx for success, so it is only for routes where the gate itself
/// forwards the order once it is released.
pub fn code(verdict: Verdict, forwards: bool) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Allow => ("200", "OK"),
        Verdict::Review if forwards => ("201", "Accepted"),
        Verdict::Review | Verdict::Deny => ("400", "Bad Request"),
    }
}

/// The payload id of the order.
pub fn payload_id<'d>(order: &Message<'d>) -> &'d str {
    order.root.attribute("payloadID").map_or("", |a| a.value().text())
}

/// An attribute of the order's header.
pub fn order_header<'d>(order: &Message<'d>, name: &str) -> Option<&'d str> {
    let header = order.element.child("OrderRequestHeader")?;
    header.attribute(name).map(|a| a.value().text()).filter(|text| !text.is_empty())
}

fn party(out: &mut Writer, side: Option<Element<'_>>) {
    let mut any = false;
    for credential in side.into_iter().flat_map(|s| s.all("Credential")) {
        let domain = credential.attribute("domain").map_or("", |a| a.value().text());
        let identity = credential.child("Identity").and_then(Element::text).map_or("", |v| v.text());
        out.start("Credential", &[("domain", domain)]).leaf("Identity", &[], identity).end();
        any = true;
    }
    if !any {
        out.start("Credential", &[("domain", "unknown")]).leaf("Identity", &[], "unknown").end();
    }
}
