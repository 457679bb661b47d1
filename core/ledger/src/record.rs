//! One record as bytes: printing, reading, hashing.
//!
//! A line is `P`, then `,"hash":"`, 64 hex digits, `"}` and a line feed, where the hash is the SHA-256
//! of the bytes `P`. `P` holds the hash of the record before, so each record vouches for all before it.

use debar_model::{Decision, DecisionId, RequestId, Sha256Hex};
use debar_wire::{Integer, WireError, sha256};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The kind of a decision's record.
pub(crate) const DECISION: &str = "decision";
/// The kind of a record that says what was cut from a torn end.
pub(crate) const TRUNCATION: &str = "truncation";

const BEFORE_HASH: &[u8] = b",\"hash\":\"";
const AFTER_HASH: &[u8] = b"\"}";

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// First sequence number of its segment, which is the segment's name.
    pub segment: u64,
    /// Line in the segment, from 1; 0 for a record that was looked up by its offset.
    pub line: u64,
    /// First byte of that line in the segment.
    pub byte: u64,
}

/// A record of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its sequence number, from 1.
    pub seq: u64,
    /// The time it was recorded under.
    pub time: Timestamp,
    /// Hash of the record before; 64 zeros for the first.
    pub prev: Sha256Hex,
    /// `decision`, `truncation`, or the kind of another event.
    pub kind: String,
    /// Of a decision: its id.
    pub decision_id: Option<DecisionId>,
    /// Of a decision: the id of its request.
    pub request_id: Option<RequestId>,
    /// Route by which the request came.
    pub route: Option<String>,
    /// The stored canonical request.
    pub request: Option<Sha256Hex>,
    /// Other stored inputs by name.
    pub inputs: BTreeMap<String, Sha256Hex>,
    /// The data, as JSON: of a decision, the decision itself.
    pub data: String,
    /// Its own hash.
    pub hash: Sha256Hex,
    /// Where it stands.
    pub place: Place,
}

impl Record {
    /// The decision that a record of that kind holds.
    ///
    /// # Errors
    /// Another kind of record, or a decision with words of a newer version.
    pub fn decision(&self) -> Result<Decision, WireError> {
        debar_wire::read_decision(self.data.as_bytes())
    }

    /// The data of an event, read as a type.
    ///
    /// # Errors
    /// The data has another shape.
    pub fn event<'a, T: Deserialize<'a>>(&'a self) -> Result<T, serde_json::Error> {
        serde_json::from_str(&self.data)
    }

    /// Digests of all bodies that the record names.
    pub fn bodies(&self) -> impl Iterator<Item = &Sha256Hex> {
        self.request.iter().chain(self.inputs.values())
    }

    /// Reads a line without its line feed and checks its hash, not its place in the chain.
    pub(crate) fn read(line: &[u8], place: Place) -> Result<Self, String> {
        let (body, hash) = split(line).ok_or("not a record: it does not end in its hash")?;
        if sha256(body) != hash {
            return Err("the hash does not fit the record".to_owned());
        }
        let raw: Raw<'_> = serde_json::from_slice(line).map_err(|error| format!("not a record: {error}"))?;
        let digest = |text: &str| Sha256Hex::parse(text).map_err(|error| format!("`{text}` is {error}"));
        let optional = |text: Option<Cow<'_, str>>| text.map(|text| digest(&text)).transpose();
        let mut inputs = BTreeMap::new();
        for (name, body) in &raw.inputs {
            inputs.insert(name.to_string(), digest(body)?);
        }
        let decision_id = optional(raw.decision_id)?.map(DecisionId);
        if (raw.kind == DECISION) != decision_id.is_some() {
            return Err("a record has a decision's id exactly when it is a decision".to_owned());
        }
        Ok(Self {
            seq: raw.seq.0,
            time: raw.time.parse().map_err(|_| format!("`{}` is no instant", raw.time))?,
            prev: digest(&raw.prev)?,
            kind: raw.kind.into_owned(),
            decision_id,
            request_id: optional(raw.request_id)?.map(RequestId),
            route: raw.route.map(Cow::into_owned),
            request: optional(raw.request)?,
            inputs,
            data: raw.data.get().to_owned(),
            hash,
            place,
        })
    }
}

/// The fields of a line between its place in the chain and its data.
pub(crate) struct Header<'a> {
    pub(crate) kind: &'a str,
    pub(crate) decision_id: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) route: Option<&'a str>,
    pub(crate) request: Option<String>,
    pub(crate) inputs: BTreeMap<&'a str, String>,
}

impl Header<'_> {
    /// Everything from `,"kind"` to the end of the data.
    pub(crate) fn tail(&self, data: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(data.len() + 512);
        let mut text = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                out.extend(b",\"");
                out.extend(name.as_bytes());
                out.extend(b"\":");
                json(&mut out, &value);
            }
        };
        text("kind", Some(self.kind));
        text("decision_id", self.decision_id.as_deref());
        text("request_id", self.request_id.as_deref());
        text("route", self.route);
        text("request", self.request.as_deref());
        if !self.inputs.is_empty() {
            out.extend(b",\"inputs\":");
            json(&mut out, &self.inputs);
        }
        out.extend(b",\"data\":");
        out.extend(data);
        out
    }
}

/// Appends a line to a buffer and returns its hash.
pub(crate) fn print(
    out: &mut Vec<u8>,
    seq: u64,
    time: Timestamp,
    prev: &Sha256Hex,
    tail: &[u8],
) -> Sha256Hex {
    let start = out.len();
    out.extend(b"{\"seq\":\"");
    out.extend(seq.to_string().as_bytes());
    out.extend(b"\",\"time\":\"");
    out.extend(time.to_string().as_bytes());
    out.extend(b"\",\"prev\":\"");
    hex(out, prev);
    out.push(b'"');
    out.extend(tail);
    seal(out, start)
}

/// Ends a line that begins at an offset of the buffer: its hash, which is returned, and a line feed.
pub(crate) fn seal(out: &mut Vec<u8>, start: usize) -> Sha256Hex {
    let hash = sha256(out.get(start..).unwrap_or_default());
    out.extend(BEFORE_HASH);
    hex(out, &hash);
    out.extend(AFTER_HASH);
    out.push(b'\n');
    hash
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw<'a> {
    seq: Integer,
    #[serde(borrow)]
    time: Cow<'a, str>,
    #[serde(borrow)]
    prev: Cow<'a, str>,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    decision_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    request_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    route: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    request: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    inputs: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
    #[serde(borrow)]
    data: &'a RawValue,
    #[serde(rename = "hash")]
    _hash: serde::de::IgnoredAny,
}

/// What is hashed, and the hash.
pub(crate) fn split(line: &[u8]) -> Option<(&[u8], Sha256Hex)> {
    let line = line.strip_suffix(AFTER_HASH)?;
    let (line, digits) = line.split_at_checked(line.len().checked_sub(64)?)?;
    let body = line.strip_suffix(BEFORE_HASH)?;
    Some((body, unhex(digits)?))
}

/// A digest from 64 lower-case hex digits.
pub(crate) fn unhex(digits: &[u8]) -> Option<Sha256Hex> {
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = digits.as_chunks::<2>();
    let mut digest = [0; 32];
    if pairs.len() != digest.len() || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in digest.iter_mut().zip(pairs) {
        *byte = value(*high)? << 4 | value(*low)?;
    }
    Some(Sha256Hex(digest))
}

pub(crate) fn hex(out: &mut Vec<u8>, digest: &Sha256Hex) {
    let digit = |nibble: u8| if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 };
    out.extend(digest.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]));
}

fn json(out: &mut Vec<u8>, value: &impl Serialize) {
    // Texts and maps of texts: printing them into memory cannot fail.
    let _ = serde_json::to_writer(out, value);
}
