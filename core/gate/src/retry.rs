//! Recognises an exact retry: a request that comes again within the hour and would be answered the same gets the
//! decision that is recorded. It is a courtesy to callers and auditors; without it there is a second record.
//!
//! The ledger is asked only for what an earlier process may have recorded, and only a few times.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use debar_ledger::{LedgerError, Reader};
use debar_model::{Decision, RequestId};
use jiff::{SignedDuration, Timestamp};

/// How long a request that comes again gets the recorded decision, when nothing else has changed. A later
/// one is a new question: the law asks for a second look before the award.
const WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// How often a process asks the ledger: each time every segment's index is looked at.
const ASKED: usize = 32;

/// Decisions that this process remembers.
const REMEMBERED: usize = 4096;

/// Decisions of the last hour.
#[derive(Debug)]
pub(crate) struct Retries {
    opened: Timestamp,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    recent: HashMap<RequestId, Vec<Recent>>,
    asked: usize,
}

#[derive(Clone, Debug)]
struct Recent {
    recorded: Timestamp,
    decision: Arc<Decision>,
}

impl Retries {
    pub fn new(opened: Timestamp) -> Self {
        Self { opened, state: Mutex::default() }
    }

    /// A decision on the same question that was recorded a short while ago and would be the same now.
    pub fn earlier(
        &self,
        ledger: &Path,
        new: &Decision,
        now: Timestamp,
    ) -> Result<Option<Arc<Decision>>, LedgerError> {
        if self.asks(new.request, now) {
            // Nobody waits for this: without the lock.
            let found = Reader::open(ledger)?.by_request(new.request)?;
            for record in found.into_iter().filter(|record| within(record.time, now)) {
                if let Ok(decision) = record.decision() {
                    self.remember(&decision, record.time);
                }
            }
        }
        let state = self.state();
        let known = state.recent.get(&new.request).into_iter().flatten().rev();
        let mut fitting =
            known.filter(|recent| within(recent.recorded, now) && same_answer(&recent.decision, new));
        Ok(fitting.next().map(|recent| Arc::clone(&recent.decision)))
    }

    /// Whether the ledger is asked for a request: once, and only while what earlier processes recorded may be in
    /// the window.
    fn asks(&self, request: RequestId, now: Timestamp) -> bool {
        let mut state = self.state();
        if state.recent.contains_key(&request) || state.asked >= ASKED || !within(self.opened, now) {
            return false;
        }
        state.asked += 1;
        state.recent.insert(request, vec![]);
        true
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers what was recorded.
    pub fn remember(&self, decision: &Decision, recorded: Timestamp) {
        let mut state = self.state();
        if state.recent.len() >= REMEMBERED {
            state.recent.retain(|_, recents| {
                recents.retain(|recent| within(recent.recorded, recorded));
                !recents.is_empty()
            });
            if state.recent.len() >= REMEMBERED {
                state.recent.clear();
            }
        }
        let recent = Recent { recorded, decision: Arc::new(decision.clone()) };
        state.recent.entry(decision.request).or_default().push(recent);
    }
}

fn within(then: Timestamp, now: Timestamp) -> bool {
    let age = now.duration_since(then);
    SignedDuration::ZERO <= age && age <= WINDOW
}

/// Equal in everything but an instant of the same hour and the id that follows from it.
fn same_answer(earlier: &Decision, new: &Decision) -> bool {
    let mut now = new.clone();
    now.at = earlier.at;
    now.id = earlier.id;
    within(earlier.at, new.at) && now == *earlier
}
