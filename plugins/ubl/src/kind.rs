//! Which documents are orders: everything else is refused by its name, with the reason.
//!
//! Invariant: only the root's namespace and name decide; a prefix never does.

use debar_plugin_api::{DecodeError, Where};
use debar_shared_xml::Element;

/// What all namespaces of UBL 2 begin with.
const UBL: &str = "urn:oasis:names:specification:ubl:schema:xsd:";

/// True for an element of the common components: aggregates or basics, of any 2.x.
pub fn is_common(element: Element<'_>) -> bool {
    element.namespace().strip_prefix(UBL).is_some_and(|rest| rest.starts_with("Common"))
}

/// Child elements of UBL's own of this name.
pub fn all<'d>(element: Element<'d>, name: &'d str) -> impl Iterator<Item = Element<'d>> + 'd {
    element.all(name).filter(|child| is_common(*child))
}

/// The first child element of UBL's own of this name.
pub fn child<'d>(element: Element<'d>, name: &'d str) -> Option<Element<'d>> {
    all(element, name).next()
}

/// Refuses the JSON forms by name.
///
/// # Errors
/// For a document that is JSON.
pub fn refuse_json(bytes: &[u8]) -> Result<(), DecodeError> {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let first = body.iter().find(|b| !b.is_ascii_whitespace());
    if !matches!(first, Some(b'{' | b'[')) {
        return Ok(());
    }
    let head = body.get(..body.len().min(4096)).unwrap_or_default();
    let at = memchr::memmem::find(head, UBL.as_bytes());
    let rest = at.and_then(|at| head.get(at + UBL.len()..)).unwrap_or_default();
    let name: String =
        rest.iter().take(60).map(|b| char::from(*b)).take_while(char::is_ascii_alphanumeric).collect();
    let message = if name.is_empty() {
        "the document is JSON".to_owned()
    } else {
        format!("the JSON form of UBL `{name}` is not read")
    };
    Err(DecodeError::unsupported("ubl-json", message).help("send the order as UBL XML").offset(0))
}

/// Refuses roots that are not an order of UBL 2.
///
/// # Errors
/// With the name of what it is, and why that is not screened.
pub fn refuse_others(root: Element<'_>) -> Result<(), DecodeError> {
    let name: String = root.name().chars().take(60).collect();
    let kind = root.namespace().strip_prefix(UBL);
    let (code, message) = match kind {
        Some("Order-2") if name == "Order" => return Ok(()),
        Some(kind) if kind.ends_with("-2") => {
            ("ubl-document", format!("`{name}` is not read: {}", why(&name)))
        }
        Some(_) => ("ubl-version", format!("`{name}` is of a version of UBL that is not read")),
        None => ("ubl-root", format!("the root element `{name}` is not of UBL's namespaces")),
    };
    let (offset, len) = root.span();
    Err(DecodeError::unsupported(code, message).help("send a UBL 2.x Order").at(&Where::new(
        offset,
        len,
        root.pointer(),
    )))
}

fn why(name: &str) -> &'static str {
    match name {
        "OrderChange" => "changes are screened with the whole order, which this adapter does not hold yet",
        "OrderCancellation" => "it takes an order back",
        "OrderResponse" | "OrderResponseSimple" => "it is a seller's answer to an order",
        "Catalogue" | "CatalogueRequest" | "CataloguePricingUpdate" => "a catalogue is not an order",
        "Quotation" | "RequestForQuotation" => "a quotation is not an order yet",
        "Invoice" | "CreditNote" | "DebitNote" => "it asks for payment of what was ordered before",
        "DespatchAdvice" | "ReceiptAdvice" => "it reports a delivery, not an order",
        "ApplicationResponse" => "it answers a message, it orders nothing",
        _ => "only `Order` is read",
    }
}
