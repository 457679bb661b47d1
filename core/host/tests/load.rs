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
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
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
        self.plugin_with(&include(), kind, flags)
    }

    /// The same with another folder for the header.
    fn plugin_with(&self, include: &Path, kind: &str, flags: &[&str]) -> PathBuf {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let target = self.path(&format!("libdebar_plugin_{}{}.so", kind.to_lowercase(), flags.len()));
        let output = Command::new("cc")
            .args(["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-O1", "-fPIC", "-shared"])
            .args(["-fvisibility=hidden", "-Wl,-z,noexecstack", "-Wno-unused"])
            .arg(format!("-DKIND={kind}"))
            .arg(format!("-I{}", include.display()))
            .arg(root.join("tests/load/plugin.c"))
            .arg("-o")
            .arg(&target)
            .args(flags)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        // Whatever the umask is.
        fs::set_permissions(&target, Permissions::from_mode(0o755)).unwrap();
        target
    }
}

fn include() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plugin-api/include")
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
    decodes_and_encodes(&bench.plugin("GOOD", &[]));
}

#[test]
fn plugins_of_later_versions_work_with_this_host() {
    let Some(bench) = Bench::new() else { return };
    // Larger structs in the plugin's hands, with rubbish behind what this host knows.
    decodes_and_encodes(&bench.plugin("LATER", &[]));
    // A header that has grown by a member in every struct, as 1.1 would.
    let grown = bench.path("include");
    fs::create_dir(&grown).unwrap();
    let mut header = fs::read_to_string(include().join("debar_plugin.h")).unwrap();
    for name in
        ["where", "report", "host", "source", "sink", "out", "decision_line", "decision", "plugin_api"]
    {
        let end = format!("\n}} debar_{name};");
        assert!(header.contains(&end));
        header = header.replace(&end, &format!("\n    uint64_t added;{end}"));
    }
    fs::write(grown.join("debar_plugin.h"), header).unwrap();
    let newer = ["-DNEWER", "-Wno-missing-field-initializers"];
    decodes_and_encodes(&bench.plugin_with(&grown, "GOOD", &newer));
}

fn decodes_and_encodes(path: &Path) {
    let (sha256, metadata) = inspect(path, Pin::Found).unwrap();
    assert_eq!((metadata.id.as_str(), metadata.abi.as_str()), ("flat", "1.7"));
    assert!(metadata.reads("Text/X-Flat; charset=utf-8"));

    let plugin = Plugin::load(path, Pin::Sha256(sha256), Isolation::InProcess).unwrap();
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
        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
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
}

#[test]
fn libraries_that_would_do_more_than_they_say_are_refused() {
    let Some(bench) = Bench::new() else { return };
    let check = |kind: &str, flags: &[&str], expect: &str| {
        assert_eq!(code(&bench.plugin(kind, flags), Pin::Found), expect, "{kind} {flags:?}");
    };
    check("EXTRA_EXPORT", &[], "plugin-exports");
    check("EXTRA_DATA", &[], "plugin-exports");
    check("DATA_ENTRY", &[], "plugin-elf");
    check("IFUNC_ENTRY", &[], "plugin-elf");
    check("WEAK_ENTRY", &[], "plugin-elf");
    check("TWO_NOTES", &[], "plugin-note");
    check("TWICE_ID", &[], "plugin-note");
    check("ODD_TITLE", &[], "plugin-note");
    check("GOOD", &["-Wl,-z,global"], "plugin-elf");
    check("GOOD", &["-Wl,-z,interpose", "-g0"], "plugin-elf");
    #[cfg(target_arch = "x86_64")]
    check("GOOD", &["-fno-pic", "-mcmodel=large", "-Wl,-z,notext"], "plugin-text-relocations");
    let versions = bench.path("versions");
    fs::write(&versions, "DEBAR_1 { global: debar_plugin_entry_v1; local: *; };").unwrap();
    check("GOOD", &[&format!("-Wl,--version-script={}", versions.display())], "plugin-exports");
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

/// Section headers are for tools; a file without them must be judged alike.
#[test]
fn section_headers_change_no_verdict() {
    let Some(bench) = Bench::new() else { return };
    let without_sections = |path: &Path| {
        let mut bytes = fs::read(path).unwrap();
        // e_shoff, and e_shnum with e_shstrndx.
        bytes[40..48].fill(0);
        bytes[60..64].fill(0);
        fs::write(path, bytes).unwrap();
        code(path, Pin::Found)
    };
    assert_eq!(without_sections(&bench.plugin("GOOD", &[])), "loaded");
    assert_eq!(without_sections(&bench.plugin("EXTRA_EXPORT", &[])), "plugin-exports");
    assert_eq!(without_sections(&bench.plugin("NO_NOTE", &[])), "plugin-note");
    assert_eq!(without_sections(&bench.plugin("GOOD", &["-Wl,-rpath,/tmp"])), "plugin-search-path");
}

#[test]
fn no_code_runs_before_every_check_has_passed() {
    let Some(bench) = Bench::new() else { return };
    let mark = bench.path("mark");
    let flag = format!("-DMARK=\"{}\"", mark.display());
    let check = |path: &Path, pin: Pin, expect: &str| {
        assert_eq!(code(path, pin), expect, "{}", path.display());
        assert_eq!(mark.exists(), expect == "loaded", "{expect}: code of the library ran");
    };
    let mut refused = 0;
    for (kind, flags, expect) in [
        ("EXTRA_EXPORT", &[][..], "plugin-exports"),
        ("NO_NOTE", &[], "plugin-note"),
        ("NEW_ABI", &[], "plugin-too-new"),
        ("NEXT_ENTRY", &[], "plugin-too-new"),
        ("IFUNC_ENTRY", &[], "plugin-elf"),
        ("GOOD", &["-Wl,-rpath,/tmp"], "plugin-search-path"),
        ("GOOD", &["-Wl,-z,execstack", "-g0"], "plugin-executable-stack"),
        ("GOOD", &["-Wl,-z,global", "-g0", "-g0"], "plugin-elf"),
    ] {
        let flags: Vec<&str> = flags.iter().copied().chain([flag.as_str()]).collect();
        check(&bench.plugin(kind, &flags), Pin::Found, expect);
        refused += 1;
    }
    let good = bench.plugin("GOOD", &[&flag]);
    check(&good, Pin::Sha256(Sha256Hex([7; 32])), "plugin-pin");
    fs::set_permissions(&good, Permissions::from_mode(0o777)).unwrap();
    check(&good, Pin::Found, "plugin-writable");
    fs::set_permissions(&good, Permissions::from_mode(0o755)).unwrap();
    inspect(&good, Pin::Found).unwrap();
    assert!(!mark.exists(), "inspecting runs nothing");
    // And the mark does tell: the same library, loaded.
    check(&good, Pin::Found, "loaded");
    assert_eq!(refused, 8);
}

#[test]
fn a_file_of_somebody_else_is_refused() {
    let Some(bench) = Bench::new() else { return };
    let good = bench.plugin("GOOD", &[]);
    let me = fs::metadata(bench.folder.path()).unwrap().uid();
    if me == 0 {
        chown(&good, Some(12345), None).unwrap();
        assert_eq!(code(&good, Pin::Found), "plugin-owner");
        let (sha256, folder) = (Sha256Hex([7; 32]), bench.path("theirs"));
        assert_eq!(code(&good, Pin::Sha256(sha256)), "plugin-owner", "a pin does not help");
        chown(&good, Some(0), None).unwrap();
        fs::create_dir(&folder).unwrap();
        fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
        fs::copy(&good, folder.join("x.so")).unwrap();
        chown(&folder, Some(12345), None).unwrap();
        assert_eq!(code(&folder.join("x.so"), Pin::Found), "plugin-owner");
    } else {
        // Without a pin it must be the owner of the program; the C library is root's.
        let libc = [
            "/usr/lib/x86_64-linux-gnu/libc.so.6",
            "/usr/lib/aarch64-linux-gnu/libc.so.6",
            "/usr/lib64/libc.so.6",
        ];
        match libc.iter().map(Path::new).find(|path| path.is_file()) {
            Some(libc) => assert_eq!(code(libc, Pin::Found), "plugin-owner"),
            None => println!("skipped: no file of another user here"),
        }
    }
}

#[test]
fn every_place_that_others_can_write_is_named_at_once() {
    let Some(bench) = Bench::new() else { return };
    let (outer, inner) = (bench.path("outer"), bench.path("outer/inner"));
    fs::create_dir_all(&inner).unwrap();
    let file = inner.join("x.so");
    fs::copy(bench.plugin("GOOD", &[]), &file).unwrap();
    for (path, mode) in [(&outer, 0o775), (&inner, 0o2775), (&file, 0o664)] {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }
    let error = inspect(&file, Pin::Found).unwrap_err();
    let group = fs::metadata(&file).unwrap().gid();
    let message = format!(
        "the plugin `{0}` is not safe: others could put another in its place; group {group} can write `{1}` (mode 775); \
         group {group} can write `{2}` (mode 2775); group {group} can write `{0}` (mode 664)",
        file.display(),
        outer.display(),
        inner.display()
    );
    assert_eq!(error.to_string(), message);
    let command = format!("`chmod go-w {} {} {}`", outer.display(), inner.display(), file.display());
    assert!(error.help().contains(&command) && error.help().contains("umask 022"), "{}", error.help());
    for path in [&outer, &inner, &file] {
        let mode = fs::metadata(path).unwrap().mode();
        fs::set_permissions(path, Permissions::from_mode(mode & !0o022)).unwrap();
    }
    assert_eq!(code(&file, Pin::Found), "loaded");
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
    fs::write(&path, b"").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
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
