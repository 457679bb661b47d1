//! A list in use: compiled, with the bytes of every file that it came from, so that any decision made
//! with it can be replayed. A bad edit never gets this far.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use debar_blocklist::{
    Blocklist, Diagnostic, DirSources, MemorySources, OpenSet, Reading, SHIPPED_ROOT, SourceError, Sources,
    read, shipped,
};
use debar_engine::Engine;
use debar_model::{Revision, Sha256Hex};

use crate::config::ListChoice;
use crate::sets::{ListFolder, PastList};

/// A list that holds, compiled.
#[derive(Debug)]
pub struct LoadedList {
    /// The compiled list.
    pub engine: Engine,
    /// The name of its root file.
    pub root: String,
    /// Every file that it was read from, by name.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What somebody should look at.
    pub warnings: Vec<Diagnostic>,
}

/// A list that does not hold: everything that is wrong with it.
#[derive(Debug)]
pub struct ListError {
    /// The name of the root file.
    pub root: String,
    /// All problems.
    pub diagnostics: Vec<Diagnostic>,
    /// The files' names and texts, for the rendering of the places.
    pub files: Vec<(String, String)>,
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errors = self.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
        write!(f, "the blocklist `{}` has {errors} error(s) and is not used", self.root)
    }
}

impl std::error::Error for ListError {}

impl LoadedList {
    /// Reads and compiles the chosen list.
    pub fn load(choice: &ListChoice) -> Result<Self, ListError> {
        match choice {
            ListChoice::Shipped => Self::from_sources(SHIPPED_ROOT, &shipped()),
            ListChoice::File(path) => {
                let (sources, root) = dir_sources(path);
                Self::from_sources(&root, &sources)
            }
        }
    }

    /// Reads and compiles a list from any sources.
    pub fn from_sources(root: &str, sources: &dyn Sources) -> Result<Self, ListError> {
        let (reading, files) = read_recorded(root, sources);
        let Reading { list, diagnostics, files: texts } = reading;
        match list {
            Some(list) => Ok(Self::compile(root, list, files, diagnostics)),
            None => Err(ListError { root: root.to_owned(), diagnostics, files: texts }),
        }
    }

    fn compile(
        root: &str,
        list: Blocklist,
        mut files: BTreeMap<String, Vec<u8>>,
        warnings: Vec<Diagnostic>,
    ) -> Self {
        // Evidence beside the list is looked at and is no part of it.
        files.retain(|name, _| list.files.iter().any(|file| file.name == *name));
        Self { engine: Engine::compile(Arc::new(list)), root: root.to_owned(), files, warnings }
    }

    /// The checked list.
    pub fn list(&self) -> &Blocklist {
        self.engine.list()
    }

    /// The revision.
    pub fn revision(&self) -> Revision {
        self.list().revision
    }
}

/// A chosen list with everything that there is to say about it, whether it holds or not.
#[derive(Debug)]
pub struct Inspected {
    /// The name of its root file.
    pub root: String,
    /// The checked list, not compiled: most of what is asked of it needs no engine. None when it has an error.
    pub list: Option<Arc<Blocklist>>,
    /// All diagnostics.
    pub diagnostics: Vec<Diagnostic>,
    /// The files' names and texts, for the rendering of the places.
    pub files: Vec<(String, String)>,
}

/// Reads a chosen list once, for its diagnostics.
pub fn inspect_list(choice: &ListChoice) -> Inspected {
    match choice {
        ListChoice::Shipped => inspected(SHIPPED_ROOT.to_owned(), &shipped()),
        ListChoice::File(path) => {
            let (sources, root) = dir_sources(path);
            inspected(root, &sources)
        }
    }
}

fn inspected(root: String, sources: &dyn Sources) -> Inspected {
    let Reading { list, diagnostics, files } = read(&root, sources);
    Inspected { root, list: list.map(Arc::new), diagnostics, files }
}

/// A reading and the bytes of every file that it asked for.
fn read_recorded(root: &str, sources: &dyn Sources) -> (Reading, BTreeMap<String, Vec<u8>>) {
    let recording = Recording { sources, files: RefCell::default() };
    let reading = read(root, &recording);
    (reading, recording.files.into_inner())
}

fn dir_sources(path: &Path) -> (ListFolder, String) {
    // A path without a file name cannot be read: the reader says so with its own diagnostic.
    let (sources, root) = DirSources::of(path).unwrap_or_else(|| (DirSources::new(path), String::new()));
    (ListFolder(sources), root)
}

/// Files of an earlier revision, as the ledger kept them.
pub(crate) fn memory(files: &BTreeMap<String, Vec<u8>>) -> PastList {
    let mut sources = MemorySources::new();
    for (name, bytes) in files {
        sources.add(name.clone(), bytes.clone());
    }
    PastList(sources)
}

struct Recording<'a> {
    sources: &'a dyn Sources,
    files: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl Sources for Recording<'_> {
    fn read(&self, name: &str) -> Result<Vec<u8>, SourceError> {
        let bytes = self.sources.read(name)?;
        self.files.borrow_mut().insert(name.to_owned(), bytes.clone());
        Ok(bytes)
    }

    fn digest_set(&self, name: &str, pin: Option<&Sha256Hex>) -> Result<Option<OpenSet>, SourceError> {
        self.sources.digest_set(name, pin)
    }
}
