//! Plugins that attack, each deed in each isolation that claims to contain it: never a result, never harm to the
//! host, and the next document is read as if nothing was.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests fail by panicking, and say what they skip"
)]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use debar_host::{
    Answer, CallOptions, Deadline, Document, Isolation, Limits, Pin, Plugin, Receipt, Sandbox, Workers,
};
use serde_json::json;
use tempfile::TempDir;

struct Bench {
    _folder: TempDir,
    library: PathBuf,
}

impl Bench {
    /// `None` when there is no C compiler here.
    fn new() -> Option<Self> {
        if !Command::new("cc").arg("--version").output().is_ok_and(|output| output.status.success()) {
            println!("skipped: no C compiler here");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let library = folder.path().join("libdebar_plugin_wild.so");
        let output = Command::new("cc")
            .args([
                "-std=gnu11",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-O1",
                "-fPIC",
                "-shared",
                "-Wno-infinite-recursion",
            ])
            .args(["-fvisibility=hidden", "-Wl,-z,noexecstack"])
            .arg(format!("-I{}", root.join("../../plugin-api/include").display()))
            .arg(root.join("tests/hostile/hostile.c"))
            .arg("-o")
            .arg(&library)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::set_permissions(&library, Permissions::from_mode(0o755)).unwrap();
        Some(Self { _folder: folder, library })
    }

    fn plugin(&self, isolation: Isolation) -> Plugin {
        Plugin::load(&self.library, Pin::Found, isolation).unwrap()
    }
}

fn workers() -> Workers {
    let mut workers = Workers::new(Path::new(env!("CARGO_BIN_EXE_debar-worker")), true).unwrap();
    workers.sandbox = Sandbox::Require;
    workers.cpu_seconds = 20;
    workers
}

fn options(limit: Duration) -> CallOptions {
    let begun = Instant::now();
    let deadline = Deadline { elapsed: Arc::new(move || begun.elapsed()), limit };
    let limits = Limits { events: 20_000, ..Limits::default() };
    CallOptions { limits, deadline: Some(deadline), ..CallOptions::default() }
}

/// The deed, and a part of what the host says of it.
const DEEDS: &[(&str, &str)] = &[
    ("segfault", "SIGSEGV"),
    ("abort", "SIGABRT"),
    ("overflow", "SIG"),
    ("loop", "deadline"),
    ("sleep", "deadline"),
    ("allocate", "broken"),
    ("exit-0", "ended by itself with status 0"),
    ("exit-1", "ended by itself with status 1"),
    ("print", "broken"),
    ("read-file", "broken"),
    ("write-file", "broken"),
    ("own-memory", "broken"),
    ("list-folder", "broken"),
    ("remove-file", "SIGSYS"),
    ("memory-file", "SIGSYS"),
    ("socket", "SIGSYS"),
    ("unix-socket", "SIGSYS"),
    ("fork", "SIGSYS"),
    ("exec", "SIGSYS"),
    ("thread", "SIGSYS"),
    ("kill-parent", "SIGSYS"),
    ("kill-all", "SIGSYS"),
    ("trace-parent", "SIGSYS"),
    ("new-code", "SIGSYS"),
    ("change-code", "SIGSYS"),
    ("raise-limits", "broken"),
    ("close-socket", ""),
    ("garbage", "out of form"),
    ("forge", "out of form"),
    ("listen-in", "SIGSYS"),
    ("flood", "limit"),
];

fn text(deed: &str) -> Document<'_> {
    Document { content_type: "text/x-wild", bytes: deed.as_bytes() }
}

/// Every deed while reading, in a worker that then has to serve a kind document, or be replaced to do so.
#[test]
fn a_deed_while_reading_gives_nothing_and_harms_nobody() {
    let Some(bench) = Bench::new() else { return };
    let keep = Path::new("/tmp/debar-hostile-keep");
    fs::write(keep, "kept").unwrap();
    for isolation in [Isolation::Worker(workers()), Isolation::PerDocument(workers())] {
        let plugin = bench.plugin(isolation);
        for (deed, expect) in DEEDS {
            let mut instance = plugin.instance(&json!({})).unwrap();
            let begun = Instant::now();
            let found = instance.decode(&text(deed), &options(Duration::from_millis(400)));
            let why = found.map(|found| format!("{found:?}")).unwrap_err().to_string();
            assert!(why.contains(expect), "{deed}: {why}");
            assert!(!why.contains("77"), "{deed} was let through: {why}");
            assert!(begun.elapsed() < Duration::from_secs(8), "{deed}");
            if instance.is_lost() {
                assert!(instance.decode(&text("well"), &options(Duration::from_secs(5))).is_err(), "{deed}");
                instance = plugin.instance(&json!({})).unwrap();
            }
            // One that forged words ahead is lost with the next document; a fresh one reads it.
            let next = instance.decode(&text("well"), &options(Duration::from_secs(5)));
            if next.is_err() {
                assert!(["forge", "close-socket", "garbage"].contains(deed), "{deed}: {next:?}");
                let mut fresh = plugin.instance(&json!({})).unwrap();
                fresh.decode(&text("well"), &options(Duration::from_secs(5))).unwrap();
            }
        }
    }
    assert_eq!(fs::read_to_string(keep).unwrap(), "kept");
    fs::remove_file(keep).unwrap();
    assert!(!Path::new("/tmp/debar-hostile-wrote").exists());
}

#[test]
fn a_deed_while_answering_or_being_made_gives_nothing() {
    let Some(bench) = Bench::new() else { return };
    let plugin = bench.plugin(Isolation::Worker(workers()));
    for (deed, _) in DEEDS.iter().filter(|(deed, _)| !["forge", "flood"].contains(deed)) {
        let mut instance = plugin.instance(&json!({})).unwrap();
        let receipt = Receipt::new("text/x-wild", deed.as_bytes());
        let found = instance.encode(&receipt, &[Answer::default()], &options(Duration::from_millis(400)));
        let why = found.unwrap_err().to_string();
        assert!(!why.contains("77"), "{deed} was let through: {why}");
        // While it is made the second filter is not there yet: the first one, landlock and the bounds hold.
        if !["loop", "sleep", "close-socket", "garbage", "thread", "new-code", "change-code"].contains(deed) {
            let mut instance = plugin.instance(&json!({ "deed": deed })).unwrap();
            let why = instance.ready().unwrap_err().to_string();
            assert!(!why.contains("77"), "{deed} was let through while it was made: {why}");
        }
    }
}

#[test]
fn a_kind_document_is_read_and_answered_as_in_this_process() {
    let Some(bench) = Bench::new() else { return };
    let here = bench.plugin(Isolation::InProcess);
    let away = bench.plugin(Isolation::Worker(workers()));
    // Also one that travels as a file in memory, and whose value comes in many frames.
    for size in [4, 1 << 10, 127 << 10, 128 << 10, 3 << 20] {
        let document = format!("well{}", "\u{43b}".repeat(size / 2));
        let read = |plugin: &Plugin| {
            let mut instance = plugin.instance(&json!({})).unwrap();
            let trace = CallOptions { trace: true, ..options(Duration::from_secs(20)) };
            let found = instance.decode(&text(&document), &trace).unwrap();
            let receipt = found.receipt.clone();
            let answer = instance.encode(&receipt, &[Answer::default()], &trace).unwrap();
            (format!("{:?}", found.requests), found.stats, found.trace, answer)
        };
        assert_eq!(read(&here), read(&away), "{size}");
    }
    let level = away.sandbox().unwrap();
    assert!(level.is_whole(), "{level}");
}

#[test]
fn a_refusal_reaches_the_plugin_at_once() {
    let Some(bench) = Bench::new() else { return };
    for isolation in [Isolation::InProcess, Isolation::Worker(workers())] {
        let plugin = bench.plugin(isolation);
        for event in 0..5 {
            let mut instance = plugin.instance(&json!({})).unwrap();
            let failing = CallOptions { fail_at_event: Some(event), ..options(Duration::from_secs(5)) };
            let failure = instance.decode(&text("well"), &failing).unwrap_err();
            assert_eq!(failure.cause.code(), "limit", "{failure}");
            assert_eq!(failure.stats.calls_after_refusal, 0);
        }
    }
}

#[test]
fn sniffing_is_done_away_and_a_crash_is_no_claim() {
    let Some(bench) = Bench::new() else { return };
    let plugin = bench.plugin(Isolation::Worker(workers()));
    assert_eq!([plugin.sniff(b"well"), plugin.sniff(b"other"), plugin.sniff(b"crash")], [90, 0, 0]);
}

#[test]
fn a_worker_of_somebody_else_is_not_started() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("debar-worker");
    fs::copy(env!("CARGO_BIN_EXE_debar-worker"), &program).unwrap();
    fs::set_permissions(&program, Permissions::from_mode(0o757)).unwrap();
    let error = Workers::new(&program, true).unwrap_err();
    assert_eq!(error.code(), "worker-program");
    assert!(error.help().contains("chmod go-w"), "{}", error.help());
    let error = Workers::new(&folder.path().join("none"), true).unwrap_err();
    assert_eq!(error.code(), "worker-program");
}

/// Nothing is left behind: no process, no zombie, no descriptor.
#[test]
fn workers_leave_nothing_behind() {
    let Some(bench) = Bench::new() else { return };
    let plugin = bench.plugin(Isolation::Worker(workers()));
    let children = || {
        let tasks = fs::read_dir("/proc/self/task").unwrap().flatten();
        let lists = tasks.map(|task| fs::read_to_string(task.path().join("children")).unwrap_or_default());
        lists.map(|list| list.split_whitespace().count()).sum::<usize>()
    };
    let mut instance = plugin.instance(&json!({})).unwrap();
    instance.decode(&text("well"), &options(Duration::from_secs(5))).unwrap();
    drop(instance);
    let open = || fs::read_dir("/proc/self/fd").unwrap().count();
    let before = (open(), children());
    for _ in 0..20 {
        let mut instance = plugin.instance(&json!({})).unwrap();
        let _ = instance.decode(&text("segfault"), &options(Duration::from_secs(5)));
        let _ = plugin.instance(&json!({})).unwrap();
    }
    // Other tests of this file run beside: more may be open now, but not forty more.
    let after = (open(), children());
    assert!(after.0 < before.0 + 20 && after.1 < before.1 + 20, "{before:?} {after:?}");
}
