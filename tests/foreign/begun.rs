//! `debar plugin new`: what it writes builds, passes its own test, is added and reads its example.

use std::fs;
use std::path::Path;
use std::process::Command;

use debar_tests::{built, has, private, root, run_in};
use tempfile::TempDir;

/// Builds and tests the project as its README tells, and takes it through the gate.
fn check(language: &str, build: &mut Command, library: &str) {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    let made = run_in(at, &["plugin", "new", "paper-mill", "--lang", language, "--folder", "mill"]);
    assert_eq!(made.code, Some(0), "{}{}", made.out, made.err);
    assert!(made.out.contains("debar plugin add"), "{}", made.out);
    let project = at.join("mill");
    no_mark_is_left(&project);
    let output = build.current_dir(&project).output().unwrap();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{language}: {said}");
    let library = project.join(library);
    private(&library);
    fs::write(at.join("debar.toml"), "version = 1\nledger = \"ledger\"\n").unwrap();
    let added = run_in(at, &["plugin", "add", library.to_str().unwrap()]);
    assert_eq!(added.code, Some(0), "{language}: {}", added.err);
    let decoded = run_in(at, &["plugin", "decode", "mill/example/order.txt", "--plugin", "paper-mill"]);
    assert_eq!(decoded.code, Some(0), "{language}: {}", decoded.err);
    assert!(decoded.out.contains("Laser printer") && decoded.out.contains("PO-1042"), "{}", decoded.out);
    // Nothing that stands is written over.
    let again = run_in(at, &["plugin", "new", "paper-mill", "--lang", language, "--folder", "mill"]);
    assert!(again.code == Some(4) && again.err.contains("is there already"), "{}", again.err);
}

fn no_mark_is_left(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            no_mark_is_left(&entry);
        } else if entry.file_name().unwrap() != "debar_plugin.h" {
            let text = fs::read_to_string(&entry).unwrap();
            for mark in ["@ID@", "@SNAKE@", "@CRATE@", "@API@", "@TESTKIT@", "@BUILD@", "@LIBRARY@"] {
                assert!(!text.contains(mark), "{} holds {mark}", entry.display());
            }
        }
    }
}

#[test]
fn a_plugin_in_c() {
    if has("cc") && has("make") {
        check("c", Command::new("make").arg("test"), "libdebar_plugin_paper_mill.so");
    }
}

#[test]
fn a_plugin_in_cpp() {
    if has("cc") && has("c++") && has("make") {
        check("cpp", Command::new("make").arg("test"), "libdebar_plugin_paper_mill.so");
    }
}

#[test]
fn a_plugin_in_zig_where_there_is_zig_and_a_reason_where_there_is_none() {
    let zig = Command::new("zig").arg("version").output().is_ok_and(|output| output.status.success());
    if !zig {
        println!("skipped 1 build: no `zig` here");
    }
    // The command is run without a `PATH`: there is no zig for it.
    let folder = TempDir::new().unwrap();
    let refused = run_in(folder.path(), &["plugin", "new", "x", "--lang", "zig"]);
    assert_eq!(refused.code, Some(4), "{}", refused.out);
    assert!(
        refused.err.contains("no compiler of zig") && refused.err.contains("--lang c"),
        "{}",
        refused.err
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// Its crates are the checkout's, and third-party crates those of the product's own lock.
#[test]
fn a_plugin_in_rust() {
    let folder = TempDir::new().unwrap();
    let made = run_in(
        folder.path(),
        &["plugin", "new", "paper-mill", "--sdk", root().join("plugin-api").to_str().unwrap()],
    );
    assert_eq!(made.code, Some(0), "{}", made.err);
    let project = folder.path().join("debar-plugin-paper-mill");
    no_mark_is_left(&project);
    fs::copy(root().join("Cargo.lock"), project.join("Cargo.lock")).unwrap();
    let target = built("debar").parent().unwrap().join("begun");
    let cargo = |verb: &str| {
        let output = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
            .args([verb, "--offline"])
            .current_dir(&project)
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{verb}: {said}{}", String::from_utf8_lossy(&output.stdout));
    };
    cargo("build");
    cargo("test");
    let at = folder.path();
    fs::write(at.join("debar.toml"), "version = 1\nledger = \"ledger\"\n").unwrap();
    let library = at.join("libdebar_plugin_paper_mill.so");
    fs::copy(target.join("debug/libdebar_plugin_paper_mill.so"), &library).unwrap();
    private(&library);
    let added = run_in(at, &["plugin", "add", library.to_str().unwrap()]);
    assert_eq!(added.code, Some(0), "{}", added.err);
    let decoded = run_in(
        at,
        &["plugin", "decode", "debar-plugin-paper-mill/example/order.txt", "--plugin", "paper-mill"],
    );
    assert!(
        decoded.code == Some(0) && decoded.out.contains("Laser printer"),
        "{}{}",
        decoded.out,
        decoded.err
    );
}

#[test]
fn names_that_are_no_ids_are_refused() {
    let folder = TempDir::new().unwrap();
    for name in ["", "Paper", "1st", "../x", "a b", "mill-", "a_b"] {
        let refused = run_in(folder.path(), &["plugin", "new", name, "--lang", "c"]);
        assert_eq!(refused.code, Some(2), "`{name}`: {}", refused.out);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
