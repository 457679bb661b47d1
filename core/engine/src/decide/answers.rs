//! What a listed vendor had answered by the day of the question. Evidence for people; it decides nothing.

use debar_blocklist::Response;
use debar_model::VendorResponse;

use super::question::Question;
use crate::index::EntryId;

/// The answers of the vendor behind an entry, oldest first, as they were known.
pub(super) fn of(question: &Question<'_>, entry: EntryId) -> Vec<VendorResponse> {
    let vendor = question.vendor_of(entry).and_then(|id| question.list.vendors.get(id));
    let seen = question.at.min(question.known_at);
    let mut known: Vec<&Response> = vendor
        .map(|vendor| vendor.responses.iter().filter(|response| response.on.at <= seen).collect())
        .unwrap_or_default();
    known.sort_by_key(|response| response.on.at);
    known.into_iter().map(|response| shown(response, seen)).collect()
}

/// A result that came later is not known yet.
fn shown(response: &Response, seen: jiff::Timestamp) -> VendorResponse {
    let known = response.result_on.as_ref().is_none_or(|on| on.at <= seen);
    VendorResponse {
        on: response.on.written.clone(),
        kind: response.kind.clone(),
        says: response.says.clone(),
        result: response.result.clone().filter(|_| known),
        result_on: response.result_on.as_ref().filter(|_| known).map(|on| on.written.clone()),
        evidence: response.evidence.clone(),
    }
}
