//! Every value of a request folded once, however often it occurs. Total: it decides nothing and
//! cannot fail.

use std::collections::HashMap;

use debar_model::{Identifier, LineItem, LineKind, PurchaseRequest, Value};
use debar_names::{ScanText, scan_form};

/// A request, folded.
#[derive(Debug)]
pub(crate) struct Prepared<'a> {
    pub request: &'a PurchaseRequest,
    pub values: Vec<Value<'a>>,
    /// Index of each value's text in `texts`.
    text_of: Vec<usize>,
    texts: Vec<ScanText>,
    pub lines: Vec<Line<'a>>,
}

/// What a line is among the others.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    pub item: &'a LineItem,
    /// Lines above it, nearest first.
    pub above: Vec<u32>,
    /// It is a part of something, or of a part of it.
    pub component: bool,
    pub has_components: bool,
}

impl<'a> Prepared<'a> {
    pub fn of(request: &'a PurchaseRequest) -> Self {
        let values = request.values();
        let mut texts = Vec::new();
        let text_of = {
            let mut known: HashMap<&str, usize> = HashMap::with_capacity(values.len());
            values
                .iter()
                .map(|value| {
                    *known.entry(searched(value)).or_insert_with_key(|text| {
                        texts.push(scan_form(text));
                        texts.len() - 1
                    })
                })
                .collect()
        };
        Self { request, values, text_of, texts, lines: lines_of(request) }
    }

    /// Values by number, each with its folded text.
    pub fn folded(&self) -> impl Iterator<Item = (usize, &Value<'a>, usize, &ScanText)> {
        self.values
            .iter()
            .zip(&self.text_of)
            .enumerate()
            .filter_map(|(at, (value, &text))| Some((at, value, text, self.texts.get(text)?)))
    }

    pub fn texts(&self) -> &[ScanText] {
        &self.texts
    }

    pub fn line(&self, ordinal: u32) -> Option<&Line<'a>> {
        self.lines.get(ordinal as usize)
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
        let mut above = vec![];
        let mut component = false;
        if let Some(parent) = parent
            && let Some(upper) = lines.get_mut(parent as usize)
        {
            upper.has_components |= item.kind == LineKind::Component;
            component = item.kind == LineKind::Component || upper.component;
            above.push(parent);
            above.extend(&upper.above);
        }
        lines.push(Line { item, above, component, has_components: false });
    }
    lines
}
