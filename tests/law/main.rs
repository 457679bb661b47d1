//! The conformance suite of cases of law, run through the command as a user would. The cases are data that another
//! product could run too: `cases/README.md` gives the form.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "helpers of tests fail loudly"
)]

mod ask;
mod expect;
mod recheck;

use std::fs;
use std::path::{Path, PathBuf};

use debar_tests::root;

/// Every case; a case that fails does not hide the others.
#[test]
fn every_case_is_decided_as_the_law_says() {
    let folders = cases("cases");
    let (mut asked, mut failed, mut numbers) = (0, vec![], vec![]);
    let more = cases("cases-more");
    for folder in folders.iter().chain(&more) {
        let case = read(folder);
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        numbers.extend(case.get("number").and_then(toml::Value::as_integer));
        for ask in tables(&case, "ask") {
            asked += 1;
            for problem in ask::check(folder, ask) {
                failed.push(format!("{name}: {}: {problem}", ask["name"].as_str().unwrap()));
            }
        }
        for steps in tables(&case, "recheck") {
            asked += 1;
            for problem in recheck::check(folder, steps) {
                failed.push(format!("{name}: {}: {problem}", steps["name"].as_str().unwrap()));
            }
        }
    }
    println!("{} cases, {asked} questions", folders.len() + more.len());
    assert!(failed.is_empty(), "{} of {asked}:\n{}", failed.len(), failed.join("\n"));
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=26).collect::<Vec<i64>>());
}

/// A suite that cannot fail proves nothing: every verdict is turned round once and has to be refused.
#[test]
fn a_wrong_expectation_is_found() {
    for (folder, index) in
        [("10-one-product-two-authorities-three-dates", 1), ("22-due-dates-across-a-holiday-weekend", 0)]
    {
        let folder = root().join("tests/law/cases").join(folder);
        let case = read(&folder);
        let right = tables(&case, "ask").nth(index).unwrap();
        assert!(ask::check(&folder, right).is_empty());
        for (key, wrong) in [
            ("verdict", toml::Value::from("allow")),
            ("rules", toml::Value::from(Vec::<toml::Value>::new())),
            ("needs", toml::Value::from(vec!["origin"])),
            ("notices", toml::Value::from(vec!["rule-expired"])),
            ("shows", toml::Value::from(vec!["what nobody says"])),
        ] {
            let mut ask = right.clone();
            ask["expect"].as_table_mut().unwrap().insert(key.to_owned(), wrong);
            assert!(!ask::check(&folder, &ask).is_empty(), "{key}");
        }
    }
}

fn cases(folder: &str) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(root().join("tests/law").join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

fn read(folder: &Path) -> toml::Table {
    fs::read_to_string(folder.join("case.toml")).unwrap().parse().unwrap()
}

fn tables<'a>(case: &'a toml::Table, key: &str) -> impl Iterator<Item = &'a toml::Value> {
    case.get(key).and_then(toml::Value::as_array).into_iter().flatten()
}
