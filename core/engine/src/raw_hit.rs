//! A listed word in undecoded text: what the gate's tripwire compares with the findings.

use std::ops::Range;

use debar_model::Listing;

/// A listed name, brand or digest in a raw text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawHit {
    /// The entry that it belongs to: the same `table` and `id` as in a finding.
    pub listing: Listing,
    /// The listed form as written in the list.
    pub listed: String,
    /// The matched part of the text after folding.
    pub folded: String,
    /// The bytes of the text that it came from.
    pub range: Range<usize>,
}
