//! Wrong input on purpose: each gets its own exit code, a place and a hint, and nothing is written half.

use std::fs;

use debar_tests::run_in;
use tempfile::TempDir;

/// A folder with a configuration, changed by the test.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    assert_eq!(run_in(folder.path(), &["init", "."]).code, Some(0));
    folder
}

fn check(folder: &TempDir, args: &[&str], code: i32, parts: &[&str]) {
    let ran = run_in(folder.path(), args);
    let text = format!("{}{}", ran.out, ran.err);
    assert_eq!(ran.code, Some(code), "{args:?}\n{text}");
    for part in parts {
        assert!(text.contains(part), "{args:?}: `{part}` is missing:\n{text}");
    }
}

#[test]
fn the_command_line() {
    let folder = folder();
    check(&folder, &["check"], 2, &["FILE"]);
    check(&folder, &["check", "order.xml", "--fact", "act"], 2, &["NAME=VALUE"]);
    check(&folder, &["check", "order.xml", "--at", "10/01/2018"], 2, &["2018-10-01"]);
    check(&folder, &["check", "order.xml", "--route", "none"], 2, &["no route has the name `none`"]);
    check(&folder, &["check", "order.xml", "--plugin", "none"], 2, &["no plugin has the id `none`", "cxml"]);
    check(&folder, &["check", "missing.xml"], 5, &["missing.xml"]);
    check(&folder, &["explain", "no-such-code"], 2, &["no diagnostic has the code"]);
    check(&folder, &["digest", "order.xml", "-a", "crc32"], 2, &["sha256"]);
}

#[test]
fn documents_that_cannot_be_read_are_held_and_recorded() {
    let folder = folder();
    for (name, bytes, part) in [
        ("empty.xml", &b""[..], "unroutable"),
        ("cut.xml", &b"<?xml version=\"1.0\"?><cXML><Header>"[..], "undecodable"),
        ("binary.bin", &b"\x00\x01\x02\xFF\xFE"[..], "unroutable"),
    ] {
        fs::write(folder.path().join(name), bytes).unwrap();
        check(&folder, &["check", name], 3, &["REVIEW", part, "decision  "]);
    }
    check(&folder, &["ledger", "verify"], 0, &["3 decision(s)", "clean"]);
    check(&folder, &["ledger", "replay"], 0, &["3 of 3"]);
}

#[test]
fn a_list_with_faults_is_not_used_and_all_faults_are_told() {
    let folder = folder();
    let list = "version = 1\ntitle = \"т\"\ntime-zone = \"America/New_York\"\n\n[vendor.x]\nnmae = \"X\"\n\n[rule.r]\nauthority = \"nobody\"\nvendors = [\"y\"]\nfrom = \"2018-10-01\"\n";
    fs::write(folder.path().join("blocklist.toml"), list).unwrap();
    check(&folder, &["blocklist", "check"], 4, &["blocklist.toml:6:1", "nmae", "nobody", "`y`", "help"]);
    check(&folder, &["check", "order.xml"], 4, &["is not used"]);
    assert!(!folder.path().join("ledger").join("segments").exists());
}

#[test]
fn a_configuration_with_faults_is_not_used() {
    let folder = folder();
    let file = folder.path().join("debar.toml");
    let good = fs::read_to_string(&file).unwrap();
    for (from, to, part) in [
        ("version = 1", "version = 7", "version = 1"),
        ("isolation = \"worker\"", "isolation = \"in-process\"", "allow-in-process = true"),
        ("sandbox = \"prefer\"", "sandbox = \"none\"", "unknown `sandbox = \"none\"`"),
        ("sandbox = \"prefer\"", "program = \"no-such-program\"", "cannot be used"),
        ("act = \"procure\"", "act = \"procure\"\n[gate]\nx = 1", "gate"),
        ("ledger = \"ledger\"", "ledger = ", "debar.toml:4"),
    ] {
        fs::write(&file, good.replacen(from, to, 1)).unwrap();
        check(&folder, &["check", "order.xml"], 4, &[part]);
    }
    let pin = good.split("sha256 = \"").nth(1).unwrap()[..64].to_owned();
    fs::write(&file, good.replacen(&pin, &"0".repeat(64), 1)).unwrap();
    check(&folder, &["check", "order.xml"], 4, &["plugin add"]);
    fs::write(&file, good.replacen("libdebar_plugin_", "libdebar_plugin_gone_", 1)).unwrap();
    check(&folder, &["check", "order.xml"], 4, &["gone"]);
}

#[test]
fn without_a_ledger_nothing_leaves() {
    let folder = folder();
    fs::write(folder.path().join("a-file"), "").unwrap();
    check(&folder, &["check", "order.xml", "--ledger", "a-file"], 5, &["ledger"]);
    let ran = run_in(folder.path(), &["check", "order.xml", "--ledger", "a-file", "--answer"]);
    assert_eq!(ran.out, "", "nothing may leave");
}
