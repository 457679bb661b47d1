//! A request as the other parts look at it: all values, lines with what they are part of, and texts folded once,
//! however often they occur, and only if something may be found in them. Total: it decides nothing.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use debar_model::{Identifier, LineItem, LineKind, PurchaseRequest, Value};
use debar_names::exact_key;

/// A request, folded.
#[derive(Debug)]
pub(crate) struct Prepared<'a> {
    pub request: &'a PurchaseRequest,
    pub values: Vec<Value<'a>>,
    pub lines: Vec<Line<'a>>,
    /// Texts that were compared whole, with their keys: the same few are asked for by rule after rule.
    keys: RefCell<HashMap<String, Rc<str>>>,
}

/// What a line is among the others.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    pub item: &'a LineItem,
    /// The line that it is a part of or stands under.
    pub parent: Option<u32>,
    /// It is a part of something, or of a part of it.
    pub component: bool,
    pub has_components: bool,
}

impl<'a> Prepared<'a> {
    pub fn of(request: &'a PurchaseRequest) -> Self {
        let values = request.values();
        Self { request, values, lines: lines_of(request), keys: RefCell::default() }
    }

    /// The exact key of a text of the request or of the list.
    pub fn key(&self, text: &str) -> Rc<str> {
        let mut keys = self.keys.borrow_mut();
        if let Some(key) = keys.get(text) {
            return Rc::clone(key);
        }
        let key: Rc<str> = exact_key(text).into();
        keys.insert(text.to_owned(), Rc::clone(&key));
        key
    }

    pub fn line(&self, ordinal: u32) -> Option<&Line<'a>> {
        self.lines.get(ordinal as usize)
    }

    /// Lines above a line, nearest first. A parent always comes before its children, so this ends.
    pub fn above(&self, ordinal: u32) -> impl Iterator<Item = u32> {
        let parent = |ordinal: u32| self.line(ordinal).and_then(|line| line.parent);
        std::iter::successors(parent(ordinal), move |above| parent(*above))
    }

    /// A line's name for people.
    pub fn line_name(&self, ordinal: u32) -> String {
        let fallback = || format!("line {}", ordinal.saturating_add(1));
        let Some(line) = self.line(ordinal) else { return fallback() };
        let product = &line.item.product;
        let title = product.names.iter().chain(&product.descriptions).map(|text| text.value.trim());
        let title = title.filter(|text| !text.is_empty()).map(|text| crate::matching::cut(text, 80)).next();
        title
            .or_else(|| product.identifiers.first().map(|id| id.value.value().into_owned()))
            .unwrap_or_else(fallback)
    }
}

/// The part of a value that is searched: of a signer the organisation, which is what names somebody.
pub(crate) fn searched<'v>(value: &'v Value<'_>) -> &'v str {
    match value.identifier {
        Some(Identifier::Signer(signer)) => signer.organization().or(signer.common_name()),
        _ => None,
    }
    .unwrap_or(&value.text)
}

fn lines_of(request: &PurchaseRequest) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::with_capacity(request.lines.len());
    for (ordinal, item) in (0_u32..).zip(&request.lines) {
        // A parent that does not come first is no parent: the line then stands for itself.
        let parent = item.parent.filter(|parent| *parent < ordinal);
        let mut component = false;
        if let Some(parent) = parent
            && let Some(upper) = lines.get_mut(parent as usize)
        {
            upper.has_components |= item.kind == LineKind::Component;
            component = item.kind == LineKind::Component || upper.component;
        }
        lines.push(Line { item, parent, component, has_components: false });
    }
    lines
}
