//! The name of a decision: SHA-256 over everything that it depends on.
//!
//! The encoding: the tag `debar-decision/1`, then request id, revision and review state (32 bytes each), the
//! engine's tables, `at`, `known_at` (empty when there is none), every fact as name, origin and values, and
//! every hold as reason and sentence. Each field is preceded by its length in bytes, each sequence by its
//! length in items, as 8 bytes, least first. Instants are nanoseconds since 1970 in decimal digits.

use debar_model::{DecisionId, HoldReason, Revision, Sha256Hex};
use sha2::{Digest as _, Sha256};

use crate::{Ask, Engine};

/// The id of the decision on a question over a list.
pub(crate) fn decision_id(ask: &Ask<'_>, revision: Revision, holds: &[(HoldReason, String)]) -> DecisionId {
    let mut name = Name(Sha256::new());
    name.field(b"debar-decision/1");
    name.field(&ask.request_id.0.0);
    name.field(&revision.0.0);
    name.field(&ask.review_state.0);
    name.field(Engine::TABLES.as_bytes());
    name.field(ask.at.as_nanosecond().to_string().as_bytes());
    name.field(ask.known_at.map(|at| at.as_nanosecond().to_string()).unwrap_or_default().as_bytes());
    name.count(ask.facts.iter().count());
    for (fact, given) in ask.facts.iter() {
        name.field(fact.as_bytes());
        name.field(given.origin.as_str().as_bytes());
        name.count(given.values.len());
        for value in &given.values {
            name.field(value.as_bytes());
        }
    }
    name.count(holds.len());
    for (reason, text) in holds {
        name.field(reason.as_str().as_bytes());
        name.field(text.as_bytes());
    }
    DecisionId(Sha256Hex(name.0.finalize().into()))
}

struct Name(Sha256);

impl Name {
    fn count(&mut self, items: usize) {
        self.0.update((items as u64).to_le_bytes());
    }

    fn field(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.0.update(bytes);
    }
}
