//! Any bytes in the place of a plugin: inspected or refused. None of them are run.
//!
//! Invariant: no panic, whatever the headers, tables and notes of the file say.
#![no_main]

use debar_host::{Pin, inspect};
use libfuzzer_sys::fuzz_target;
use std::path::PathBuf;
use std::sync::LazyLock;

/// One file, written over and over.
static FILE: LazyLock<PathBuf> =
    LazyLock::new(|| std::env::temp_dir().join(format!("debar-fuzz-{}.so", std::process::id())));

fuzz_target!(|data: &[u8]| {
    std::fs::write(&*FILE, data).expect("a file for the bytes");
    if let Err(error) = inspect(&FILE, Pin::Found) {
        assert!(!error.to_string().is_empty());
    }
});
