//! Finding the statement that a structural error spoils, so that what stands behind it is still read.
//! Decides nothing about the message.

use super::{Fault, Node, Value};
use crate::source::SourceText;

/// A statement to blank, and its fault as it will be reported.
pub(super) struct Tear {
    pub(super) fault: Fault,
    pub(super) from: usize,
    pub(super) to: usize,
    /// What to put there instead of blanks, of the same length.
    pub(super) with: Option<String>,
}

/// The first statement that swallows what follows it; none if the parser got over every error.
pub(super) fn tear(source: &SourceText, text: &str, root: &Node, faults: &[Fault]) -> Option<Tear> {
    let unclosed = faults
        .iter()
        .filter(|fault| {
            fault.message.starts_with("unclosed array")
                || fault.message.starts_with("unclosed inline")
                || runs_on(source, text, fault)
        })
        .filter_map(|fault| {
            let opening = opening(root, fault.end)?;
            let bracket = text.get(opening..=opening)?;
            let what = if bracket == "{" { "unclosed inline table" } else { "unclosed array" };
            Some(Fault { start: opening, end: opening + 1, message: what.to_owned() })
        });
    let swallowing = faults
        .iter()
        .filter(|fault| {
            ["key with no value", "unexpected key or value", "extra `=`", "unclosed table", "unexpected `=`"]
                .iter()
                .any(|known| fault.message.starts_with(known))
        })
        .cloned();
    let fault = unclosed.chain(swallowing).min_by_key(|fault| fault.start)?;
    let (from, first_end) = source.line_of(fault.start.min(text.len().saturating_sub(1)));
    let brackets =
        fault.message.starts_with("unclosed array") || fault.message.starts_with("unclosed inline");
    let to = if brackets { statement_end(source, text, first_end) } else { first_end };
    let already_blank = text.get(from..to).is_none_or(|line| line.trim().is_empty());
    let with = if fault.message.starts_with("unclosed table") { closed_header(text, from, to) } else { None };
    (!already_blank).then_some(Tear { fault, from, to, with })
}

/// Whether a list or a table in braces takes in the next statement, because TOML 1.1 lets it go on.
fn runs_on(source: &SourceText, text: &str, fault: &Fault) -> bool {
    let (start, end) = source.line_of(fault.start);
    (fault.message.starts_with("missing comma") || fault.message.starts_with("missing key for inline table"))
        && text.get(start..fault.start).is_some_and(|before| before.trim().is_empty())
        && text.get(start..end).is_some_and(begins_statement)
}

/// A header that lacks its bracket with the bracket in place of its last letter, so that what follows does not fall
/// into the table above. The id is lost; it is one that nothing else has.
fn closed_header(text: &str, from: usize, to: usize) -> Option<String> {
    let line = text.get(from..to)?;
    let name = super::mend::without_comment(line).trim_end();
    let kept = name.get(..name.len().checked_sub(2)?)?;
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.starts_with("[[") || !name.strip_prefix('[')?.chars().all(bare) || kept.ends_with('[') {
        return None;
    }
    if is_cut_off(text, to) {
        return None;
    }
    // The name of a table cannot be changed to another one: the entries below it are put aside.
    let kept = if name.contains('.') || kept.len() < 3 { kept } else { "[x-" };
    let header = ('a'..='z').map(|c| format!("{kept}{c}]")).find(|header| !text.contains(header.as_str()))?;
    Some(format!("{header}{}", " ".repeat(line.len() - header.len())))
}

/// Whether nothing stands below a header: it was cut off, and has no keys to keep from the table above.
pub(super) fn is_cut_off(text: &str, header_end: usize) -> bool {
    let below = text.get(header_end..).unwrap_or_default();
    let mut below = below.lines().map(|line| super::mend::without_comment(line).trim());
    below.find(|line| !line.is_empty()).is_none_or(|line| line.starts_with('['))
}

/// `[test]` where `[[test]]` is meant, put aside under a name that is not read: the others are read then.
pub(super) fn aside(text: &str) -> Vec<(usize, String)> {
    let mut offset = 0;
    let mut letters = 'a'..='z';
    let mut found = vec![];
    for line in text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        if super::mend::without_comment(line).trim_end() == "[test]" {
            let Some(letter) = letters.next() else { break };
            found.push((start, format!("[x-t{letter}]")));
        }
    }
    found
}

/// Puts a text of the same length in the place of another.
pub(super) fn replaced(text: &str, from: usize, with: &str) -> String {
    let before = text.get(..from).unwrap_or_default();
    let after = text.get(from + with.len()..).unwrap_or_default();
    format!("{before}{with}{after}")
}

/// Replaces everything but line breaks by blanks: offsets and lines stay as they are.
pub(super) fn blank(text: &str, from: usize, to: usize) -> String {
    let mut blanked = String::with_capacity(text.len());
    blanked.push_str(text.get(..from).unwrap_or_default());
    for c in text.get(from..to).unwrap_or_default().chars() {
        match c {
            '\n' | '\r' => blanked.push(c),
            _ => blanked.extend(std::iter::repeat_n(' ', c.len_utf8())),
        }
    }
    blanked.push_str(text.get(to..).unwrap_or_default());
    blanked
}

/// Where the outermost list or inline table begins that ends at the fault.
fn opening(node: &Node, fault_end: usize) -> Option<usize> {
    match &node.value {
        Value::Table(table) => {
            for (key, value) in table.0 {
                let inline = matches!(value.value, Value::List(_))
                    || (matches!(value.value, Value::Table(_)) && value.at.start > key.at.end);
                if inline && value.at.start < fault_end && value.at.end >= fault_end {
                    return Some(value.at.start);
                }
                if let Some(found) = opening(value, fault_end) {
                    return Some(found);
                }
            }
            None
        }
        Value::List(values) => values.iter().find_map(|value| opening(value, fault_end)),
        _ => None,
    }
}

/// The end of the lines that can still belong to a statement: up to the next header or `key =`.
fn statement_end(source: &SourceText, text: &str, first_end: usize) -> usize {
    let mut end = first_end;
    while end < text.len() {
        let (_, next_end) = source.line_of(end + 1);
        let line = text.get(end + 1..next_end).unwrap_or_default();
        if begins_statement(line) || next_end <= end {
            break;
        }
        end = next_end;
    }
    end.min(text.len())
}

fn begins_statement(line: &str) -> bool {
    let bare = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '"' | '\'');
    if line.starts_with('[') {
        let inner = line.trim_start_matches('[').split(']').next().unwrap_or_default();
        return !inner.is_empty() && inner.chars().all(bare) && !inner.starts_with(['"', '\'']);
    }
    let key = line.trim_start_matches(bare);
    key.len() < line.len() && key.trim_start().starts_with('=')
}
