//! The public conformance suite of package-url/purl-spec, read from the corpora beside the repository.
//!
//! Not a copy of it: where the corpora are missing, the tests say so and pass.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests may fail loudly")]

use debar_model::Purl;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Parse cases that the suite contradicts itself on: the same inputs must be brought to canonical form by
/// its `validate` cases, and a `maven` parse case (`repositorY_url`) demands what these forbid. A purl
/// that we can read must not become unreadable because of the case of a key, so we read them.
const CONTRADICTED: &[&str] = &[
    "pkg:gem/jruby-launcher@1.1.2?Platform=java",
    "pkg:Rpm/fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25",
];

#[test]
fn every_case_of_the_suite() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/purl/tests");
    let files = json_files(&folder);
    if files.is_empty() {
        println!("skipped: no purl suite at ../shared/corpora/purl");
        return;
    }
    let mut wrong = Vec::new();
    let mut total = 0;
    let cases: Vec<Value> = files.iter().flat_map(|file| cases_of(file)).collect();
    let validated: BTreeSet<&str> = cases
        .iter()
        .filter(|case| case["test_type"] == "validate")
        .filter_map(|case| case["input"].as_str())
        .collect();
    for case in &cases {
        let kind = case["test_type"].as_str().unwrap();
        let fails = case["expected_failure"] == true;
        if kind == "parse" && fails && validated.contains(case["input"].as_str().unwrap()) {
            assert!(CONTRADICTED.contains(&case["input"].as_str().unwrap()), "new contradiction: {case}");
            continue;
        }
        total += 1;
        let found = match kind {
            "build" => build(&case["input"]),
            _ => Purl::parse(case["input"].as_str().unwrap()).ok(),
        };
        let right = match &found {
            None => fails,
            Some(_) if fails => false,
            Some(purl) if kind == "parse" => same_parts(purl, &case["expected_output"]),
            Some(purl) => case["expected_output"] == purl.as_str(),
        };
        if !right {
            wrong.push(format!("{kind} {} found {found:?}", case["input"]));
        }
    }
    println!("{total} cases, {} wrong, {} contradicted by the suite itself", wrong.len(), CONTRADICTED.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn build(input: &Value) -> Option<Purl> {
    let text = |key: &str| input[key].as_str();
    let qualifiers: Vec<(&str, &str)> = input["qualifiers"]
        .as_object()
        .map(|map| map.iter().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?))).collect())
        .unwrap_or_default();
    Purl::from_parts(
        text("type").unwrap_or_default(),
        text("namespace"),
        text("name").unwrap_or_default(),
        text("version"),
        qualifiers,
        text("subpath"),
    )
    .ok()
}

fn same_parts(purl: &Purl, expect: &Value) -> bool {
    let qualifiers: serde_json::Map<String, Value> =
        purl.qualifiers().map(|(key, value)| (key.to_owned(), Value::from(value))).collect();
    let expected = expect["qualifiers"].as_object().cloned().unwrap_or_default();
    expect["type"].as_str() == Some(purl.kind())
        && expect["namespace"].as_str() == purl.namespace()
        && expect["name"].as_str() == Some(purl.name())
        && expect["version"].as_str() == purl.version()
        && expect["subpath"].as_str() == purl.subpath()
        && qualifiers == expected
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(json_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn cases_of(file: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(file).unwrap();
    let suite: Value = serde_json::from_str(&text).unwrap();
    suite["tests"].as_array().cloned().unwrap_or_default()
}
