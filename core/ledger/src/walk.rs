//! Walking over many records fast: a segment in memory, its records told apart but not taken apart.
//!
//! Not a check of the chain: that is [`crate::verify`]'s. Segments are independent of each other, so several threads
//! may each walk over some of them. Invariant: a record whose fields do not stand in the order of `docs/ledger.md`
//! is an error, never a record with fields left out.

use debar_model::{Decision, DecisionId, RequestId, Sha256Hex};
use debar_wire::{WireError, sha256};
use jiff::Timestamp;
use serde::Deserialize;
use std::borrow::Cow;
use std::fs;

use crate::layout::Layout;
use crate::record::{Place, split, unhex};
use crate::{LedgerError, inline, scan};

/// What a walk checks of each record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// That its hash fits: costs a SHA-256 of each record.
    Hash,
    /// Nothing but its form, after a [`crate::verify`] for instance.
    Form,
}

/// A segment in memory.
#[derive(Debug)]
pub struct Segment {
    layout: Layout,
    first: u64,
    bytes: Vec<u8>,
}

impl Segment {
    pub(crate) fn read(layout: &Layout, first: u64) -> Result<Self, LedgerError> {
        let path = layout.segment(first);
        let mut bytes = fs::read(&path).map_err(LedgerError::io("reading", &path))?;
        // A record on its way, or torn.
        bytes.truncate(memchr::memrchr(b'\n', &bytes).map_or(0, |feed| feed + 1));
        Ok(Self { layout: layout.clone(), first, bytes })
    }

    /// Sequence number of its first record.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Its records in their order. Goes on behind a record that is broken.
    pub fn records(&self, trust: Trust) -> RawRecords<'_> {
        RawRecords { segment: self, trust, offset: 0, line: 0 }
    }
}

/// The records of a segment, each told from its line alone.
#[derive(Clone, Debug)]
pub struct RawRecords<'s> {
    segment: &'s Segment,
    trust: Trust,
    offset: usize,
    line: u64,
}

impl<'s> Iterator for RawRecords<'s> {
    type Item = Result<RawRecord<'s>, LedgerError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = self.segment.bytes.get(self.offset..)?;
            let line = rest.get(..memchr::memchr(b'\n', rest)?)?;
            let byte = u64::try_from(self.offset).unwrap_or(u64::MAX);
            self.offset += line.len() + 1;
            self.line += 1;
            if inline::is_body(line) {
                continue;
            }
            let place = Place { segment: self.segment.first, line: self.line, byte };
            let record = RawRecord::read(line, place, self.trust);
            return Some(record.map_err(|message| scan::broken(&self.segment.layout, place, message)));
        }
    }
}

/// A record as it stands in its segment; what is not asked for is not read.
#[derive(Clone, Copy, Debug)]
pub struct RawRecord<'s> {
    /// Its sequence number, from 1.
    pub seq: u64,
    /// `decision`, `truncation`, or the kind of another event.
    pub kind: &'s str,
    /// Of a decision: its id.
    pub decision_id: Option<DecisionId>,
    /// Of a decision: the id of its request.
    pub request_id: Option<RequestId>,
    /// The stored canonical request.
    pub request: Option<Sha256Hex>,
    /// The data, as JSON that was not read: of a decision, the decision itself.
    pub data: &'s str,
    /// Its own hash.
    pub hash: Sha256Hex,
    /// Where it stands.
    pub place: Place,
    time: &'s str,
    route: Option<&'s str>,
    inputs: Option<&'s str>,
}

impl<'s> RawRecord<'s> {
    /// The time it was recorded under; none when that is no instant.
    pub fn time(&self) -> Option<Timestamp> {
        self.time.parse().ok()
    }

    /// Route by which the request came.
    pub fn route(&self) -> Option<Cow<'s, str>> {
        let route = self.route?;
        if route.contains('\\') {
            return serde_json::from_str(route).ok().map(Cow::Owned);
        }
        Some(Cow::Borrowed(route.trim_matches('"')))
    }

    /// The names and digests of its other inputs as JSON: equal texts are equal inputs. Empty when there are none.
    pub fn inputs_json(&self) -> &'s str {
        self.inputs.unwrap_or_default()
    }

    /// Its other inputs by name, sorted.
    ///
    /// # Errors
    /// What stands there has another shape.
    pub fn inputs(&self) -> Result<Vec<(String, Sha256Hex)>, WireError> {
        let mut inputs = Vec::new();
        if let Some(json) = self.inputs {
            let read: std::collections::BTreeMap<String, Cow<'_, str>> = serde_json::from_str(json)?;
            for (name, digits) in read {
                let digest =
                    unhex(digits.as_bytes()).ok_or_else(|| bad(format!("`{digits}` is no digest")))?;
                inputs.push((name, digest));
            }
        }
        Ok(inputs)
    }

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
    pub fn event<T: Deserialize<'s>>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.data)
    }

    fn read(line: &'s [u8], place: Place, trust: Trust) -> Result<Self, &'static str> {
        let (before, hash) = split(line).ok_or("not a record: it does not end in its hash")?;
        if trust == Trust::Hash && sha256(before) != hash {
            return Err("the hash does not fit the record");
        }
        let text = std::str::from_utf8(before).map_err(|_| "not a record: it is not UTF-8")?;
        let fields = Fields { rest: text, place, hash };
        fields.record().ok_or("not a record: its fields are not those of a record in their order")
    }
}

fn bad(message: String) -> serde_json::Error {
    serde::de::Error::custom(message)
}

/// What is left of a line whose fields are taken in their order.
struct Fields<'s> {
    rest: &'s str,
    place: Place,
    hash: Sha256Hex,
}

impl<'s> Fields<'s> {
    fn record(mut self) -> Option<RawRecord<'s>> {
        let seq = self.plain("{\"seq\":\"")?.parse().ok()?;
        let time = self.plain(",\"time\":\"")?;
        unhex(self.plain(",\"prev\":\"")?.as_bytes())?;
        let kind = self.plain(",\"kind\":\"")?;
        let decision_id = self.digest(",\"decision_id\":\"")?;
        let request_id = self.digest(",\"request_id\":\"")?;
        let route = self.optional(",\"route\":", text_end)?;
        let request = self.digest(",\"request\":\"")?;
        let inputs = self.optional(",\"inputs\":", object_end)?;
        let data = self.rest.strip_prefix(",\"data\":")?;
        if (kind == crate::record::DECISION) != decision_id.is_some() {
            return None;
        }
        Some(RawRecord {
            seq,
            kind,
            decision_id: decision_id.map(DecisionId),
            request_id: request_id.map(RequestId),
            request,
            data,
            hash: self.hash,
            place: self.place,
            time,
            route,
            inputs,
        })
    }

    /// A text without escapes after some bytes that must stand there.
    fn plain(&mut self, before: &str) -> Option<&'s str> {
        let (text, rest) = self.rest.strip_prefix(before)?.split_once('"')?;
        self.rest = rest;
        Some(text)
    }

    /// A digest that may be missing; none when it is there and no digest.
    fn digest(&mut self, before: &str) -> Option<Option<Sha256Hex>> {
        if !self.rest.starts_with(before) {
            return Some(None);
        }
        unhex(self.plain(before)?.as_bytes()).map(Some)
    }

    /// A value that may be missing, up to an end that is looked for; none when it has no end.
    fn optional(&mut self, before: &str, end: fn(&str) -> Option<usize>) -> Option<Option<&'s str>> {
        let Some(rest) = self.rest.strip_prefix(before) else { return Some(None) };
        let (value, rest) = rest.split_at_checked(end(rest)?)?;
        self.rest = rest;
        Some(Some(value))
    }
}

/// Where the JSON text ends that a text begins with.
fn text_end(text: &str) -> Option<usize> {
    let mut escaped = !text.starts_with('"');
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Where the object of texts ends that a text begins with.
fn object_end(text: &str) -> Option<usize> {
    let mut at = text.strip_prefix('{').map(|_| 1)?;
    loop {
        match text.as_bytes().get(at)? {
            b'}' => return Some(at + 1),
            b'"' => at += text_end(text.get(at..)?)?,
            b':' | b',' => at += 1,
            _ => return None,
        }
    }
}
