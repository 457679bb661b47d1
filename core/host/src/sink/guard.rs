//! The rules that every event must keep: order, nesting, places, types, numbers, budgets.
//!
//! Invariant: an event that passes can be built without a further question.

use debar_plugin_api::abi::{MUST_UNDERSTAND, status};
use debar_plugin_api::{FieldType, field, is_decimal, node};

use super::event::{Event, Place};
use super::state::Breach;
use crate::{Limits, Stats};

/// Open nodes, a document's length, and what is left of the budgets.
pub(crate) struct Guard {
    limits: Limits,
    source_len: u64,
    open: Vec<Open>,
    in_blob: bool,
    requests: u64,
    pub stats: Stats,
}

struct Open {
    node: u32,
    fields: u64,
}

/// The longest texts that are worth looking at, in bytes.
#[derive(Clone, Copy)]
pub(super) struct Caps {
    /// One value.
    pub value: u64,
    /// What is left for carried files.
    pub blob: u64,
}

const MAX_DEPTH: usize = 64;

/// Longest key, pointer, name or reason, in bytes.
pub(super) const MAX_KEY: u64 = 64 << 10;

impl Guard {
    pub(crate) fn new(limits: Limits, source_len: u64) -> Self {
        Self { limits, source_len, open: Vec::new(), in_blob: false, requests: 0, stats: Stats::default() }
    }

    pub(crate) fn caps(&self) -> Caps {
        let blob = self.limits.blob_bytes.saturating_sub(self.stats.blob_bytes);
        Caps { value: self.limits.value_bytes, blob }
    }

    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(crate) fn is_balanced(&self) -> bool {
        self.open.is_empty() && !self.in_blob
    }

    pub(crate) fn check(&mut self, event: &Event<'_>) -> Result<(), Breach> {
        self.stats.events += 1;
        if self.stats.events > self.limits.events {
            return Err(Breach::limit(format!("{} events", self.limits.events)));
        }
        let blob_event = matches!(event, Event::BlobWrite { .. } | Event::BlobEnd);
        if self.in_blob != blob_event {
            let what =
                if self.in_blob { "something else inside a blob" } else { "blob bytes outside a blob" };
            return Err(Breach::new(status::ORDER, what));
        }
        match *event {
            Event::Begin { node, at } => self.begin(node, at),
            Event::Str { field, text, at } => self.field(field, Some(FieldType::Str), text, at),
            Event::Dec { field, text, at } => {
                if !is_decimal(text) {
                    return Err(Breach::new(status::NUMBER, format!("field {field} is not a plain decimal")));
                }
                self.field(field, Some(FieldType::Dec), text, at)
            }
            Event::U64 { field, at, .. } | Event::I64 { field, at, .. } => {
                self.field(field, Some(FieldType::Dec), "", at)
            }
            Event::Bool { field, at, .. } => self.field(field, None, "", at),
            Event::Ext { key, value, at } => {
                if key.is_empty() || key.len() as u64 > MAX_KEY {
                    return Err(Breach::new(
                        status::ARGUMENT,
                        "an extension key that is empty or over 64 KiB",
                    ));
                }
                self.text(key)?;
                self.value(value, at)
            }
            Event::BlobBegin { field, media_type, name, at } => {
                self.field(field, Some(FieldType::Blob), "", at)?;
                self.text(media_type)?;
                self.text(name)?;
                self.in_blob = true;
                Ok(())
            }
            Event::BlobWrite { bytes } => {
                self.stats.blob_bytes += bytes.len() as u64;
                if self.stats.blob_bytes > self.limits.blob_bytes {
                    return Err(Breach::limit(format!("{} bytes of carried files", self.limits.blob_bytes)));
                }
                Ok(())
            }
            Event::BlobEnd => {
                self.in_blob = false;
                Ok(())
            }
            Event::Declare { .. } => match self.node() {
                Some(node::REQUEST) => Ok(()),
                _ => Err(Breach::new(status::ORDER, "a line count outside of a request")),
            },
            Event::Empty { reason } => match self.node() {
                None | Some(node::REQUEST) if !reason.trim().is_empty() => self.text(reason),
                None | Some(node::REQUEST) => Err(Breach::new(status::ARGUMENT, "`empty` without a reason")),
                Some(_) => Err(Breach::new(status::ORDER, "`empty` below a request")),
            },
            Event::End => match self.open.pop() {
                Some(_) => Ok(()),
                None => Err(Breach::new(status::ORDER, "an end without a begin")),
            },
        }
    }

    fn node(&self) -> Option<u32> {
        self.open.last().map(|open| open.node)
    }

    fn begin(&mut self, node: u32, at: Option<Place<'_>>) -> Result<(), Breach> {
        use node::{ARTIFACT, CLASSIFICATION, CORRELATION, DIGEST, FACT, IDENTIFIER, LINE, PARTY, REQUEST};
        self.place(at)?;
        let fits = match (node, self.node()) {
            (REQUEST, parent) => parent.is_none(),
            (PARTY | LINE | ARTIFACT, Some(REQUEST | LINE)) => true,
            (IDENTIFIER, Some(PARTY | LINE)) => true,
            (DIGEST, Some(LINE | ARTIFACT)) => true,
            (CLASSIFICATION, Some(LINE)) => true,
            (FACT | CORRELATION, Some(REQUEST)) => true,
            _ => false,
        };
        if !fits {
            let name = |node: u32| node::name(node).map_or_else(|| format!("node {node}"), str::to_owned);
            let parent = self.node().map_or_else(|| "the document".to_owned(), name);
            return Err(Breach::new(status::NESTING, format!("{} in {parent}", name(node))));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(Breach::new(status::NESTING, format!("nodes nested over {MAX_DEPTH} deep")));
        }
        if node == LINE {
            if at.is_none_or(|at| at.len == 0) {
                return Err(Breach::new(status::SPAN, "a line without a range in the document"));
            }
            self.stats.lines += 1;
            if self.stats.lines > self.limits.lines {
                return Err(Breach::limit(format!("{} lines", self.limits.lines)));
            }
        }
        if node == REQUEST {
            // One without lines costs as much as a line.
            self.requests += 1;
            if self.requests > self.limits.lines {
                return Err(Breach::limit(format!("{} requests", self.limits.lines)));
            }
        }
        self.open.push(Open { node, fields: 0 });
        Ok(())
    }

    fn field(
        &mut self,
        number: u32,
        kind: Option<FieldType>,
        text: &str,
        at: Option<Place<'_>>,
    ) -> Result<(), Breach> {
        let bare = number & !MUST_UNDERSTAND;
        match field::info(bare) {
            Some(info) => {
                if Some(info.kind) != kind {
                    return Err(Breach::new(
                        status::FIELD,
                        format!("{} is not of type {}", info.name, info.kind),
                    ));
                }
                if !self.node().is_some_and(|node| info.nodes.contains(&node)) {
                    let node = self.node().and_then(node::name).unwrap_or("the document");
                    return Err(Breach::new(
                        status::FIELD,
                        format!("{} does not belong in {node}", info.name),
                    ));
                }
            }
            None if number & MUST_UNDERSTAND != 0 => {
                return Err(Breach::new(
                    status::FIELD,
                    format!("field {bare} must be understood, and is not known"),
                ));
            }
            None => {}
        }
        self.value(text, at)
    }

    /// A value of the open node.
    fn value(&mut self, text: &str, at: Option<Place<'_>>) -> Result<(), Breach> {
        self.place(at)?;
        self.text(text)?;
        let most = self.limits.fields_per_node;
        let Some(open) = self.open.last_mut() else {
            return Err(Breach::new(status::ORDER, "a value outside of a request"));
        };
        open.fields += 1;
        self.stats.fields += 1;
        if open.fields > most {
            return Err(Breach::limit(format!("{most} fields of one node")));
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Breach> {
        if text.len() as u64 > self.limits.value_bytes {
            return Err(Breach::limit(format!("{} bytes of one value", self.limits.value_bytes)));
        }
        self.stats.text_bytes += text.len() as u64;
        if self.stats.text_bytes > self.limits.text_bytes {
            return Err(Breach::limit(format!("{} bytes of text", self.limits.text_bytes)));
        }
        Ok(())
    }

    fn place(&mut self, at: Option<Place<'_>>) -> Result<(), Breach> {
        let Some(at) = at else { return Ok(()) };
        if at.pointer.len() as u64 > MAX_KEY {
            return Err(Breach::new(status::ARGUMENT, "a pointer over 64 KiB"));
        }
        self.text(at.pointer)?;
        if at.offset.checked_add(at.len).is_none_or(|end| end > self.source_len) {
            return Err(Breach::new(
                status::SPAN,
                format!("the range {}+{} is outside of the {} bytes", at.offset, at.len, self.source_len),
            ));
        }
        Ok(())
    }
}
