//! What the tests of this plugin share: the host, corpora, traces, validators.
//!
//! Invariant: a missing corpus or validator is counted and said, never passed over in silence.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use debar_plugin_api::static_api;
use debar_plugin_cxml::Cxml;
use debar_testkit::{DecodeFailure, Decoded, Driver, TestHost};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A host around the linked plugin.
pub fn host() -> TestHost {
    TestHost::new(&Driver::Static(static_api::<Cxml>())).expect("the plugin links")
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
    let mut codes: Vec<String> =
        failure.reports.iter().map(|r| format!("{}: {}", r.code, r.message)).collect();
    if codes.is_empty() {
        codes.push(failure.to_string());
    }
    codes.join("; ")
}

/// Runs xmllint once over texts, each with its name; `None` when it is not installed.
pub fn xmllint(arguments: &[&str], texts: &[(String, String)]) -> Option<Result<(), String>> {
    if texts.is_empty() {
        return Some(Ok(()));
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new("xmllint");
    command.args(["--noout", "--nonet"]).args(arguments);
    for (index, (name, text)) in texts.iter().enumerate() {
        let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let path = folder.path().join(format!("{index}-{name}.xml"));
        std::fs::write(&path, text).expect("a temporary file");
        command.arg(path);
    }
    let output = command.output().ok()?;
    Some(if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    })
}
