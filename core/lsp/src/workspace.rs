//! The lists that are open and the files that an editor has open. One list a root file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::list::LiveList;
use crate::roots;
use crate::text::{Encoding, Position};
use crate::uri::to_path;

/// A file that an editor has open.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// As the client writes it.
    pub(crate) uri: String,
    pub(crate) version: Option<i64>,
    /// The root file of its list.
    pub(crate) list: PathBuf,
    /// Its name in that list.
    pub(crate) name: String,
}

/// What a client has open.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    pub(crate) lists: BTreeMap<PathBuf, LiveList>,
    pub(crate) documents: BTreeMap<PathBuf, Document>,
}

/// A change of a document: a range and its new text, or the whole text.
pub(crate) struct Change {
    pub(crate) range: Option<(Position, Position)>,
    pub(crate) text: String,
}

/// More changes in one message than these are made as one.
const MANY: usize = 8;

impl Workspace {
    /// Opens a document; the answer is its list.
    pub(crate) fn open(&mut self, uri: &str, version: Option<i64>, text: String) -> PathBuf {
        let path = to_path(uri);
        let root = {
            let texts =
                |wanted: &Path| if *wanted == path { Some(text.clone()) } else { self.text_of(wanted) };
            roots::root_of(&path, &texts)
        };
        let dir = root.parent().unwrap_or(Path::new("/")).to_path_buf();
        let name = path.strip_prefix(&dir).unwrap_or(&path).to_string_lossy().into_owned();
        let document = Document { uri: uri.to_owned(), version, list: root.clone(), name: name.clone() };
        self.documents.insert(path.clone(), document);
        let root_name = root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut list = self.lists.remove(&root).unwrap_or_else(|| {
            let texts =
                |wanted: &Path| if *wanted == path { Some(text.clone()) } else { self.open_text(wanted) };
            LiveList::load(&dir, &root_name, &texts)
        });
        match list.files.get_mut(&name) {
            Some(file) => {
                file.open = true;
                list.set(&name, &text);
            }
            None => {
                // It stopped being a part of the list, or is not yet: it is kept, and read when it is.
                list.files.insert(name, crate::list::File::new(text, true));
            }
        }
        list.generation += 1;
        self.lists.insert(root.clone(), list);
        root
    }

    /// Changes a document; the answer is its list.
    pub(crate) fn change(
        &mut self,
        uri: &str,
        version: Option<i64>,
        changes: &[Change],
        encoding: Encoding,
    ) -> Option<PathBuf> {
        let document = self.documents.get_mut(&to_path(uri))?;
        document.version = version;
        let list = self.lists.get_mut(&document.list)?;
        if changes.len() > MANY {
            let mut text = list.files.get(&document.name)?.text.clone();
            for change in changes {
                let whole = (0, text.as_str().len());
                let (start, end) = change.range.map_or(whole, |(start, end)| {
                    let (start, end) = (text.offset(start, encoding), text.offset(end, encoding));
                    (start.min(end), start.max(end))
                });
                text.replace(start, end, &change.text);
            }
            list.set(&document.name, text.as_str());
            return Some(document.list.clone());
        }
        for change in changes {
            let Some((start, end)) = change.range else {
                list.set(&document.name, &change.text);
                continue;
            };
            let text = &list.files.get(&document.name)?.text;
            let (start, end) = (text.offset(start, encoding), text.offset(end, encoding));
            list.edit(&document.name, start.min(end), start.max(end), &change.text);
        }
        Some(document.list.clone())
    }

    /// Closes a document: its list goes on with the file of the disk, or goes when nothing of it is open. The
    /// answer is the list, and the files that nobody watches any longer.
    pub(crate) fn close(&mut self, uri: &str) -> Option<(PathBuf, Option<LiveList>)> {
        let path = to_path(uri);
        let document = self.documents.remove(&path)?;
        if !self.documents.values().any(|other| other.list == document.list) {
            let list = self.lists.remove(&document.list);
            return Some((document.list, list));
        }
        self.reload(&document.list);
        Some((document.list, None))
    }

    /// Reads the files of a list anew; those that are open stay as they are.
    pub(crate) fn reload(&mut self, root: &Path) {
        let Some(mut list) = self.lists.remove(root) else { return };
        let texts: BTreeMap<PathBuf, String> = self
            .documents
            .iter()
            .filter(|(_, document)| document.list == root)
            .filter_map(|(path, document)| {
                Some((path.clone(), list.files.get(&document.name)?.text.as_str().to_owned()))
            })
            .collect();
        list.load_files(&|path| texts.get(path).cloned().or_else(|| self.open_text(path)));
        list.generation += 1;
        for (path, document) in self.documents.iter().filter(|(_, document)| document.list == root) {
            if let (false, Some(text)) = (list.files.contains_key(&document.name), texts.get(path)) {
                list.files.insert(document.name.clone(), crate::list::File::new(text.clone(), true));
            }
        }
        self.lists.insert(root.to_path_buf(), list);
    }

    /// The list and the name of an open document.
    pub(crate) fn find(&self, uri: &str) -> Option<(&LiveList, &str)> {
        let document = self.documents.get(&to_path(uri))?;
        Some((self.lists.get(&document.list)?, &document.name))
    }

    /// The URI by which the client knows a file.
    pub(crate) fn uri_of(&self, path: &Path) -> String {
        self.documents.get(path).map_or_else(|| crate::uri::of_path(path), |document| document.uri.clone())
    }

    fn open_text(&self, path: &Path) -> Option<String> {
        let document = self.documents.get(path)?;
        let file = self.lists.get(&document.list)?.files.get(&document.name)?;
        Some(file.text.as_str().to_owned())
    }

    fn text_of(&self, path: &Path) -> Option<String> {
        self.open_text(path).or_else(|| {
            let size = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?.len();
            if size > debar_blocklist::MAX_FILE {
                return None;
            }
            Some(String::from_utf8_lossy(&std::fs::read(path).ok()?).into_owned())
        })
    }
}
