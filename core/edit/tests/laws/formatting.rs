//! Formatting is stable and changes no meaning; fixing changes nothing where nothing is wrong.

use std::path::{Path, PathBuf};

use debar_blocklist::{DirSources, MemorySources, SHIPPED_ROOT, Sources, read, shipped};
use debar_edit::testing::{Style, valid_list};
use debar_edit::{Choice, Overlay, fix_all, format, meaning};

/// Formats one text and checks that it is stable.
fn stable(name: &str, text: &str) -> String {
    let once = format(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
    let twice = format(&once).unwrap();
    assert!(once == twice, "{name} is not stable\n--- once\n{once}\n--- twice\n{twice}");
    once
}

#[test]
fn a_thousand_generated_lists_keep_their_meaning() {
    for seed in 0..1000 {
        let text = valid_list(seed, Style::Odd);
        let before = read("a.toml", &MemorySources::new().with("a.toml", text.clone()));
        let list = before.list.unwrap_or_else(|| panic!("seed {seed}: {:#?}\n{text}", before.diagnostics));
        let formatted = stable(&format!("seed {seed}"), &text);
        let after = read("a.toml", &MemorySources::new().with("a.toml", formatted.clone()));
        assert_eq!(meaning(&list), meaning(&after.list.unwrap()), "seed {seed}\n{text}\n---\n{formatted}");
        assert!(formatted.lines().all(|line| line.trim_end() == line), "seed {seed}");
    }
}

fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    files
}

#[test]
fn the_corpora_keep_their_meaning() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut count = 0;
    for folder in
        ["core/blocklist/tests/corpus/valid", "core/blocklist/tests/corpus/invalid", "docs/examples"]
    {
        for path in toml_files(&base.join(folder)) {
            let (sources, root) = DirSources::of(&path).unwrap();
            let reading = read(&root, &sources);
            let mut overlay = Overlay::new(&sources);
            for (name, text) in &reading.files {
                let whole = sources.read(name).is_ok_and(|bytes| bytes == text.as_bytes());
                if let (Ok(formatted), true) = (format(text), whole) {
                    assert_eq!(format(&formatted).as_ref(), Ok(&formatted), "{name}");
                    overlay.set(name.clone(), formatted);
                }
            }
            let after = read(&root, &overlay);
            assert_eq!(reading.has_errors(), after.has_errors(), "{}", path.display());
            if let (Some(before), Some(after)) = (&reading.list, &after.list) {
                assert_eq!(meaning(before), meaning(after), "{}", path.display());
                count += 1;
            }
        }
    }
    assert!(count >= 10, "{count}");
}

#[test]
fn the_shipped_lists_keep_their_meaning() {
    let sources = shipped();
    let before = read(SHIPPED_ROOT, &sources);
    let mut overlay = Overlay::new(&sources);
    for (name, text) in &before.files {
        overlay.set(name.clone(), stable(name, text));
    }
    let after = read(SHIPPED_ROOT, &overlay);
    assert_eq!(meaning(&before.list.unwrap()), meaning(&after.list.unwrap()));
}

#[test]
fn where_nothing_is_wrong_nothing_is_changed() {
    for seed in 0..50 {
        let sources = MemorySources::new().with("a.toml", valid_list(seed, Style::Odd));
        let fixed = fix_all("a.toml", &sources, &Choice { codes: vec![], guesses: true });
        assert!(fixed.files.is_empty() && fixed.made.is_empty(), "seed {seed}: {:?}", fixed.made);
    }
    let sources = shipped();
    assert!(fix_all(SHIPPED_ROOT, &sources, &Choice::default()).files.is_empty());
    assert!(sources.read(SHIPPED_ROOT).is_ok());
}
