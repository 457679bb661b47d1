//! Where a statement's value belongs, by the rules of TOML on headers and dotted keys. Every answer of none means
//! that the file may be wrong.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use bumpalo::Bump;

use crate::source::At;
use crate::syntax::{Key, Node, Table, Value};

/// Entries up to which a key is looked for one by one.
const FEW: usize = 16;

/// A key and those in front of its last dot.
pub(super) struct Path<'t> {
    pub(super) above: Vec<Key<'t>>,
    pub(super) key: Key<'t>,
}

/// A key of a table and its value.
type Entry<'t> = (Key<'t>, Node<'t>);

/// What makes looking up a key quick in a table of many.
#[derive(Default)]
struct Index(Option<HashMap<u64, u32>>);

impl Index {
    /// The place of a key among `count`; none at all when two keys cannot be told apart by their hashes.
    #[expect(clippy::option_option, reason = "no answer is not the answer that there is none")]
    fn find<'k>(
        &mut self,
        wanted: &str,
        count: usize,
        key: impl Fn(usize) -> Option<&'k Key<'k>>,
    ) -> Option<Option<usize>> {
        if count <= FEW {
            return Some((0..count).rev().find(|at| key(*at).is_some_and(|key| key.text == wanted)));
        }
        let known = self.0.get_or_insert_default();
        for at in known.len()..count {
            known.insert(hash(key(at)?.text), u32::try_from(at).ok()?);
        }
        if known.len() < count {
            return None;
        }
        let Some(at) = known.get(&hash(wanted)).map(|at| *at as usize) else { return Some(None) };
        (key(at)?.text == wanted).then_some(Some(at))
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// An inline table in the making: its entries are the last ones of a stack, from the `first` on. A table that only a
/// dotted key made lies at its key, every other one behind it.
pub(super) struct Inline {
    first: usize,
    index: Index,
}

impl Inline {
    /// A table whose entries come after so many others.
    pub(super) fn after(first: usize) -> Self {
        Self { first, index: Index::default() }
    }

    pub(super) fn insert<'t>(
        &mut self,
        arena: &'t Bump,
        stack: &mut Vec<Entry<'t>>,
        path: Path<'t>,
        node: Node<'t>,
    ) -> Option<()> {
        let Some((outer, above)) = path.above.split_first() else {
            if self.find(stack, path.key.text)?.is_some() {
                return None;
            }
            stack.push((path.key, node));
            return Some(());
        };
        let at = match self.find(stack, outer.text)? {
            Some(at) => at,
            None => {
                stack.push((*outer, made_by_dot(outer, Table::default())));
                stack.len().checked_sub(self.first + 1)?
            }
        };
        let (known, made) = stack.get_mut(self.first + at)?;
        *made = made_by_dot(known, extended(arena, table_of_dot(known, made)?, above, (path.key, node))?);
        Some(())
    }

    pub(super) fn finish<'t>(self, arena: &'t Bump, stack: &mut Vec<Entry<'t>>) -> Table<'t> {
        let first = self.first.min(stack.len());
        let table = sorted(arena, stack.get_mut(first..).unwrap_or_default());
        stack.truncate(first);
        table
    }

    fn find(&mut self, stack: &[Entry<'_>], text: &str) -> Option<Option<usize>> {
        let entries = stack.get(self.first..)?;
        self.index.find(text, entries.len(), |at| entries.get(at).map(|(key, _)| key))
    }
}

/// A table with one more entry, below the tables that the dots in front of its key open.
fn extended<'t>(arena: &'t Bump, table: Table<'t>, above: &[Key<'t>], entry: Entry<'t>) -> Option<Table<'t>> {
    let mut entries = table.0.to_vec();
    let Some((outer, above)) = above.split_first() else {
        // Few keys lie below a dot: a table of many is not written this way, and is parsed the other way.
        let fits = entries.len() <= FEW * FEW && entries.iter().all(|(known, _)| known.text != entry.0.text);
        return fits.then(|| {
            entries.push(entry);
            Table(arena.alloc_slice_copy(&entries))
        });
    };
    match entries.iter_mut().find(|(known, _)| known.text == outer.text) {
        Some((known, made)) => {
            *made = made_by_dot(known, extended(arena, table_of_dot(known, made)?, above, entry)?);
        }
        None => entries.push((*outer, made_by_dot(outer, extended(arena, Table::default(), above, entry)?))),
    }
    Some(Table(arena.alloc_slice_copy(&entries)))
}

/// The table of an entry that only a dotted key made.
fn table_of_dot<'t>(key: &Key<'t>, node: &Node<'t>) -> Option<Table<'t>> {
    match node.value {
        Value::Table(table) if node.at == key.at => Some(table),
        _ => None,
    }
}

const fn made_by_dot<'t>(key: &Key<'t>, table: Table<'t>) -> Node<'t> {
    Node { at: key.at, value: Value::Table(table) }
}

/// How a table came to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    /// By its own header, or as the root.
    Header,
    /// By the header of a table inside of it.
    Inner,
    /// By a dotted key.
    Dotted,
}

/// What a key of a table of the document stands for.
enum Slot<'t> {
    Value(Node<'t>),
    Table(usize),
    /// `[[key]]`, and where the first one stands.
    Tables(Vec<usize>, At),
}

struct Part<'t> {
    made: Made,
    at: At,
    entries: Vec<(Key<'t>, Slot<'t>)>,
    index: Index,
}

/// The tables of a document that headers and dotted keys can reach, by number; the first is the root.
pub(super) struct Tree<'t> {
    file: usize,
    arena: &'t Bump,
    parts: Vec<Part<'t>>,
    /// The table of the last header.
    current: usize,
}

impl<'t> Tree<'t> {
    pub(super) fn new(file: usize, arena: &'t Bump) -> Self {
        let at = At { file, start: 0, end: 0 };
        let root = Part { made: Made::Header, at, entries: vec![], index: Index::default() };
        Self { file, arena, parts: vec![root], current: 0 }
    }

    /// A statement `path = node` in the table of the last header.
    pub(super) fn insert(&mut self, path: Path<'t>, node: Node<'t>) -> Option<()> {
        let mut table = self.current;
        for key in path.above {
            table = match self.find(table, key.text)? {
                None => self.add_table(table, key, Made::Dotted)?,
                Some(at) => match self.slot(table, at)? {
                    Slot::Table(inner) if self.parts.get(*inner)?.made == Made::Dotted => *inner,
                    _ => return None,
                },
            };
        }
        if self.find(table, path.key.text)?.is_some() {
            return None;
        }
        self.parts.get_mut(table)?.entries.push((path.key, Slot::Value(node)));
        Some(())
    }

    /// A header `[path]`, or `[[path]]` when it is one of a list; `at` is the whole header.
    pub(super) fn header(&mut self, path: Path<'t>, at: At, listed: bool) -> Option<()> {
        let mut table = 0;
        for key in path.above {
            table = match self.find(table, key.text)? {
                None => self.add_table(table, key, Made::Inner)?,
                Some(place) => match self.slot(table, place)? {
                    Slot::Table(inner) => *inner,
                    Slot::Tables(inner, _) => *inner.last()?,
                    Slot::Value(_) => return None,
                },
            };
        }
        let found = self.find(table, path.key.text)?;
        self.current = match (found, listed) {
            (None, false) => {
                let part = self.add_table(table, path.key, Made::Header)?;
                self.parts.get_mut(part)?.at = at;
                part
            }
            (Some(place), false) => {
                let Slot::Table(part) = self.slot(table, place)? else { return None };
                let part = *part;
                let reopened = self.parts.get_mut(part).filter(|part| part.made == Made::Inner)?;
                reopened.made = Made::Header;
                reopened.at = at;
                // The header itself is the key's place from now on.
                self.parts.get_mut(table)?.entries.get_mut(place)?.0 = path.key;
                part
            }
            (None, true) => {
                let part = self.part(Made::Header, at);
                self.parts.get_mut(table)?.entries.push((path.key, Slot::Tables(vec![part], at)));
                part
            }
            (Some(place), true) => {
                let part = self.part(Made::Header, at);
                let (_, slot) = self.parts.get_mut(table)?.entries.get_mut(place)?;
                let Slot::Tables(parts, _) = slot else { return None };
                parts.push(part);
                part
            }
        };
        Some(())
    }

    pub(super) fn finish(mut self) -> Node<'t> {
        let at = At { file: self.file, start: 0, end: 0 };
        Node { value: Value::Table(self.table(0)), at }
    }

    /// Takes a table out, with all that lies below it: as deep as a path has keys.
    fn table(&mut self, part: usize) -> Table<'t> {
        let entries = self.parts.get_mut(part).map(|part| std::mem::take(&mut part.entries));
        let nodes = entries.unwrap_or_default().into_iter().map(|(key, slot)| {
            let node = match slot {
                Slot::Value(node) => node,
                Slot::Table(inner) => self.node(inner),
                Slot::Tables(inner, at) => {
                    let inner: Vec<Node<'t>> = inner.into_iter().map(|inner| self.node(inner)).collect();
                    Node { at, value: Value::List(self.arena.alloc_slice_copy(&inner)) }
                }
            };
            (key, node)
        });
        let mut nodes: Vec<Entry<'t>> = nodes.collect();
        sorted(self.arena, &mut nodes)
    }

    fn node(&mut self, part: usize) -> Node<'t> {
        let at = self.parts.get(part).map(|part| part.at).unwrap_or_default();
        Node { at, value: Value::Table(self.table(part)) }
    }

    fn find(&mut self, table: usize, key: &str) -> Option<Option<usize>> {
        let Part { entries, index, .. } = self.parts.get_mut(table)?;
        index.find(key, entries.len(), |at| entries.get(at).map(|(key, _)| key))
    }

    fn slot(&self, table: usize, at: usize) -> Option<&Slot<'t>> {
        self.parts.get(table)?.entries.get(at).map(|(_, slot)| slot)
    }

    fn part(&mut self, made: Made, at: At) -> usize {
        self.parts.push(Part { made, at, entries: vec![], index: Index::default() });
        self.parts.len() - 1
    }

    fn add_table(&mut self, table: usize, key: Key<'t>, made: Made) -> Option<usize> {
        let part = self.part(made, key.at);
        self.parts.get_mut(table)?.entries.push((key, Slot::Table(part)));
        Some(part)
    }
}

fn sorted<'t>(arena: &'t Bump, entries: &mut [Entry<'t>]) -> Table<'t> {
    entries.sort_by_key(|(key, _)| key.at.start);
    Table(arena.alloc_slice_copy(entries))
}
