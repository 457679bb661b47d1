//! Values of a document into the host's builder, with their places. Not a mapping.
//!
//! Invariant: a value that is given is marked as consumed, and a hidden one is never given.

use crate::element::{Element, Value};
use crate::error::XmlError;
use crate::plain::plain;
use crate::rest::{Item, Taken};
use crate::tree::Document;
use debar_plugin_api::{DecodeError, ErrorKind, Report, Sink, Text, Where, decimal, field};
use std::borrow::Cow;

type Result<T = ()> = std::result::Result<T, DecodeError>;

/// A builder, and what of the document has been given to it.
pub struct Feed<'f, 'h> {
    /// The host's builder, for what is not a value of the document.
    pub sink: &'f mut Sink<'h>,
    taken: Taken,
}

impl<'f, 'h> Feed<'f, 'h> {
    /// Starts on a document.
    pub fn new(sink: &'f mut Sink<'h>, doc: &Document<'_>) -> Self {
        Self { sink, taken: Taken::new(doc) }
    }

    /// Never shows this element or anything inside: a secret.
    pub fn hide(&mut self, element: Element<'_>) {
        self.taken.hide(element);
    }

    /// Never shows this value: a secret.
    pub fn hide_value(&mut self, value: Value<'_>) {
        self.taken.take(value);
    }

    /// True when the element is hidden.
    pub fn is_hidden(&self, element: Element<'_>) -> bool {
        self.taken.is_hidden(element)
    }

    /// Opens a node at an element.
    ///
    /// # Errors
    /// The host's refusal, as for every method here.
    pub fn begin(&mut self, node: u32, element: Element<'_>) -> Result {
        let (offset, len) = element.span();
        self.sink.begin(node, &Where::new(offset, len, element.pointer()))
    }

    /// Closes the innermost node.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn end(&mut self) -> Result {
        self.sink.end()
    }

    /// A value in a field; what a person reads in it follows when it carries mark-up.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn str(&mut self, field: u32, value: Value<'_>) -> Result {
        self.taken.take(value);
        if value.text().is_empty() {
            return Ok(());
        }
        let at = place(value);
        if let Some(plain) = plain(value.text()) {
            self.sink.str(field, &Text::new(plain, at.clone().decoded()))?;
        }
        self.sink.str(field, &Text::new(value.text(), at))
    }

    /// A value in a field, in other words than the document's.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn said(&mut self, field: u32, words: &str, value: Value<'_>) -> Result {
        self.taken.take(value);
        let at = place(value);
        let at = if words == value.text() { at } else { at.decoded() };
        self.sink.str(field, &Text::new(words, at))
    }

    /// A decimal; what is none stays as an extension and is remarked.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn dec(&mut self, field: u32, key: &str, value: Value<'_>) -> Result<bool> {
        let Some(plain) = decimal(value.text()) else {
            self.ext(key, value)?;
            return Ok(false);
        };
        self.taken.take(value);
        let at = place(value);
        let at = if plain == value.text() { at } else { at.decoded() };
        self.sink.dec(field, &plain, &at)?;
        Ok(true)
    }

    /// A value without a field of its own.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn ext(&mut self, key: &str, value: Value<'_>) -> Result {
        self.taken.take(value);
        if value.text().is_empty() {
            return Ok(());
        }
        ext(self.sink, key, value.text(), place(value))
    }

    /// A code in a field that is not searched as text; words in it go along as an extension, which is.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn code(&mut self, field: u32, key: &str, value: Value<'_>) -> Result {
        self.str(field, value)?;
        self.words(key, value)
    }

    /// A value as an extension when it reads like words: four letters or more, longer than a currency or a unit.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn words(&mut self, key: &str, value: Value<'_>) -> Result {
        if value.text().chars().filter(|c| c.is_alphabetic()).count() < 4 {
            return Ok(());
        }
        self.ext(key, value)
    }

    /// An identifier node. `scheme` is the word for it and, where the document writes one, the value that says so.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn id(&mut self, scheme: (&str, Option<Value<'_>>), value: Value<'_>) -> Result {
        if value.text().is_empty() {
            self.taken.take(value);
            return Ok(());
        }
        let at = place(value);
        self.sink.begin(debar_plugin_api::node::IDENTIFIER, &at)?;
        match scheme {
            (words, Some(written)) => self.said(field::SCHEME, words, written)?,
            (words, None) => self.sink.str(field::SCHEME, &Text::stated(words))?,
        }
        self.str(field::VALUE, value)?;
        self.sink.end()
    }

    /// Everything left in an element, as extensions.
    ///
    /// # Errors
    /// The host's refusal.
    pub fn rest<'d>(
        &mut self,
        element: Element<'d>,
        skip: &dyn Fn(Element<'d>) -> bool,
        label: &dyn Fn(Element<'d>) -> Option<String>,
    ) -> Result {
        let sink = &mut *self.sink;
        self.taken.rest(element, skip, label, &mut |item: Item<'d>| {
            if item.joined {
                let (offset, len) = item.value.element().span();
                let at = Where::new(offset, len, item.value.element().pointer()).decoded();
                return ext(sink, &item.key, &item.text, at);
            }
            ext(sink, &item.key, &item.text, place(item.value))
        })
    }
}

/// The place of a value.
pub fn place(value: Value<'_>) -> Where<'static> {
    let (offset, len) = value.span();
    let at = Where::new(offset, len, value.pointer());
    if value.is_decoded() { at.decoded() } else { at }
}

fn ext(sink: &mut Sink<'_>, key: &str, text: &str, at: Where<'_>) -> Result {
    if let Some(plain) = plain(text) {
        sink.ext(key, &Text::new(plain, at.clone().decoded()))?;
    }
    sink.ext(key, &Text::new(text, at))
}

impl From<Box<XmlError>> for DecodeError {
    fn from(error: Box<XmlError>) -> Self {
        let kind = if error.code == crate::Code::Limit { ErrorKind::Limit } else { ErrorKind::Malformed };
        let mut report = Report::new(error.code.name(), error.message).help(match error.help {
            Cow::Borrowed(help) => help.to_owned(),
            Cow::Owned(help) => help,
        });
        report.offset = Some(error.offset);
        report.len = error.len;
        report.pointer = error.pointer;
        Self::from_reports(kind, vec![report.line_column(error.line.into(), error.column.into())])
    }
}
