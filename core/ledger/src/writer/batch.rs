//! Records and bodies made into lines, before there is a file to write them to. Invariant: the chain runs through the
//! lines in their order.

use debar_model::{DecisionId, Sha256Hex};
use jiff::Timestamp;
use std::collections::HashMap;

use crate::index::{Mark, Marks};
use crate::record;
use crate::scan::Chain;
use crate::{Entry, Receipt};

/// An entry with its text made, waiting for its place in the chain.
pub(crate) struct Prepared {
    pub(super) time: Timestamp,
    pub(super) decision: Option<DecisionId>,
    request: [u8; 32],
    pub(super) bodies: Vec<Sha256Hex>,
    tail: Vec<u8>,
}

impl Prepared {
    pub(crate) fn new(entry: &Entry) -> Self {
        let ids = entry.ids();
        Self {
            time: entry.time(),
            decision: ids.map(|(decision, _)| decision),
            request: ids.map(|(_, request)| request.0.0).unwrap_or_default(),
            bodies: entry.bodies().copied().collect(),
            tail: entry.tail(),
        }
    }
}

/// Lines that are to be written together.
pub(super) struct Batch {
    pub(super) bytes: Vec<u8>,
    pub(super) chain: Chain,
    pub(super) marks: Marks,
    /// Number of lines.
    pub(super) lines: u64,
    /// Time of the latest record.
    pub(super) last: Timestamp,
    pub(super) decisions: HashMap<DecisionId, Receipt>,
}

impl Batch {
    pub(super) fn after(chain: Chain) -> Self {
        let (marks, decisions) = (Marks::default(), HashMap::new());
        Self { bytes: Vec::new(), chain, marks, lines: 0, last: Timestamp::MIN, decisions }
    }

    pub(super) fn add_body(&mut self, digest: &Sha256Hex, line: &[u8]) {
        self.marks.body(digest, u64::try_from(self.bytes.len()).unwrap_or(u64::MAX));
        self.bytes.extend(line);
        self.lines += 1;
    }

    pub(super) fn add(&mut self, entry: &Prepared) -> Receipt {
        let offset = u64::try_from(self.bytes.len()).unwrap_or(u64::MAX);
        let seq = self.chain.next;
        let hash = record::print(&mut self.bytes, seq, entry.time, &self.chain.head, &entry.tail);
        self.chain = Chain { next: seq.saturating_add(1), head: hash };
        let receipt = Receipt { seq, hash, time: entry.time, new: true };
        self.lines += 1;
        self.last = self.last.max(entry.time);
        if let Some(decision) = entry.decision {
            self.marks.decisions.push(Mark { decision: decision.0.0, request: entry.request, offset });
            self.decisions.insert(decision, receipt);
        }
        receipt
    }
}
