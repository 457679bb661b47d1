//! A list that is compiled for its own tests alone says of them what the whole list says: over the lists that ship,
//! the lists of the conformance cases, and the valid lists of the reader's corpus.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use debar_blocklist::{Blocklist, DirSources, SHIPPED_ROOT, read, shipped};
use debar_engine::Engine;
use debar_gate::{compile_for_tests, run_tests};

/// The number of tests that were compared.
fn check(name: &str, list: Blocklist) -> usize {
    let list = Arc::new(list);
    let said = |engine: &Engine| {
        let runs = run_tests(engine);
        runs.iter().map(|run| format!("{:#?} {:?}", run.decision, run.failures)).collect::<Vec<_>>()
    };
    let (whole, part) =
        (said(&Engine::compile(Arc::clone(&list))), said(&compile_for_tests(Arc::clone(&list))));
    assert_eq!(whole, part, "{name}");
    whole.len()
}

fn lists_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            lists_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
}

#[test]
fn tests_come_out_as_with_the_whole_list() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut tests = check("the lists that ship", read(SHIPPED_ROOT, &shipped()).list.unwrap());
    let mut files = vec![];
    for folder in ["core/blocklist/packs", "core/blocklist/tests/corpus/valid", "tests/law"] {
        lists_below(&repository.join(folder), &mut files);
    }
    for file in files {
        let Some((sources, name)) = DirSources::of(&file) else { continue };
        // Cases are kept as TOML too, and are no lists.
        let Some(list) = read(&name, &sources).list else { continue };
        tests += check(&file.display().to_string(), list);
    }
    assert!(tests >= 60, "{tests}");
}
