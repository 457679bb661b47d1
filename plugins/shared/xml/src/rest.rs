//! What a mapping has consumed of a document, and all that it has not: nothing is lost.
//!
//! It knows no format. Invariant: over a whole document, every text and attribute value is consumed, hidden (a secret)
//! or visited by [`Taken::rest`], and each exactly once.

use crate::element::{Element, Value};
use crate::tree::Document;

/// The consumed values of one document.
pub struct Taken {
    nodes: Vec<bool>,
    attributes: Vec<bool>,
}

/// A value that no mapping consumed.
pub struct Item<'d> {
    /// Path of local names from the element that [`Taken::rest`] started at, as in `ItemDetail/Lead/@unit`.
    pub key: String,
    /// The text, or all text of an element whose own text is split by child elements.
    pub text: std::borrow::Cow<'d, str>,
    /// The value; its place is that of the text.
    pub value: Value<'d>,
    /// True when the text is the element's whole string and not one value.
    pub joined: bool,
}

impl Taken {
    /// Nothing is consumed.
    pub fn new(doc: &Document<'_>) -> Self {
        Self { nodes: vec![false; doc.nodes.len()], attributes: vec![false; doc.attributes.len()] }
    }

    /// Consumes a value; false when it was consumed before.
    pub fn take(&mut self, value: Value<'_>) -> bool {
        let (attribute, id) = value.key();
        let marks = if attribute { &mut self.attributes } else { &mut self.nodes };
        marks.get_mut(id as usize).is_some_and(|mark| !std::mem::replace(mark, true))
    }

    /// Consumes an element and all inside, so that no later call shows it: for secrets.
    pub fn hide(&mut self, element: Element<'_>) {
        for inner in element.descendants() {
            self.mark(inner);
            for value in inner.texts().chain(inner.attributes().map(|a| a.value())) {
                self.take(value);
            }
        }
    }

    /// True for an element that is hidden, or whose whole string was visited.
    pub fn is_hidden(&self, element: Element<'_>) -> bool {
        self.nodes.get(element.id() as usize).copied().unwrap_or(false)
    }

    /// Visits and consumes all that is left in `element`, in document order. `skip` leaves subtrees for later.
    ///
    /// `label` may give the path segment of an element (an extension's own name, say); `None` takes the local name.
    ///
    /// # Errors
    /// The first error of `visit`.
    pub fn rest<'d, E>(
        &mut self,
        element: Element<'d>,
        skip: &dyn Fn(Element<'d>) -> bool,
        label: &dyn Fn(Element<'d>) -> Option<String>,
        visit: &mut dyn FnMut(Item<'d>) -> Result<(), E>,
    ) -> Result<(), E> {
        let path = label(element).unwrap_or_default();
        self.walk(element, &path, skip, label, visit)
    }

    /// Depth is bounded by the limit of the document.
    fn walk<'d, E>(
        &mut self,
        element: Element<'d>,
        path: &str,
        skip: &dyn Fn(Element<'d>) -> bool,
        label: &dyn Fn(Element<'d>) -> Option<String>,
        visit: &mut dyn FnMut(Item<'d>) -> Result<(), E>,
    ) -> Result<(), E> {
        for attribute in element.attributes() {
            let value = attribute.value();
            if self.take(value) && !value.text().is_empty() {
                let key = join(path, &format!("@{}", attribute.name()));
                visit(Item { key, text: value.text().into(), value, joined: false })?;
            }
        }
        let mut first = None;
        for value in element.texts() {
            first = first.or(Some(value));
            if self.take(value) {
                let key = if path.is_empty() { element.name().to_owned() } else { path.to_owned() };
                visit(Item { key, text: value.text().into(), value, joined: false })?;
            }
        }
        if let Some(value) = first
            && element.children().next().is_some()
            && !self.is_hidden(element)
        {
            self.join(element, value, path, skip, visit)?;
        }
        for child in element.children().filter(|child| !skip(*child)) {
            let segment = label(child).unwrap_or_else(|| child.name().to_owned());
            // A label is a name of its own: it starts the path anew.
            let path = if label(child).is_some() { segment } else { join(path, &segment) };
            self.walk(child, &path, skip, label, visit)?;
        }
        Ok(())
    }

    /// A word that child elements split stands in no single text: the whole string shows it.
    fn join<'d, E>(
        &mut self,
        element: Element<'d>,
        value: Value<'d>,
        path: &str,
        skip: &dyn Fn(Element<'d>) -> bool,
        visit: &mut dyn FnMut(Item<'d>) -> Result<(), E>,
    ) -> Result<(), E> {
        let text = element.string(&|inner| self.is_hidden(inner) || skip(inner));
        for inner in element.descendants() {
            self.mark(inner);
        }
        if text.trim() == value.text() {
            return Ok(());
        }
        let key = if path.is_empty() { element.name().to_owned() } else { path.to_owned() };
        visit(Item { key, text: text.into(), value, joined: true })
    }

    fn mark(&mut self, element: Element<'_>) {
        if let Some(mark) = self.nodes.get_mut(element.id() as usize) {
            *mark = true;
        }
    }
}

/// A key stays far below what the contract allows.
const LONGEST: usize = 24 << 10;

fn join(path: &str, segment: &str) -> String {
    if path.len() + segment.len() > LONGEST {
        return path.to_owned();
    }
    if path.is_empty() { segment.to_owned() } else { format!("{path}/{segment}") }
}
