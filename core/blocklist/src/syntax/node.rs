//! TOML as a tree that keeps every span. Entries stay in the order of the file. Lists, tables and texts lie in an
//! arena that is given back at once: a large file has millions of them.

use std::collections::BTreeSet;

use bumpalo::Bump;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};
use toml::value::Datetime;

use crate::source::At;

/// A value and its span.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'t> {
    pub(crate) at: At,
    pub(crate) value: Value<'t>,
}

/// A key and its span.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key<'t> {
    pub(crate) at: At,
    pub(crate) text: &'t str,
}

/// A table's entries in the order of the file.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Table<'t>(pub(crate) &'t [(Key<'t>, Node<'t>)]);

/// What a value is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Value<'t> {
    Text(&'t str),
    Integer(Option<i64>),
    Float(Option<f64>),
    Boolean(bool),
    Date(Datetime),
    List(&'t [Node<'t>]),
    Table(Table<'t>),
    /// Its syntax is wrong and was reported: it is there, but says nothing.
    Broken,
}

impl Value<'_> {
    /// The type's name for people.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Integer(_) => "a number",
            Self::Float(_) => "a number with a point",
            Self::Boolean(_) => "true or false",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Broken => "an unreadable value",
        }
    }
}

impl<'t> Table<'t> {
    pub(crate) fn find(&self, key: &str) -> Option<(&'t Key<'t>, &'t Node<'t>)> {
        self.0.iter().find(|(known, _)| known.text == key).map(|(key, node)| (key, node))
    }
}

/// Converts a parsed document. Values whose span is among `broken` become [`Value::Broken`].
pub(crate) fn convert<'t>(
    file: usize,
    table: &Spanned<DeTable<'_>>,
    broken: &BTreeSet<(usize, usize)>,
    arena: &'t Bump,
) -> Node<'t> {
    let converter = Converter { file, broken, arena };
    let span = table.span();
    Node { at: converter.at(&span), value: Value::Table(converter.table(table.get_ref())) }
}

struct Converter<'a, 't> {
    file: usize,
    broken: &'a BTreeSet<(usize, usize)>,
    arena: &'t Bump,
}

impl<'t> Converter<'_, 't> {
    fn at(&self, span: &std::ops::Range<usize>) -> At {
        At { file: self.file, start: span.start, end: span.end }
    }

    fn table(&self, table: &DeTable<'_>) -> Table<'t> {
        let mut entries: Vec<(Key<'t>, Node<'t>)> =
            table.iter().map(|(key, value)| (self.key(key), self.node(value))).collect();
        entries.sort_by_key(|(key, _)| key.at.start);
        Table(self.arena.alloc_slice_copy(&entries))
    }

    fn key(&self, key: &Spanned<DeString<'_>>) -> Key<'t> {
        Key { at: self.at(&key.span()), text: self.arena.alloc_str(key.get_ref()) }
    }

    fn node(&self, value: &Spanned<DeValue<'_>>) -> Node<'t> {
        let span = value.span();
        let scalar = !matches!(value.get_ref(), DeValue::Array(_) | DeValue::Table(_));
        let inside = || self.broken.range((span.start, 0)..(span.end, 0)).next().is_some();
        if self.broken.contains(&(span.start, span.end)) || (scalar && inside()) {
            return Node { at: self.at(&span), value: Value::Broken };
        }
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(self.arena.alloc_str(text)),
            DeValue::Integer(number) => {
                Value::Integer(i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok())
            }
            DeValue::Float(number) => Value::Float(number.as_str().replace('_', "").parse().ok()),
            DeValue::Boolean(flag) => Value::Boolean(*flag),
            DeValue::Datetime(date) if date.date.is_none() && date.time.is_none() => Value::Broken,
            DeValue::Datetime(date) => Value::Date(*date),
            DeValue::Array(values) => {
                let values: Vec<Node<'t>> = values.iter().map(|value| self.node(value)).collect();
                Value::List(self.arena.alloc_slice_copy(&values))
            }
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node { at: self.at(&span), value }
    }
}
