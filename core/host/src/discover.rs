//! Finds plugins in folders when no configuration names them. It loads nothing.
//!
//! Invariant: only names of the form `libdebar_plugin_*.so`, in sorted order; each is judged again when it
//! is loaded.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file that may be a plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The part of the name after `libdebar_plugin_`, with hyphens.
    pub id: String,
    /// Its path, every link resolved.
    pub path: PathBuf,
}

/// Candidates of several folders, the first folder that has a name wins. Missing folders are fine.
#[must_use]
pub fn discover(folders: &[PathBuf]) -> Vec<Candidate> {
    let mut found = BTreeMap::new();
    for folder in folders {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if let Some(id) = id_of(&entry.path())
                && let Ok(path) = entry.path().canonicalize()
            {
                found.entry(id).or_insert(path);
            }
        }
    }
    found.into_iter().map(|(id, path)| Candidate { id, path }).collect()
}

fn id_of(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let id = name.strip_prefix("libdebar_plugin_")?.strip_suffix(".so")?;
    (!id.is_empty()).then(|| id.replace('_', "-"))
}
