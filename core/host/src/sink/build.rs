//! Builds purchase requests of checked events.
//!
//! Invariant: every value lands in a field that is searched, with its place; a second value of a single
//! field is kept in `extra`.

mod line;
mod request;

use debar_model::{Attachment, Correlation, Extra, FactOrigin, PurchaseRequest, Sourced};
use debar_plugin_api::abi::{MUST_UNDERSTAND, status};
use debar_plugin_api::{field, node};

use super::event::{Event, Place};
use super::frame::{self, Frame, OpenLine, OpenParty, Value, nowhere};
use super::parents;
use super::state::Breach;
use crate::FailureCause;

/// What a whole decode gives.
pub(crate) struct Built {
    pub requests: Vec<PurchaseRequest>,
    /// Why the document rightly has no request.
    pub empty: Option<String>,
}

#[derive(Default)]
pub(crate) struct Builder {
    done: Vec<PurchaseRequest>,
    open: OpenRequest,
    frames: Vec<Frame>,
    blob: Option<Attachment>,
    empty: Option<String>,
    failed: Option<FailureCause>,
}

/// The request that is open, and what is known only at its end.
#[derive(Default)]
struct OpenRequest {
    request: PurchaseRequest,
    currencies: Vec<Value>,
    operations: Vec<Value>,
    parent_refs: Vec<(u32, Value)>,
    top_lines: u64,
    declared: Option<u64>,
    empty: bool,
}

impl Builder {
    /// Takes an event that the guard has passed.
    pub(crate) fn apply(&mut self, event: Event<'_>) -> Result<(), Breach> {
        match event {
            Event::Begin { node, at } => self.begin(node, at)?,
            Event::Str { field, text, at } | Event::Dec { field, text, at } => {
                self.field(field, value(text, at))
            }
            Event::U64 { field, value: number, at } => self.field(field, value(&number.to_string(), at)),
            Event::I64 { field, value: number, at } => self.field(field, value(&number.to_string(), at)),
            Event::Bool { field, value: truth, at } => self.field(field, value(&truth.to_string(), at)),
            Event::Ext { key, value: text, at } => {
                let extra = Extra { key: key.to_owned(), value: value(text, at) };
                self.extras().push(extra);
            }
            Event::BlobBegin { media_type, name, at, .. } => {
                self.blob = Some(Attachment {
                    line: self.line(),
                    media_type: media_type.to_owned(),
                    name: name.to_owned(),
                    source: at.map_or_else(nowhere, Place::source),
                    bytes: Vec::new(),
                });
            }
            Event::BlobWrite { bytes } => {
                if let Some(blob) = &mut self.blob {
                    blob.bytes.extend_from_slice(bytes);
                }
            }
            Event::BlobEnd => self.open.request.attachments.extend(self.blob.take()),
            Event::Declare { lines } => match self.open.declared.replace(lines) {
                Some(before) if before != lines => {
                    return Err(Breach::new(status::ORDER, "two line counts that differ"));
                }
                _ => {}
            },
            Event::Empty { reason } => {
                if self.frames.is_empty() {
                    self.empty = Some(reason.to_owned());
                } else {
                    self.open.empty = true;
                    let remark = Sourced::new(reason.to_owned(), nowhere());
                    self.open.request.document.remarks.push(remark);
                }
            }
            Event::End => self.end()?,
        }
        Ok(())
    }

    /// The requests; a document without one needs a reason.
    pub(crate) fn finish(self) -> Result<Built, FailureCause> {
        match (self.failed, self.done.is_empty(), &self.empty) {
            (Some(cause), ..) => Err(cause),
            (None, false, Some(_)) => Err(contradiction("the document has no request").cause),
            (None, true, None) => {
                Err(FailureCause::Empty { what: "the document gave no request".to_owned() })
            }
            _ => Ok(Built { requests: self.done, empty: self.empty }),
        }
    }

    fn begin(&mut self, kind: u32, at: Option<Place<'_>>) -> Result<(), Breach> {
        let frame = match kind {
            node::REQUEST => {
                self.open = OpenRequest::default();
                Frame::Request
            }
            node::LINE => {
                let parent = self.line();
                let ordinal = u32::try_from(self.open.request.lines.len())
                    .map_err(|_| Breach::limit("lines of one request"))?;
                let source = at.map_or_else(nowhere, Place::source);
                let line = debar_model::LineItem { parent, source, ..Default::default() };
                self.open.request.lines.push(line);
                self.open.top_lines += u64::from(parent.is_none());
                Frame::Line(OpenLine { ordinal, currency: None })
            }
            node::PARTY => Frame::Party(OpenParty::new()),
            node::ARTIFACT => Frame::Artifact(Default::default()),
            other => Frame::pairs(other),
        };
        self.frames.push(frame);
        Ok(())
    }

    fn field(&mut self, number: u32, value: Value) {
        let bare = number & !MUST_UNDERSTAND;
        if field::info(bare).is_none() {
            let key = frame::key_of(bare);
            return self.extras().push(Extra { key, value });
        }
        match self.frames.last_mut() {
            Some(Frame::Request) => self.open.field(bare, value),
            Some(Frame::Line(open)) => {
                let ordinal = open.ordinal;
                let Some(line) = self.open.request.lines.get_mut(ordinal as usize) else { return };
                if bare == field::PARENT_REF {
                    self.open.parent_refs.push((ordinal, value));
                } else {
                    line::field(line, open, bare, value);
                }
            }
            Some(Frame::Party(open)) => match bare {
                field::ROLE => open.role(&value.value),
                field::NAME => open.party.names.push(value),
                _ => open.party.countries.push(value),
            },
            Some(Frame::Artifact(artifact)) => match bare {
                field::URI => artifact.uris.push(value),
                field::NAME => artifact.names.push(value),
                field::MEDIA_TYPE if artifact.media_type.is_none() => artifact.media_type = Some(value),
                _ => {
                    let key = frame::key_of(bare);
                    self.extras().push(Extra { key, value });
                }
            },
            Some(Frame::Pairs { values, .. }) => values.push((bare, value)),
            None => {}
        }
    }

    fn end(&mut self) -> Result<(), Breach> {
        match self.frames.pop() {
            Some(Frame::Request) => self.end_request()?,
            Some(Frame::Line(open)) => {
                if let Some(line) = self.open.request.lines.get_mut(open.ordinal as usize) {
                    line::close(line, open);
                }
            }
            Some(Frame::Party(open)) => {
                let parties = open.close()?;
                match self.line_mut() {
                    Some(line) => line.parties.extend(parties),
                    None => self.open.request.parties.extend(parties),
                }
            }
            Some(Frame::Artifact(artifact)) => match self.line_mut() {
                Some(line) => line.artifacts.push(artifact),
                None => self.open.request.artifacts.push(artifact),
            },
            Some(Frame::Pairs { node, values }) => return self.end_pairs(node, &values),
            None => {}
        }
        Ok(())
    }

    fn end_pairs(&mut self, kind: u32, values: &[(u32, Value)]) -> Result<(), Breach> {
        match kind {
            node::IDENTIFIER => {
                let identifiers = frame::identifiers(values)?;
                match self.frames.last_mut() {
                    Some(Frame::Party(open)) => open.party.identifiers.extend(identifiers),
                    _ => {
                        if let Some(line) = self.line_mut() {
                            line.product.identifiers.extend(identifiers);
                        }
                    }
                }
            }
            node::DIGEST => {
                let (digests, unread) = frame::digests(values)?;
                match self.frames.last_mut() {
                    Some(Frame::Artifact(artifact)) => artifact.digests.extend(digests),
                    _ => {
                        if let Some(line) = self.line_mut() {
                            line.digests.extend(digests);
                        }
                    }
                }
                for extra in unread {
                    let text = format!("`{}` is not a digest of its algorithm", extra.key);
                    let remark = Sourced::new(text, extra.value.source.clone());
                    self.open.request.document.remarks.push(remark);
                    self.extras().push(extra);
                }
            }
            node::CLASSIFICATION => {
                let classes = frame::classifications(values);
                if let Some(line) = self.line_mut() {
                    line.product.classifications.extend(classes);
                }
            }
            node::FACT => {
                let name = single(values, field::FACT_NAME, "a fact")?;
                let all = frame::of(values, field::FACT_VALUE).map(|value| value.value.clone());
                self.open.request.facts.add(&name, all, FactOrigin::Document);
            }
            _ => {
                let name = single(values, field::CORRELATION_NAME, "a correlation")?;
                let all = frame::of(values, field::CORRELATION_VALUE).cloned();
                let pairs = all.map(|value| Correlation { name: name.clone(), value });
                self.open.request.correlation.extend(pairs);
            }
        }
        Ok(())
    }

    fn end_request(&mut self) -> Result<(), Breach> {
        let open = std::mem::take(&mut self.open);
        let (declared, top_lines, empty) = (open.declared, open.top_lines, open.empty);
        let request = open.close();
        let all_lines = request.lines.len() as u64;
        // Sub-lines may or may not be in the document's own count.
        if let Some(declared) = declared
            && declared != top_lines
            && declared != all_lines
        {
            self.fail(FailureCause::Count { declared, emitted: top_lines });
        }
        match (all_lines, empty) {
            (0, false) => self.fail(FailureCause::Empty { what: "a request has no lines".to_owned() }),
            (1.., true) => return Err(contradiction("a request has no lines")),
            _ => {}
        }
        self.done.push(request);
        Ok(())
    }

    fn fail(&mut self, cause: FailureCause) {
        self.failed.get_or_insert(cause);
    }

    /// Ordinal of the innermost open line.
    fn line(&self) -> Option<u32> {
        self.frames.iter().rev().find_map(|frame| match frame {
            Frame::Line(open) => Some(open.ordinal),
            _ => None,
        })
    }

    fn line_mut(&mut self) -> Option<&mut debar_model::LineItem> {
        let ordinal = self.line()?;
        self.open.request.lines.get_mut(ordinal as usize)
    }

    /// Where values without a field of their own go: the innermost party, line or request.
    fn extras(&mut self) -> &mut Vec<Extra> {
        let mut party = None;
        for (index, frame) in self.frames.iter().enumerate().rev() {
            match frame {
                Frame::Party(_) => {
                    party = Some(index);
                    break;
                }
                Frame::Line(_) | Frame::Request => break,
                _ => {}
            }
        }
        let line = self.line();
        match party.and_then(|index| self.frames.get_mut(index)) {
            Some(Frame::Party(open)) => &mut open.party.extra,
            _ => {
                let request = &mut self.open.request;
                match line.and_then(|ordinal| request.lines.get_mut(ordinal as usize)) {
                    Some(line) => &mut line.extra,
                    None => &mut request.extra,
                }
            }
        }
    }
}

fn contradiction(what: &str) -> Breach {
    Breach::new(status::ORDER, format!("it says that {what}, and there are some"))
}

fn single(values: &[(u32, Value)], number: u32, what: &str) -> Result<String, Breach> {
    let mut names = frame::of(values, number);
    match (names.next(), names.next()) {
        (Some(name), None) if !name.value.is_empty() => Ok(name.value.clone()),
        _ => Err(Breach::new(status::ORDER, format!("{what} without exactly one name"))),
    }
}

fn value(text: &str, at: Option<Place<'_>>) -> Value {
    Sourced::new(text.to_owned(), at.map_or_else(nowhere, Place::source))
}
