//! BOMs sent as canonical JSON are held, never read as an order without lines.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that fails panics, and says what it skips"
)]

use std::fs;
use std::path::Path;

use debar_plugin_api::static_api;
use debar_plugin_canonical::Canonical;
use debar_testkit::{Driver, TestHost};

#[test]
fn documents_of_other_formats_are_held() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora");
    if !shared.is_dir() {
        println!("skipped: documents of other formats are not here");
        return;
    }
    let host = TestHost::new(&Driver::Static(static_api::<Canonical>())).unwrap();
    let mut tried = 0;
    for folder in [
        "cyclonedx/wild/dependency-track",
        "cyclonedx/spec-tests/1.6",
        "ocds/fictional",
        "ubl/oasis-samples",
        "spdx",
    ] {
        for path in files(&shared.join(folder)) {
            let Ok(decoded) = host.decode("application/json", &fs::read(&path).unwrap()) else { continue };
            tried += 1;
            for request in &decoded.requests {
                assert!(!request.document.undecodable.is_empty(), "{} passes as an order", path.display());
            }
        }
    }
    assert!(tried > 50, "only {tried} documents were tried");
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "json") {
            found.push(path);
        }
    }
    found
}
