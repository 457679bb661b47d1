//! What a question consults of all that people decided: the clearings of the pairs that were met, and nothing else, so
//! that a decision on one pair leaves all others as they are to the byte.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use debar_engine::{Clearance, Pins, Subject};
use debar_ledger::{Cleared, Followed, LedgerError, REVIEW, ReviewRules, ReviewState};
use debar_model::{Decision, PurchaseRequest, Sha256Hex, Verdict};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::outcome::CheckError;

/// Name of the input that holds the clearings that a decision consulted.
pub(crate) const REVIEW_STATE: &str = "review-state";

/// The reviews of a ledger, read again when it grows.
#[derive(Debug, Default)]
pub(crate) struct Reviews(Mutex<Option<Known>>);

#[derive(Debug)]
struct Known {
    followed: Followed,
    rules: ReviewRules,
    state: Arc<ReviewState>,
}

impl Reviews {
    /// What counts now, or as it was known at an instant.
    pub fn state(
        &self,
        folder: &Path,
        rules: ReviewRules,
        known_at: Option<Timestamp>,
    ) -> Result<Arc<ReviewState>, LedgerError> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = match &mut *known {
            Some(known) => {
                if known.followed.refresh()? || known.rules != rules {
                    known.rules = rules;
                    known.state = Arc::new(ReviewState::of(known.followed.records(), rules, None));
                }
                known
            }
            none => {
                let followed = Followed::open(folder, REVIEW)?;
                let state = Arc::new(ReviewState::of(followed.records(), rules, None));
                none.insert(Known { followed, rules, state })
            }
        };
        match known_at {
            None => Ok(Arc::clone(&known.state)),
            Some(_) => Ok(Arc::new(ReviewState::of(known.followed.records(), rules, known_at))),
        }
    }
}

/// The clearings that one question consults.
#[derive(Clone, Debug, Default)]
pub(crate) struct Consulted {
    /// As the engine takes them.
    pub clearances: Vec<Clearance>,
    /// As they are stored; empty when there are none.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes; zeros when there are none.
    pub digest: Sha256Hex,
}

/// The stored form.
#[derive(Serialize, Deserialize)]
struct Stored {
    schema_version: u32,
    cleared: Vec<Cleared>,
}

impl Consulted {
    /// Clearings of what a decision made without any found against the request.
    pub fn of(state: &ReviewState, request: &PurchaseRequest, decision: &Decision) -> Self {
        let mut met: BTreeMap<&str, &Cleared> = BTreeMap::new();
        if !state.has_cleared() {
            return Self::default();
        }
        for finding in decision.findings.iter().filter(|finding| finding.verdict != Verdict::Allow) {
            let Some(subject) = Subject::of(request, finding.line, &finding.evidence) else { continue };
            let cleared = state.cleared(subject.digest, finding.listing.table, &finding.listing.id);
            met.extend(cleared.map(|cleared| (cleared.event.as_str(), cleared)));
        }
        let cleared: Vec<Cleared> = met.into_values().cloned().collect();
        if cleared.is_empty() { Self::default() } else { Self::with(cleared) }
    }

    /// These clearings.
    pub fn with(cleared: Vec<Cleared>) -> Self {
        let clearances = cleared.iter().filter_map(clearance).collect();
        let stored = Stored { schema_version: debar_wire::SCHEMA_VERSION, cleared };
        // Texts, numbers and instants: printing them into memory cannot fail.
        let bytes = serde_json::to_vec(&stored).unwrap_or_default();
        Self { clearances, digest: debar_wire::sha256(&bytes), bytes }
    }

    /// What a recorded decision consulted.
    pub fn read(bytes: &[u8]) -> Result<Self, CheckError> {
        let stored: Stored = serde_json::from_slice(bytes)
            .map_err(|error| CheckError::Record(format!("the reviews that it consulted: {error}")))?;
        let clearances = stored.cleared.iter().filter_map(clearance).collect();
        Ok(Self { clearances, digest: debar_wire::sha256(bytes), bytes: bytes.to_vec() })
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

/// A clearing as the engine takes it; none when a digest in it is none.
pub(super) fn clearance(cleared: &Cleared) -> Option<Clearance> {
    let digest = |text: &str| Sha256Hex::parse(text).ok();
    let pair = &cleared.pair;
    let rules: Option<BTreeMap<String, Sha256Hex>> =
        pair.rules.iter().map(|(rule, terms)| Some((rule.clone(), digest(terms)?))).collect();
    Some(Clearance {
        event: digest(&cleared.event)?,
        pins: Pins {
            subject: digest(&pair.subject)?,
            table: pair.table.clone(),
            id: pair.id.clone(),
            listing: digest(&pair.listing)?,
            rules: rules?,
        },
        buyers: pair.buyers.clone(),
        from: cleared.from,
        until: cleared.until,
        by: cleared.by.clone(),
        confirmed_by: cleared.confirmed_by.clone(),
        reason: cleared.reason.as_str().to_owned(),
        note: cleared.note.clone(),
    })
}
