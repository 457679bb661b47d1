//! Third-party crates: how many, under which licences, and why each one.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, PackageId};

use crate::{metadata, none, root};

/// The most third-party crates below model, names, blocklist and engine.
const ENGINE_BUDGET: usize = 48;
/// The most third-party crates of the whole product.
const WHOLE_BUDGET: usize = 280;

/// Licences that the product may be built with.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    // Of libbz2-rs-sys: BSD-like, attribution only.
    "bzip2-1.0.6",
];

#[test]
fn the_engine_stays_within_its_crate_budget() {
    let metadata = metadata();
    let crates = third_party(&metadata, &["debar-model", "debar-names", "debar-blocklist", "debar-engine"]);
    println!("{} third-party crates below the engine: {crates:?}", crates.len());
    assert!(crates.len() <= ENGINE_BUDGET, "{} crates, {ENGINE_BUDGET} allowed: {crates:?}", crates.len());
}

#[test]
fn the_product_stays_within_its_crate_budget() {
    let metadata = metadata();
    let members: Vec<&str> = metadata
        .workspace_packages()
        .iter()
        .map(|package| package.name.as_str())
        .filter(|name| *name != "debar-tests")
        .collect();
    let crates = third_party(&metadata, &members);
    println!("{} third-party crates in all", crates.len());
    assert!(crates.len() <= WHOLE_BUDGET, "{} crates, {WHOLE_BUDGET} allowed", crates.len());
}

#[test]
fn every_licence_is_on_the_list() {
    let metadata = metadata();
    let faults = metadata
        .packages
        .iter()
        .filter(|package| package.source.is_some())
        .filter_map(|package| {
            let licence = package.license.clone().unwrap_or_default();
            (!permitted(&licence)).then(|| format!("{} {}: `{licence}`", package.name, package.version))
        })
        .collect();
    none(faults);
}

#[test]
fn every_shared_dependency_says_why() {
    let text = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let block = text.split("[workspace.dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let mut said = false;
    let mut faults = vec![];
    for line in block.lines() {
        match line {
            line if line.starts_with('#') => said = true,
            "" => said = false,
            line if line.contains("path = ") => {}
            // A comment speaks for the block of lines below it.
            line if !said => faults.push(line.to_owned()),
            _ => {}
        }
    }
    none(faults);
}

fn third_party(metadata: &Metadata, roots: &[&str]) -> BTreeSet<String> {
    let names: BTreeMap<&PackageId, (&str, bool)> = metadata
        .packages
        .iter()
        .map(|package| (&package.id, (package.name.as_str(), package.source.is_some())))
        .collect();
    let nodes = &metadata.resolve.as_ref().unwrap().nodes;
    let mut open: Vec<&PackageId> =
        names.iter().filter(|(_, (name, _))| roots.contains(name)).map(|(id, _)| *id).collect();
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let node = nodes.iter().find(|node| node.id == *id).unwrap();
        for dependency in &node.deps {
            let built = dependency.dep_kinds.iter().any(|kind| kind.kind != DependencyKind::Development);
            if built {
                open.push(&dependency.pkg);
            }
        }
    }
    seen.into_iter().filter(|id| names[id].1).map(|id| names[id].0.to_owned()).collect()
}

/// Whether a licence expression can be met with the list.
fn permitted(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let expression = expression.trim();
    if expression.is_empty() {
        return false;
    }
    split_top(expression, " OR ").iter().any(|choice| {
        split_top(choice, " AND ").iter().all(|part| {
            let part = part.trim();
            match part.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
                Some(inner) => permitted(inner),
                None => LICENCES.contains(&part),
            }
        })
    })
}

fn split_top<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let (mut depth, mut start, mut parts) = (0_i32, 0, vec![]);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ if depth == 0 && at >= start && text[at..].starts_with(separator) => {
                parts.push(&text[start..at]);
                start = at + separator.len();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[test]
fn licence_expressions_are_read_right() {
    for (expression, expect) in [
        ("MIT OR GPL-3.0", true),
        ("MIT/Apache-2.0", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("MIT AND GPL-3.0", false),
        ("Apache-2.0 WITH LLVM-exception OR MIT", true),
        ("LGPL-2.1", false),
        ("", false),
    ] {
        assert_eq!(permitted(expression), expect, "{expression}");
    }
}
