//! The text of a file under edit, and the way between byte offsets and an editor's lines and columns.
//! Invariant: the line table is that of the text, whatever edits came before; no position is out of range.

use std::sync::Arc;

/// In which units an editor counts columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::Utf32 => "utf-32",
        }
    }

    const fn units(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A line and a column, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// A text and where its lines begin.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    text: Arc<String>,
    lines: Vec<usize>,
}

impl Text {
    pub(crate) fn new(text: String) -> Self {
        let mut lines = vec![0];
        lines.extend(line_starts(&text, 0));
        Self { text: Arc::new(text), lines }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The text itself, shared: it stays as it is when this one is edited.
    pub(crate) fn share(&self) -> Arc<String> {
        Arc::clone(&self.text)
    }

    pub(crate) fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// The offset of a position. Beyond the end of a line it is the line's end, beyond the last line the end.
    pub(crate) fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let Some(start) = self.lines.get(position.line).copied() else { return self.text.len() };
        let end = self.lines.get(position.line + 1).copied().unwrap_or(self.text.len());
        let line = self.slice(start, end).trim_end_matches(['\n', '\r']);
        let mut units = 0;
        for (at, c) in line.char_indices() {
            // A column inside of a character is the character's beginning.
            if units + encoding.units(c) > position.column {
                return start + at;
            }
            units += encoding.units(c);
        }
        start + line.len()
    }

    /// The position of an offset; one inside of a character is the character's beginning.
    pub(crate) fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.lines.partition_point(|start| *start <= offset).max(1) - 1;
        let start = self.lines.get(line).copied().unwrap_or_default();
        let before = self.slice(start, offset);
        let column =
            if before.is_ascii() { before.len() } else { before.chars().map(|c| encoding.units(c)).sum() };
        Position { line, column }
    }

    /// Replaces a range of bytes. Both ends must be boundaries of characters, as those of [`Self::offset`] are.
    pub(crate) fn replace(&mut self, start: usize, end: usize, with: &str) {
        let text = Arc::make_mut(&mut self.text);
        if start > end || !text.is_char_boundary(start) || !text.is_char_boundary(end) {
            return;
        }
        text.replace_range(start..end, with);
        // A carriage return and a line feed are one break: look one character to both sides.
        let first = self.lines.partition_point(|line| *line < start);
        let last = self.lines.partition_point(|line| *line <= end + 1);
        let from = self.lines.get(first.max(1) - 1).copied().unwrap_or_default();
        let resume = self.lines.get(last).copied();
        let new_resume = resume.map(|line| line - end + start + with.len());
        let region_end = new_resume.unwrap_or(text.len());
        let region = text.get(from..region_end).unwrap_or_default();
        let mut fresh: Vec<usize> = line_starts(region, from).collect();
        // The break in front of the first line behind the region is counted by that line itself.
        fresh.retain(|line| new_resume.is_none_or(|resume| *line < resume));
        for line in self.lines.iter_mut().skip(last) {
            *line = *line - end + start + with.len();
        }
        self.lines.splice(first.max(1)..last.max(first.max(1)), fresh);
    }
}

/// The one replacement that leads from a text to another: a range of the old one and what comes there.
pub(crate) fn difference<'n>(old: &str, new: &'n str) -> (usize, usize, &'n str) {
    let mut start = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
        start -= 1;
    }
    let most = old.len().min(new.len()) - start;
    let ends = old.bytes().rev().zip(new.bytes().rev()).take(most);
    let mut tail = ends.take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(old.len() - tail) || !new.is_char_boundary(new.len() - tail) {
        tail -= 1;
    }
    (start, old.len() - tail, new.get(start..new.len() - tail).unwrap_or_default())
}

/// The starts of all lines but the first; `\n`, `\r\n` and a lone `\r` break lines.
fn line_starts(text: &str, base: usize) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().filter_map(move |(at, byte)| match byte {
        b'\n' => Some(base + at + 1),
        b'\r' if bytes.get(at + 1) != Some(&b'\n') => Some(base + at + 1),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Encoding, Position, Text};

    fn check(text: &str, needle: &str, encoding: Encoding, expect: (usize, usize)) {
        let text = Text::new(text.to_owned());
        let at = text.as_str().find(needle).unwrap();
        let position = text.position(at, encoding);
        assert_eq!((position.line, position.column), expect, "{needle}");
        assert_eq!(text.offset(position, encoding), at, "{needle}");
    }

    #[test]
    fn columns_count_what_the_editor_counts() {
        check("a = 1\r\nbc = 2", "2", Encoding::Utf16, (1, 5));
        check("\tname = \"卡巴\", x", "x", Encoding::Utf16, (0, 14));
        check("\tname = \"卡巴\", x", "x", Encoding::Utf8, (0, 18));
        check("n = \"Касперский\" # x", "# x", Encoding::Utf16, (0, 17));
        check("n = \"Касперский\" # x", "# x", Encoding::Utf8, (0, 27));
        check("n = \"𝔎𠮷\" # x", "# x", Encoding::Utf16, (0, 11));
        check("n = \"𝔎𠮷\" # x", "# x", Encoding::Utf32, (0, 9));
        check("\u{feff}a", "a", Encoding::Utf16, (0, 1));
    }

    #[test]
    fn positions_out_of_range_are_taken_to_the_nearest() {
        let text = Text::new("ab\r\n𝔎c\n".to_owned());
        let at = |line, column| text.offset(Position { line, column }, Encoding::Utf16);
        assert_eq!(at(0, 99), 2);
        assert_eq!(at(1, 1), 4, "inside of a surrogate pair");
        assert_eq!(at(1, 2), 8);
        assert_eq!(at(99, 0), text.as_str().len());
        assert_eq!(at(usize::MAX, usize::MAX), text.as_str().len());
    }

    proptest! {
        #[test]
        fn the_line_table_follows_every_edit(
            start in "[a\r\nЖ𝔎]{0,24}",
            edits in proptest::collection::vec((0usize..40, 0usize..10, "[a\r\nЖ]{0,5}"), 1..8),
        ) {
            let mut text = Text::new(start);
            for (from, len, with) in edits {
                let floor = |mut at: usize| { at = at.min(text.as_str().len()); while !text.as_str().is_char_boundary(at) { at -= 1; } at };
                let (from, to) = (floor(from), floor(from + len));
                text.replace(from, to.max(from), &with);
                prop_assert_eq!(&text.lines, &Text::new(text.as_str().to_owned()).lines, "{:?}", text.as_str());
            }
        }
    }
}
