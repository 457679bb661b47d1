//! One question to the engine: an order, facts, an instant.

use debar_blocklist::TestGiven;
use debar_engine::{Ask, Engine};
use debar_model::{Decision, RequestId, Sha256Hex};
use jiff::Timestamp;

use crate::circumstances::Circumstances;

/// The order under these circumstances.
pub(crate) fn within(mut given: TestGiven, circumstances: &Circumstances) -> TestGiven {
    given.facts.clone_from(&circumstances.facts);
    given.origin.clone_from(&circumstances.origin);
    given
}

/// What the engine says of an order, as it would of a `[[test]]`.
pub(crate) fn ask(engine: &Engine, given: &TestGiven, at: Timestamp) -> Decision {
    let (request, facts) = given.request();
    engine.screen(&Ask {
        request: &request,
        request_id: RequestId::default(),
        facts: &facts,
        at,
        known_at: None,
        holds: vec![],
        cleared: &[],
        review_state: Sha256Hex::default(),
    })
}
