//! The quick way through a file without faults: one pass over the parser's events, straight into the tree, with the
//! tokens of a few statements in memory at a time. It explains no error: at the first one, and at anything that it is
//! not sure of, it gives up, and the file is parsed again by the way that recovers.
//!
//! Invariant: what it builds is what [`super::node::convert`] makes of the same text.

mod scalar;
mod tree;

use std::cell::Cell;

use bumpalo::Bump;
use toml_parser::decoder::Encoding;
use toml_parser::lexer::{Token, TokenKind};
use toml_parser::parser::{EventReceiver, parse_document};
use toml_parser::{ErrorSink, ParseError, Source, Span};

use super::{Key, Node, Value};
use crate::source::At;
use tree::{Inline, Path, Tree};

/// Tokens that are parsed at once, at least; statements stay whole.
const BATCH: usize = 4096;
/// Lists and inline tables inside of each other; the way that recovers knows the true limit.
const DEEPEST: usize = 64;

/// The tree of a file that has no fault; none if it has one, or may have.
pub(super) fn build<'t>(file: usize, text: &'t str, arena: &'t Bump) -> Option<Node<'t>> {
    let failed = Cell::new(false);
    let source = Source::new(text);
    let mut builder = Builder {
        file,
        arena,
        source,
        failed: &failed,
        tree: Tree::new(file, arena),
        keys: vec![],
        header: None,
        statement: None,
        open: vec![],
        values: vec![],
        entries: vec![],
    };
    let mut sink = |_: ParseError| failed.set(true);
    let mut batch: Vec<Token> = Vec::with_capacity(BATCH * 2);
    let mut depth = 0_usize;
    for token in source.lex() {
        batch.push(token);
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth = depth.checked_sub(1)?,
            // Outside of all brackets a line break ends a statement, so the rest can be parsed by itself.
            TokenKind::Newline if depth == 0 && batch.len() >= BATCH => {
                parse_document(&batch, &mut builder, &mut sink);
                batch.clear();
            }
            _ => {}
        }
        if failed.get() {
            return None;
        }
    }
    parse_document(&batch, &mut builder, &mut sink);
    let whole = builder.open.is_empty() && builder.statement.is_none() && builder.keys.is_empty();
    let tree = builder.tree;
    (whole && !failed.get()).then(|| tree.finish())
}

/// A list or inline table whose end has not been met.
enum Open<'t> {
    List { start: usize, first: usize },
    Table { start: usize, table: Inline, path: Option<Path<'t>> },
}

struct Builder<'t, 'f> {
    file: usize,
    arena: &'t Bump,
    source: Source<'t>,
    failed: &'f Cell<bool>,
    tree: Tree<'t>,
    /// Keys of the path that is being read.
    keys: Vec<Key<'t>>,
    /// Where the table header began, and whether it is one of a list of tables.
    header: Option<(usize, bool)>,
    /// The key of the statement whose value is being read.
    statement: Option<Path<'t>>,
    open: Vec<Open<'t>>,
    /// Values of the open lists and entries of the open tables, the innermost last: each takes its own off the end
    /// when it closes, so that nothing grows that stays.
    values: Vec<Node<'t>>,
    entries: Vec<(Key<'t>, Node<'t>)>,
}

impl<'t> Builder<'t, '_> {
    fn at(&self, start: usize, end: usize) -> At {
        At { file: self.file, start, end }
    }

    fn give_up(&self) {
        self.failed.set(true);
    }

    /// Gives up when something was none.
    fn sure(&self, done: Option<()>) {
        if done.is_none() {
            self.give_up();
        }
    }

    fn path(&mut self) -> Option<Path<'t>> {
        let key = self.keys.pop()?;
        (self.keys.len() < DEEPEST).then(|| Path { above: std::mem::take(&mut self.keys), key })
    }

    fn value(&mut self, node: Node<'t>) {
        let done = match self.open.last_mut() {
            Some(Open::List { .. }) => {
                self.values.push(node);
                Some(())
            }
            Some(Open::Table { table, path, .. }) => {
                path.take().and_then(|path| table.insert(self.arena, &mut self.entries, path, node))
            }
            None => self.statement.take().and_then(|path| self.tree.insert(path, node)),
        };
        self.sure(done);
    }

    fn close_header(&mut self, end: usize) {
        let done = self.header.take().and_then(|(start, listed)| {
            let path = self.path()?;
            self.tree.header(path, self.at(start, end), listed)
        });
        self.sure(done);
    }

    fn enter(&mut self, open: Open<'t>) -> bool {
        self.open.push(open);
        if self.open.len() > DEEPEST {
            self.give_up();
        }
        !self.failed.get()
    }
}

impl EventReceiver for Builder<'_, '_> {
    fn std_table_open(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.header = Some((span.start(), false));
    }

    fn std_table_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.close_header(span.end());
    }

    fn array_table_open(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.header = Some((span.start(), true));
    }

    fn array_table_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        self.close_header(span.end());
    }

    fn inline_table_open(&mut self, span: Span, _error: &mut dyn ErrorSink) -> bool {
        self.enter(Open::Table { start: span.start(), table: Inline::after(self.entries.len()), path: None })
    }

    fn inline_table_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        let Some(Open::Table { start, table, .. }) = self.open.pop() else { return self.give_up() };
        let table = table.finish(self.arena, &mut self.entries);
        self.value(Node { at: self.at(start, span.end()), value: Value::Table(table) });
    }

    fn array_open(&mut self, span: Span, _error: &mut dyn ErrorSink) -> bool {
        self.enter(Open::List { start: span.start(), first: self.values.len() })
    }

    fn array_close(&mut self, span: Span, _error: &mut dyn ErrorSink) {
        let Some(Open::List { start, first }) = self.open.pop() else { return self.give_up() };
        let values = &*self.arena.alloc_slice_copy(self.values.get(first..).unwrap_or_default());
        self.values.truncate(first);
        self.value(Node { at: self.at(start, span.end()), value: Value::List(values) });
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        match scalar::key(self.arena, self.source, span, encoding, error) {
            Some(text) => self.keys.push(Key { at: self.at(span.start(), span.end()), text }),
            None => self.give_up(),
        }
    }

    fn key_val_sep(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        let path = self.path();
        let known = path.is_some();
        match self.open.last_mut() {
            Some(Open::Table { path: place, .. }) => *place = path,
            Some(Open::List { .. }) => return self.give_up(),
            None => self.statement = path,
        }
        if !known {
            self.give_up();
        }
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        match scalar::value(self.arena, self.source, span, encoding, error) {
            Some(value) => self.value(Node { at: self.at(span.start(), span.end()), value }),
            None => self.give_up(),
        }
    }

    fn comment(&mut self, span: Span, error: &mut dyn ErrorSink) {
        match self.source.get(span) {
            Some(raw) => raw.decode_comment(error),
            None => self.give_up(),
        }
    }

    fn newline(&mut self, span: Span, error: &mut dyn ErrorSink) {
        match self.source.get(span) {
            Some(raw) => raw.decode_newline(error),
            None => self.give_up(),
        }
    }

    fn error(&mut self, _span: Span, _error: &mut dyn ErrorSink) {
        self.give_up();
    }
}

#[cfg(test)]
mod tests;
