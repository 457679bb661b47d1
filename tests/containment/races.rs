//! While somebody swaps the plugin file for another, or writes over it in place: what is loaded is the pinned file or
//! nothing.
//!
//! Invariant: the other plugin leaves a mark when any of it runs; the mark is never there.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use debar_host::{CallOptions, Document, Isolation, Pin, Plugin, Workers};
use debar_model::Sha256Hex;
use debar_tests::{built, compiled, private, root};
use serde_json::json;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

const TRIES: usize = 1000;

/// How the file is changed while it is loaded.
#[derive(Clone, Copy, Debug)]
enum Change {
    /// Another file under its name.
    Swap,
    /// Other bytes in the same file.
    Overwrite,
}

#[test]
fn only_the_pinned_bytes_ever_run() {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    let (good, bad, mark) = (at.join("good"), at.join("bad"), at.join("mark"));
    let source = root().join("core/host/tests/load/plugin.c");
    // The same length, so that a half-written file is a mixture and not just a cut one.
    let flag = format!("-DMARK=\"{}\"", mark.display());
    let unmarked = format!("-DMARK=\"{}\"", at.join("kind").display());
    if compiled(&source, &good, &["-DKIND=GOOD", &unmarked]).is_none() {
        return;
    }
    compiled(&source, &bad, &["-DKIND=GOOD", &flag, "-DNAME_OF_ANOTHER"]).unwrap();
    let workers = Workers::new(&built("debar-worker"), false).unwrap();
    let pin = Pin::Sha256(Sha256Hex(Sha256::digest(fs::read(&good).unwrap()).into()));
    for change in [Change::Swap, Change::Overwrite] {
        let file = at.join(format!("{change:?}.so"));
        let (mut loaded, mut refused) = (0, 0);
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut odd = false;
                while !stop.load(Ordering::Relaxed) {
                    odd = !odd;
                    put(&file, if odd { &bad } else { &good }, change);
                }
            });
            for number in 0..TRIES {
                // Every tenth in a worker, whose constructors cannot write: there the text of the answer tells.
                let isolation = match number % 10 {
                    0 => Isolation::Worker(workers.clone()),
                    _ => Isolation::InProcess,
                };
                match Plugin::load(&file, pin, isolation) {
                    Ok(plugin) => {
                        loaded += 1;
                        let mut instance = plugin.instance(&json!({})).unwrap();
                        let document = Document { content_type: "", bytes: b"one\ntwo" };
                        let decoded = instance.decode(&document, &CallOptions::default()).unwrap();
                        assert_eq!(decoded.requests[0].lines.len(), 2);
                    }
                    Err(error) => {
                        let codes = ["plugin-pin", "plugin-missing", "plugin-empty", "plugin-unreadable"];
                        assert!(codes.contains(&error.code()), "{}: {error}", error.code());
                        refused += 1;
                    }
                }
                assert!(!mark.exists(), "{change:?}, try {number}: code that is not pinned ran");
            }
            stop.store(true, Ordering::Relaxed);
        });
        println!("{change:?}: {TRIES} tries, {loaded} loaded the pinned bytes, {refused} refused");
        assert!(refused > 0, "{change:?}: the race was never met");
    }
    // And the mark does tell.
    private(&bad);
    Plugin::load(&bad, Pin::Found, Isolation::InProcess).unwrap();
    assert!(mark.exists());
}

fn put(file: &Path, from: &Path, change: Change) {
    let bytes = fs::read(from).unwrap();
    match change {
        Change::Swap => {
            let beside = file.with_extension("new");
            fs::write(&beside, bytes).unwrap();
            private(&beside);
            fs::rename(beside, file).unwrap();
        }
        Change::Overwrite => {
            let mut open = OpenOptions::new().write(true).create(true).truncate(false).open(file).unwrap();
            // In two steps, as a slow writer would.
            let (first, second) = bytes.split_at(bytes.len() / 2);
            open.write_all(first).unwrap();
            open.write_all(second).unwrap();
            drop(open);
            private(file);
        }
    }
}
