//! What the tests of this plugin share: the host, corpora, traces, validators.
//!
//! Invariant: a missing corpus or validator is counted and said, never passed over in silence.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use debar_plugin_api::static_api;
use debar_plugin_ubl::Ubl;
use debar_testkit::{DecodeFailure, Decoded, Driver, TestHost};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A host around the linked plugin.
pub fn host() -> TestHost {
    TestHost::new(&Driver::Static(static_api::<Ubl>())).expect("the plugin links")
}

/// The shared corpora beside the repository.
pub fn corpora() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora")
}

/// The plugin's own corpus.
pub fn own() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Files of a folder and all below it with this ending, sorted; empty, and said so, when it is not there.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else {
        println!("skipped: {} is not there", folder.display());
        return found;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Decodes a file as XML.
pub fn decode(path: &Path) -> Result<Decoded, Box<DecodeFailure>> {
    let bytes = std::fs::read(path).expect("a corpus file is readable");
    host().decode("", &bytes).map_err(Box::new)
}

/// Codes of the reports of a failure.
pub fn codes(failure: &DecodeFailure) -> String {
    let mut codes: Vec<String> = failure.reports.iter().map(|r| format!("{}: {}", r.code, r.message)).collect();
    if codes.is_empty() {
        codes.push(failure.to_string());
    }
    codes.join("; ")
}

/// Runs xmllint over a text; `None` when it is not installed.
pub fn xmllint(arguments: &[&str], text: &str) -> Option<Result<(), String>> {
    let folder = std::env::temp_dir().join(format!("debar-ubl-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let unique = format!("{:x}.xml", text.bytes().fold(0_u64, |h, b| h.wrapping_mul(31).wrapping_add(u64::from(b))));
    let path = folder.join(unique);
    std::fs::write(&path, text).expect("a temporary file");
    let output = Command::new("xmllint").args(["--noout", "--nonet"]).args(arguments).arg(&path).output().ok()?;
    let _ = std::fs::remove_file(&path);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(if output.status.success() { Ok(()) } else { Err(said) })
}
