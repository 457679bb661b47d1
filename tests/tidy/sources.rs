//! Every file of ours: its opening words, its length, its `unsafe`, and what stands beside it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{none, root};

/// The most lines of a file.
const MAX_LINES: usize = 800;

/// Crates that may hold `unsafe`: every other one forbids it at its root.
const UNSAFE: &[&str] = &["core/raw", "core/host", "core/capi", "plugin-api"];

#[test]
fn every_file_opens_with_its_purpose_and_stays_short() {
    let mut faults = vec![];
    for file in rust_files() {
        let text = fs::read_to_string(&file).unwrap();
        let name = relative(&file);
        if !text.starts_with("//!") {
            faults.push(format!("{name} does not open with `//!`"));
        }
        let lines = text.lines().count();
        if lines > MAX_LINES {
            faults.push(format!("{name} has {lines} lines, {MAX_LINES} allowed"));
        }
    }
    none(faults);
}

#[test]
fn unsafe_stands_only_where_it_was_agreed() {
    let mut faults = vec![];
    for folder in crate_folders() {
        let name = relative(&folder);
        let agreed = UNSAFE.contains(&name.as_str());
        for entry in ["src/lib.rs", "src/main.rs"] {
            let Ok(text) = fs::read_to_string(folder.join(entry)) else { continue };
            let forbids = text.contains("#![forbid(unsafe_code)]");
            if forbids == agreed {
                let word =
                    if agreed { "forbids `unsafe` although it needs it" } else { "does not forbid `unsafe`" };
                faults.push(format!("{name}/{entry} {word}"));
            }
        }
    }
    none(faults);
}

#[test]
fn every_plugin_has_a_readme_and_a_corpus() {
    let mut faults = vec![];
    for folder in plugin_folders() {
        let name = relative(&folder);
        if !folder.join("README.md").is_file() {
            faults.push(format!("{name} has no README.md"));
        }
        let documents = fs::read_dir(folder.join("corpus")).map_or(0, Iterator::count);
        if documents == 0 {
            faults.push(format!("{name} has no corpus"));
        }
        // Cargo builds the crates; what is of another language brings how it is built, and goldens of what it reads.
        if !folder.join("Cargo.toml").is_file() {
            if !folder.join("Makefile").is_file() {
                faults.push(format!("{name} has neither Cargo.toml nor Makefile"));
            }
            let goldens = walk(&folder, &|path| path.extension().is_some_and(|end| end == "golden")).len();
            if goldens == 0 {
                faults.push(format!("{name} has no goldens"));
            }
        }
    }
    none(faults);
}

#[test]
fn the_usual_files_are_there() {
    let mut faults = vec![];
    for name in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "Cargo.lock",
        "deny.toml",
        "rustfmt.toml",
    ] {
        if !root().join(name).is_file() {
            faults.push(format!("{name} is missing"));
        }
    }
    let readme = fs::read_to_string(root().join("README.md")).unwrap_or_default().lines().count();
    if !(120..=200).contains(&readme) {
        faults.push(format!("README.md has {readme} lines, 120 to 200 wanted"));
    }
    if !fs::read_to_string(root().join("CHANGELOG.md")).unwrap_or_default().contains("## Unreleased") {
        faults.push("CHANGELOG.md has no section `Unreleased`".to_owned());
    }
    none(faults);
}

/// Every plugin, in whatever language: each folder of `plugins` but what they share.
fn plugin_folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("plugins")).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> =
        entries.filter(|path| path.is_dir() && !path.ends_with("shared")).collect();
    folders.sort();
    assert!(folders.len() >= 6, "only {} plugins found: the walk is broken", folders.len());
    folders
}

/// Every package but the fuzz targets, which are workspaces of their own beside the crate that they test.
fn crate_folders() -> Vec<PathBuf> {
    walk(&root(), &|path| path.file_name().is_some_and(|name| name == "Cargo.toml"))
        .into_iter()
        .filter(|manifest| fs::read_to_string(manifest).unwrap().contains("[package]"))
        .map(|manifest| manifest.parent().unwrap().to_path_buf())
        .filter(|folder| folder.file_name().is_some_and(|name| name != "fuzz"))
        .collect()
}

fn rust_files() -> Vec<PathBuf> {
    let files = walk(&root(), &|path| path.extension().is_some_and(|end| end == "rs"));
    assert!(files.len() > 50, "only {} Rust files found: the walk is broken", files.len());
    files
}

fn walk(folder: &Path, wanted: &dyn Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && !name.starts_with("target") {
                found.extend(walk(&path, wanted));
            }
        } else if wanted(&path) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().into_owned()
}
