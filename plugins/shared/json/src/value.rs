//! Views of values: kind, text, children, place. Not owned data. Invariant: members come in document order, all of
//! them, equal keys included.

use std::borrow::Cow;
use std::fmt::Write as _;

use debar_plugin_api::{Text, Where};

use crate::scan::index;
use crate::tape::{NO_PARENT, Node};
use crate::{Document, string};

/// The kinds of RFC 8259.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number, kept as written.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// One value of a document.
#[derive(Clone, Copy, Debug)]
pub struct Value<'d> {
    pub(crate) document: &'d Document<'d>,
    pub(crate) node: u32,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct Member<'d> {
    /// The key, unescaped.
    pub key: Cow<'d, str>,
    /// The key as a string of the document, for its place.
    pub name: Value<'d>,
    /// Its value.
    pub value: Value<'d>,
}

impl<'d> Value<'d> {
    /// Its kind.
    #[must_use]
    pub fn kind(self) -> Kind {
        self.document.node(self.node).map_or(Kind::Null, |node| node.kind)
    }

    /// The bytes of the value as text: a string without its quotes, escapes not read.
    #[must_use]
    pub fn raw(self) -> &'d str {
        let Some(node) = self.document.node(self.node) else { return "" };
        self.document.source.text().get(index(node.start)..index(node.end)).unwrap_or_default()
    }

    /// The text of a string, number, `true` or `false`; none for `null`, arrays and objects.
    #[must_use]
    pub fn text(self) -> Option<Cow<'d, str>> {
        match self.kind() {
            Kind::String => Some(string::unescape(self.raw())),
            Kind::Number | Kind::Bool => Some(Cow::Borrowed(self.raw())),
            Kind::Null | Kind::Array | Kind::Object => None,
        }
    }

    /// The text of a string, number, `true` or `false`, with its place.
    #[must_use]
    pub fn placed(self) -> Option<Text<'d>> {
        self.text().map(|text| Text::new(text, self.place()))
    }

    /// The text of a string only.
    #[must_use]
    pub fn string(self) -> Option<Cow<'d, str>> {
        (self.kind() == Kind::String).then(|| string::unescape(self.raw()))
    }

    /// The elements of an array; nothing for other kinds.
    #[must_use]
    pub fn items(self) -> Items<'d> {
        Items(self.children(Kind::Array))
    }

    /// The members of an object; nothing for other kinds.
    #[must_use]
    pub fn members(self) -> Members<'d> {
        Members(self.children(Kind::Object))
    }

    /// Every value of a key.
    pub fn all(self, key: &str) -> impl Iterator<Item = Value<'d>> {
        self.members().filter(move |member| member.key == key).map(|member| member.value)
    }

    /// The values at or below this one whose key stood earlier in the same object, in document order.
    #[must_use]
    pub fn repeated(self) -> Vec<Value<'d>> {
        self.document.repeated_in(self.node)
    }

    /// Its place in the native document.
    #[must_use]
    pub fn place(self) -> Where<'static> {
        let Some(node) = self.document.node(self.node) else { return Where::none() };
        let (offset, len) = self.document.source.native(index(node.start), index(node.end));
        let decoded = node.escaped || self.document.source.is_transcoded();
        Where { offset, len, pointer: Cow::Owned(self.pointer()), decoded }
    }

    /// Its JSON Pointer, after the base of the document.
    #[must_use]
    pub fn pointer(self) -> String {
        let mut pointer = self.document.base.clone();
        write_pointer(&self.document.nodes, self.document.source.text(), self.node, &mut pointer);
        pointer
    }

    fn children(self, kind: Kind) -> Range<'d> {
        match self.document.node(self.node) {
            Some(node) if node.kind == kind => {
                Range { document: self.document, at: self.node + 1, end: node.next }
            }
            _ => Range { document: self.document, at: 0, end: 0 },
        }
    }
}

/// The elements of an array.
#[derive(Clone, Debug)]
pub struct Items<'d>(Range<'d>);

impl<'d> Iterator for Items<'d> {
    type Item = Value<'d>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }
}

/// The members of an object, equal keys included.
#[derive(Clone, Debug)]
pub struct Members<'d>(Range<'d>);

impl<'d> Iterator for Members<'d> {
    type Item = Member<'d>;

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.0.next()?;
        let value = self.0.next()?;
        Some(Member { key: string::unescape(key.raw()), name: key, value })
    }
}

#[derive(Clone, Debug)]
struct Range<'d> {
    document: &'d Document<'d>,
    at: u32,
    end: u32,
}

impl<'d> Range<'d> {
    fn next(&mut self) -> Option<Value<'d>> {
        if self.at >= self.end {
            return None;
        }
        let value = Value { document: self.document, node: self.at };
        self.at = self.document.node(self.at)?.next;
        Some(value)
    }
}

/// Longer pointers are cut: else a document of long keys around many values costs their product.
const POINTER: usize = 512;

/// Appends the JSON Pointer of a node; over 512 bytes it is cut and ends with `…`.
pub(crate) fn write_pointer(nodes: &[Node], text: &str, node: u32, pointer: &mut String) {
    let mut path = Vec::new();
    let mut at = node;
    while let Some(step) = nodes.get(index(at)).filter(|step| step.parent != NO_PARENT) {
        path.push(at);
        at = step.parent;
    }
    for step in path.into_iter().rev() {
        if pointer.len() > POINTER {
            pointer.push('…');
            return;
        }
        pointer.push('/');
        let Some(here) = nodes.get(index(step)) else { return };
        let in_object = nodes.get(index(here.parent)).is_some_and(|parent| parent.kind == Kind::Object);
        if !in_object {
            // Writing to a String cannot fail.
            let _ = write!(pointer, "{}", here.ordinal);
            continue;
        }
        let key = if here.key { Some(here) } else { nodes.get(index(step.saturating_sub(1))) };
        let Some(key) = key else { return };
        let raw = text.get(index(key.start)..index(key.end)).unwrap_or_default();
        // An escape has at most six bytes for one character.
        let raw = raw.get(..raw.floor_char_boundary(6 * POINTER)).unwrap_or(raw);
        let whole = raw.len() <= POINTER;
        for character in string::unescape(raw).chars() {
            if !whole && pointer.len() > POINTER {
                break;
            }
            match character {
                '~' => pointer.push_str("~0"),
                '/' => pointer.push_str("~1"),
                other => pointer.push(other),
            }
        }
    }
}
