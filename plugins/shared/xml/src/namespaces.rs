//! Prefixes and the namespace names that they stand for. Knows no element.
//!
//! Invariant: a prefix resolves to its innermost declaration, and the number of declarations in force is bounded, so a
//! lookup costs a constant.

use std::collections::HashMap;

/// Id of a namespace name; 0 is "no namespace".
pub(crate) type NamespaceId = u32;

pub(crate) const NONE: NamespaceId = 0;
pub(crate) const XML: NamespaceId = 1;
/// A prefix that nothing declares.
pub(crate) const UNBOUND: NamespaceId = 2;

const XML_NAME: &str = "http://www.w3.org/XML/1998/namespace";

pub(crate) struct Namespaces<'t> {
    names: Vec<String>,
    ids: HashMap<String, NamespaceId>,
    active: Vec<(&'t str, NamespaceId)>,
}

impl<'t> Namespaces<'t> {
    pub fn new() -> Self {
        let names = vec![String::new(), XML_NAME.to_owned(), String::new()];
        let ids = HashMap::from([(String::new(), NONE), (XML_NAME.to_owned(), XML)]);
        Self { names, ids, active: Vec::new() }
    }

    /// Declarations in force; give it back to [`Self::leave`].
    pub fn mark(&self) -> usize {
        self.active.len()
    }

    pub fn leave(&mut self, mark: usize) {
        self.active.truncate(mark);
    }

    /// True when `prefix` was declared since `mark`.
    pub fn declares(&self, mark: usize, prefix: &str) -> bool {
        self.active.iter().skip(mark).any(|(p, _)| *p == prefix)
    }

    pub fn declare(&mut self, prefix: &'t str, name: &str) {
        let id = match self.ids.get(name) {
            Some(id) => *id,
            None => {
                let id = u32::try_from(self.names.len()).unwrap_or(UNBOUND);
                self.names.push(name.to_owned());
                self.ids.insert(name.to_owned(), id);
                id
            }
        };
        self.active.push((prefix, id));
    }

    /// The namespace of an element's (`default`) or attribute's prefix.
    pub fn resolve(&self, prefix: &str, default: bool) -> NamespaceId {
        if prefix.is_empty() && !default {
            return NONE;
        }
        if prefix == "xml" {
            return XML;
        }
        match self.active.iter().rev().find(|(p, _)| *p == prefix) {
            Some((_, id)) => *id,
            None if prefix.is_empty() => NONE,
            None => UNBOUND,
        }
    }

    pub fn into_names(self) -> Vec<String> {
        self.names
    }
}
