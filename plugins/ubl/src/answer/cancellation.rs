//! `OrderCancellation`: the buyer takes back an order that has been sent.
//!
//! Invariant: it names the order and says why.

use super::response::{head, reference};
use super::{copy, words};
use debar_plugin_api::Decision;
use debar_shared_xml::Element;

/// Writes the cancellation.
pub fn write(order: Element<'_>, decision: &Decision<'_>) -> String {
    let mut out = copy::root("OrderCancellation");
    head(&mut out, order, decision);
    for note in words::whole(decision) {
        out.leaf("cbc:CancellationNote", &[("languageID", "en")], &note);
    }
    reference(&mut out, order);
    copy::party(&mut out, "cac:BuyerCustomerParty", order, "BuyerCustomerParty");
    copy::party(&mut out, "cac:SellerSupplierParty", order, "SellerSupplierParty");
    out.finish()
}
