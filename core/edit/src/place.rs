//! Where an entry stands in a text, and how a key is put into it. Changes nothing by itself.
//!
//! Invariant: every edit that is given here inserts or replaces whole values; comments stay.

use toml_edit::{Document, Item};

use crate::apply::TextEdit;
use crate::statement::statements;

/// One entry of a table: `[rule.x]`, or `x = { .. }` below `[rule]`.
pub(crate) struct Entry<'a> {
    text: &'a str,
    section: &'a str,
    id: &'a str,
}

impl<'a> Entry<'a> {
    /// The entry, if the text defines it.
    pub(crate) fn find(text: &'a str, section: &'a str, id: &'a str) -> Option<Self> {
        let defined = statements(text).iter().any(|statement| statement.begins(&[section, id]));
        defined.then_some(Self { text, section, id })
    }

    /// The byte range of the value of one of its keys.
    pub(crate) fn value(&self, key: &str) -> Option<std::ops::Range<usize>> {
        let document = Document::parse(self.text).ok()?;
        let item = document.as_table().get(self.section)?.get(self.id)?.get(key)?;
        let Item::Value(value) = item else { return None };
        value.span()
    }

    /// What stands in a range of the text.
    pub(crate) fn slice(&self, range: std::ops::Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// Whether it has the key in any form.
    pub(crate) fn has(&self, key: &str) -> bool {
        let document = Document::parse(self.text).ok();
        document.and_then(|document| {
            Some(document.as_table().get(self.section)?.get(self.id)?.get(key).is_some())
        }) == Some(true)
    }

    /// Gives a key a value: in place of the one that it has, or behind the entry's last key.
    pub(crate) fn set(&self, key: &str, value: &str) -> Option<TextEdit> {
        if let Some(range) = self.value(key) {
            return Some(TextEdit { start: range.start, end: range.end, replacement: value.to_owned() });
        }
        if self.has(key) {
            return None;
        }
        let all = statements(self.text);
        let own: Vec<_> = all.iter().filter(|statement| statement.begins(&[self.section, self.id])).collect();
        let line_break = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        // `[rule.x]`: behind its last key, in front of its own sub-tables.
        let header = own.iter().position(|statement| statement.header && statement.path.len() == 2);
        if let Some(header) = header {
            let last = own
                .iter()
                .skip(header)
                .take_while(|statement| !statement.header || statement.path.len() == 2)
                .last()?;
            return Some(self.after(last.line_end, &format!("{key} = {value}"), line_break));
        }
        let first = own.first()?;
        if first.path.len() == 2 {
            // `x = { .. }`
            let inside = self.text.get(first.start..first.end)?;
            let brace = first.start + inside.rfind('}')?;
            let before = self.text.get(first.start..brace)?.trim_end();
            let at = first.start + before.len();
            let comma = if before.ends_with(['{', ',']) { " " } else { ", " };
            return Some(TextEdit { start: at, end: brace, replacement: format!("{comma}{key} = {value} ") });
        }
        // `x.name = ".."`
        let last = own.iter().take_while(|statement| !statement.header).last()?;
        let prefix = if last.path.first().is_some_and(|segment| segment.at.is_some()) {
            format!("{}.{}", self.section, self.id)
        } else {
            self.id.to_owned()
        };
        Some(self.after(last.line_end, &format!("{prefix}.{key} = {value}"), line_break))
    }

    /// Appends a table to a list of tables, or begins the list.
    pub(crate) fn append(&self, key: &str, element: &str) -> Option<TextEdit> {
        let Some(range) = self.value(key) else { return self.set(key, &format!("[{element}]")) };
        let written = self.text.get(range.clone())?;
        let document = Document::parse(self.text).ok()?;
        let item = document.as_table().get(self.section)?.get(self.id)?.get(key)?;
        let last = item.as_array()?.iter().last().and_then(toml_edit::Value::span);
        match last {
            Some(last) => Some(TextEdit::insert(last.end, format!(", {element}"))),
            None => {
                let inner = range.start + written.find('[')? + 1;
                Some(TextEdit::insert(inner, element))
            }
        }
    }

    fn after(&self, at: usize, line: &str, line_break: &str) -> TextEdit {
        let ended = self.text.get(..at).is_some_and(|before| before.ends_with('\n'));
        let text =
            if ended { format!("{line}{line_break}") } else { format!("{line_break}{line}{line_break}") };
        TextEdit::insert(at, text)
    }
}
