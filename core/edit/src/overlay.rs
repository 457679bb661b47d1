//! Files with some of them changed in memory. Writes nothing.

use std::collections::BTreeMap;

use debar_blocklist::{SourceError, Sources};

/// Files of which some have another text.
pub struct Overlay<'a> {
    below: &'a dyn Sources,
    changed: BTreeMap<String, String>,
}

impl<'a> Overlay<'a> {
    /// Nothing changed yet.
    pub fn new(below: &'a dyn Sources) -> Self {
        Self { below, changed: BTreeMap::new() }
    }

    /// Gives a file another text.
    pub fn set(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.changed.insert(name.into(), text.into());
    }

    /// The changed files by name.
    pub fn changed(&self) -> &BTreeMap<String, String> {
        &self.changed
    }
}

impl Sources for Overlay<'_> {
    fn read(&self, name: &str) -> Result<Vec<u8>, SourceError> {
        match self.changed.get(name) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.below.read(name),
        }
    }
}
