//! Names from the command line or line by line from standard input. Invariant: every line gives exactly one item, in
//! order; what cannot be read whole carries the reason, and no line is held in memory beyond its limit.

use std::io::{self, BufRead};

/// Bytes of a line that are kept: four times the letters that are read of a name.
const MOST_BYTES: usize = 16_384;
/// Letters beyond which a text is no name, as the index reads them.
const MOST_LETTERS: usize = 4_096;

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its text as far as it can be read.
    pub text: String,
    /// Why it could not be read whole.
    pub error: Option<String>,
}

impl Line {
    fn of(bytes: &[u8], cut: bool) -> Self {
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        let text = String::from_utf8_lossy(bytes).into_owned();
        let error = if !cut && std::str::from_utf8(bytes).is_err() {
            Some("the line is not valid UTF-8".to_owned())
        } else if cut || text.chars().nth(MOST_LETTERS).is_some() {
            Some(format!("the line is longer than a name can be ({MOST_LETTERS} characters)"))
        } else {
            None
        };
        let text = match text.char_indices().nth(MOST_LETTERS) {
            Some((end, _)) => text.get(..end).unwrap_or_default().to_owned(),
            None => text,
        };
        Self { text, error }
    }
}

/// Hands every argument, or every line of standard input when there is none, to `each`.
pub(super) fn each(arguments: &[String], each: impl FnMut(Line)) -> io::Result<()> {
    if arguments.is_empty() {
        return read(&mut io::stdin().lock(), each);
    }
    arguments.iter().map(|name| Line::of(name.as_bytes(), false)).for_each(each);
    Ok(())
}

fn read(input: &mut impl BufRead, mut each: impl FnMut(Line)) -> io::Result<()> {
    let mut line: Vec<u8> = vec![];
    let (mut cut, mut begun, mut first) = (false, false, true);
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        let end = chunk.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
        let taken = end.unwrap_or(chunk.len());
        let room = MOST_BYTES - line.len().min(MOST_BYTES);
        line.extend(chunk.iter().take(taken.min(room)));
        cut |= taken > room;
        begun = true;
        input.consume(taken);
        if end.is_some() {
            each(Line::of(without_mark(&line, first), cut));
            line.clear();
            (cut, begun, first) = (false, false, false);
        }
    }
    if begun {
        each(Line::of(without_mark(&line, first), cut));
    }
    Ok(())
}

/// Without the mark that some programs put in front of UTF-8.
fn without_mark(line: &[u8], first: bool) -> &[u8] {
    match line.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) if first => rest,
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::{Line, MOST_LETTERS, read};

    fn check(input: &[u8], expect: &[(&str, bool)]) {
        for capacity in [1, 7, 8_192] {
            let mut lines: Vec<Line> = vec![];
            read(&mut BufReader::with_capacity(capacity, input), |line| lines.push(line)).unwrap();
            let got: Vec<(&str, bool)> =
                lines.iter().map(|line| (line.text.as_str(), line.error.is_some())).collect();
            assert_eq!(got, expect, "{:?}", String::from_utf8_lossy(input).get(..20));
        }
    }

    #[test]
    fn every_line_is_one_item() {
        check(b"", &[]);
        check(b"a", &[("a", false)]);
        check(b"a\n", &[("a", false)]);
        check(b"\n\na\r\n\n", &[("", false), ("", false), ("a", false), ("", false)]);
        check(b"\xEF\xBB\xBFa\nb", &[("a", false), ("b", false)]);
        check(b"a\xFFb\nc", &[("a\u{FFFD}b", true), ("c", false)]);
        check(b"a\0b\n", &[("a\0b", false)]);
    }

    #[test]
    fn a_long_line_is_cut_and_the_next_is_whole() {
        let cut = "x".repeat(MOST_LETTERS);
        for long in [MOST_LETTERS + 1, 20_000, 1 << 20] {
            check(format!("{}\nnext", "x".repeat(long)).as_bytes(), &[(&cut, true), ("next", false)]);
        }
        check(cut.as_bytes(), &[(&cut, false)]);
    }
}
