//! One view over the two forms of a BOM: JSON values, XML elements and attributes. Not a data model. Invariant: the
//! fields of an item are all that it holds, in document order, repeated ones included.

use std::borrow::Cow;

use debar_plugin_api::{Text, Where};
use debar_shared_json::{Kind, Value};
use debar_shared_xml::{Element, Value as Leaf};

/// Namespaces of all CycloneDX versions start so.
pub(crate) const NAMESPACE: &str = "http://cyclonedx.org/schema/bom/";

/// A part of a BOM.
#[derive(Clone, Copy)]
pub(crate) enum Item<'d> {
    /// A JSON value.
    Json(Value<'d>),
    /// An XML element.
    Element(Element<'d>),
    /// An XML attribute, or text beside attributes or elements.
    Leaf(Leaf<'d>),
}

/// A name and the item under it. Text of an element has the empty name.
pub(crate) type Field<'d> = (Cow<'d, str>, Item<'d>);

impl<'d> Item<'d> {
    /// The text, when the item is one.
    pub fn text(self) -> Option<Text<'d>> {
        match self {
            Self::Json(value) => value.placed(),
            Self::Element(element) if element.children().next().is_some() => None,
            Self::Element(element) => element.text().map(leaf),
            Self::Leaf(value) => Some(leaf(value)),
        }
    }

    /// Everything inside, by name.
    pub fn fields(self) -> Vec<Field<'d>> {
        match self {
            Self::Json(value) => {
                value.members().map(|member| (member.key, Self::Json(member.value))).collect()
            }
            Self::Element(element) => {
                let attributes = element.attributes().map(|attribute| {
                    let own = attribute.namespace().is_empty();
                    let name = if own { attribute.name() } else { attribute.qualified() };
                    (Cow::Borrowed(name), Self::Leaf(attribute.value()))
                });
                let texts = element.texts().map(|text| (Cow::Borrowed(""), Self::Leaf(text)));
                let children = element.children().map(|child| (name(child), Self::Element(child)));
                attributes.chain(texts).chain(children).collect()
            }
            Self::Leaf(_) => Vec::new(),
        }
    }

    /// The items of a list, and what stands in it that is none. In XML they are the children named `child`.
    pub fn list(self, child: &str) -> (Vec<Self>, Vec<Field<'d>>) {
        match self {
            Self::Json(_) => {
                let (items, rest): (Vec<_>, Vec<_>) = self
                    .each()
                    .into_iter()
                    .partition(|item| matches!(item, Self::Json(v) if v.kind() == Kind::Object));
                (items, rest.into_iter().map(|item| (Cow::Borrowed(""), item)).collect())
            }
            _ => {
                let (items, rest): (Vec<_>, Vec<_>) = self
                    .fields()
                    .into_iter()
                    .partition(|(name, item)| name == child && matches!(item, Self::Element(_)));
                (items.into_iter().map(|(_, item)| item).collect(), rest)
            }
        }
    }

    /// The elements of a JSON array, at any depth, or the item itself; nothing for `null`.
    pub fn each(self) -> Vec<Self> {
        match self {
            Self::Json(value) if value.kind() == Kind::Array => {
                value.items().flat_map(|item| Self::Json(item).each()).collect()
            }
            Self::Json(value) if value.kind() == Kind::Null => Vec::new(),
            _ => vec![self],
        }
    }

    /// Every text of a name.
    pub fn texts(self, name: &str) -> Vec<Text<'d>> {
        let fields = self.fields().into_iter().filter(|(field, _)| field == name);
        fields.flat_map(|(_, item)| item.each()).filter_map(Self::text).collect()
    }

    /// The place of the whole.
    pub fn place(self) -> Where<'static> {
        match self {
            Self::Json(value) => value.place(),
            Self::Element(element) => {
                let (offset, len) = element.span();
                Where::new(offset, len, element.pointer())
            }
            Self::Leaf(value) => {
                let (offset, len) = value.span();
                let at = Where::new(offset, len, value.pointer());
                if value.is_decoded() { at.decoded() } else { at }
            }
        }
    }
}

/// The local name of an element of CycloneDX; the name as written, with a colon, for one of another namespace.
pub(crate) fn name(element: Element<'_>) -> Cow<'_, str> {
    if element.namespace().starts_with(NAMESPACE) {
        Cow::Borrowed(element.name())
    } else if element.qualified().contains(':') {
        Cow::Borrowed(element.qualified())
    } else {
        Cow::Owned(format!(":{}", element.name()))
    }
}

fn leaf(value: Leaf<'_>) -> Text<'_> {
    Text::new(value.text(), Item::Leaf(value).place())
}
