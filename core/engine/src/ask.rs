//! The question: a request and everything that the answer may depend on besides the list.

use debar_model::{Facts, HoldReason, PurchaseRequest, RequestId, Sha256Hex};
use jiff::Timestamp;

use crate::Clearance;

/// One question to the engine.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    /// The decoded request.
    pub request: &'a PurchaseRequest,
    /// Its digest, made by the caller from route and redacted canonical request.
    pub request_id: RequestId,
    /// Configured, given and documented facts, merged by the caller under their precedence.
    pub facts: &'a Facts,
    /// The instant for which the law is asked.
    pub at: Timestamp,
    /// The instant whose knowledge counts; the same as `at` when none is given. Events of the list
    /// that were recorded later are not seen.
    pub known_at: Option<Timestamp>,
    /// Why the request is held whatever the list says, each with a sentence.
    pub holds: Vec<(HoldReason, String)>,
    /// What people decided about findings like these. Those about others say nothing here.
    pub cleared: &'a [Clearance],
    /// Digest of `cleared` as the caller keeps it; zeros when there is none.
    pub review_state: Sha256Hex,
}
