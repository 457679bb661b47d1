//! Which list a file belongs to: what the file says, what the configuration says, what its neighbours include,
//! or the file itself.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::chunk::cut;
use crate::uri::normal;

/// The most files of one list, and of one folder that are looked at.
pub(crate) const MOST_FILES: usize = 256;
/// How far up a configuration is looked for.
const LEVELS: usize = 16;

/// The root file of the list that a file belongs to. `text_of` gives a file's text, open or from the disk.
pub(crate) fn root_of(path: &Path, text_of: &dyn Fn(&Path) -> Option<String>) -> PathBuf {
    let stated = text_of(path).and_then(|text| stated_root(path, &text)).filter(|root| root.is_file());
    if let Some(root) = stated {
        return root;
    }
    if let Some(root) = configured(path, text_of) {
        return root;
    }
    including(path, text_of).unwrap_or_else(|| path.to_path_buf())
}

/// `#:root ../list.toml` in front of the first statement.
fn stated_root(path: &Path, text: &str) -> Option<PathBuf> {
    let comments = text.lines().take(40).map(|line| line.trim_start_matches('\u{feff}').trim());
    let mut comments = comments.take_while(|line| line.is_empty() || line.starts_with('#'));
    let stated = comments.find_map(|line| line.strip_prefix("#:root "))?.trim();
    let root = normal(&path.parent()?.join(stated));
    // A list never reads outside of its root's folder, so only a root above can be meant.
    path.starts_with(root.parent()?).then_some(root)
}

fn configured(path: &Path, text_of: &dyn Fn(&Path) -> Option<String>) -> Option<PathBuf> {
    for folder in path.ancestors().skip(1).take(LEVELS) {
        let file = folder.join("debar.toml");
        let Some(text) = file.is_file().then(|| text_of(&file)).flatten() else { continue };
        let table: toml::Table = toml::from_str(&text).ok()?;
        let root = normal(&folder.join(table.get("blocklist")?.as_str()?));
        return (root == path || reaches(&root, path, text_of)).then_some(root);
    }
    None
}

/// A file of the same folder or the one above that includes this one, and is not included itself.
fn including(path: &Path, text_of: &dyn Fn(&Path) -> Option<String>) -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = vec![];
    for folder in path.ancestors().skip(1).take(2) {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        let mut files: Vec<PathBuf> = entries
            .take(MOST_FILES)
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|file| {
                file.extension().is_some_and(|end| end == "toml") && file != path && file.is_file()
            })
            .collect();
        files.sort();
        found.extend(files.into_iter().filter(|file| reaches(file, path, text_of)));
    }
    let top =
        found.iter().find(|file| !found.iter().any(|other| other != *file && reaches(other, file, text_of)));
    top.or(found.first()).cloned()
}

/// Whether a list includes a file, directly or not.
fn reaches(root: &Path, wanted: &Path, text_of: &dyn Fn(&Path) -> Option<String>) -> bool {
    let Some(dir) = root.parent() else { return false };
    let Ok(wanted) = wanted.strip_prefix(dir) else { return false };
    let wanted = wanted.to_string_lossy();
    let mut seen = BTreeSet::new();
    let mut open = vec![root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()];
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) || seen.len() > MOST_FILES {
            continue;
        }
        let Some(text) = text_of(&dir.join(&name)) else { continue };
        for include in includes(&name, &text) {
            if include == wanted {
                return true;
            }
            open.push(include);
        }
    }
    false
}

/// The files that a file includes, relative to the folder of the root; those that lead out of it are left out.
pub(crate) fn includes(name: &str, text: &str) -> Vec<String> {
    let top_end = top_end(text);
    let top = text.get(..top_end).unwrap_or_default().trim_start_matches('\u{feff}');
    let (table, _) = toml::de::DeTable::parse_recoverable(top);
    let list = table.get_ref().get("include").and_then(|value| value.get_ref().as_array());
    let paths = list.into_iter().flatten().filter_map(|item| item.get_ref().as_str());
    paths.filter_map(|path| relative(name, path)).collect()
}

fn top_end(text: &str) -> usize {
    // Only what stands above the first header matters; cutting stops early on large files.
    let first = text.lines().scan(0, |at, line| {
        let start = *at;
        *at += line.len() + 1;
        Some((start, line))
    });
    let headers = first.filter(|(_, line)| line.trim_start().starts_with('['));
    for (start, _) in headers.take(3) {
        let chunks = cut(text.get(..start).unwrap_or_default());
        if chunks.len() <= 1 && !text.get(..start).is_some_and(open_bracket) {
            return start;
        }
    }
    text.len().min(64 * 1024)
}

fn open_bracket(top: &str) -> bool {
    let opened = top.matches('[').count();
    opened > top.matches(']').count()
}

fn relative(name: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = name.split('/').collect();
    parts.pop();
    if path.starts_with('/') || path.contains(['\\', ':']) {
        return None;
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}
