//! `OrderResponse`: AP accepted, AB acknowledged and held, CA accepted in part, RE rejected.
//!
//! Invariant: line codes never say more than the head: 5 only under AP or CA.

use super::{copy, words};
use crate::kind::{all, child};
use crate::line::is_line;
use debar_plugin_api::{Decision, Verdict};
use debar_shared_xml::{Element, Writer};

/// Peppol's ids of the order and of its response.
const PEPPOL: (&str, &str) =
    ("urn:fdc:peppol.eu:poacc:trns:order:3", "urn:fdc:peppol.eu:poacc:trns:order_response:3");

/// Writes the response.
pub fn write(order: Element<'_>, decision: &Decision<'_>, partial: bool) -> String {
    let mut out = copy::root("OrderResponse");
    let partial = partial && by_line(decision);
    let code = match decision.verdict {
        Verdict::Allow => "AP",
        Verdict::Review => "AB",
        Verdict::Deny if partial => "CA",
        Verdict::Deny => "RE",
    };
    head(&mut out, order, decision);
    out.leaf("cbc:OrderResponseCode", &[], code);
    for note in words::whole(decision) {
        out.leaf("cbc:Note", &[("languageID", "en")], &note);
    }
    if let Some(currency) = child(order, "DocumentCurrencyCode") {
        copy::basic(&mut out, "cbc:DocumentCurrencyCode", currency);
    }
    reference(&mut out, order);
    copy::party(&mut out, "cac:SellerSupplierParty", order, "SellerSupplierParty");
    copy::party(&mut out, "cac:BuyerCustomerParty", order, "BuyerCustomerParty");
    for (ordinal, line) in (0..).zip(order.descendants().filter(|e| is_line(*e))) {
        item(&mut out, decision, partial, ordinal, line);
    }
    out.finish()
}

/// Ids, version and date, as both answers begin.
pub fn head(out: &mut Writer, order: Element<'_>, decision: &Decision<'_>) {
    out.leaf("cbc:UBLVersionID", &[], "2.1");
    if copy::said(order, "CustomizationID").is_some_and(|id| id.starts_with(PEPPOL.0)) {
        out.leaf("cbc:CustomizationID", &[], PEPPOL.1);
    }
    if let Some(profile) = child(order, "ProfileID") {
        copy::basic(out, "cbc:ProfileID", profile);
    }
    out.leaf("cbc:ID", &[], &words::id(decision));
    let (date, time) = words::instant(decision.at);
    out.leaf("cbc:IssueDate", &[], date);
    if let Some(time) = time {
        out.leaf("cbc:IssueTime", &[], &time);
    }
}

/// The order that is answered.
pub fn reference(out: &mut Writer, order: Element<'_>) {
    out.start("cac:OrderReference", &[]);
    out.leaf("cbc:ID", &[], copy::said(order, "ID").unwrap_or("unknown"));
    for (name, from) in
        [("cbc:SalesOrderID", "SalesOrderID"), ("cbc:UUID", "UUID"), ("cbc:IssueDate", "IssueDate")]
    {
        if let Some(element) = child(order, from).filter(|e| e.text().is_some()) {
            copy::basic(out, name, element);
        }
    }
    out.end();
}

/// True when every reason of the whole is a reason of some line, and some line is free: only then may an order be
/// answered line by line.
fn by_line(decision: &Decision<'_>) -> bool {
    let told = |reason: &str| decision.lines.iter().any(|line| line.reasons.contains(&reason));
    decision.verdict == Verdict::Deny
        && decision.complete
        && decision.reasons.iter().all(|reason| told(reason))
        && decision.lines.iter().any(|line| line.verdict == Verdict::Deny)
        && decision.lines.iter().any(|line| line.verdict == Verdict::Allow)
}

fn item(out: &mut Writer, decision: &Decision<'_>, partial: bool, ordinal: u64, line: Element<'_>) {
    let ruled = decision.line(ordinal);
    let code = match (decision.verdict, ruled.map(|l| l.verdict)) {
        (Verdict::Allow, Some(Verdict::Allow)) => "5",
        (Verdict::Deny, Some(Verdict::Allow)) if partial => "5",
        (Verdict::Deny, Some(Verdict::Deny)) if partial => "7",
        (Verdict::Deny, _) if !partial => "7",
        (_, Some(Verdict::Deny)) => "7",
        _ => "3",
    };
    let item = if line.name() == "OrderLine" { child(line, "LineItem").unwrap_or(line) } else { line };
    out.start("cac:OrderLine", &[]).start("cac:LineItem", &[]);
    let number = (ordinal + 1).to_string();
    out.leaf("cbc:ID", &[], copy::said(item, "ID").unwrap_or(&number));
    if let Some(ruled) = ruled.filter(|l| l.verdict != Verdict::Allow) {
        out.leaf("cbc:Note", &[("languageID", "en")], &words::line(ruled));
    }
    out.leaf("cbc:LineStatusCode", &[], code);
    let quantity = child(item, "Quantity").filter(|q| q.text().is_some_and(|t| is_number(t.text())));
    if let Some(quantity) = quantity {
        copy::basic(out, "cbc:Quantity", quantity);
    }
    out.start("cac:Item", &[]);
    let article = child(item, "Item");
    for name in article.into_iter().flat_map(|a| all(a, "Name")).take(1) {
        copy::basic(out, "cbc:Name", name);
    }
    for (name, from) in [
        ("cac:BuyersItemIdentification", "BuyersItemIdentification"),
        ("cac:SellersItemIdentification", "SellersItemIdentification"),
    ] {
        if let Some(id) = article.and_then(|a| child(a, from)).and_then(|i| child(i, "ID")) {
            out.start(name, &[]);
            copy::basic(out, "cbc:ID", id);
            out.end();
        }
    }
    out.end().end().end();
}

fn is_number(text: &str) -> bool {
    debar_plugin_api::is_decimal(text)
}
