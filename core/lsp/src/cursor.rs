//! Where a cursor stands in a chunk that somebody is typing: in a header, a key or a value, and below which
//! keys. Works on broken TOML; looks only at what stands in front of the cursor.

use crate::chunk::{key_length, path};

/// What is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typing {
    Header,
    Key,
    /// A value outside of quotation marks.
    Value,
    /// A value inside of quotation marks.
    Quoted,
    /// A comment, or behind a value.
    Nothing,
}

/// A cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// The keys above.
    pub(crate) path: Vec<String>,
    pub(crate) typing: Typing,
    /// What is typed so far, without the quotation mark.
    pub(crate) typed: String,
}

/// The cursor at the end of `before`. `above` are the keys of the header that the text belongs to.
pub(crate) fn cursor(before: &str, above: &[String]) -> Cursor {
    let mut state =
        State { base: above.to_vec(), path: above.to_vec(), open: vec![], typing: Typing::Key, from: 0 };
    let bytes = before.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at = state.step(before, at, *byte);
    }
    let typed = before.get(state.from..).unwrap_or_default().trim_start().to_owned();
    Cursor { path: state.path, typing: state.typing, typed }
}

struct State {
    /// The keys of the header.
    base: Vec<String>,
    path: Vec<String>,
    /// Open brackets with the number of keys in front of them.
    open: Vec<(u8, usize)>,
    typing: Typing,
    /// Where that which is being typed begins.
    from: usize,
}

impl State {
    fn step(&mut self, text: &str, at: usize, byte: u8) -> usize {
        match (self.typing, byte) {
            (Typing::Header, b'\n') => {
                let header = text.get(self.from..at).unwrap_or_default();
                let opening = header.len() - header.trim_start_matches('[').len();
                self.base = segments(header, opening);
                self.statement(at + 1);
            }
            (Typing::Nothing, b'\n') if self.open.is_empty() => self.statement(at + 1),
            (Typing::Nothing, b'\n') => self.begin(self.inside(), at + 1),
            (Typing::Header, _) => {}
            (_, b'#') => {
                self.begin(Typing::Nothing, at);
                return text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |line| at + line);
            }
            (Typing::Key, b'[') if self.open.is_empty() && self.blank(text, at) => {
                self.begin(Typing::Header, at)
            }
            (Typing::Key, b'=') => {
                let keys = segments(text.get(self.from..at).unwrap_or_default(), 0);
                self.path.extend(keys);
                self.begin(Typing::Value, at + 1);
            }
            (Typing::Key, b'}') => self.close(at),
            (Typing::Key, b'\n') if self.open.is_empty() => self.statement(at + 1),
            (Typing::Key, _) => {}
            (_, b'"' | b'\'') => return self.quoted(text, at, byte),
            (_, b'[') => {
                self.open.push((b'[', self.path.len()));
                self.begin(Typing::Value, at + 1);
            }
            (_, b'{') => {
                self.open.push((b'{', self.path.len()));
                self.begin(Typing::Key, at + 1);
            }
            (_, b']' | b'}') => self.close(at),
            (_, b',') => {
                if let Some((_, keys)) = self.open.last() {
                    self.path.truncate(*keys);
                }
                self.begin(self.inside(), at + 1);
            }
            (_, b'\n') if self.open.is_empty() => self.statement(at + 1),
            _ => {}
        }
        at + 1
    }

    fn begin(&mut self, typing: Typing, from: usize) {
        self.typing = typing;
        self.from = from;
    }

    fn statement(&mut self, from: usize) {
        self.path.clone_from(&self.base);
        self.begin(Typing::Key, from);
    }

    fn inside(&self) -> Typing {
        if matches!(self.open.last(), Some((b'{', _))) { Typing::Key } else { Typing::Value }
    }

    fn close(&mut self, at: usize) {
        if let Some((_, keys)) = self.open.pop() {
            self.path.truncate(keys);
        }
        self.begin(Typing::Nothing, at + 1);
    }

    fn blank(&self, text: &str, at: usize) -> bool {
        text.get(self.from..at).is_some_and(|typed| typed.trim().is_empty())
    }

    /// Goes over a text; one that the cursor stands in is what is being typed.
    fn quoted(&mut self, text: &str, at: usize, quote: u8) -> usize {
        let long = if quote == b'"' { "\"\"\"" } else { "'''" };
        let rest = text.get(at..).unwrap_or_default();
        if rest.starts_with(long) {
            let end = rest.get(3..).and_then(|rest| rest.find(long));
            self.begin(Typing::Nothing, at);
            return end.map_or(text.len(), |end| at + end + 6);
        }
        let line = rest.split('\n').next().unwrap_or_default();
        let length = key_length(line);
        let closed = length >= 2 && line.as_bytes().get(length - 1) == Some(&quote);
        if closed {
            self.begin(Typing::Nothing, at + length);
        } else if line.len() == rest.len() {
            self.begin(Typing::Quoted, at + 1);
        }
        at + length.max(1)
    }
}

/// The keys of a dotted path.
fn segments(text: &str, from: usize) -> Vec<String> {
    let keys = path(text, from).into_iter().filter_map(|(start, end)| text.get(start..end));
    keys.map(|key| key.trim_matches(['"', '\'']).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Typing, cursor};

    fn check(before: &str, path: &[&str], typing: Typing, typed: &str) {
        let found = cursor(before, &[]);
        assert_eq!(found.path, path, "{before}");
        assert_eq!((found.typing, found.typed.as_str()), (typing, typed), "{before}");
    }

    #[test]
    fn what_is_typed() {
        check("", &[], Typing::Key, "");
        check("ver", &[], Typing::Key, "ver");
        check("version = 1\n[ru", &[], Typing::Header, "[ru");
        check("[rule.x]\nven", &["rule", "x"], Typing::Key, "ven");
        check("[rule.x]\nvendors = [\"a\", \"b", &["rule", "x", "vendors"], Typing::Quoted, "b");
        check("[rule.x]\nvendors = [\"a\", ", &["rule", "x", "vendors"], Typing::Value, "");
        check("[rule.x]\nscope = { buyers = [\"a\"], end", &["rule", "x", "scope"], Typing::Key, "end");
        check("[rule.x]\nscope = { buyers = [\"", &["rule", "x", "scope", "buyers"], Typing::Quoted, "");
        check(
            "[authority.x]\nstatus = [{ is = \"in-force\", from = 20",
            &["authority", "x", "status", "from"],
            Typing::Value,
            "20",
        );
        check(
            "[authority.x]\nstatus = [\n  { is = \"in-force\" },\n  { i",
            &["authority", "x", "status"],
            Typing::Key,
            "i",
        );
        check("[rule.x]\n# a \"comment", &["rule", "x"], Typing::Nothing, "# a \"comment");
        check("[vendor]\na = { name = \"x\" }\nb", &["vendor"], Typing::Key, "b");
        check("[vendor]\na.name = \"", &["vendor", "a", "name"], Typing::Quoted, "");
        check("[rule.x]\naction = \"deny\"\nde", &["rule", "x"], Typing::Key, "de");
        check("[rule.x]\naction = \"deny\n", &["rule", "x"], Typing::Key, "");
        check("x = \"\"\"\n[rule.x]\n", &["x"], Typing::Nothing, "\"\"\"\n[rule.x]\n");
    }
}
