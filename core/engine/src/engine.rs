//! The compiled list and its two questions. Holds no state that a question changes.

use std::sync::Arc;

use debar_blocklist::Blocklist;
use debar_model::{Decision, DecisionId, Verdict};

use crate::{Ask, RawHit};

/// A blocklist, compiled for screening.
#[derive(Debug)]
pub struct Engine {
    list: Arc<Blocklist>,
}

impl Engine {
    /// Name and version of the engine's tables: equal tables give equal bytes.
    pub const TABLES: &str = "debar-engine/1";

    /// Compiles a checked list.
    pub fn compile(list: Arc<Blocklist>) -> Self {
        Self { list }
    }

    /// The list it was compiled from.
    pub fn list(&self) -> &Blocklist {
        &self.list
    }

    /// Screens one request.
    pub fn screen(&self, ask: &Ask<'_>) -> Decision {
        Decision {
            id: DecisionId::default(),
            request: ask.request_id,
            revision: self.list.revision,
            at: ask.at,
            known_at: ask.known_at,
            engine: Self::TABLES.to_owned(),
            verdict: Verdict::Deny,
            complete: false,
            holds: ask.holds.clone(),
            lines: vec![],
            findings: vec![],
            conditions: vec![],
            notices: vec![],
            obligations: vec![],
            needs: vec![],
            facts: ask.facts.clone(),
        }
    }

    /// Listed vendor names, brands and digests in undecoded text, in order of their places.
    pub fn scan_raw(&self, _text: &str) -> Vec<RawHit> {
        vec![]
    }
}
