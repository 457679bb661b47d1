//! Views of the tree: elements, attributes and values with their places.
//!
//! They are cheap copies and change nothing. Invariant: a value that is not `decoded` is byte for byte what stands at
//! its native offset.

use crate::chars::is_space;
use crate::tree::{AttributeNode, Document, Kind, NIL, Name, Node, Slice};
use std::fmt::Write;

/// An element of a document.
#[derive(Clone, Copy)]
pub struct Element<'d> {
    doc: &'d Document<'d>,
    id: u32,
}

impl<'d> Element<'d> {
    pub(crate) fn new(doc: &'d Document<'d>, id: u32) -> Self {
        Self { doc, id }
    }

    /// Number of the node in its document, in document order.
    pub fn id(self) -> u32 {
        self.id
    }

    /// The document.
    pub fn document(self) -> &'d Document<'d> {
        self.doc
    }

    /// Name without its prefix.
    pub fn name(self) -> &'d str {
        self.named().map_or("", |n| local(self.doc, n))
    }

    /// Name as written.
    pub fn qualified(self) -> &'d str {
        self.named().map_or("", |n| self.doc.slice(n.qualified))
    }

    /// Namespace name; empty for none or an undeclared prefix.
    pub fn namespace(self) -> &'d str {
        namespace(self.doc, self.named())
    }

    /// The element around it.
    pub fn parent(self) -> Option<Self> {
        let parent = self.node()?.parent;
        (parent != NIL).then(|| Self::new(self.doc, parent))
    }

    /// Child elements in document order.
    pub fn children(self) -> impl Iterator<Item = Self> + 'd {
        let doc = self.doc;
        self.nodes().filter(move |id| is_element(doc, *id)).map(move |id| Self::new(doc, id))
    }

    /// Child elements of this local name, whatever their namespace.
    pub fn all(self, name: &'d str) -> impl Iterator<Item = Self> + 'd {
        self.children().filter(move |child| child.name() == name)
    }

    /// The first child element of this local name.
    pub fn child(self, name: &'d str) -> Option<Self> {
        self.all(name).next()
    }

    /// This element and all below it, in document order.
    pub fn descendants(self) -> impl Iterator<Item = Self> + 'd {
        let doc = self.doc;
        let end = self.node().map_or(0, |n| n.to);
        let nodes = doc.nodes.get(self.id as usize..).unwrap_or_default();
        (self.id..)
            .zip(nodes)
            .take_while(move |(_, node)| node.from < end)
            .filter(move |(_, node)| matches!(node.kind, Kind::Element { .. }))
            .map(move |(id, _)| Self::new(doc, id))
    }

    /// The texts directly inside, one unless child elements stand between them. White space alone is no text.
    pub fn texts(self) -> impl Iterator<Item = Value<'d>> + 'd {
        let doc = self.doc;
        self.nodes().filter_map(move |id| match doc.nodes.get(id as usize) {
            Some(Node { kind: Kind::Text(slice), from, to, .. }) => {
                Some(Value::new(self, id, Part::Text, *slice, (*from, *to)))
            }
            _ => None,
        })
    }

    /// The first text directly inside.
    pub fn text(self) -> Option<Value<'d>> {
        self.texts().next()
    }

    /// Attributes, without namespace declarations.
    pub fn attributes(self) -> impl Iterator<Item = Attribute<'d>> + 'd {
        let (from, to) = match self.node().map(|n| &n.kind) {
            Some(Kind::Element { attributes, .. }) => *attributes,
            _ => (0, 0),
        };
        let nodes = self.doc.attributes.get(from as usize..to as usize).unwrap_or_default();
        (from..).zip(nodes).map(move |(id, node)| Attribute { owner: self, id, node })
    }

    /// The attribute of this local name.
    pub fn attribute(self, name: &str) -> Option<Attribute<'d>> {
        self.attributes().find(|a| a.name() == name)
    }

    /// XPath with ordinals where siblings share a name: `/cXML/Request/OrderRequest/ItemOut[2]/ItemDetail`.
    pub fn pointer(self) -> String {
        let mut path = Vec::new();
        let mut at = Some(self);
        while let Some(element) = at {
            path.push(element);
            at = element.parent();
        }
        let mut out = String::with_capacity(self.doc.prefix.len() + 16 * path.len());
        out.push_str(&self.doc.prefix);
        for element in path.into_iter().rev() {
            out.push('/');
            out.push_str(element.qualified());
            match element.node().map(|n| &n.kind) {
                Some(Kind::Element { ordinal, .. }) if *ordinal > 0 => {
                    // Writing to a string cannot fail.
                    let _ = write!(out, "[{ordinal}]");
                }
                _ => {}
            }
        }
        out
    }

    /// Native offset and length, tags included.
    pub fn span(self) -> (u64, u64) {
        let (from, to) = self.node().map_or((0, 0), |n| (n.from, n.to));
        self.doc.source.span(from as usize, to as usize)
    }

    /// All text inside, child elements included, pieces joined as they stand. `skip` leaves subtrees out.
    pub fn string(self, skip: &dyn Fn(Self) -> bool) -> String {
        let mut out = String::new();
        self.collect(skip, &mut out);
        out
    }

    fn collect(self, skip: &dyn Fn(Self) -> bool, out: &mut String) {
        for id in self.nodes() {
            match self.doc.nodes.get(id as usize).map(|n| &n.kind) {
                Some(Kind::Text(slice)) => out.push_str(self.doc.slice(*slice)),
                Some(Kind::Element { .. }) if !skip(Self::new(self.doc, id)) => {
                    Self::new(self.doc, id).collect(skip, out);
                }
                _ => {}
            }
        }
    }

    fn node(self) -> Option<&'d Node> {
        self.doc.nodes.get(self.id as usize)
    }

    fn named(self) -> Option<&'d Name> {
        match self.node()?.kind {
            Kind::Element { name, .. } => self.doc.name(name),
            Kind::Text(_) => None,
        }
    }

    fn nodes(self) -> impl Iterator<Item = u32> + 'd {
        let doc = self.doc;
        let first = match self.node().map(|n| &n.kind) {
            Some(Kind::Element { first, .. }) => *first,
            _ => NIL,
        };
        let valid = move |id: u32| (id != NIL).then_some(id);
        std::iter::successors(valid(first), move |id| {
            valid(doc.nodes.get(*id as usize).map_or(NIL, |n| n.next))
        })
    }
}

/// An attribute of an element.
#[derive(Clone, Copy)]
pub struct Attribute<'d> {
    owner: Element<'d>,
    id: u32,
    node: &'d AttributeNode,
}

impl<'d> Attribute<'d> {
    /// Name without its prefix.
    pub fn name(self) -> &'d str {
        self.named().map_or("", |n| local(self.owner.doc, n))
    }

    /// Name as written.
    pub fn qualified(self) -> &'d str {
        self.named().map_or("", |n| self.owner.doc.slice(n.qualified))
    }

    /// Namespace name; empty for none.
    pub fn namespace(self) -> &'d str {
        namespace(self.owner.doc, self.named())
    }

    /// The value with its place.
    pub fn value(self) -> Value<'d> {
        Value::new(
            self.owner,
            self.id,
            Part::Attribute(self),
            self.node.value,
            (self.node.from, self.node.to),
        )
    }

    fn named(self) -> Option<&'d Name> {
        self.owner.doc.name(self.node.name)
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Part<'d> {
    Text,
    Attribute(Attribute<'d>),
}

/// A text or an attribute's value, white space trimmed, with its place.
#[derive(Clone, Copy)]
pub struct Value<'d> {
    owner: Element<'d>,
    id: u32,
    part: Part<'d>,
    text: &'d str,
    from: u32,
    to: u32,
    decoded: bool,
}

impl<'d> Value<'d> {
    fn new(owner: Element<'d>, id: u32, part: Part<'d>, slice: Slice, span: (u32, u32)) -> Self {
        let whole = owner.doc.slice(slice);
        let text = whole.trim_matches(is_space);
        let (mut from, mut to) = span;
        if !slice.decoded {
            // A slice of a document whose size fits `u32`.
            let lead = whole.len() - whole.trim_start_matches(is_space).len();
            let lead = if text.is_empty() { 0 } else { lead };
            from = slice.from.saturating_add(u32::try_from(lead).unwrap_or(0));
            to = from.saturating_add(u32::try_from(text.len()).unwrap_or(0));
        }
        Self { owner, id, part, text, from, to, decoded: slice.decoded }
    }

    /// The text.
    pub fn text(self) -> &'d str {
        self.text
    }

    /// Native offset and length.
    pub fn span(self) -> (u64, u64) {
        self.owner.doc.source.span(self.from as usize, self.to as usize)
    }

    /// True when the native bytes there are not the text itself.
    pub fn is_decoded(self) -> bool {
        self.decoded || self.owner.doc.source.is_decoded()
    }

    /// XPath of the element, or of the attribute (`.../@name`).
    pub fn pointer(self) -> String {
        let mut pointer = self.owner.pointer();
        if let Part::Attribute(attribute) = self.part {
            pointer.push_str("/@");
            pointer.push_str(attribute.qualified());
        }
        pointer
    }

    /// The element that holds it.
    pub fn element(self) -> Element<'d> {
        self.owner
    }

    /// The attribute that it is the value of.
    pub fn attribute(self) -> Option<Attribute<'d>> {
        match self.part {
            Part::Attribute(attribute) => Some(attribute),
            Part::Text => None,
        }
    }

    pub(crate) fn key(self) -> (bool, u32) {
        (matches!(self.part, Part::Attribute(_)), self.id)
    }
}

fn local<'d>(doc: &'d Document<'d>, name: &Name) -> &'d str {
    doc.slice(name.qualified).get(name.prefix as usize..).unwrap_or_default()
}

fn namespace<'d>(doc: &'d Document<'d>, name: Option<&Name>) -> &'d str {
    name.and_then(|n| doc.namespaces.get(n.namespace as usize)).map_or("", String::as_str)
}

fn is_element(doc: &Document<'_>, id: u32) -> bool {
    matches!(doc.nodes.get(id as usize).map(|n| &n.kind), Some(Kind::Element { .. }))
}
