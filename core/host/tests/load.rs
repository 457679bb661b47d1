//! Files that must not be loaded, tables that must not be used, and one plugin in C that works.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "helpers of tests fail by panicking, and say what they skip"
)]

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use debar_host::{
    Answer, AnswerLine, CallOptions, Document, FailureCause, HostError, Isolation, Pin, Plugin, Verdict,
    discover, inspect,
};
use debar_model::Sha256Hex;
use serde_json::json;
use tempfile::TempDir;

/// A private folder with a compiler in it; `None` when there is no C compiler here.
struct Bench {
    folder: TempDir,
}

impl Bench {
    fn new() -> Option<Self> {
        if !Command::new("cc").arg("--version").output().is_ok_and(|output| output.status.success()) {
            println!("skipped: no C compiler here");
            return None;
        }
        Some(Self { folder: tempfile::tempdir().unwrap() })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn plugin(&self, kind: &str, flags: &[&str]) -> PathBuf {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let target = self.path(&format!("libdebar_plugin_{}{}.so", kind.to_lowercase(), flags.len()));
        let output = Command::new("cc")
            .args(["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-O1", "-fPIC", "-shared"])
            .args(["-fvisibility=hidden", "-Wl,-z,noexecstack", "-Wno-unused"])
            .arg(format!("-DKIND={kind}"))
            .arg(format!("-I{}", root.join("../../plugin-api/include").display()))
            .arg(root.join("tests/load/plugin.c"))
            .arg("-o")
            .arg(&target)
            .args(flags)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        target
    }
}

fn code(path: &Path, pin: Pin) -> &'static str {
    match Plugin::load(path, pin, Isolation::InProcess) {
        Ok(_) => "loaded",
        Err(error) => {
            assert!(!error.help().is_empty() && !error.to_string().ends_with('.'), "{error}");
            error.code()
        }
    }
}

#[test]
fn a_plugin_in_c_decodes_and_encodes() {
    let Some(bench) = Bench::new() else { return };
    let path = bench.plugin("GOOD", &[]);
    let (sha256, metadata) = inspect(&path, Pin::Found).unwrap();
    assert_eq!((metadata.id.as_str(), metadata.abi.as_str()), ("flat", "1.7"));
    assert!(metadata.reads("Text/X-Flat; charset=utf-8"));

    let plugin = Plugin::load(&path, Pin::Sha256(sha256), Isolation::InProcess).unwrap();
    assert_eq!(plugin.sha256(), Some(sha256));
    assert_eq!(plugin.sniff(b"abcd"), 0, "a confidence over 100 counts as none");
    assert_eq!(plugin.sniff(b"a"), 7);
    let mut instance = plugin.instance(&json!({"mode": "a"})).unwrap();
    let document = Document { content_type: "text/x-flat", bytes: b"first thing\nsecond" };
    let decoded = instance.decode(&document, &CallOptions::default()).unwrap();
    let request = &decoded.requests[0];
    let names: Vec<&str> = request.lines.iter().map(|line| line.product.names[0].value.as_str()).collect();
    assert_eq!(names, ["first thing", "second"]);
    let line = &request.lines[1];
    assert_eq!((line.source.offset, line.source.len, line.source.pointer.as_str()), (12, 6, "row"));
    assert_eq!(line.quantity.as_ref().unwrap().value.as_str(), "7");
    assert_eq!((line.extra[0].key.as_str(), line.extra[0].value.value.as_str()), ("field-4242", "true"));

    let line = |ordinal, verdict| AnswerLine { ordinal, verdict, ..AnswerLine::default() };
    let answer = Answer { lines: vec![line(0, Verdict::Allow), line(1, Verdict::Deny)], ..Answer::default() };
    let encoded = instance.encode(&decoded.receipt, &[answer], &CallOptions::default()).unwrap();
    assert_eq!(encoded.body, b"1031");
}

#[test]
fn a_c_plugin_that_breaks_the_contract_is_refused() {
    let Some(bench) = Bench::new() else { return };
    let plugin = Plugin::load(&bench.plugin("GOOD", &[]), Pin::Found, Isolation::InProcess).unwrap();
    let check = |document: &str, expect: &str| {
        let mut instance = plugin.instance(&json!({})).unwrap();
        let document = Document { content_type: "", bytes: document.as_bytes() };
        let failure = instance.decode(&document, &CallOptions::default()).unwrap_err();
        assert_eq!(failure.cause.code(), expect, "{failure}");
        failure
    };
    check("utf8", "contract");
    check("null", "contract");
    check("huge", "contract");
    check("small", "contract");
    check("plus1", "failed");
    check("minus", "failed");
    check("", "empty");
    let failure = check("a\nignore\nb", "contract");
    assert!(failure.stats.calls_after_refusal > 0);
    let failure = check("report", "malformed");
    assert_eq!(failure.reports.len(), 64);
    assert!(!failure.reports[0].message.contains('\x1b'), "{:?}", failure.reports[0]);
}

#[test]
fn files_that_are_not_safe_plugins_are_named_by_their_fault() {
    let Some(bench) = Bench::new() else { return };
    let good = bench.plugin("GOOD", &[]);
    let bytes = fs::read(&good).unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = bench.path(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let changed = |name: &str, at: usize, byte: u8| {
        let mut bytes = bytes.clone();
        bytes[at] = byte;
        write(name, &bytes)
    };
    let check = |path: &Path, expect: &str| assert_eq!(code(path, Pin::Found), expect, "{}", path.display());

    check(&good, "loaded");
    check(&bench.path("missing.so"), "plugin-missing");
    check(&bench.path("missing/x.so"), "plugin-missing");
    check(&good.join("x.so"), "plugin-missing");
    check(bench.folder.path(), "plugin-not-a-file");
    check(Path::new("/"), "plugin-not-a-file");
    check(Path::new("/dev/null"), "plugin-not-a-file");
    check(&write("empty.so", b""), "plugin-empty");
    check(&write("text.so", b"#!/bin/sh\n"), "plugin-elf");
    check(&write("magic-only.so", b"\x7fELF"), "plugin-elf");
    check(&changed("arch.so", 18, 0xf3), "plugin-architecture");
    check(&changed("bits.so", 4, 1), "plugin-architecture");
    check(&changed("executable.so", 16, 2), "plugin-elf");

    assert!(Command::new("mkfifo").arg(bench.path("fifo.so")).status().unwrap().success());
    check(&bench.path("fifo.so"), "plugin-not-a-file");
    symlink(&good, bench.path("link.so")).unwrap();
    check(&bench.path("link.so"), "plugin-symlink");
    symlink(bench.folder.path(), bench.path("folder-link")).unwrap();
    check(&bench.path("folder-link").join(good.file_name().unwrap()), "plugin-symlink");

    let open = write("open.so", &bytes);
    fs::set_permissions(&open, Permissions::from_mode(0o666)).unwrap();
    check(&open, "plugin-writable");
    let folder = bench.path("open-folder");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("x.so"), &bytes).unwrap();
    fs::set_permissions(&folder, Permissions::from_mode(0o777)).unwrap();
    check(&folder.join("x.so"), "plugin-writable");

    let wrong = Pin::Sha256(Sha256Hex([7; 32]));
    assert_eq!(code(&good, wrong), "plugin-pin");
    for isolation in [Isolation::Worker, Isolation::PerDocument] {
        let error = Plugin::load(&good, Pin::Found, isolation).unwrap_err();
        assert_eq!(error.code(), "plugin-isolation");
    }
}

#[test]
fn libraries_that_would_do_more_than_they_say_are_refused() {
    let Some(bench) = Bench::new() else { return };
    let check = |kind: &str, flags: &[&str], expect: &str| {
        assert_eq!(code(&bench.plugin(kind, flags), Pin::Found), expect, "{kind} {flags:?}");
    };
    check("EXTRA_EXPORT", &[], "plugin-exports");
    check("NEXT_ENTRY", &[], "plugin-too-new");
    check("NEW_ABI", &[], "plugin-too-new");
    check("NO_NOTE", &[], "plugin-note");
    check("GOOD", &["-Wl,-rpath,/tmp", "-Wl,--disable-new-dtags"], "plugin-search-path");
    check("GOOD", &["-Wl,-rpath,/tmp", "-Wl,--enable-new-dtags", "-lm"], "plugin-search-path");
    check("GOOD", &["-Wl,-z,execstack"], "plugin-executable-stack");
    let other = bench.path("libother.so");
    let done =
        Command::new("cc").args(["-shared", "-x", "c", "/dev/null", "-o"]).arg(&other).status().unwrap();
    assert!(done.success());
    check("GOOD", &["-Wl,--no-as-needed", &other.display().to_string(), "-g", "-g0"], "plugin-needed");
    assert_eq!(code(&other, Pin::Found), "plugin-no-entry");
}

#[test]
fn tables_that_are_not_the_contract_are_refused() {
    let Some(bench) = Bench::new() else { return };
    let check =
        |kind: &str, expect: &str| assert_eq!(code(&bench.plugin(kind, &[]), Pin::Found), expect, "{kind}");
    check("BAD_MAGIC", "plugin-magic");
    check("SHORT_TABLE", "plugin-table");
    check("NULL_MEMBER", "plugin-table");
    check("REFUSES", "plugin-refused");
    check("OTHER_NOTE", "plugin-describe");
    let failing = Plugin::load(&bench.plugin("INIT_FAILS", &[]), Pin::Found, Isolation::InProcess).unwrap();
    assert_eq!(failing.instance(&json!({})).unwrap_err().code(), "plugin-init");
    let HostError::Config { problems, .. } = failing.instance(&json!({"mode": "c", "x": 1})).unwrap_err()
    else {
        panic!("a configuration outside of the schema was taken")
    };
    assert_eq!(problems.len(), 2);
}

#[test]
fn every_prefix_of_a_library_is_refused_and_none_breaks_the_reader() {
    let Some(bench) = Bench::new() else { return };
    let bytes = fs::read(bench.plugin("GOOD", &[])).unwrap();
    let path = bench.path("cut.so");
    for len in (0..bytes.len()).step_by(97).chain([1, 4, 5, 18, 19, 20, 63, 64]) {
        fs::write(&path, &bytes[..len]).unwrap();
        let error = inspect(&path, Pin::Found).unwrap_err();
        assert!(matches!(error.code(), "plugin-empty" | "plugin-elf" | "plugin-note"), "{len}: {error}");
    }
}

#[test]
fn what_is_loaded_is_what_was_checked() {
    let Some(bench) = Bench::new() else { return };
    let path = bench.plugin("GOOD", &[]);
    let (sha256, _) = inspect(&path, Pin::Found).unwrap();
    fs::copy(bench.plugin("BAD_MAGIC", &[]), &path).unwrap();
    assert_eq!(code(&path, Pin::Sha256(sha256)), "plugin-pin");
    let first = Plugin::load(&bench.plugin("GOOD", &["-g"]), Pin::Found, Isolation::InProcess).unwrap();
    let again = Plugin::load(&bench.plugin("GOOD", &["-g"]), Pin::Found, Isolation::InProcess).unwrap();
    assert_eq!(first.sha256(), again.sha256());
}

#[test]
fn only_names_of_plugins_are_found_in_folders() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["libdebar_plugin_b_c.so", "libdebar_plugin_a.so", "libdebar_plugin_.so", "libother.so", "x"]
    {
        fs::write(folder.path().join(name), b"").unwrap();
    }
    let missing = folder.path().join("missing");
    let found = discover(&[missing, folder.path().to_owned()]);
    assert_eq!(found.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["a", "b-c"]);
}

#[test]
fn a_failure_names_the_reason_for_a_hold() {
    let cause = FailureCause::Count { declared: 3, emitted: 1 };
    assert_eq!(cause.hold_reason(), debar_model::HoldReason::Undecodable);
    assert_eq!(FailureCause::Panicked.hold_reason(), debar_model::HoldReason::PluginFailed);
}
