//! The engine's decision as `encode` sees it. A plugin writes it down; it cannot change it.
//!
//! Invariant: an unknown verdict is a deny, an unknown role is refused before the plugin is called.

use crate::abi;

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Verdict {
    /// The purchase may go on.
    Allow,
    /// A person must look; the purchase is held.
    Review,
    /// The purchase must not go on.
    #[default]
    Deny,
}

/// Where the gate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// In front of the buyer's outgoing orders (`buyer-gate`).
    #[default]
    BuyerGate,
    /// Between buyers and sellers (`hub`).
    Hub,
    /// In front of the seller's order entry (`seller`).
    Seller,
}

/// The decision on one request, in the order of the `REQUEST` nodes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decision<'a> {
    /// The verdict on the whole.
    pub verdict: Verdict,
    /// False with `Review`: held because something could not be understood.
    pub complete: bool,
    /// Where the gate stands.
    pub role: Role,
    /// The order has left the buyer: cancel or change instead of rejecting.
    pub already_transmitted: bool,
    /// The gate forwards a held document itself once it is released.
    pub forwards: bool,
    /// Stable id of the decision: derive ids of the answer from it, so that a retry answers the same.
    pub decision_id: &'a str,
    /// Stable id of the request.
    pub request_id: &'a str,
    /// Digest of the blocklist.
    pub revision: &'a str,
    /// Instant of the decision, RFC 3339: the only time that an answer may carry.
    pub at: &'a str,
    /// Why it is held, kebab-case; empty when complete.
    pub hold_code: &'a str,
    /// Reasons, for people.
    pub reasons: Vec<&'a str>,
    /// The lines by ordinal.
    pub lines: Vec<DecisionLine<'a>>,
    /// Duties beside the verdict.
    pub obligations: Vec<&'a str>,
    /// The whole decision as JSON.
    pub json: &'a [u8],
}

/// The decision on one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecisionLine<'a> {
    /// 0-based begin order of the `LINE` node in its `REQUEST`, nested lines counted too.
    pub ordinal: u64,
    /// The verdict on the line.
    pub verdict: Verdict,
    /// The line's own id as decoded; may be empty.
    pub line_id: &'a str,
    /// Reasons, for people.
    pub reasons: Vec<&'a str>,
}

impl<'a> Decision<'a> {
    /// The decision on the line with this ordinal.
    #[must_use]
    pub fn line(&self, ordinal: u64) -> Option<&DecisionLine<'a>> {
        self.lines.iter().find(|line| line.ordinal == ordinal)
    }

    /// `None` when the table is broken, or its role is unknown.
    ///
    /// # Safety
    /// `table` is null, or a valid decision of the host for `'a`.
    pub(crate) unsafe fn read(table: *const abi::Decision) -> Option<Self> {
        // SAFETY: the caller's contract.
        let decision = unsafe { abi::read(table) }?;
        let stride = usize::try_from(decision.line_stride).ok()?;
        if decision.line_count > 0 && stride < <abi::DecisionLine as abi::Versioned>::V1_SIZE {
            return None;
        }
        let mut lines = Vec::new();
        for index in 0..usize::try_from(decision.line_count).ok()? {
            // SAFETY: the host vouches for `line_count` lines, `line_stride` bytes apart.
            let line = unsafe { abi::read(decision.lines.wrapping_byte_add(index.checked_mul(stride)?)) }?;
            if line.struct_size as usize > stride {
                return None;
            }
            lines.push(DecisionLine {
                ordinal: line.ordinal,
                verdict: verdict(line.verdict),
                // SAFETY: texts of the host, valid for `'a`.
                line_id: unsafe { abi::text(line.line_id.ptr, line.line_id.len) }?,
                // SAFETY: as above.
                reasons: unsafe { texts(line.reasons, line.reason_count) }?,
            });
        }
        // SAFETY: a text of the host, valid for `'a`.
        let text = |text: abi::Text| unsafe { abi::text::<'a>(text.ptr, text.len) };
        Some(Self {
            verdict: verdict(decision.verdict),
            complete: decision.complete == 1,
            role: role(decision.role)?,
            already_transmitted: decision.already_transmitted != 0,
            forwards: decision.forwards == 1,
            decision_id: text(decision.decision_id)?,
            request_id: text(decision.request_id)?,
            revision: text(decision.revision)?,
            at: text(decision.at)?,
            hold_code: text(decision.hold_code)?,
            // SAFETY: arrays of the host, valid for `'a`.
            reasons: unsafe { texts(decision.reasons, decision.reason_count) }?,
            lines,
            // SAFETY: as above.
            obligations: unsafe { texts(decision.obligations, decision.obligation_count) }?,
            // SAFETY: as above.
            json: unsafe { abi::bytes(decision.json.ptr, decision.json.len) }?,
        })
    }
}

fn verdict(value: u32) -> Verdict {
    match value {
        abi::verdict::ALLOW => Verdict::Allow,
        abi::verdict::REVIEW => Verdict::Review,
        _ => Verdict::Deny,
    }
}

fn role(value: u32) -> Option<Role> {
    match value {
        abi::role::BUYER_GATE => Some(Role::BuyerGate),
        abi::role::HUB => Some(Role::Hub),
        abi::role::SELLER => Some(Role::Seller),
        _ => None,
    }
}

/// # Safety
/// `first` is null or valid for `count` texts, each valid for `'a`.
unsafe fn texts<'a>(first: *const abi::Text, count: u64) -> Option<Vec<&'a str>> {
    if count == 0 {
        return Some(Vec::new());
    }
    let count =
        usize::try_from(count).ok().filter(|count| *count <= isize::MAX as usize / size_of::<abi::Text>())?;
    if first.is_null() || !first.is_aligned() {
        return None;
    }
    // SAFETY: not null, aligned, of a possible length; the caller vouches for the array.
    let array = unsafe { std::slice::from_raw_parts(first, count) };
    // SAFETY: the caller vouches for each text.
    array.iter().map(|text| unsafe { abi::text(text.ptr, text.len) }).collect()
}
