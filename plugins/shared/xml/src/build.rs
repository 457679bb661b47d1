//! From quick-xml's events to the tree: well-formedness, limits and places are settled here.
//!
//! quick-xml finds the borders of mark-up; what stands between them is checked again, since it is lenient by design.
//! Invariant: text that comments, CDATA sections or instructions split becomes one text.

use crate::attributes;
use crate::chars::{first_forbidden, is_plain_name, is_qualified_name, is_space};
use crate::doctype;
use crate::error::{Code, Fault, XmlError, short};
use crate::limits::Limits;
use crate::namespaces::{NamespaceId, Namespaces};
use crate::source::Source;
use crate::tree::{AttributeNode, Document, Kind, NIL, Name, Node, Slice};
use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::Event;
use std::collections::HashMap;

pub(crate) fn document<'a>(
    source: Source<'a>,
    limits: &Limits,
    prefix: String,
) -> Result<Document<'a>, Box<XmlError>> {
    let mut tree = Tree::default();
    let result = Builder::new(source.text(), limits, &mut tree).run();
    let (namespaces, doctype) = match result {
        Ok(done) => done,
        Err((fault, parent)) => {
            let partial = Document {
                source,
                prefix,
                doctype: None,
                nodes: tree.nodes,
                attributes: tree.attributes,
                names: tree.names,
                namespaces: Vec::new(),
                decoded: tree.decoded,
            };
            let pointer = if parent == NIL {
                String::new()
            } else {
                crate::element::Element::new(&partial, parent).pointer()
            };
            return Err(Box::new(partial.source.error(fault, pointer)));
        }
    };
    let Tree { nodes, attributes, names, decoded } = tree;
    Ok(Document { source, prefix, doctype, nodes, attributes, names, namespaces, decoded })
}

#[derive(Default)]
struct Tree {
    nodes: Vec<Node>,
    attributes: Vec<AttributeNode>,
    names: Vec<Name>,
    decoded: String,
}

struct Open {
    node: u32,
    last: u32,
    mark: usize,
    names: bool,
    path: usize,
}

struct Pending {
    from: usize,
    to: usize,
    value: Slice,
}

struct Builder<'t, 'o> {
    text: &'t str,
    limits: &'o Limits,
    tree: &'o mut Tree,
    namespaces: Namespaces<'t>,
    interned: HashMap<(NamespaceId, &'t str), u32>,
    /// The last names, by a cheap key: documents repeat a few names.
    recent: [Option<(NamespaceId, &'t str, u32)>; RECENT],
    stack: Vec<Open>,
    pending: Option<Pending>,
    doctype: Option<doctype::Doctype>,
    siblings: Vec<(u32, u32)>,
    elements: usize,
}

const RECENT: usize = 64;

type Outcome<T> = Result<T, (Fault, u32)>;

impl<'t, 'o> Builder<'t, 'o> {
    fn new(text: &'t str, limits: &'o Limits, tree: &'o mut Tree) -> Self {
        Self {
            text,
            limits,
            tree,
            namespaces: Namespaces::new(),
            interned: HashMap::new(),
            recent: [None; RECENT],
            stack: Vec::new(),
            pending: None,
            doctype: None,
            siblings: Vec::new(),
            elements: 0,
        }
    }

    fn run(mut self) -> Outcome<(Vec<String>, Option<doctype::Doctype>)> {
        match self.read() {
            Ok(()) => Ok((self.namespaces.into_names(), self.doctype)),
            Err(fault) => Err((fault, self.stack.last().map_or(NIL, |open| open.node))),
        }
    }

    fn read(&mut self) -> Result<(), Fault> {
        if let Some(at) = first_forbidden(self.text) {
            let help = "have the sender repair the document";
            return Err(
                Fault::new(Code::ForbiddenCharacter, at, "a character that XML forbids", help).upto(at + 1)
            );
        }
        let start = self.text.trim_start_matches(is_space);
        if start.is_empty() {
            return Err(Fault::new(
                Code::Empty,
                0,
                "the document holds no element",
                "send the document again",
            ));
        }
        if !start.starts_with('<') {
            return Err(Fault::new(
                Code::NotXml,
                0,
                "the document does not start like XML",
                "send an XML document",
            ));
        }
        let mut reader = Reader::from_str(self.text);
        let config = reader.config_mut();
        config.check_comments = true;
        config.check_end_names = true;
        loop {
            let from = position(&reader);
            let event = reader.read_event().map_err(|e| self.fault(e, from, position(&reader)))?;
            let to = position(&reader);
            match event {
                Event::Start(tag) => self.start(from, to, tag.name().0, false)?,
                Event::Empty(tag) => self.start(from, to, tag.name().0, true)?,
                Event::End(_) => self.end(from, to)?,
                Event::Text(_) => self.text(from, to)?,
                Event::CData(_) => self.cdata(from, to)?,
                Event::GeneralRef(name) => self.reference(&name, from, to)?,
                Event::Comment(_) => {}
                Event::PI(_) => self.instruction(from, to)?,
                Event::Decl(_) => self.declaration(from, to)?,
                Event::DocType(_) => self.doctype(from, to)?,
                Event::Eof => break,
            }
        }
        if !self.stack.is_empty() {
            return Err(cut(self.text.len()));
        }
        if self.tree.nodes.is_empty() {
            return Err(Fault::new(
                Code::Empty,
                self.text.len(),
                "the document holds no element",
                "send the document again",
            ));
        }
        Ok(())
    }

    fn start(&mut self, from: usize, to: usize, qualified: &str, empty: bool) -> Result<(), Fault> {
        self.flush()?;
        if self.stack.is_empty() && !self.tree.nodes.is_empty() {
            return Err(trailing(from, "a second root element"));
        }
        if self.stack.len() >= self.limits.depth {
            return Err(Fault::limit(from, "the nesting of elements", self.limits.depth));
        }
        let path = self.stack.last().map_or(0, |open| open.path) + qualified.len();
        if path > self.limits.path {
            return Err(Fault::limit(from, "the length of the names of nested elements", self.limits.path));
        }
        self.elements += 1;
        let most = self.limits.elements + self.text.len() / 16;
        if self.elements > most {
            return Err(Fault::limit(from, "the number of elements", most));
        }
        if qualified.len() > self.limits.name {
            return Err(Fault::limit(from, "the length of an element name", self.limits.name));
        }
        let name_at = from + 1;
        let name = self.text.get(name_at..name_at + qualified.len()).unwrap_or_default();
        if name != qualified || !is_qualified_name(name) {
            return Err(Fault::syntax(from, format!("`{}` is not an element name", short(qualified))));
        }
        let body_end = if empty { to.saturating_sub(2) } else { to.saturating_sub(1) };
        let body_at = name_at + name.len();
        let body = self.text.get(body_at..body_end).unwrap_or_default();
        let raw = attributes::split(body, body_at, self.limits)?;
        let node = index(self.tree.nodes.len());
        let mark = self.namespaces.mark();
        let first = index(self.tree.attributes.len());
        self.declare(&raw)?;
        for attribute in raw.iter().filter(|a| declared_prefix(a.name).is_none()) {
            let namespace = self.namespaces.resolve(prefix(attribute.name), false);
            let name = self.intern(namespace, attribute.name, attribute.at);
            let begin = self.tree.decoded.len();
            let decoded =
                attributes::decode(attribute.value, attribute.value_at, self.limits, &mut self.tree.decoded)?;
            let value = if decoded {
                slice(begin, self.tree.decoded.len(), true)
            } else {
                slice(attribute.value_at, attribute.value_at + attribute.value.len(), false)
            };
            let (from, to) = (index(attribute.value_at), index(attribute.value_at + attribute.value.len()));
            self.tree.attributes.push(AttributeNode { name, from, to, value });
        }
        self.unique(first, &raw)?;
        let namespace = self.namespaces.resolve(prefix(name), true);
        let name = self.intern(namespace, name, name_at);
        let attributes = (first, index(self.tree.attributes.len()));
        let kind = Kind::Element { name, first: NIL, ordinal: 0, attributes };
        self.push(Node { parent: NIL, next: NIL, from: index(from), to: index(to), kind });
        if empty {
            self.namespaces.leave(mark);
        } else {
            self.stack.push(Open { node, last: NIL, mark, names: false, path });
        }
        Ok(())
    }

    fn end(&mut self, from: usize, to: usize) -> Result<(), Fault> {
        self.flush()?;
        let open = self.stack.pop().ok_or_else(|| Fault::syntax(from, "an end tag without a start tag"))?;
        self.namespaces.leave(open.mark);
        if let Some(node) = self.tree.nodes.get_mut(open.node as usize) {
            node.to = index(to);
        }
        if open.names {
            self.number(open.node);
        }
        Ok(())
    }

    fn text(&mut self, from: usize, to: usize) -> Result<(), Fault> {
        let text = self.text;
        let piece = text.get(from..to).unwrap_or_default();
        if self.stack.is_empty() {
            return if piece.chars().all(is_space) {
                Ok(())
            } else {
                let at = from + (piece.len() - piece.trim_start_matches(is_space).len());
                Err(if self.tree.nodes.is_empty() {
                    Fault::syntax(at, "text before the root element")
                } else {
                    trailing(at, "text after the root element")
                })
            };
        }
        if let Some(bad) = piece.find("]]>") {
            return Err(Fault::syntax(from + bad, "`]]>` inside text; write `]]&gt;`"));
        }
        self.append(from, to, from, piece)
    }

    fn cdata(&mut self, from: usize, to: usize) -> Result<(), Fault> {
        if self.stack.is_empty() {
            return Err(Fault::syntax(from, "a CDATA section outside the root element"));
        }
        let text = self.text;
        let at = from + "<![CDATA[".len();
        let piece = text.get(at..to.saturating_sub("]]>".len())).unwrap_or_default();
        self.append(at, at + piece.len(), at, piece)
    }

    fn reference(&mut self, name: &str, from: usize, to: usize) -> Result<(), Fault> {
        if self.stack.is_empty() {
            return Err(Fault::syntax(from, "a reference outside the root element"));
        }
        let c = attributes::reference(name, from, self.limits)?;
        self.own(from);
        self.tree.decoded.push(c);
        self.grow(to, from)
    }

    /// Adds `piece`, which stands at `at`, to the text in hand.
    fn append(&mut self, from: usize, to: usize, at: usize, piece: &str) -> Result<(), Fault> {
        if piece.is_empty() {
            return Ok(());
        }
        if self.pending.is_none() && !piece.contains('\r') {
            self.pending = Some(Pending { from, to, value: slice(at, at + piece.len(), false) });
            return self.grow(to, from);
        }
        self.own(from);
        let mut rest = piece;
        while let Some((before, after)) = rest.split_once('\r') {
            self.tree.decoded.push_str(before);
            self.tree.decoded.push('\n');
            rest = after.strip_prefix('\n').unwrap_or(after);
        }
        self.tree.decoded.push_str(rest);
        self.grow(to, from)
    }

    /// Makes the text in hand a decoded one, so that it can grow.
    fn own(&mut self, from: usize) {
        let decoded = &mut self.tree.decoded;
        let begin = decoded.len();
        match &mut self.pending {
            Some(pending) if pending.value.decoded => {}
            Some(pending) => {
                let old =
                    self.text.get(pending.value.from as usize..pending.value.to as usize).unwrap_or_default();
                decoded.push_str(old);
                pending.value = slice(begin, decoded.len(), true);
            }
            None => self.pending = Some(Pending { from, to: from, value: slice(begin, begin, true) }),
        }
    }

    fn grow(&mut self, to: usize, at: usize) -> Result<(), Fault> {
        let Some(pending) = &mut self.pending else { return Ok(()) };
        pending.to = to;
        if pending.value.decoded {
            pending.value.to = index(self.tree.decoded.len());
        }
        if (pending.value.to - pending.value.from) as usize > self.limits.text {
            return Err(Fault::limit(at, "the length of a text", self.limits.text));
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Fault> {
        let Some(pending) = self.pending.take() else { return Ok(()) };
        let from = if pending.value.decoded { &self.tree.decoded } else { self.text };
        let text = from.get(pending.value.from as usize..pending.value.to as usize).unwrap_or_default();
        if text.chars().all(is_space) {
            return Ok(());
        }
        let kind = Kind::Text(pending.value);
        self.push(Node { parent: NIL, next: NIL, from: index(pending.from), to: index(pending.to), kind });
        Ok(())
    }

    fn instruction(&mut self, from: usize, to: usize) -> Result<(), Fault> {
        let body = self.text.get(from + 2..to.saturating_sub(2)).unwrap_or_default();
        let target = body.split(is_space).next().unwrap_or_default();
        if target.len() > self.limits.name {
            return Err(Fault::limit(from, "the length of an instruction's name", self.limits.name));
        }
        if !is_plain_name(target) || target.eq_ignore_ascii_case("xml") {
            return Err(Fault::syntax(from, format!("`{}` is not an instruction's name", short(target))));
        }
        Ok(())
    }

    fn declaration(&mut self, from: usize, to: usize) -> Result<(), Fault> {
        if from != 0 {
            return Err(Fault::syntax(from, "the XML declaration is not at the start of the document"));
        }
        let at = "<?xml".len();
        let body = self.text.get(at..to.saturating_sub(2)).unwrap_or_default();
        let raw = attributes::split(body, at, self.limits)?;
        let mut names = raw.iter().map(|a| (a.name, a.value));
        match names.next() {
            Some(("version", "1.0")) => {}
            Some(("version", other)) => {
                let message = format!("XML version `{}` is not read", short(other));
                return Err(Fault::new(Code::NotWellFormed, at, message, "send XML 1.0"));
            }
            _ => return Err(Fault::syntax(at, "the XML declaration has no version")),
        }
        let rest: Vec<&str> = names.map(|(name, _)| name).collect();
        if !matches!(rest.as_slice(), [] | ["encoding"] | ["standalone"] | ["encoding", "standalone"]) {
            return Err(Fault::syntax(at, "the XML declaration cannot be read"));
        }
        Ok(())
    }

    fn doctype(&mut self, from: usize, to: usize) -> Result<(), Fault> {
        if self.doctype.is_some() || !self.tree.nodes.is_empty() {
            return Err(Fault::syntax(from, "a document type declaration in the wrong place"));
        }
        if to - from > self.limits.doctype {
            return Err(Fault::limit(
                from,
                "the length of the document type declaration",
                self.limits.doctype,
            ));
        }
        self.doctype = Some(doctype::read(self.text, from, to)?);
        Ok(())
    }

    fn declare(&mut self, raw: &[attributes::Raw<'t>]) -> Result<(), Fault> {
        let before = self.namespaces.mark();
        for attribute in raw {
            let Some(prefix) = declared_prefix(attribute.name) else { continue };
            let mut decoded = String::new();
            let name =
                match attributes::decode(attribute.value, attribute.value_at, self.limits, &mut decoded)? {
                    true => decoded.as_str(),
                    false => attribute.value,
                };
            if name.len() > self.limits.name {
                return Err(Fault::limit(
                    attribute.value_at,
                    "the length of a namespace name",
                    self.limits.name,
                ));
            }
            if prefix == "xmlns" || (name.is_empty() && !prefix.is_empty()) {
                return Err(Fault::syntax(attribute.at, "a namespace prefix that may not be declared"));
            }
            if self.namespaces.declares(before, prefix) {
                return Err(duplicate(attribute.at, attribute.name));
            }
            self.namespaces.declare(prefix, name);
            if self.namespaces.mark() > self.limits.namespaces {
                let what = "the number of namespace declarations";
                return Err(Fault::limit(attribute.at, what, self.limits.namespaces));
            }
        }
        Ok(())
    }

    /// No two attributes from `first` on have the same namespace and local name.
    fn unique(&mut self, first: u32, raw: &[attributes::Raw<'t>]) -> Result<(), Fault> {
        let added = self.tree.attributes.get(first as usize..).unwrap_or_default();
        if added.len() < 2 {
            return Ok(());
        }
        let key = |a: &AttributeNode| {
            let name = self.tree.names.get(a.name as usize)?;
            let local = (name.qualified.from + name.prefix) as usize..name.qualified.to as usize;
            Some((name.namespace, self.text.get(local)?))
        };
        let mut keys: Vec<_> = added.iter().map(key).collect();
        keys.sort_unstable();
        if let Some(twice) = keys.windows(2).find(|pair| pair.first() == pair.get(1)) {
            let name = twice.first().copied().flatten().map_or("", |(_, local)| local);
            return Err(duplicate(raw.first().map_or(0, |a| a.at), name));
        }
        Ok(())
    }

    fn intern(&mut self, namespace: NamespaceId, name: &'t str, at: usize) -> u32 {
        let byte = |b: Option<&u8>| b.map_or(0, |b| usize::from(*b));
        let slot =
            (name.len() * 5 + byte(name.as_bytes().first()) + byte(name.as_bytes().last()) * 3) % RECENT;
        match self.recent.get(slot) {
            Some(Some((known, text, id))) if *known == namespace && *text == name => return *id,
            _ => {}
        }
        let id = self.intern_new(namespace, name, at);
        if let Some(entry) = self.recent.get_mut(slot) {
            *entry = Some((namespace, name, id));
        }
        id
    }

    fn intern_new(&mut self, namespace: NamespaceId, name: &'t str, at: usize) -> u32 {
        let names = &mut self.tree.names;
        *self.interned.entry((namespace, name)).or_insert_with(|| {
            let prefix = index(name.find(':').map_or(0, |colon| colon + 1));
            names.push(Name { qualified: slice(at, at + name.len(), false), prefix, namespace });
            index(names.len() - 1)
        })
    }

    fn push(&mut self, mut node: Node) {
        let id = index(self.tree.nodes.len());
        if let Some(open) = self.stack.last_mut() {
            node.parent = open.node;
            open.names |= matches!(node.kind, Kind::Element { .. });
            let last = std::mem::replace(&mut open.last, id);
            let link = if last == NIL { open.node } else { last };
            match self.tree.nodes.get_mut(link as usize) {
                Some(Node { kind: Kind::Element { first, .. }, .. }) if last == NIL => *first = id,
                Some(previous) => previous.next = id,
                None => {}
            }
        }
        self.tree.nodes.push(node);
    }

    /// Numbers the children that share their name with a sibling.
    fn number(&mut self, parent: u32) {
        let nodes = &mut self.tree.nodes;
        self.siblings.clear();
        let mut at = match nodes.get(parent as usize) {
            Some(Node { kind: Kind::Element { first, .. }, .. }) => *first,
            _ => NIL,
        };
        while let Some(node) = nodes.get(at as usize) {
            if let Kind::Element { name, .. } = node.kind {
                self.siblings.push((name, at));
            }
            at = node.next;
        }
        self.siblings.sort_unstable();
        for same in self.siblings.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            for (count, (_, at)) in same.iter().enumerate() {
                if let Some(Node { kind: Kind::Element { ordinal, .. }, .. }) = nodes.get_mut(*at as usize) {
                    *ordinal = index(count + 1);
                }
            }
        }
    }

    fn fault(&self, error: Error, from: usize, to: usize) -> Fault {
        match error {
            Error::Syntax(syntax) => match syntax {
                SyntaxError::InvalidBangMarkup => {
                    Fault::syntax(from, "`<!` without a comment, CDATA or document type")
                }
                _ => cut(self.text.len()),
            },
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                let message = format!("`</{}>` closes `<{}>`", short(&found), short(&expected));
                Fault::syntax(from, message)
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(name)) => {
                if self.stack.is_empty() && !self.tree.nodes.is_empty() {
                    trailing(from, "an end tag after the root element")
                } else {
                    Fault::syntax(from, format!("`</{}>` closes nothing", short(&name)))
                }
            }
            Error::IllFormed(IllFormedError::MissingEndTag(_)) => cut(self.text.len()),
            Error::IllFormed(IllFormedError::DoubleHyphenInComment) => {
                Fault::syntax(from, "`--` inside a comment")
            }
            Error::IllFormed(IllFormedError::UnclosedReference) => {
                Fault::syntax(from, "`&` without a reference; write `&amp;`")
            }
            _ => Fault::syntax(from.min(to), "the mark-up cannot be read"),
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn cut(at: usize) -> Fault {
    Fault::new(
        Code::Truncated,
        at,
        "the document ends before its root element does",
        "send the whole document",
    )
}

fn trailing(at: usize, what: &str) -> Fault {
    Fault::new(Code::TrailingContent, at, what, "send one document at a time")
}

fn duplicate(at: usize, name: &str) -> Fault {
    let message = format!("attribute `{}` stands twice on one element", short(name));
    Fault::new(Code::DuplicateAttribute, at, message, "have the sender repair the document")
}

fn prefix(name: &str) -> &str {
    name.split_once(':').map_or("", |(prefix, _)| prefix)
}

/// The prefix that a namespace declaration is for.
fn declared_prefix(name: &str) -> Option<&str> {
    if name == "xmlns" { Some("") } else { name.strip_prefix("xmlns:") }
}

fn slice(from: usize, to: usize, decoded: bool) -> Slice {
    Slice { from: index(from), to: index(to), decoded }
}

/// Positions fit: the size of a document is checked against `u32` before.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NIL)
}
