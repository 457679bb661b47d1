//! What a text needs to be TOML: byte ranges and replacements, found by looking at the characters of a statement.
//! Reports nothing. Invariant: each change is the only one that can be meant, and none touches a comment.

use super::at;
use crate::fields::Changes;
use crate::source::SourceText;

/// Brackets that are open at the end of a statement, and where they can be closed.
pub(super) fn close_brackets(file: usize, source: &SourceText, opening: usize, to: usize) -> Changes {
    let scan = Scan::of(source.slice(opening, to))?;
    let closers: String = scan.open.iter().rev().collect();
    let end = opening + scan.last;
    (!closers.is_empty()).then(|| vec![(at(file, end, end), closers)])
}

/// The brackets that a table's header lacks.
pub(super) fn close_header(file: usize, source: &SourceText, fault: usize) -> Changes {
    let (start, end) = source.line_of(fault);
    let line = without_comment(source.slice(start, end)).trim_end();
    let name = line.trim_start().trim_start_matches('[');
    let opened = line.trim_start().len() - name.len();
    let closed = name.len() - name.trim_end_matches(']').len();
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let plain = !name.is_empty() && name.trim_end_matches(']').chars().all(bare);
    let missing =
        opened.checked_sub(closed).filter(|missing| (1..=2).contains(missing) && opened <= 2 && plain)?;
    let end = start + line.len();
    Some(vec![(at(file, end, end), "]".repeat(missing))])
}

/// The quotation mark that a text lacks at the end of its line.
pub(super) fn close_text(file: usize, source: &SourceText, fault: usize) -> Changes {
    let (start, end) = source.line_of(fault);
    let line = source.slice(start, end);
    let (open, quote) = unclosed_quote(line)?;
    let rest = line.get(open + 1..)?.trim_end();
    if rest.is_empty() || rest.contains(['"', '#', '[', ']', '{', '}', '=', ',', '\\']) {
        return None;
    }
    let end = start + open + 1 + rest.len();
    Some(vec![(at(file, end, end), quote.to_string())])
}

/// Every backslash of a text doubled, when none of them begins an escape.
pub(super) fn double_backslashes(file: usize, source: &SourceText, fault: usize) -> Changes {
    let (start, end) = source.line_of(fault);
    let line = source.slice(start, end);
    let (from, to) = basic_text_around(line, fault.checked_sub(start)?)?;
    let text = line.get(from..to)?;
    let mut changes = vec![];
    let mut chars = text.char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        if c != '\\' {
            continue;
        }
        let next = chars.peek().map(|(_, c)| *c)?;
        if matches!(next, 'b' | 't' | 'n' | 'f' | 'r' | '"' | '\\' | 'u' | 'U' | 'e' | 'x') {
            return None;
        }
        let here = start + from + offset;
        changes.push((at(file, here, here), "\\".to_owned()));
    }
    (!changes.is_empty()).then_some(changes)
}

/// `key: value`, `key := value`, `key == value` and `key "value"` with the one sign that is meant.
pub(super) fn equals_sign(file: usize, source: &SourceText, fault: usize) -> Changes {
    let (start, end) = source.line_of(fault);
    let line = source.slice(start, end);
    let key = line.trim_start();
    let indent = line.len() - key.len();
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let length = key.find(|c| !bare(c)).filter(|length| *length > 0)?;
    let rest = key.get(length..)?;
    let sign = rest.trim_start();
    let value = [":=", "=>", "==", ":", "="].iter().find_map(|sign_of| sign.strip_prefix(sign_of));
    let value = match value {
        Some(value) => value.trim_start().trim_start_matches('=').trim_start(),
        None if sign.starts_with(['"', '\'', '[', '{']) && sign.len() < rest.len() => sign,
        None => return None,
    };
    let from = start + indent + length;
    let to = start + line.len() - value.len();
    let whole = Scan::of(value).is_some_and(|scan| scan.open.is_empty());
    let begins =
        value.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '"' | '\'' | '[' | '{' | '-'));
    (whole && begins).then(|| vec![(at(file, from, to), " = ".to_owned())])
}

/// The comma in front of an entry of a list or of `{ }`.
pub(super) fn comma(file: usize, source: &SourceText, start: usize) -> Changes {
    let before = source.slice(0, start);
    let trimmed = before.trim_end();
    let (line_start, _) = source.line_of(trimmed.len().checked_sub(1)?);
    let line = source.slice(line_start, trimmed.len());
    if without_comment(line).len() != line.len() || trimmed.ends_with([',', '[', '{', '=']) {
        return None;
    }
    let here = at(file, trimmed.len(), trimmed.len());
    let gap = if trimmed.len() == before.len() { ", " } else { "," };
    Some(vec![(here, gap.to_owned())])
}

/// A `;` or `,` at the end of a statement.
pub(super) fn stray_end(file: usize, source: &SourceText, fault: usize) -> Changes {
    let (_, end) = source.line_of(fault);
    let rest = without_comment(source.slice(fault, end)).trim_end();
    matches!(rest.trim(), ";" | ",").then(|| vec![(at(file, fault, fault + rest.len()), String::new())])
}

/// A number that begins with 0: a share loses the 0, everything else is a code and gets quotation marks.
pub(super) fn leading_zero(file: usize, source: &SourceText, start: usize, end: usize) -> Changes {
    let written = source.slice(start, end);
    if written.is_empty() || !written.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (line_start, _) = source.line_of(start);
    let key = source.slice(line_start, start).trim_end().trim_end_matches('=').trim_end();
    let key = key.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
    let shares = ["percent", "more-than", "at-least", "min", "max", "show-from", "version"];
    let number = match written.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let change = if shares.contains(&key) { number.to_owned() } else { format!("\"{written}\"") };
    Some(vec![(at(file, start, end), change)])
}

/// The second of two equal statements, each on a line of its own.
pub(super) fn repeated_statement(file: usize, source: &SourceText, line_start: usize) -> Changes {
    let (_, line_end) = source.line_of(line_start);
    let line = source.slice(line_start, line_end).trim();
    let whole = Scan::of(line).is_some_and(|scan| scan.open.is_empty());
    if line.contains('#') || !whole {
        return None;
    }
    let before = source.slice(0, line_start);
    let table: Vec<&str> =
        before.lines().rev().take_while(|line| !line.trim_start().starts_with('[')).collect();
    let end = (line_end + 1).min(source.text.len());
    table
        .iter()
        .any(|earlier| earlier.trim() == line)
        .then(|| vec![(at(file, line_start, end), String::new())])
}

/// The lines of a second table of entries moved to the end of the first.
pub(super) fn merged_table(file: usize, source: &SourceText, first: usize, second: usize) -> Changes {
    let (_, header_end) = source.line_of(second);
    if source.slice(second, header_end).contains('#') {
        return None;
    }
    let body_start = (header_end + 1).min(source.text.len());
    let body_end = body_end(source, body_start)?;
    let (_, first_header_end) = source.line_of(first);
    let first_end = self::body_end(source, first_header_end + 1)?;
    let moved = source.slice(body_start, body_end);
    let keys = |text: &str| -> Vec<String> {
        text.lines().filter_map(|line| line.split_once('=')).map(|(key, _)| key.trim().to_owned()).collect()
    };
    let standing = keys(source.slice(first_header_end + 1, first_end));
    if keys(moved).iter().any(|key| standing.contains(key)) {
        return None;
    }
    let mut text = moved.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let mut changes = vec![(at(file, second, body_end.max(body_start)), String::new())];
    if !text.is_empty() {
        changes.insert(0, (at(file, first_end, first_end), text));
    }
    Some(changes)
}

/// A table in braces on one line; none if a comment or a text of several lines stands in it.
pub(super) fn one_line(text: &str) -> Option<String> {
    if text.contains("\"\"\"") || text.contains("'''") {
        return None;
    }
    let mut line = String::with_capacity(text.len());
    let mut quote = None;
    let mut escaped = false;
    for c in text.chars() {
        match quote {
            Some(open) => {
                line.push(c);
                if escaped {
                    escaped = false;
                } else if c == '\\' && open == '"' {
                    escaped = true;
                } else if c == open {
                    quote = None;
                }
            }
            None if c == '#' => return None,
            None if c.is_whitespace() => {
                if !line.ends_with(' ') {
                    line.push(' ');
                }
            }
            None => {
                if c == '}' && line.trim_end().ends_with(',') {
                    line.truncate(line.trim_end().len() - 1);
                    line.push(' ');
                }
                if matches!(c, '"' | '\'') {
                    quote = Some(c);
                }
                line.push(c);
            }
        }
    }
    Some(line)
}

/// A line without its comment.
pub(super) fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let mut escaped = false;
    for (offset, c) in line.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '#' => return line.get(..offset).unwrap_or_default(),
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => {}
        }
    }
    line
}

/// Where the last statement of a table ends, with its line break; none if it is not whole.
fn body_end(source: &SourceText, start: usize) -> Option<usize> {
    let text = source.text.get(start..)?;
    let mut offset = 0;
    let mut last = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') {
            break;
        }
        offset += line.len();
        if !without_comment(line).trim().is_empty() {
            last = offset;
        }
    }
    let scan = Scan::of(text.get(..last)?)?;
    scan.open.is_empty().then_some(start + last)
}

/// Brackets and texts of a statement.
struct Scan {
    /// What would close the brackets that are open, outermost first.
    open: Vec<char>,
    /// The end of the last character that is no blank and no comment.
    last: usize,
}

impl Scan {
    /// None if brackets do not pair or a text is not closed.
    fn of(text: &str) -> Option<Self> {
        let mut scan = Self { open: vec![], last: 0 };
        let mut quote = None;
        let mut escaped = false;
        let mut comment = false;
        for (offset, c) in text.char_indices() {
            if c == '\n' {
                comment = false;
                if quote.is_some() {
                    return None;
                }
            }
            if comment || (quote.is_none() && c.is_whitespace()) {
                continue;
            }
            match (quote, c) {
                (Some(_), _) if escaped => escaped = false,
                (Some('"'), '\\') => escaped = true,
                (Some(open), c) if c == open => quote = None,
                (Some(_), _) => {}
                (None, '#') => {
                    comment = true;
                    continue;
                }
                (None, '"' | '\'') => quote = Some(c),
                (None, '[') => scan.open.push(']'),
                (None, '{') => scan.open.push('}'),
                (None, ']' | '}') => {
                    if scan.open.pop() != Some(c) {
                        return None;
                    }
                }
                (None, _) => {}
            }
            scan.last = offset + c.len_utf8();
        }
        quote.is_none().then_some(scan)
    }
}

fn unclosed_quote(line: &str) -> Option<(usize, char)> {
    let mut open = None;
    let mut escaped = false;
    for (offset, c) in line.char_indices() {
        match open {
            Some(_) if escaped => escaped = false,
            Some((_, '"')) if c == '\\' => escaped = true,
            Some((_, quote)) if c == quote => open = None,
            Some(_) => {}
            None if c == '#' => return None,
            None if matches!(c, '"' | '\'') => open = Some((offset, c)),
            None => {}
        }
    }
    open
}

/// The inside of the basic text of a line in which a byte stands.
fn basic_text_around(line: &str, byte: usize) -> Option<(usize, usize)> {
    let mut open = None;
    let mut escaped = false;
    for (offset, c) in line.char_indices() {
        match open {
            Some(_) if escaped => escaped = false,
            Some((_, '"')) if c == '\\' => escaped = true,
            Some((from, quote)) if c == quote => {
                if (from..=offset).contains(&byte) {
                    return (quote == '"').then_some((from + 1, offset));
                }
                open = None;
            }
            Some(_) => {}
            None if c == '#' => return None,
            None if matches!(c, '"' | '\'') => open = Some((offset, c)),
            None => {}
        }
    }
    None
}
