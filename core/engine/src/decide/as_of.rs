//! How a rule stands at an instant, whatever is bought: what a question about the list itself asks for.
//!
//! Not a verdict: nothing was met. It asks the same [`State`] that every verdict asks, so that both always agree.

use debar_model::{Action, Effect, Facts, PurchaseRequest, RequestId, Sha256Hex};
use jiff::Timestamp;

use super::question::Question;
use super::state::State;
use crate::normalise::Prepared;
use crate::{Ask, Engine};

/// A rule at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleState {
    /// What it asks for here.
    pub action: Action,
    /// The status of its authority: `in-force`, `published`, `suspended` ...
    pub status: String,
    /// Since when that status holds, as the list writes it.
    pub since: Option<String>,
    /// Why it binds nobody here, in kind and in words; none when it bites.
    pub no: Option<(Effect, String)>,
    /// It only observes: why.
    pub monitored: Option<String>,
    /// Facts on which it depends and that nobody gave.
    pub needs: Vec<String>,
    /// What must be said of it: an unconfirmed pause, an end.
    pub notices: Vec<String>,
}

impl RuleState {
    /// Whether it decides purchases: it binds, and does not only observe.
    pub fn bites(&self) -> bool {
        self.no.is_none() && self.monitored.is_none()
    }
}

impl Engine {
    /// How a rule stands at an instant for certain facts; none when the list has no such rule.
    pub fn rule_state(
        &self,
        rule: &str,
        facts: &Facts,
        at: Timestamp,
        known_at: Option<Timestamp>,
    ) -> Option<RuleState> {
        let request = PurchaseRequest::default();
        let ask = Ask {
            request: &request,
            request_id: RequestId::default(),
            facts,
            at,
            known_at,
            holds: vec![],
            cleared: &[],
            review_state: Sha256Hex::default(),
        };
        let prepared = Prepared::of(&request);
        let question = Question::new(self.list(), self.index(), &ask, &prepared);
        let state = State::of(&question, rule)?;
        Some(RuleState {
            action: state.action,
            status: state.standing.status,
            since: state.standing.since,
            no: state.no,
            monitored: state.monitored,
            needs: state.needs.iter().map(|(fact, _)| (*fact).to_owned()).collect(),
            notices: state.notices.into_iter().map(|(_, text)| text).collect(),
        })
    }
}
