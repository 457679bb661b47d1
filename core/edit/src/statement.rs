//! The statements of a TOML text with the places of their keys, by looking at brackets and quotation marks alone.
//! Not a parser: it takes any text, and knows nothing of values.

/// A table header, or a key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    /// Whether it is a header.
    pub(crate) header: bool,
    /// First byte: of the bracket or of the key.
    pub(crate) start: usize,
    /// End of what it says, without a comment behind it.
    pub(crate) end: usize,
    /// End of its last line, with the line break.
    pub(crate) line_end: usize,
    /// The names of the table in which it stands and its own, in order. Names of the table have no place here.
    pub(crate) path: Vec<Segment>,
}

/// One name of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    /// The name without quotation marks.
    pub(crate) name: String,
    /// Where it is written, if it is in this statement.
    pub(crate) at: Option<(usize, usize)>,
}

impl Statement {
    /// The first names of the path.
    pub(crate) fn begins(&self, names: &[&str]) -> bool {
        self.path.len() >= names.len()
            && self.path.iter().zip(names).all(|(segment, name)| segment.name == *name)
    }
}

/// All statements of a text in order.
pub(crate) fn statements(text: &str) -> Vec<Statement> {
    let mut all = vec![];
    let mut table: Vec<Segment> = vec![];
    let mut scanner = Scanner { text, at: if text.starts_with('\u{feff}') { 3 } else { 0 } };
    while let Some(statement) = scanner.next(&table) {
        if statement.header {
            table = statement.path.iter().map(|segment| Segment { at: None, ..segment.clone() }).collect();
        }
        all.push(statement);
    }
    all
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn next(&mut self, table: &[Segment]) -> Option<Statement> {
        loop {
            let rest = self.text.get(self.at..)?;
            let c = rest.chars().next()?;
            if c == '#' {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if c.is_whitespace() {
                self.at += c.len_utf8();
            } else {
                break;
            }
        }
        let start = self.at;
        let header = self.text.get(start..)?.starts_with('[');
        let (end, name_end) = self.value_end(start, header);
        let key_start = if header {
            start + self.text.get(start..)?.chars().take_while(|c| *c == '[').count().min(2)
        } else {
            start
        };
        let own = segments(self.text.get(key_start..name_end).unwrap_or_default(), key_start);
        let mut path = if header { vec![] } else { table.to_vec() };
        path.extend(own);
        let line = self.text.get(end..)?;
        let line_end = end + line.find('\n').map_or(line.len(), |offset| offset + 1);
        self.at = line_end;
        Some(Statement { header, start, end, line_end, path })
    }

    /// The end of a statement, and the end of its key.
    fn value_end(&self, start: usize, header: bool) -> (usize, usize) {
        let text = self.text.get(start..).unwrap_or_default();
        let mut depth = 0_usize;
        let mut last = 0;
        let mut name_end = None;
        let mut skip_to = 0;
        for (offset, c) in text.char_indices() {
            if offset < skip_to {
                continue;
            }
            let rest = text.get(offset..).unwrap_or_default();
            match c {
                '"' | '\'' => {
                    skip_to = offset + string_length(rest);
                    last = skip_to;
                    continue;
                }
                '#' => {
                    if depth == 0 {
                        break;
                    }
                    skip_to = offset + rest.find('\n').unwrap_or(rest.len());
                    continue;
                }
                '\n' if depth == 0 || header => break,
                '[' | '{' => depth += 1,
                ']' | '}' => {
                    depth = depth.saturating_sub(1);
                    if header && name_end.is_none() {
                        name_end = Some(offset);
                    }
                }
                '=' if depth == 0 && name_end.is_none() && !header => name_end = Some(offset),
                _ => {}
            }
            if !c.is_whitespace() {
                last = offset + c.len_utf8();
            }
        }
        (start + last, start + name_end.unwrap_or(last))
    }
}

/// The bytes of the text in quotation marks that begins here.
pub(crate) fn string_length(text: &str) -> usize {
    for (fence, escapes) in [("\"\"\"", true), ("'''", false)] {
        if let Some(inner) = text.strip_prefix(fence) {
            let mut from = 0;
            while let Some(found) = inner.get(from..).and_then(|rest| rest.find(fence)) {
                let end = from + found;
                let before = inner.get(..end).unwrap_or_default();
                let backslashes = before.len() - before.trim_end_matches('\\').len();
                if escapes && backslashes % 2 == 1 {
                    from = end + 1;
                    continue;
                }
                let more = inner.get(end + 3..).unwrap_or_default();
                let extra = more.chars().take(2).take_while(|c| fence.starts_with(*c)).count();
                return 3 + end + 3 + extra;
            }
            return text.len();
        }
    }
    let quote = text.chars().next().unwrap_or('"');
    let mut escaped = false;
    for (offset, c) in text.char_indices().skip(1) {
        match c {
            '\n' => return offset,
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if c == quote => return offset + 1,
            _ => {}
        }
    }
    text.len()
}

/// The names of `a."b.c".d` with their places.
fn segments(key: &str, offset: usize) -> Vec<Segment> {
    let mut all = vec![];
    let mut from = 0;
    while from < key.len() {
        let rest = key.get(from..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start().len();
        let name = rest.trim_start();
        let start = from + blank;
        let length = if name.starts_with(['"', '\'']) {
            string_length(name)
        } else {
            name.find('.')
                .map_or(name.trim_end().len(), |dot| name.get(..dot).unwrap_or_default().trim_end().len())
        };
        let written = name.get(..length).unwrap_or_default();
        if written.is_empty() {
            break;
        }
        let at = (offset + start, offset + start + length);
        all.push(Segment { name: written.trim_matches(['"', '\'']).to_owned(), at: Some(at) });
        let after = key.get(start + length..).unwrap_or_default();
        match after.find('.') {
            Some(dot) => from = start + length + dot + 1,
            None => break,
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::statements;

    fn check(text: &str, expect: &[(&str, &str)]) {
        let found: Vec<(String, &str)> = statements(text)
            .iter()
            .map(|statement| {
                let path: Vec<&str> = statement.path.iter().map(|segment| segment.name.as_str()).collect();
                (path.join("/"), text.get(statement.start..statement.end).unwrap())
            })
            .collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn statements_and_their_paths() {
        check("a = 1 # x\n\nb.c=2", &[("a", "a = 1"), ("b/c", "b.c=2")]);
        check(
            "[vendor.\"x.y\"] # h\nname = \"a # b\"\n[[test]]\nat = 1",
            &[
                ("vendor/x.y", "[vendor.\"x.y\"]"),
                ("vendor/x.y/name", "name = \"a # b\""),
                ("test", "[[test]]"),
                ("test/at", "at = 1"),
            ],
        );
        check(
            "a = [ # c ]\n  1,\n  [2],\n]\nb = 3",
            &[("a", "a = [ # c ]\n  1,\n  [2],\n]"), ("b", "b = 3")],
        );
        check(
            "a = \"\"\"x\n[y]\n\"\"\"\nb = '''z'''",
            &[("a", "a = \"\"\"x\n[y]\n\"\"\""), ("b", "b = '''z'''")],
        );
        check("\u{feff}a = { b = \"}\" }\r\nc = 1\r\n", &[("a", "a = { b = \"}\" }"), ("c", "c = 1")]);
        check("", &[]);
        check("[unclosed\na = ", &[("unclosed", "[unclosed"), ("unclosed/a", "a =")]);
    }
}
