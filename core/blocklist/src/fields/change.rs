//! Byte ranges of safe changes: taking an item out of a list, a key out of its table, a key to the top. Makes no
//! change itself. Invariant: a range never holds a comment, so that none is lost.

use super::Context;
use crate::source::At;
use crate::syntax::{Key, Node};

/// What a fix replaces, and by what.
pub(crate) type Changes = Option<Vec<(At, String)>>;

impl Context {
    /// Takes one item out of a list, with the comma that goes with it.
    pub(crate) fn removal(&self, items: &[&Node], index: usize) -> Changes {
        let item = items.get(index)?;
        let range = if let Some(before) = index.checked_sub(1).and_then(|before| items.get(before)) {
            (before.at.end, item.at.start, At { start: before.at.end, ..item.at })
        } else if let Some(next) = items.get(index + 1) {
            (item.at.end, next.at.start, At { end: next.at.start, ..item.at })
        } else {
            (item.at.start, item.at.start, item.at)
        };
        let (from, to, whole) = range;
        let gap = self.slice(At { start: from, end: to, ..item.at });
        (!gap.contains('#')).then(|| vec![(whole, String::new())])
    }

    /// Takes a key and its value out of a table.
    pub(crate) fn removal_of_key(&self, key: At, value: At) -> Changes {
        let text = &self.files.get(key.file)?.text;
        let before = text.get(..key.start)?.trim_end_matches([' ', '\t']);
        let after = text.get(value.end..)?;
        if before.is_empty() || before.ends_with(['\n', '\u{feff}']) {
            let line = after.split_inclusive('\n').next().unwrap_or_default();
            let whole = At { start: before.len(), end: value.end + line.len(), ..key };
            return line.trim().is_empty().then(|| vec![(whole, String::new())]);
        }
        let rest = after.trim_start_matches([' ', '\t']);
        let whole = if let Some(rest) = rest.strip_prefix(',') {
            let kept = rest.trim_start_matches([' ', '\t']).len();
            At { end: text.len() - kept, ..key }
        } else if before.ends_with(',') {
            At { start: before.len() - 1, end: value.end, ..key }
        } else if before.ends_with('{') {
            At { end: value.end, ..key }
        } else {
            return None;
        };
        Some(vec![(whole, String::new())])
    }

    /// Takes a key that stands on lines of its own to the top of its file, below `version`.
    pub(crate) fn move_to_top(&self, key: &Key, value: At) -> Changes {
        let text = &self.files.get(key.at.file)?.text;
        let mut changes = self.removal_of_key(key.at, value)?;
        let line = text.get(..key.at.start)?.rsplit('\n').next()?;
        if !line.trim().is_empty() {
            return None;
        }
        let top = self.top_with(key.at.file, key.text)?;
        let written = text.get(key.at.start..value.end)?;
        changes.push((top, format!("{written}{}", self.line_break(key.at.file))));
        Some(changes)
    }

    /// Where a key can be put at the top of a file; nowhere when the file has it there already.
    pub(crate) fn top_with(&self, file: usize, key: &str) -> Option<At> {
        let text = &self.files.get(file)?.text;
        let mut at = 0;
        let mut found = text.len() - text.trim_start_matches('\u{feff}').len();
        for line in text.split_inclusive('\n') {
            at += line.len();
            let trimmed = line.trim_start_matches('\u{feff}').trim_start();
            if trimmed.starts_with('[') {
                break;
            }
            let name = trimmed.split('=').next().unwrap_or_default().trim_end();
            if name == key {
                return None;
            }
            if name == "version" && line.ends_with('\n') {
                found = at;
            }
        }
        Some(At { file, start: found, end: found })
    }

    /// How a file ends its lines.
    pub(crate) fn line_break(&self, file: usize) -> &'static str {
        let crlf = self.files.get(file).is_some_and(|file| file.text.contains("\r\n"));
        if crlf { "\r\n" } else { "\n" }
    }
}
