//! Every list of the repository that carries tests of its own, through the engine that answers orders: the lists
//! that ship, the examples, and the reader's corpus of cases of law.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "helpers of tests fail loudly"
)]

use std::path::Path;

use debar_gate::config::ListChoice;
use debar_gate::{LoadedList, run_tests};
use debar_tests::root;

/// Runs a list's tests; returns how many there are.
fn check(choice: &ListChoice) -> usize {
    let list =
        LoadedList::load(choice).unwrap_or_else(|error| panic!("{choice:?}: {:#?}", error.diagnostics));
    let runs = run_tests(&list.engine);
    let failed: Vec<String> = runs
        .iter()
        .filter(|run| !run.failures.is_empty())
        .map(|run| format!("{}: {}", run.case.name, run.failures.join("; ")))
        .collect();
    assert!(failed.is_empty(), "{choice:?}:\n{}", failed.join("\n"));
    runs.len()
}

fn lists(folder: &Path) -> Vec<ListChoice> {
    let mut lists: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    lists.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    lists.sort();
    lists.into_iter().map(ListChoice::File).collect()
}

#[test]
fn the_lists_that_ship() {
    let tests = check(&ListChoice::Shipped);
    assert!(tests >= 40, "{tests} tests");
}

/// Each by itself too: a list of another jurisdiction stands in no other.
#[test]
fn every_list_that_ships() {
    let packs = lists(&root().join("core/blocklist/packs"));
    let tests: usize = packs.iter().map(check).sum();
    assert!(tests > 100, "{tests} tests in {} lists", packs.len());
}

#[test]
fn the_examples() {
    let tests: usize = lists(&root().join("docs/examples")).iter().map(check).sum();
    assert!(tests > 0);
}

#[test]
fn the_cases_of_law() {
    let tests: usize = lists(&root().join("core/blocklist/tests/corpus/valid")).iter().map(check).sum();
    println!("{tests} tests");
    assert!(tests >= 30, "{tests} tests");
}
