//! TOML as a tree that owns its texts and keeps every span. Entries stay in the order of the file.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};
use toml::value::Datetime;

use crate::source::At;

/// A value and its span.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) at: At,
    pub(crate) value: Value,
}

/// A key and its span.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) at: At,
    pub(crate) text: String,
}

/// A table's entries in the order of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table(pub(crate) Vec<(Key, Node)>);

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    Integer(Option<i64>),
    Float(Option<f64>),
    Boolean(bool),
    Date(Datetime),
    List(Vec<Node>),
    Table(Table),
    /// Its syntax is wrong and was reported: it is there, but says nothing.
    Broken,
}

impl Value {
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

impl Table {
    pub(crate) fn find(&self, key: &str) -> Option<(&Key, &Node)> {
        self.0.iter().find(|(known, _)| known.text == key).map(|(key, node)| (key, node))
    }
}

/// Converts a parsed document. Values whose span is among `broken` become [`Value::Broken`].
pub(crate) fn convert(file: usize, table: &Spanned<DeTable<'_>>, broken: &BTreeSet<(usize, usize)>) -> Node {
    let converter = Converter { file, broken };
    let span = table.span();
    Node { at: converter.at(&span), value: Value::Table(converter.table(table.get_ref())) }
}

struct Converter<'a> {
    file: usize,
    broken: &'a BTreeSet<(usize, usize)>,
}

impl Converter<'_> {
    fn at(&self, span: &std::ops::Range<usize>) -> At {
        At { file: self.file, start: span.start, end: span.end }
    }

    fn table(&self, table: &DeTable<'_>) -> Table {
        let mut entries: Vec<(Key, Node)> =
            table.iter().map(|(key, value)| (self.key(key), self.node(value))).collect();
        entries.sort_by_key(|(key, _)| key.at.start);
        Table(entries)
    }

    fn key(&self, key: &Spanned<DeString<'_>>) -> Key {
        Key { at: self.at(&key.span()), text: key.get_ref().to_string() }
    }

    fn node(&self, value: &Spanned<DeValue<'_>>) -> Node {
        let span = value.span();
        let scalar = !matches!(value.get_ref(), DeValue::Array(_) | DeValue::Table(_));
        let inside = || self.broken.range((span.start, 0)..(span.end, 0)).next().is_some();
        if self.broken.contains(&(span.start, span.end)) || (scalar && inside()) {
            return Node { at: self.at(&span), value: Value::Broken };
        }
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(number) => {
                Value::Integer(i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok())
            }
            DeValue::Float(number) => Value::Float(number.as_str().replace('_', "").parse().ok()),
            DeValue::Boolean(flag) => Value::Boolean(*flag),
            DeValue::Datetime(date) if date.date.is_none() && date.time.is_none() => Value::Broken,
            DeValue::Datetime(date) => Value::Date(*date),
            DeValue::Array(values) => Value::List(values.iter().map(|value| self.node(value)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node { at: self.at(&span), value }
    }
}
