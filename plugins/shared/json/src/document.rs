//! One JSON text and its nodes. Not a store of values: texts stay in the source. Invariant: a document exists only
//! for a text that was read to its end.

use std::collections::HashSet;
use std::ops::Range;

use crate::scan::{index, scan};
use crate::tape::{NO_PARENT, Node};
use crate::value::write_pointer;
use crate::{JsonError, Kind, Limits, Source, Value};

/// A complete JSON text.
#[derive(Debug)]
pub struct Document<'s> {
    pub(crate) source: &'s Source<'s>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) base: String,
}

impl<'s> Document<'s> {
    /// Reads a source that is one JSON text.
    ///
    /// # Errors
    /// The first thing that RFC 8259 or a limit forbids, with its place.
    pub fn parse(source: &'s Source<'s>, limits: Limits) -> Result<Self, JsonError> {
        Self::record(source, 0..source.text().len(), String::new(), 1, limits)
    }

    /// Reads a part of a source, such as one line of NDJSON, that is one JSON text. Pointers start with `base`;
    /// `line` is the number of the line on which the part starts.
    ///
    /// # Errors
    /// As [`Document::parse`]. The cost is that of the part, wherever it stands.
    pub fn record(
        source: &'s Source<'s>,
        part: Range<usize>,
        base: String,
        line: u64,
        limits: Limits,
    ) -> Result<Self, JsonError> {
        match scan(source.text(), part.start, part.end, limits) {
            Ok(nodes) => Ok(Self { source, nodes, base }),
            Err(stop) => {
                let (offset, len) = source.native(stop.at, stop.at.saturating_add(stop.len));
                let (line, column) = source.line_column(part.start, line, stop.at);
                let mut pointer = base;
                if stop.inside != NO_PARENT {
                    write_pointer(&stop.nodes, source.text(), stop.inside, &mut pointer);
                }
                let message = stop.message;
                Err(JsonError { problem: stop.problem, message, offset, len, line, column, pointer })
            }
        }
    }

    /// The outermost value.
    #[must_use]
    pub fn root(&self) -> Value<'_> {
        Value { document: self, node: 0 }
    }

    /// The values whose key stood earlier in the same object, in document order.
    #[must_use]
    pub fn repeated(&self) -> Vec<Value<'_>> {
        self.root().repeated()
    }

    pub(crate) fn repeated_in(&self, from: u32) -> Vec<Value<'_>> {
        let mut repeated = Vec::new();
        let mut seen = HashSet::new();
        let to = self.node(from).map_or(0, |node| node.next);
        let nodes = self.nodes.get(index(from)..index(to)).unwrap_or_default();
        for (node, object) in (from..).zip(nodes) {
            if object.kind != Kind::Object || object.next <= node + 4 {
                continue;
            }
            seen.clear();
            for member in (Value { document: self, node }).members() {
                if !seen.insert(member.key) {
                    repeated.push(member.value);
                }
            }
        }
        repeated.sort_unstable_by_key(|value| value.node);
        repeated
    }

    pub(crate) fn node(&self, node: u32) -> Option<&Node> {
        self.nodes.get(index(node))
    }
}
