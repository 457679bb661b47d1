//! The scanner: text -> tape, in one pass with a stack of its own. Not a recogniser of any dialect. Invariant: it
//! stops at the first character that RFC 8259 does not allow, and at each limit before it is passed.

use crate::tape::{NO_PARENT, Node};
use crate::{Kind, Limits, Problem, number, string};

#[derive(Clone, Copy, PartialEq)]
enum Expect {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    CommaOrEnd,
}

/// A problem at an offset of the text, with the containers that were open.
pub(crate) struct Stop {
    pub problem: Problem,
    pub message: String,
    pub at: usize,
    pub len: usize,
    pub nodes: Vec<Node>,
    /// The innermost open array or object.
    pub inside: u32,
}

/// Reads exactly one value in `text[start..end]`, with white space around it.
pub(crate) fn scan(text: &str, start: usize, end: usize, limits: Limits) -> Result<Vec<Node>, Stop> {
    let bytes = text.as_bytes().get(..end).unwrap_or_default();
    let mut scanner = Scanner { bytes, at: start, limits, nodes: Vec::new(), open: Vec::new() };
    match scanner.run() {
        Ok(()) => Ok(scanner.nodes),
        Err((at, problem, message)) => {
            let inside = scanner.open.last().copied().unwrap_or(NO_PARENT);
            let len = usize::from(at < end);
            Err(Stop { problem, message, at, len, nodes: scanner.nodes, inside })
        }
    }
}

type Failure = (usize, Problem, String);

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
    limits: Limits,
    nodes: Vec<Node>,
    open: Vec<u32>,
}

impl Scanner<'_> {
    fn run(&mut self) -> Result<(), Failure> {
        self.blank();
        if self.at >= self.bytes.len() {
            return Err((self.at, Problem::Empty, "there is no JSON value".to_owned()));
        }
        let mut expect = Expect::Value;
        loop {
            self.blank();
            let Some(byte) = self.bytes.get(self.at).copied() else {
                return Err((self.at, Problem::Truncated, "the document ends inside a value".to_owned()));
            };
            expect = match (expect, byte) {
                (Expect::ValueOrEnd, b']') | (Expect::KeyOrEnd, b'}') => self.close(),
                (Expect::CommaOrEnd, b']') if self.inside() == Some(Kind::Array) => self.close(),
                (Expect::CommaOrEnd, b'}') if self.inside() == Some(Kind::Object) => self.close(),
                (Expect::CommaOrEnd, b',') => {
                    self.at += 1;
                    if self.inside() == Some(Kind::Object) { Expect::Key } else { Expect::Value }
                }
                (Expect::CommaOrEnd, _) => return Err(self.unexpected(byte, "a comma or the end")),
                (Expect::Key | Expect::KeyOrEnd, b'"') => {
                    self.string(true)?;
                    self.blank();
                    match self.bytes.get(self.at) {
                        Some(b':') => self.at += 1,
                        Some(other) => return Err(self.unexpected(*other, "a colon")),
                        None => continue,
                    }
                    Expect::Value
                }
                (Expect::Key | Expect::KeyOrEnd, _) => return Err(self.unexpected(byte, "a quoted key")),
                (Expect::Value | Expect::ValueOrEnd, _) => self.value(byte)?,
            };
            if self.open.is_empty() {
                break;
            }
        }
        self.blank();
        if self.at < self.bytes.len() {
            let message = "there is more text after the end of the JSON value".to_owned();
            return Err((self.at, Problem::Trailing, message));
        }
        Ok(())
    }

    fn value(&mut self, byte: u8) -> Result<Expect, Failure> {
        match byte {
            b'{' => return self.open(Kind::Object, Expect::KeyOrEnd),
            b'[' => return self.open(Kind::Array, Expect::ValueOrEnd),
            b'"' => self.string(false)?,
            b'-' | b'0'..=b'9' => {
                let end = number::scan(self.bytes, self.at, self.limits.number)
                    .map_err(|(at, problem)| (at, problem, number_message(problem)))?;
                self.push(Kind::Number, self.at, end, false, false)?;
                self.at = end;
            }
            b't' => self.word(b"true", Kind::Bool)?,
            b'f' => self.word(b"false", Kind::Bool)?,
            b'n' => self.word(b"null", Kind::Null)?,
            _ => return Err(self.unexpected(byte, "a value")),
        }
        Ok(Expect::CommaOrEnd)
    }

    fn open(&mut self, kind: Kind, expect: Expect) -> Result<Expect, Failure> {
        if self.open.len() >= self.limits.depth {
            let message = format!("arrays and objects are nested deeper than {}", self.limits.depth);
            return Err((self.at, Problem::Depth, message));
        }
        let node = self.push(kind, self.at, self.at + 1, false, false)?;
        self.open.push(node);
        self.at += 1;
        Ok(expect)
    }

    fn close(&mut self) -> Expect {
        self.at += 1;
        let next = position(self.nodes.len());
        let end = position(self.at);
        if let Some(node) = self.open.pop().and_then(|open| self.nodes.get_mut(index(open))) {
            node.next = next;
            node.end = end;
        }
        Expect::CommaOrEnd
    }

    fn string(&mut self, key: bool) -> Result<(), Failure> {
        let start = self.at + 1;
        let (end, escaped) = string::scan(self.bytes, start)
            .map_err(|(at, problem)| (at, problem, string_message(problem)))?;
        self.push(Kind::String, start, end, escaped, key)?;
        self.at = end + 1;
        Ok(())
    }

    fn word(&mut self, word: &[u8], kind: Kind) -> Result<(), Failure> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word) {
            if word.starts_with(rest) {
                return Err((
                    self.bytes.len(),
                    Problem::Truncated,
                    "the document ends inside a word".to_owned(),
                ));
            }
            return Err((
                self.at,
                Problem::Syntax,
                "a word that is not `true`, `false` or `null`".to_owned(),
            ));
        }
        let end = self.at + word.len();
        self.push(kind, self.at, end, false, false)?;
        self.at = end;
        Ok(())
    }

    fn push(
        &mut self,
        kind: Kind,
        start: usize,
        end: usize,
        escaped: bool,
        key: bool,
    ) -> Result<u32, Failure> {
        let here = self.nodes.len();
        if here >= self.limits.values {
            let message = format!("the document holds more than {} keys and values", self.limits.values);
            return Err((start, Problem::Size, message));
        }
        let parent = self.open.last().copied().unwrap_or(NO_PARENT);
        let mut ordinal = 0;
        if let Some(array) = self.nodes.get_mut(index(parent)).filter(|node| node.kind == Kind::Array) {
            // While an array is open its `next` counts its elements.
            ordinal = array.next;
            array.next += 1;
        }
        let next = match kind {
            Kind::Array | Kind::Object => 0,
            _ => position(here + 1),
        };
        let (start, end) = (position(start), position(end));
        self.nodes.push(Node { start, end, next, parent, ordinal, kind, escaped, key });
        Ok(position(here))
    }

    fn inside(&self) -> Option<Kind> {
        self.nodes.get(index(*self.open.last()?)).map(|node| node.kind)
    }

    fn blank(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.bytes.get(self.at) {
            self.at += 1;
        }
    }

    fn unexpected(&self, byte: u8, wanted: &str) -> Failure {
        let found = match byte {
            b',' => "a comma",
            b':' => "a colon",
            b']' | b'}' => "a closing bracket",
            b'/' => "a comment",
            b'\'' => "a single quote",
            0 => "a NUL byte",
            _ => "another character",
        };
        (self.at, Problem::Syntax, format!("expected {wanted}, found {found}"))
    }
}

fn string_message(problem: Problem) -> String {
    match problem {
        Problem::Truncated => "the document ends inside a string",
        Problem::Surrogate => "a string holds half of a surrogate pair",
        _ => "a string holds a control character or an unknown escape",
    }
    .to_owned()
}

fn number_message(problem: Problem) -> String {
    match problem {
        Problem::Truncated => "the document ends inside a number",
        Problem::Size => "a number has more digits than the limit",
        _ => "a number is not written as JSON writes numbers",
    }
    .to_owned()
}

/// Offsets fit: [`crate::Source`] refuses texts over 4 GiB, and a text has no more nodes than bytes.
fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

pub(crate) fn index(node: u32) -> usize {
    usize::try_from(node).unwrap_or(usize::MAX)
}
