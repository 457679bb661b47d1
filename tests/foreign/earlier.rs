//! Plugins as they were released, in the bytes of that time, with the header of that time: every later host loads
//! them, and a plugin made today with the old header too. Nothing in `earlier/` is ever changed; a release adds.
//!
//! Invariant: what is loaded is what was committed, by its digest.

use std::fs;
use std::path::PathBuf;

use debar_host::{CallOptions, Document, Isolation, Pin, Plugin, inspect};
use debar_model::Sha256Hex;
use debar_tests::{built, compiled, private, root};
use serde_json::json;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

fn folder() -> PathBuf {
    root().join("tests/foreign/earlier")
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `digest  name`, as `sha256sum` writes it.
fn committed() -> Vec<(String, String)> {
    let text = fs::read_to_string(folder().join("SHA256SUMS")).unwrap();
    text.lines()
        .map(|line| line.split_once("  ").unwrap())
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .collect()
}

#[test]
fn what_was_released_stands_unchanged() {
    let (mut libraries, mut headers) = (0, 0);
    for (digest, name) in committed() {
        assert_eq!(sha256(&fs::read(folder().join(&name)).unwrap()), digest, "{name} was changed");
        libraries += usize::from(name.ends_with(".so"));
        headers += usize::from(name.ends_with(".h"));
    }
    assert!(libraries >= 1 && headers >= 1);
}

#[test]
fn every_released_plugin_is_loaded_and_reads() {
    let at = TempDir::new().unwrap();
    let mut loaded = 0;
    for (digest, name) in committed().into_iter().filter(|(_, name)| name.ends_with(".so")) {
        // In the name stands for which processor it was made.
        if !name.contains(std::env::consts::ARCH) {
            println!("skipped: {name} is of another processor");
            continue;
        }
        let file = at.path().join(&name);
        fs::copy(folder().join(&name), &file).unwrap();
        private(&file);
        let pin = Pin::Sha256(Sha256Hex::parse(&digest).unwrap());
        assert_eq!(inspect(&file, pin).unwrap().0.to_string(), digest);
        let workers = debar_host::Workers::new(&built("debar-worker"), false).unwrap();
        for isolation in [Isolation::InProcess, Isolation::Worker(workers)] {
            let plugin = Plugin::load(&file, pin, isolation).unwrap();
            let mut instance = plugin.instance(&json!({"mode": "a"})).unwrap();
            let document = Document { content_type: "text/x-flat", bytes: b"first thing\nsecond" };
            let decoded = instance.decode(&document, &CallOptions::default()).unwrap();
            let lines = &decoded.requests[0].lines;
            assert_eq!((lines.len(), lines[1].source.offset, lines[1].source.len), (2, 12, 6), "{name}");
        }
        loaded += 1;
    }
    println!("{loaded} released plugins loaded");
}

#[test]
fn a_plugin_made_with_an_old_header_is_loaded() {
    let at = TempDir::new().unwrap();
    for (_, name) in committed().into_iter().filter(|(_, name)| name.ends_with(".h")) {
        let include = at.path().join("include");
        fs::create_dir_all(&include).unwrap();
        fs::copy(folder().join(&name), include.join("debar_plugin.h")).unwrap();
        let library = at.path().join("libdebar_plugin_flat.so");
        let first = format!("-I{}", include.display());
        let source = root().join("core/host/tests/load/plugin.c");
        if compiled(&source, &library, &["-DKIND=GOOD", &first]).is_none() {
            return;
        }
        Plugin::load(&library, Pin::Found, Isolation::InProcess).unwrap();
    }
}
