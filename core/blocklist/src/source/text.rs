//! One file's text with its line starts. Invariant: columns count characters from 1, a byte order mark has none.

use std::cell::Cell;

use debar_model::Place;

/// A file's text and where its lines begin.
#[derive(Debug)]
pub(crate) struct SourceText {
    pub(crate) name: String,
    pub(crate) text: String,
    lines: Vec<usize>,
    /// The last answer: entries are read in order, so the next question is mostly on the same line.
    last: Cell<(usize, u32)>,
    /// And the line of the last question.
    last_line: Cell<usize>,
}

impl SourceText {
    pub(crate) fn new(name: String, text: String) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(starts).collect();
        Self { name, text, lines, last: Cell::new((0, 1)), last_line: Cell::new(1) }
    }

    pub(crate) fn place(&self, start: usize, end: usize) -> Place {
        let line = self.line(start);
        let line_start = self.lines.get(line - 1).copied().unwrap_or_default();
        let column = self.column(line_start, start);
        Place { file: self.name.clone(), line: u32::try_from(line).unwrap_or(u32::MAX), column, start, end }
    }

    /// The line of a byte, from 1.
    fn line(&self, at: usize) -> usize {
        let holds = |line: usize| {
            let start = |line: usize| self.lines.get(line).copied();
            start(line.wrapping_sub(1)).is_some_and(|first| first <= at)
                && start(line).is_none_or(|next| next > at)
        };
        let last = self.last_line.get();
        let near = [last, last + 1].into_iter().find(|line| holds(*line));
        let line = near.unwrap_or_else(|| self.lines.partition_point(|first| *first <= at).max(1));
        self.last_line.set(line);
        line
    }

    /// The text of a byte range; empty when it is not one.
    pub(crate) fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// First and last byte of the line of a byte, without its line break.
    pub(crate) fn line_of(&self, at: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|first| *first <= at).max(1);
        let start = self.lines.get(line - 1).copied().unwrap_or_default();
        let end = self.lines.get(line).map_or(self.text.len(), |next| next - 1);
        (start, end.max(start))
    }

    fn column(&self, line_start: usize, at: usize) -> u32 {
        let (known_at, known_column) = self.last.get();
        let (from, base) =
            if (line_start..=at).contains(&known_at) { (known_at, known_column) } else { (line_start, 1) };
        let before = self.text.get(from..at).unwrap_or_default();
        let mut count = before.chars().count();
        if from == 0 && before.starts_with('\u{feff}') {
            count -= 1;
        }
        let column = base.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        if self.text.is_char_boundary(at) {
            self.last.set((at, column));
        }
        column
    }
}

#[cfg(test)]
mod tests {
    use super::SourceText;

    fn check(text: &str, needle: &str, expect: (u32, u32)) {
        let source = SourceText::new("a".into(), text.into());
        let start = text.find(needle).unwrap();
        for _ in 0..2 {
            let place = source.place(start, start + needle.len());
            assert_eq!((place.line, place.column), expect, "{needle} in {text:?}");
        }
        assert_eq!(source.slice(start, start + needle.len()), needle);
    }

    #[test]
    fn columns_count_characters() {
        check("a = 1", "1", (1, 5));
        check("\u{feff}a = 1", "a", (1, 1));
        check("a = 1\r\nbc = 2", "2", (2, 6));
        check("name = \"АО «Лаборатория»\" # x", "# x", (1, 27));
        check("\tname = \"卡巴斯基\", x", "x", (1, 17));
        check("\n\nlast", "last", (3, 1));
    }
}
