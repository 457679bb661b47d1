//! What reaches a terminal, a pipe or a full disk: documents cannot steer the terminal, readers may leave, and
//! nothing of that changes a verdict.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};

use debar_tests::{built, debar, initialised, run_in};
use tempfile::TempDir;

use crate::own_list::{NO_DIGEST, expect, order, write};

fn folder() -> TempDir {
    let folder = initialised();
    write(folder.path(), NO_DIGEST);
    fs::write(folder.path().join("deny.xml"), order("Badsoft")).unwrap();
    fs::write(folder.path().join("allow.xml"), order("Some tool")).unwrap();
    folder
}

/// Runs a shell line with `$DEBAR` for the command.
fn shell(folder: &TempDir, line: &str) -> (Option<i32>, String) {
    let output = Command::new("bash")
        .args(["-c", line])
        .current_dir(folder.path())
        .env("DEBAR", built("debar"))
        .env("DEBAR_BLOCKLIST", "own.toml")
        .env("XDG_STATE_HOME", folder.path().join("state"))
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn readers_who_leave_and_closed_streams_change_nothing() {
    let folder = folder();
    for (document, code) in [("allow.xml", 0), ("deny.xml", 1)] {
        for format in ["human", "json", "sarif", "junit"] {
            for rest in ["| head -c 0; exit ${PIPESTATUS[0]}", ">&-", "2>&-", ">&- 2>&-", ">&- 2>&- <&-"] {
                let line = format!("$DEBAR check {document} --format {format} {rest}");
                let (found, text) = shell(&folder, &line);
                assert_eq!(found, Some(code), "{line}: {text}");
                assert!(!text.contains("panicked"), "{text}");
            }
        }
    }
}

#[test]
fn an_output_that_cannot_be_written_is_no_allow() {
    if !std::path::Path::new("/dev/full").exists() {
        println!("skipped: there is no /dev/full");
        return;
    }
    let folder = folder();
    for (document, code) in [("allow.xml", 5), ("deny.xml", 1)] {
        let (found, text) = shell(&folder, &format!("$DEBAR check {document} --answer >/dev/full"));
        assert_eq!(found, Some(code), "{text}");
        assert!(text.contains("could not be written"), "{text}");
    }
    let ran = crate::own_list::check(folder.path(), &["allow.xml", "--answer=none/answer.xml"]);
    assert_eq!(ran.code, Some(5), "{}", ran.err);
    let ran = crate::own_list::check(folder.path(), &["allow.xml", "--answer=answer.xml", "-q"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(fs::read_to_string(folder.path().join("answer.xml")).unwrap().starts_with("<?xml"));
}

#[test]
fn documents_lists_and_names_cannot_steer_the_terminal() {
    let folder = folder();
    let path = folder.path();
    let list = fs::read_to_string(path.join("own.toml")).unwrap();
    let title = "title = \"House\\u001b[2J\\u009b2J \\u202e rule\\nx: ALLOW\"";
    fs::write(path.join("own.toml"), list.replace("title = \"House rule\"", title)).unwrap();
    let hostile = order("Badsoft \u{9b}31m \u{202e} tool")
        .replace("lineNumber=\"2\"", "lineNumber=\"2&#10;own.xml: ALLOW&#x9b;2J\"");
    let name = "a\u{1b}[31m\nb.xml";
    fs::write(path.join(name), hostile).unwrap();
    fs::write(path.join("broken\u{1b}]0;x\u{7}.xml"), "<cXML>\u{9b}2J").unwrap();
    fs::write(path.join("debar\u{1b}[2J.toml"), "version = \"\\u001b[2J\"\nk\u{9b}ey = 1\n").unwrap();
    for args in [
        &["--blocklist", "own.toml", "check", name][..],
        &["--blocklist", "own.toml", "check", name, "--error-format", "plain"],
        &["--blocklist", "own.toml", "check", "broken\u{1b}]0;x\u{7}.xml"],
        &["--blocklist", "own.toml", "check", "missing\u{1b}[2J.xml"],
        &["--blocklist", "own.toml", "blocklist", "check"],
        &["config", "show", "--config", "debar\u{1b}[2J.toml"],
        &["explain", "\u{1b}[2J"],
    ] {
        let ran = run_in(path, args);
        let text = format!("{}{}", ran.out, ran.err);
        let steers =
            |letter: char| letter.is_control() && letter != '\n' && letter != '\t' || letter == '\u{202e}';
        assert!(!text.contains(steers), "{args:?}: {text:?}");
        assert!(
            !text.lines().any(|line| line.starts_with("own.xml: ALLOW") || line.starts_with("x: ALLOW")),
            "{text}"
        );
    }
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let folder = folder();
    let run = |args: &[&str], no_color: bool| {
        let mut command = debar(folder.path());
        command.args(["--blocklist", "own.toml", "check", "deny.xml"]).args(args);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    assert!(!run(&[], false).contains('\u{1b}'));
    assert!(run(&["--color", "always"], false).contains('\u{1b}'));
    assert!(!run(&["--color", "never"], false).contains('\u{1b}'));
    assert!(!run(&[], true).contains('\u{1b}'));
    assert!(!run(&["--color", "always", "--format", "json"], false).contains('\u{1b}'));
}

#[test]
fn plain_words_for_those_who_listen() {
    let folder = folder();
    let text = expect(folder.path(), &["deny.xml", "--error-format", "plain"], 1, &["deny.xml: DENY"]);
    let first = text.lines().next().unwrap();
    assert!(first.starts_with("deny.xml:62:38: error[deny/badsoft]: line 2: `Badsoft` is denied"), "{text}");
    assert!(text.contains("own.toml:13:8: note: listed here"), "{text}");
    for drawing in ["^^^", "-->", " | ", "= note", "\n\n"] {
        assert!(!text.contains(drawing), "`{drawing}`:\n{text}");
    }
}

#[test]
fn quiet_leaves_only_what_was_asked_for() {
    let folder = folder();
    let run = |args: &[&str]| crate::own_list::check(folder.path(), args);
    let quiet = run(&["deny.xml", "-q"]);
    assert_eq!((quiet.code, quiet.out.as_str(), quiet.err.as_str()), (Some(1), "", ""));
    assert!(run(&["deny.xml", "-q", "--format", "json"]).out.starts_with('{'));
    assert!(run(&["deny.xml", "-q", "--answer"]).out.starts_with("<?xml"));
    assert!(run(&["missing.xml", "-q"]).err.contains("missing.xml"), "a fault is always told");
}

#[test]
fn names_that_are_not_utf8_are_names() {
    let folder = folder();
    let name = OsStr::from_bytes(b"order-\xff.xml");
    fs::copy(folder.path().join("deny.xml"), folder.path().join(name)).unwrap();
    let artifact = OsStr::from_bytes(b"2=order-\xff.xml");
    for format in ["human", "json", "sarif", "junit"] {
        let mut command = debar(folder.path());
        command
            .args(["--blocklist", "own.toml", "--ledger", "ledger", "check", "--format", format])
            .arg(name);
        let output = command.arg("--artifact").arg(artifact).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{format}: {text}");
    }
    let output = debar(folder.path()).arg("explain").arg(name).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn large_documents_are_held_without_reading_them_whole() {
    let folder = folder();
    let file = File::create(folder.path().join("large.xml")).unwrap();
    file.set_len(8 << 30).unwrap();
    expect(folder.path(), &["large.xml", "-q"], 3, &[]);
    let mut child = debar(folder.path())
        .args(["--blocklist", "own.toml", "check", "-", "-q"])
        .stdin(File::open("/dev/zero").unwrap())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(3));
}
