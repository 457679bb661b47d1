//! The keys of one table of `debar.toml`, taken one by one: each is checked for its type and keeps its place,
//! and what nobody takes is unknown. It knows no key by name.
//!
//! Invariant: a problem never ends the reading, so one run tells all of them.

use std::ops::Range;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::ConfigProblem;
use crate::near::nearest;

/// A text of the file and its place.
pub(super) type Text = (String, Range<usize>);

/// All problems of a file, and its text.
pub(super) struct Faults<'t> {
    pub text: &'t str,
    pub problems: Vec<ConfigProblem>,
    pub warnings: Vec<ConfigProblem>,
}

impl Faults<'_> {
    pub fn problem(&mut self, message: String, span: Range<usize>, help: impl Into<String>) {
        self.problems.push(ConfigProblem { message, span: Some(span), help: Some(help.into()) });
    }

    pub fn warning(&mut self, message: String, span: Range<usize>, help: impl Into<String>) {
        self.warnings.push(ConfigProblem { message, span: Some(span), help: Some(help.into()) });
    }

    /// The line of a byte, from 1.
    pub fn line(&self, offset: usize) -> u32 {
        let before = self.text.as_bytes().get(..offset).unwrap_or_default();
        u32::try_from(before.iter().filter(|byte| **byte == b'\n').count())
            .unwrap_or(u32::MAX)
            .saturating_add(1)
    }

    fn wrong(&mut self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.problem(format!("`{key}` is {found}"), value.span(), format!("write {expected}"));
    }
}

/// One table and the keys that nobody has taken yet.
pub(super) struct Fields<'a, 'i> {
    what: &'static str,
    span: Range<usize>,
    rest: Vec<(&'a Spanned<DeString<'i>>, &'a Spanned<DeValue<'i>>)>,
    known: Vec<&'static str>,
}

impl<'a, 'i> Fields<'a, 'i> {
    /// The keys of a table; `what` names it in messages.
    pub fn of(table: &'a DeTable<'i>, span: Range<usize>, what: &'static str) -> Self {
        Self { what, span, rest: table.iter().collect(), known: vec![] }
    }

    /// The keys of a value that has to be a table.
    pub fn open(
        faults: &mut Faults<'_>,
        key: &str,
        value: &'a Spanned<DeValue<'i>>,
        what: &'static str,
    ) -> Option<Self> {
        match value.get_ref().as_table() {
            Some(table) => Some(Self::of(table, value.span(), what)),
            None => {
                faults.wrong(key, value, "a table: names and values, in `{ }` or below a header in brackets");
                None
            }
        }
    }

    pub fn take(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.known.push(key);
        let at = self.rest.iter().position(|(name, _)| name.get_ref() == key)?;
        Some(self.rest.swap_remove(at).1)
    }

    pub fn string(&mut self, faults: &mut Faults<'_>, key: &'static str) -> Option<Text> {
        let value = self.take(key)?;
        match value.get_ref().as_str() {
            Some(text) if !text.is_empty() => Some((text.to_owned(), value.span())),
            Some(_) => {
                faults.problem(format!("`{key}` is empty"), value.span(), "give a value, or remove the key");
                None
            }
            None => {
                faults.wrong(key, value, "a text in quotation marks");
                None
            }
        }
    }

    /// A text without which the table means nothing.
    pub fn need(&mut self, faults: &mut Faults<'_>, key: &'static str) -> Option<Text> {
        let there = self.rest.iter().any(|(name, _)| name.get_ref() == key);
        let found = self.string(faults, key);
        if !there {
            let (what, span) = (self.what, self.span.clone());
            faults.problem(format!("{what} lacks `{key}`"), span, format!("add `{key} = \"...\"`"));
        }
        found
    }

    pub fn boolean(&mut self, faults: &mut Faults<'_>, key: &'static str) -> Option<(bool, Range<usize>)> {
        let value = self.take(key)?;
        if let Some(word) = value.get_ref().as_bool() {
            return Some((word, value.span()));
        }
        faults.wrong(key, value, "`true` or `false`, without quotation marks");
        None
    }

    pub fn integer(&mut self, faults: &mut Faults<'_>, key: &'static str) -> Option<(i64, Range<usize>)> {
        let value = self.take(key)?;
        let number = value.get_ref().as_integer();
        match number.map(|number| i64::from_str_radix(number.as_str(), number.radix())) {
            Some(Ok(number)) => return Some((number, value.span())),
            Some(Err(_)) => {
                faults.problem(format!("`{key}` is out of range"), value.span(), "write a smaller number");
            }
            None => faults.wrong(key, value, "a whole number, without quotation marks"),
        }
        None
    }

    /// Every key that is left, with its value: for tables whose keys are names of the writer's own.
    pub fn named(self) -> Vec<(Text, &'a Spanned<DeValue<'i>>)> {
        let text = |key: &Spanned<DeString<'_>>| (key.get_ref().clone().into_owned(), key.span());
        self.rest.into_iter().map(|(key, value)| (text(key), value)).collect()
    }

    /// Reports what nobody took.
    pub fn finish(self, faults: &mut Faults<'_>) {
        for (key, _) in self.rest {
            let name = key.get_ref();
            let help = match nearest(name, self.known.iter().copied()) {
                Some(guess) => format!("did you mean `{guess}`?"),
                None => format!("known here are {}", quoted(&self.known)),
            };
            faults.problem(format!("{} has no key `{name}`", self.what), key.span(), help);
        }
    }
}

/// One text or several; numbers and dates as they are written.
pub(super) fn texts(faults: &mut Faults<'_>, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<String> {
    let items: Vec<&Spanned<DeValue<'_>>> = match value.get_ref().as_array() {
        Some(items) => items.iter().collect(),
        None => vec![value],
    };
    if items.is_empty() {
        faults.problem(format!("`{key}` is empty"), value.span(), "give a value, or remove the key");
    }
    let mut texts = vec![];
    for item in items {
        match item.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => texts.push(text.trim().to_owned()),
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => {
                texts.extend(faults.text.get(item.span()).map(str::to_owned));
            }
            DeValue::String(_) => {
                faults.problem(format!("`{key}` is empty"), item.span(), "give a value, or remove the key");
            }
            _ => faults.wrong(key, item, "a text in quotation marks, or several in `[ ]`"),
        }
    }
    texts
}

/// A value as JSON, with a problem for whatever JSON cannot say.
pub(super) fn json(faults: &mut Faults<'_>, value: &Spanned<DeValue<'_>>) -> Value {
    let span = value.span();
    match value.get_ref() {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Boolean(word) => Value::from(*word),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::from(number),
            Err(_) => {
                faults.problem("the number is out of range".to_owned(), span, "write a smaller number");
                Value::Null
            }
        },
        DeValue::Float(number) => {
            let parsed = number.as_str().parse().ok().and_then(serde_json::Number::from_f64);
            parsed.map(Value::Number).unwrap_or_else(|| {
                let message = format!("`{number}` has no form in the plugin's configuration, which is JSON");
                faults.problem(message, span, "write a finite number");
                Value::Null
            })
        }
        DeValue::Datetime(moment) => {
            let message =
                format!("the date `{moment}` has no form in the plugin's configuration, which is JSON");
            faults.problem(message, span, format!("write it in quotation marks: `\"{moment}\"`"));
            Value::Null
        }
        DeValue::Array(items) => Value::Array(items.iter().map(|item| json(faults, item)).collect()),
        DeValue::Table(table) => Value::Object(
            table
                .iter()
                .map(|(key, value)| (key.get_ref().clone().into_owned(), json(faults, value)))
                .collect(),
        ),
    }
}

/// `a`, `b`, `c`.
pub(super) fn quoted<T: AsRef<str>>(words: &[T]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    quoted.join(", ")
}
