//! Rows and cells of delimited text, with the place of each cell. Not a mapping. Invariant: a quote that is not closed
//! or not followed by a delimiter ends the reading: what comes after it cannot be told apart from content.
//!
//! Own splitting rather than the `csv` crate, which gives no byte range of a cell and closes open quotes silently;
//! `csv` writes the answers.

use std::borrow::Cow;

/// A cell: its text and its range in the document's text (inside the quotes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell<'t> {
    pub text: Cow<'t, str>,
    pub start: usize,
    pub end: usize,
}

/// A row with its number, from 1, counted in rows and not in lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row<'t> {
    pub number: u64,
    pub start: usize,
    pub end: usize,
    pub cells: Vec<Cell<'t>>,
    /// Why the row and all text after it cannot be read.
    pub broken: Option<&'static str>,
}

/// The rows of a text. Rows end with LF, CR LF or CR; empty rows are counted and left out.
#[derive(Clone, Debug)]
pub(crate) struct Rows<'t> {
    text: &'t str,
    delimiter: u8,
    at: usize,
    number: u64,
}

impl<'t> Rows<'t> {
    pub fn new(text: &'t str, delimiter: u8) -> Self {
        Self { text, delimiter, at: 0, number: 0 }
    }

    fn row(&mut self) -> Row<'t> {
        self.number += 1;
        let mut row =
            Row { number: self.number, start: self.at, end: self.at, cells: Vec::new(), broken: None };
        loop {
            match self.cell() {
                Ok(cell) => row.cells.push(cell),
                Err(broken) => {
                    row.broken = Some(broken);
                    self.at = self.text.len();
                    row.end = self.at;
                    return row;
                }
            }
            row.end = self.at;
            match self.byte() {
                Some(byte) if byte == self.delimiter => self.at += 1,
                Some(b'\r') => {
                    self.at += 1;
                    if self.byte() == Some(b'\n') {
                        self.at += 1;
                    }
                    return row;
                }
                _ => {
                    self.at += 1;
                    return row;
                }
            }
        }
    }

    fn cell(&mut self) -> Result<Cell<'t>, &'static str> {
        if self.byte() == Some(b'"') {
            return self.quoted();
        }
        let start = self.at;
        let delimiter = self.delimiter;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let len =
            rest.iter().position(|b| *b == delimiter || matches!(b, b'\r' | b'\n')).unwrap_or(rest.len());
        self.at = start + len;
        Ok(self.slice(start, self.at, false))
    }

    fn quoted(&mut self) -> Result<Cell<'t>, &'static str> {
        let start = self.at + 1;
        let mut doubled = false;
        self.at = start;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let Some(quote) = rest.iter().position(|b| *b == b'"') else {
                return Err("a quote is not closed");
            };
            let end = self.at + quote;
            self.at = end + 1;
            match self.byte() {
                Some(b'"') => {
                    doubled = true;
                    self.at += 1;
                }
                Some(byte) if byte != self.delimiter && !matches!(byte, b'\r' | b'\n') => {
                    return Err("text stands after a closing quote");
                }
                _ => return Ok(self.slice(start, end, doubled)),
            }
        }
    }

    fn slice(&self, start: usize, end: usize, doubled: bool) -> Cell<'t> {
        let raw = self.text.get(start..end).unwrap_or_default();
        let text = if doubled { Cow::Owned(raw.replace("\"\"", "\"")) } else { Cow::Borrowed(raw) };
        Cell { text, start, end }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

impl<'t> Iterator for Rows<'t> {
    type Item = Row<'t>;

    fn next(&mut self) -> Option<Row<'t>> {
        while self.at < self.text.len() {
            let row = self.row();
            let empty =
                matches!(row.cells.as_slice(), [cell] if cell.start == cell.end && row.start == cell.start);
            if !empty || row.broken.is_some() {
                return Some(row);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;

    fn check(text: &str, expect: &[&[&str]], broken: Option<&str>) {
        let rows: Vec<_> = Rows::new(text, b',').collect();
        let whole: Vec<Vec<&str>> = rows
            .iter()
            .filter(|row| row.broken.is_none())
            .map(|row| row.cells.iter().map(|cell| &*cell.text).collect())
            .collect();
        assert_eq!(whole, expect, "{text:?}");
        assert_eq!(rows.last().and_then(|row| row.broken), broken, "{text:?}");
    }

    #[test]
    fn rows_and_cells() {
        check("", &[], None);
        check("a,b\n1,2", &[&["a", "b"], &["1", "2"]], None);
        check("a,b\r\n\r\n1,2\r\n", &[&["a", "b"], &["1", "2"]], None);
        check("a\r1\r", &[&["a"], &["1"]], None);
        check("a,\n,", &[&["a", ""], &["", ""]], None);
        check("\"a\"\"b\",\"c\nd\",\"\"\n", &[&["a\"b", "c\nd", ""]], None);
        check("5\" disk,x", &[&["5\" disk", "x"]], None);
        check("\"\"\n", &[&[""]], None);
        check("ü,é\n", &[&["ü", "é"]], None);
        check("a\n\"b", &[&["a"]], Some("a quote is not closed"));
        check("a\n\"b\"c\nd", &[&["a"]], Some("text stands after a closing quote"));
        check("a\n\"", &[&["a"]], Some("a quote is not closed"));
    }
}
