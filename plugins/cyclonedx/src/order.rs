//! The lines of a BOM and their order, which decode and encode share. Not their content. Invariant: walking
//! [`top`] and then [`nested`] depth first gives the ordinals of the lines.

use crate::item::Item;

/// A line: what it is, and lines that belong inside it although they stand elsewhere.
pub(crate) struct Line<'d> {
    pub item: Item<'d>,
    pub kind: &'static str,
    pub more: Vec<Part<'d>>,
}

/// A line inside another.
#[derive(Clone, Copy)]
pub(crate) struct Part<'d> {
    pub item: Item<'d>,
    pub kind: &'static str,
}

impl<'d> From<Part<'d>> for Line<'d> {
    fn from(part: Part<'d>) -> Self {
        Self { item: part.item, kind: part.kind, more: Vec::new() }
    }
}

/// The lines at the top. The component that the BOM describes (`metadata/component`) is the item, and the BOM's
/// components and services are inside it; without one they stand at the top themselves.
pub(crate) fn top<'d>(root: Item<'d>) -> Vec<Line<'d>> {
    let metadata: Vec<Item<'d>> = named(root, "metadata");
    let items = metadata.into_iter().flat_map(|metadata| named(metadata, "component"));
    let mut items: Vec<Line<'d>> = items
        .filter(|item| is_node(*item))
        .map(|item| Line { item, kind: "item", more: Vec::new() })
        .collect();
    let inside = nested(root);
    match items.first_mut() {
        Some(first) => first.more = inside,
        None => items = inside.into_iter().map(Line::from).collect(),
    }
    items
}

/// The lines inside an item, in document order.
pub(crate) fn nested(item: Item<'_>) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    for (name, list) in item.fields() {
        let (child, kind) = match &*name {
            "components" => ("component", "component"),
            "services" => ("service", "service"),
            _ => continue,
        };
        parts.extend(list.list(child).0.into_iter().map(|item| Part { item, kind }));
    }
    parts
}

/// Every line in the order of its ordinal.
pub(crate) fn all(root: Item<'_>) -> Vec<Item<'_>> {
    let mut all = Vec::new();
    for line in top(root) {
        all.push(line.item);
        for part in line.more.into_iter().chain(nested(line.item)) {
            walk(part.item, &mut all);
        }
    }
    all
}

/// Every item of a name.
pub(crate) fn named<'d>(item: Item<'d>, name: &str) -> Vec<Item<'d>> {
    let fields = item.fields().into_iter().filter(|(field, _)| field == name);
    fields.flat_map(|(_, item)| item.each()).collect()
}

/// Whether an item can have fields: a JSON object or an XML element.
pub(crate) fn is_node(item: Item<'_>) -> bool {
    match item {
        Item::Json(value) => value.kind() == debar_shared_json::Kind::Object,
        Item::Element(_) => true,
        Item::Leaf(_) => false,
    }
}

fn walk<'d>(item: Item<'d>, all: &mut Vec<Item<'d>>) {
    all.push(item);
    for part in nested(item) {
        walk(part.item, all);
    }
}
