//! What is to be recorded, and the receipt for it.

use debar_model::{Decision, DecisionId, RequestId, Sha256Hex};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::LedgerError;
use crate::record::{DECISION, Header, TRUNCATION};

/// One record to be appended. It has no field for native bytes.
#[derive(Clone, Debug)]
pub struct Entry {
    time: Timestamp,
    kind: String,
    ids: Option<(DecisionId, RequestId)>,
    route: Option<String>,
    request: Option<Sha256Hex>,
    inputs: BTreeMap<String, Sha256Hex>,
    data: Vec<u8>,
}

/// A record is durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its sequence number, from 1.
    pub seq: u64,
    /// Its hash: the head of the chain right after it.
    pub hash: Sha256Hex,
    /// The time it was recorded under.
    pub time: Timestamp,
    /// False when this decision was recorded before: the receipt is that of the old record.
    pub new: bool,
}

impl Entry {
    /// A decision.
    pub fn decision(time: Timestamp, decision: &Decision) -> Self {
        let data = debar_wire::decision_json(decision);
        Self::new(time, DECISION.to_owned(), Some((decision.id, decision.request)), data)
    }

    /// A decision whose JSON is there already, as [`debar_wire::decision_json`] printed it.
    ///
    /// # Errors
    /// Not one line of JSON, or the JSON of another decision.
    pub fn decision_json(time: Timestamp, decision: &Decision, json: Vec<u8>) -> Result<Self, LedgerError> {
        #[derive(Deserialize)]
        struct Ids<'a> {
            #[serde(borrow)]
            decision_id: Cow<'a, str>,
            #[serde(borrow)]
            request_id: Cow<'a, str>,
        }
        let wrong = |message: &str| LedgerError::Entry { message: message.to_owned() };
        let ids: Ids<'_> = serde_json::from_slice(&json).map_err(|_| wrong("not the JSON of a decision"))?;
        if ids.decision_id != decision.id.to_string() || ids.request_id != decision.request.to_string() {
            return Err(wrong("the JSON is that of another decision"));
        }
        if breaks_line(&json) {
            return Err(wrong("the JSON is not on one line"));
        }
        Ok(Self::new(time, DECISION.to_owned(), Some((decision.id, decision.request)), json))
    }

    /// Another event, such as `review`, `recheck`, `close` or `list-in-use`. `kind` is lower-case words with
    /// hyphens between them; `data` prints as a JSON object. What it was made from goes beside it:
    /// [`Entry::with_request`], [`Entry::with_input`].
    ///
    /// # Errors
    /// A kind that is reserved or no such word, or data that is no JSON object.
    pub fn event(time: Timestamp, kind: &str, data: &impl Serialize) -> Result<Self, LedgerError> {
        let wrong = |message: String| LedgerError::Entry { message };
        let word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
        if !kind.split('-').all(word) || [DECISION, TRUNCATION].contains(&kind) {
            return Err(wrong(format!("`{kind}` is no kind of event")));
        }
        let data = serde_json::to_vec(data).map_err(|error| wrong(error.to_string()))?;
        if data.first() != Some(&b'{') {
            return Err(wrong("the data of an event is a JSON object".to_owned()));
        }
        if breaks_line(&data) {
            return Err(wrong("the data is not on one line".to_owned()));
        }
        Ok(Self::new(time, kind.to_owned(), None, data))
    }

    /// Names the route by which the request came.
    #[must_use]
    pub fn with_route(mut self, route: &str) -> Self {
        self.route = Some(route.to_owned());
        self
    }

    /// Names the canonical request, stored by [`crate::Ledger::put_body`].
    #[must_use]
    pub fn with_request(mut self, body: Sha256Hex) -> Self {
        self.request = Some(body);
        self
    }

    /// Names another stored input under a name of its own: `list/root.toml`, `facts`, `config` ...
    #[must_use]
    pub fn with_input(mut self, name: &str, body: Sha256Hex) -> Self {
        self.inputs.insert(name.to_owned(), body);
        self
    }

    pub(crate) fn truncation(time: Timestamp, data: &impl Serialize) -> Self {
        // Texts and numbers: printing them into memory cannot fail.
        Self::new(time, TRUNCATION.to_owned(), None, serde_json::to_vec(data).unwrap_or_default())
    }

    pub(crate) fn time(&self) -> Timestamp {
        self.time
    }

    pub(crate) fn ids(&self) -> Option<(DecisionId, RequestId)> {
        self.ids
    }

    /// Digests of all bodies that the record names.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = &Sha256Hex> {
        self.request.iter().chain(self.inputs.values())
    }

    /// The part of the line that does not depend on its place in the chain.
    pub(crate) fn tail(&self) -> Vec<u8> {
        let header = Header {
            kind: &self.kind,
            decision_id: self.ids.map(|(decision, _)| decision.to_string()),
            request_id: self.ids.map(|(_, request)| request.to_string()),
            route: self.route.as_deref(),
            request: self.request.map(|body| body.to_string()),
            inputs: self.inputs.iter().map(|(name, body)| (name.as_str(), body.to_string())).collect(),
        };
        header.tail(&self.data)
    }

    fn new(time: Timestamp, kind: String, ids: Option<(DecisionId, RequestId)>, data: Vec<u8>) -> Self {
        Self { time, kind, ids, route: None, request: None, inputs: BTreeMap::new(), data }
    }
}

/// Whether JSON holds a character that JSON texts escape, such as a line feed: then it was laid out for people.
fn breaks_line(json: &[u8]) -> bool {
    json.iter().any(|byte| *byte < b' ')
}
