//! Dependencies between our crates run only along the arrows of `ARCHITECTURE.md`.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::DependencyKind;

use crate::{metadata, none, root};

#[test]
fn arrows_are_those_of_the_architecture() {
    let allowed = allowed();
    let metadata = metadata();
    let members: BTreeMap<&str, String> = metadata
        .workspace_packages()
        .iter()
        .map(|package| {
            let folder = package.manifest_path.parent().unwrap();
            let folder = folder.strip_prefix(root().to_str().unwrap()).unwrap().to_string();
            (package.name.as_str(), place(&folder))
        })
        .collect();
    let mut faults = vec![];
    for package in metadata.workspace_packages() {
        let from = &members[package.name.as_str()];
        if from == "tests" {
            continue;
        }
        let Some(targets) = allowed.get(from) else {
            faults.push(format!("`{from}` has no arrows in ARCHITECTURE.md"));
            continue;
        };
        for dependency in package.dependencies.iter().filter(|d| d.kind != DependencyKind::Development) {
            let Some(to) = members.get(dependency.name.as_str()) else { continue };
            if !targets.contains(to) {
                faults.push(format!("{from} -> {to}"));
            }
        }
    }
    none(faults);
}

/// A crate's name in the arrows: `core/model` is `model`, every plugin is `plugins/*`.
fn place(folder: &str) -> String {
    match folder.split('/').collect::<Vec<_>>().as_slice() {
        ["core", name] => (*name).to_owned(),
        ["plugin-api"] => "plugin-api".to_owned(),
        ["plugin-api", "testkit"] => "testkit".to_owned(),
        ["plugins", "shared", _] => "plugins/shared/*".to_owned(),
        ["plugins", _] => "plugins/*".to_owned(),
        other => other.join("/"),
    }
}

/// The lines `from -> to, to` of the fenced block `arrows`.
fn allowed() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let block = text.split("```arrows\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    block
        .lines()
        .filter_map(|line| line.split_once("->"))
        .map(|(from, to)| {
            let to = to.split(',').map(str::trim).filter(|name| !name.is_empty() && *name != "nothing");
            (from.trim().to_owned(), to.map(str::to_owned).collect())
        })
        .collect()
}
