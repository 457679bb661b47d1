//! Which documents of the public corpora are meant, by format.

use std::fs;
use std::path::{Path, PathBuf};

use debar_tests::corpora;

/// Documents of a format: those whose bytes begin like one, below a folder of the corpora.
pub fn documents(format: &str) -> Vec<PathBuf> {
    let (folder, wanted): (&str, &[&str]) = match format {
        "cxml" => ("cxml/cxml-php", &["xml"]),
        "ubl" => ("ubl", &["xml"]),
        "cyclonedx" => ("cyclonedx", &["json", "xml"]),
        other => panic!("no such format: {other}"),
    };
    let Some(folder) = corpora(folder) else { return vec![] };
    let mut files = walk(&folder);
    files.retain(|path| {
        let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
        let text = path.to_string_lossy();
        wanted.contains(&end) && !text.contains("/schema/") && !text.contains("-xsd-")
    });
    files
}

/// All files below a folder, in order.
pub fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A path as the corpora's own lists write it.
pub fn name(path: &Path) -> String {
    let text = path.to_string_lossy();
    text.split_once("shared/corpora/").map_or(text.to_string(), |(_, name)| name.to_owned())
}

/// Names on a plugin's list of refused documents.
pub fn refused(plugin: &str) -> Vec<String> {
    let list = debar_tests::root().join("plugins").join(plugin).join("corpus/refused.tsv");
    let text = fs::read_to_string(list).unwrap_or_default();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split('\t').next())
        .map(str::to_owned)
        .collect()
}
