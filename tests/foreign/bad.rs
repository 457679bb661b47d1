//! Every way in which a plugin file can be wrong, as a person meets it at `debar plugin add`: each its own code, what
//! is wrong in words, and what to do.

use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use debar_tests::{compiled, private, root, run_in};
use tempfile::TempDir;

#[test]
fn each_bad_file_has_its_own_refusal() {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    let made = |name: &str, kind: &str, flags: &[&str]| -> Option<PathBuf> {
        let library = at.join(name);
        let kind = format!("-DKIND={kind}");
        let flags: Vec<&str> = [kind.as_str()].into_iter().chain(flags.iter().copied()).collect();
        compiled(&root().join("core/host/tests/load/plugin.c"), &library, &flags).map(|()| library)
    };
    let Some(good) = made("good.so", "GOOD", &[]) else { return };
    let bytes = fs::read(&good).unwrap();
    let write = |name: &str, bytes: &[u8]| {
        fs::write(at.join(name), bytes).unwrap();
        private(&at.join(name));
        at.join(name)
    };
    let mut foreign = bytes.clone();
    foreign[18] = 0xf3;
    assert!(Command::new("mkfifo").arg(at.join("fifo.so")).status().unwrap().success());
    let open = write("open.so", &bytes);
    fs::set_permissions(&open, Permissions::from_mode(0o777)).unwrap();
    let other = at.join("libother.so");
    let empty = at.join("empty.c");
    fs::write(&empty, "extern int none;\n").unwrap();
    compiled(&empty, &other, &[]).unwrap();
    let needs = other.to_str().unwrap();
    symlink(&good, at.join("link.so")).unwrap();

    let cases: Vec<(PathBuf, &str, &str)> = vec![
        (at.join("missing.so"), "plugin-missing", "does not exist"),
        (at.to_owned(), "plugin-not-a-file", "is a folder"),
        (at.join("fifo.so"), "plugin-not-a-file", "is a FIFO"),
        (write("empty.so", b""), "plugin-empty", "is empty"),
        (write("text.so", b"#!/bin/sh\n"), "plugin-elf", "does not begin as an ELF file"),
        (write("cut.so", &bytes[..bytes.len() / 2]), "plugin-elf", "not a shared library"),
        (write("arch.so", &foreign), "plugin-architecture", "is built for"),
        (open, "plugin-writable", "everybody can write"),
        (other.clone(), "plugin-no-entry", "does not export"),
        (made("two.so", "EXTRA_EXPORT", &[]).unwrap(), "plugin-exports", "exports more than its entry"),
        (made("new.so", "NEW_ABI", &[]).unwrap(), "plugin-too-new", "speaks version 2.0"),
        (
            made("rpath.so", "GOOD", &["-Wl,-rpath,/tmp", "-Wl,--disable-new-dtags"]).unwrap(),
            "plugin-search-path",
            "(RPATH)",
        ),
        (
            made("needed.so", "GOOD", &["-Wl,--no-as-needed", needs]).unwrap(),
            "plugin-needed",
            "which is not allowed",
        ),
        (made("note.so", "NO_NOTE", &[]).unwrap(), "plugin-note", "metadata note"),
        (
            made("stack.so", "GOOD", &["-Wl,-z,execstack"]).unwrap(),
            "plugin-executable-stack",
            "executable stack",
        ),
    ];
    let mut said = BTreeSet::new();
    for (file, code, part) in &cases {
        let text = refused(at, file, code, part);
        assert!(said.insert(text.clone()), "two refusals read alike: {text}");
    }
    // A link is resolved by the person who adds it, and refused where it stands in a configuration.
    assert_eq!(run_in(at, &["plugin", "add", "link.so", "--dry-run"]).code, Some(0));
    println!("{} bad files, each with its own refusal", cases.len());
}

/// The refusal with the file's name taken out.
fn refused(at: &Path, file: &Path, code: &str, part: &str) -> String {
    let ran = run_in(at, &["plugin", "add", file.to_str().unwrap(), "--dry-run"]);
    let shown = file.display();
    assert_eq!(ran.code, Some(4), "{shown}: {}{}", ran.out, ran.err);
    assert!(ran.err.contains(code) && ran.err.contains(part), "{shown}: {}", ran.err);
    assert!(ran.err.contains("help"), "{shown}: no help in {}", ran.err);
    ran.err.replace(&shown.to_string(), "FILE")
}

/// What stands in a configuration: no pin, a wrong one, a link, an unknown signature.
#[test]
fn each_bad_entry_of_a_configuration_has_its_own_refusal() {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    let good = at.join("good.so");
    if compiled(&root().join("core/host/tests/load/plugin.c"), &good, &["-DKIND=GOOD"]).is_none() {
        return;
    }
    fs::write(at.join("order"), "chair").unwrap();
    symlink(&good, at.join("link.so")).unwrap();
    let zeros = "0".repeat(64);
    let pin = |digest: &str| format!("sha256 = \"{digest}\"\n");
    let listed = run_in(at, &["plugin", "add", "good.so", "--dry-run"]);
    let right = listed.out.lines().find_map(|line| line.strip_prefix("SHA-256   ")).unwrap().to_owned();
    for (path, rest, part) in [
        ("good.so", String::new(), "has no pin"),
        ("good.so", pin("12"), "the pin is"),
        ("good.so", pin(&zeros), "is not the pinned file"),
        ("link.so", pin(&right), "symbolic link"),
        ("good.so", format!("{}signature = \"none.minisig\"\n", pin(&right)), "is not signed"),
        ("good.so", format!("{}isolation = \"in-process\"\n", pin(&right)), "allow-in-process"),
        ("good.so", format!("{}isolation = \"thread\"\n", pin(&right)), "unknown isolation"),
        ("good.so", format!("{}on-failure = \"allow\"\n", pin(&right)), "never lets a purchase through"),
    ] {
        let text =
            format!("version = 1\nledger = \"ledger\"\n[[plugin]]\nid = \"flat\"\npath = \"{path}\"\n{rest}");
        fs::write(at.join("debar.toml"), text).unwrap();
        let ran = run_in(at, &["check", "order"]);
        assert_eq!(ran.code, Some(4), "{part}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(part) && ran.err.contains("help"), "no `{part}` in {}", ran.err);
    }
}
