//! What an admin sees of `fix`, `fmt`, `new` and `retire`: exit codes, what is written, and what is not.
#![cfg(test)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const LIST: &str = "# kept\nversion = 1\ntime-zone = \"UTC\"\n[vendor.example]   # who\nname = “Example Trading”\n[authority.law]\nstatus = [{ is = \"in-force\", from = \"2019-01-01\" }]\n[rule.ban]\nauthority = \"law\"\nvendors = [\"example\"]\n";

fn debar(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_debar"))
        .current_dir(folder)
        .args(args)
        .stdin(Stdio::null())
        .env_remove("DEBAR_BLOCKLIST")
        .env_remove("DEBAR_CONFIG")
        .output()
        .unwrap()
}

/// Runs a command in the folder and checks its exit code; gives what it printed.
fn check(folder: &Path, args: &[&str], code: i32) -> String {
    let output = debar(folder, args);
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{args:?}\n{text}");
    text
}

fn list(folder: &Path) -> String {
    fs::read_to_string(folder.join("list.toml")).unwrap()
}

#[test]
fn a_list_is_corrected_formatted_and_added_to() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    fs::write(folder.join("list.toml"), LIST).unwrap();
    let shown = check(folder, &["blocklist", "fix", "list.toml", "--dry-run"], 0);
    assert!(
        shown.contains("would fix[smart-quotes]") && shown.contains("+name = \"Example Trading\""),
        "{shown}"
    );
    assert_eq!(list(folder), LIST, "a dry run writes nothing");
    check(folder, &["blocklist", "fix", "list.toml"], 0);
    let fixed = LIST.replace(['“', '”'], "\"").replace("\"2019-01-01\"", "2019-01-01");
    assert_eq!(list(folder), fixed, "nothing else changes");
    check(folder, &["blocklist", "fmt", "list.toml", "--check"], 1);
    check(folder, &["blocklist", "fmt", "list.toml"], 0);
    check(folder, &["blocklist", "fmt", "list.toml", "--check"], 0);
    assert!(list(folder).contains("\n\n[vendor.example] # who\n"), "{}", list(folder));
    let missing = check(folder, &["blocklist", "new", "waiver", "--file", "list.toml", "--rule", "ban"], 2);
    for option in ["--vendor", "--approved-by-role", "--on", "--reason", "--through"] {
        assert!(missing.contains(option), "{option}: {missing}");
    }
    let waiver =
        ["blocklist", "new", "waiver", "--file", "list.toml", "--rule", "ban", "--vendor", "example"];
    let decided =
        ["--approved-by-role", "CIO", "--on", "2026-01-05", "--reason", "r", "--through", "2027-01-05"];
    let wide = check(folder, &[&waiver[..], &decided[..]].concat(), 0);
    assert!(wide.contains("[waiver.w-2026-ban]") && wide.contains("everything of the vendor"), "{wide}");
    let before = list(folder);
    let nobody =
        ["blocklist", "new", "rule", "--file", "list.toml", "--authority", "law", "--vendor", "nobody"];
    assert!(check(folder, &nobody, 4).contains("unknown-reference"));
    assert_eq!(list(folder), before, "what would not hold is not written");
    check(
        folder,
        &["blocklist", "retire", "ban", "--file", "list.toml", "--on", "2026-12-01", "--why", "lifted"],
        0,
    );
    assert!(list(folder).contains("until = 2026-12-01\nhistory = [{ on = "), "{}", list(folder));
    check(folder, &["blocklist", "retire", "example", "--file", "list.toml", "--on", "2026-12-01"], 2);
    check(folder, &["blocklist", "check", "list.toml"], 0);
}

#[test]
fn what_has_no_certain_fix_remains_and_says_so() {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path();
    let wrong = LIST.replace(['“', '”'], "\"").replace("[\"example\"]", "[\"exampel\"]");
    fs::write(folder.join("list.toml"), &wrong).unwrap();
    check(folder, &["blocklist", "fix", "list.toml"], 4);
    assert!(list(folder).contains("exampel"), "a guess is not made unasked");
    check(folder, &["blocklist", "fix", "list.toml", "--code", "unknown-reference"], 0);
    assert!(list(folder).contains("[\"example\"]"));
    check(folder, &["blocklist", "fix", "list.toml", "--code", "no-such-code"], 2);
    check(folder, &["blocklist", "fix"], 2);
    fs::write(folder.join("list.toml"), "a = ").unwrap();
    check(folder, &["blocklist", "fmt", "list.toml"], 4);
    assert_eq!(list(folder), "a = ");
}
