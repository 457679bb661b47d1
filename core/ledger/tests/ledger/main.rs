//! What the ledger promises: what was acknowledged is there after any crash, and what is broken is seen.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "helpers of tests fail by panicking"
)]

mod append;
mod bulk;
mod crash;
mod damage;
mod disk;
mod documented;
mod reviews;
mod together;

use debar_ledger::{Entry, Ledger, OpenReport, Options};
use debar_model::{Decision, DecisionId, Facts, RequestId, Revision, Sha256Hex, Verdict};
use debar_wire::sha256;
use jiff::Timestamp;
use std::path::Path;
use std::process::{Command, Stdio};

fn at(second: i64) -> Timestamp {
    Timestamp::new(1_795_000_000 + second, 0).unwrap()
}

fn open(dir: &Path) -> (Ledger, OpenReport) {
    Ledger::open(dir, Options::new(at(0))).unwrap()
}

/// Segments of 2,000 bytes, so that a few records already rotate.
fn open_small(dir: &Path) -> (Ledger, OpenReport) {
    Ledger::open(dir, Options { segment_bytes: 2_000, ..Options::new(at(0)) }).unwrap()
}

fn id(name: &str) -> DecisionId {
    DecisionId(sha256(name.as_bytes()))
}

fn decision(name: &str) -> Decision {
    Decision {
        id: id(name),
        request: RequestId(sha256(b"request")),
        revision: Revision(Sha256Hex([3; 32])),
        at: at(1),
        known_at: None,
        engine: "engine 1".to_owned(),
        verdict: Verdict::Deny,
        complete: true,
        holds: vec![],
        lines: vec![],
        findings: vec![],
        conditions: vec![name.to_owned()],
        notices: vec![],
        obligations: vec![],
        needs: vec![],
        facts: Facts::new(),
    }
}

fn entry(name: &str) -> Entry {
    Entry::decision(at(2), &decision(name))
}

/// Runs one test of this binary in a process of its own, with arguments in its environment.
fn child(test: &str, dir: &Path, argument: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]);
    command.env("LEDGER_CHILD", dir).env("LEDGER_ARGUMENT", argument);
    command.stdout(Stdio::piped()).stderr(Stdio::inherit());
    command
}

/// Folder and argument, when this process is such a child.
fn as_child() -> Option<(std::path::PathBuf, String)> {
    let dir = std::env::var_os("LEDGER_CHILD")?;
    Some((dir.into(), std::env::var("LEDGER_ARGUMENT").unwrap()))
}
