//! What a keeper of digest sets sees of `debar set`, and what a list does with a set: exit codes, words, and an old
//! set that stays when a build is killed.
#![cfg(test)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, reason = "tests")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const A: &str = "1111111111111111111111111111111111111111111111111111111111111111";
const B: &str = "2222222222222222222222222222222222222222222222222222222222222222";
const MD5: &str = "33333333333333333333333333333333";

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_debar"));
    command.args(arguments).current_dir(folder).env("XDG_STATE_HOME", folder.join("state"));
    command.env_remove("DEBAR_BLOCKLIST").env_remove("DEBAR_CONFIG").env_remove("DEBAR_LEDGER");
    command
}

fn run(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = command(folder, arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that reads nothing may be over already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn check(folder: &Path, arguments: &[&str], input: &str, code: i32, out: &[&str], err: &[&str]) {
    let output = run(folder, arguments, input);
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{stdout}\n{stderr}");
    for word in out {
        assert!(stdout.contains(word), "{arguments:?}: no `{word}` in\n{stdout}");
    }
    for word in err {
        assert!(stderr.contains(word), "{arguments:?}: no `{word}` in\n{stderr}");
    }
}

#[test]
fn sets_are_made_asked_and_compared() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("list.txt"), format!("# bad ones\n{A}  a.exe\n{}\n{MD5}\n", B.to_uppercase())).unwrap();
    check(
        at,
        &["set", "build", "s.dset", "list.txt"],
        "",
        0,
        &["3 digests (1 md5, 2 sha256)", "pin-sha256"],
        &["1 digests are SHA-1 or MD5"],
    );
    check(
        at,
        &["set", "build", "t.dset", "-", "--label", "Bad", "--object", "file", "--format", "json"],
        A,
        0,
        &["\"entries\":1"],
        &[],
    );
    check(at, &["set", "info", "s.dset"], "", 0, &["3 digests", "made from   list.txt"], &[]);
    check(at, &["set", "verify", "s.dset", "--format", "json"], "", 0, &["\"verified_entries\":3"], &[]);
    let other = A.replace('1', "4");
    for (digests, code, out) in [
        (vec![A], 1, "yes    sha256:1111"),
        (vec![other.as_str()], 0, "no     sha256:4444"),
        (vec![MD5], 3, "yes    md5:3333"),
        (vec![MD5, A], 1, "yes    md5:3333"),
        (vec!["hello"], 5, "error  hello"),
    ] {
        let arguments = [&["set", "lookup", "s.dset"], digests.as_slice()].concat();
        check(at, &arguments, "", code, &[out], &[]);
        // The same over the whole command line.
        check(at, &[&["--quiet"], arguments.as_slice()].concat(), "", code, &[out], &[]);
        check(at, &["set", "lookup", "s.dset"], &digests.join("  name\n"), code, &[out], &[]);
    }
    check(
        at,
        &["set", "lookup", "t.dset", "--format", "jsonl"],
        A,
        1,
        &["\"label\":\"Bad\"", "\"object\":\"file\""],
        &[],
    );
    check(at, &["set", "lookup", "s.dset"], "", 5, &[], &["no digest was given"]);
    check(at, &["set", "lookup", "none.dset", A], "", 4, &[], &["cannot be used"]);
    check(at, &["set", "lookup", "list.txt", A], "", 4, &[], &["no digest set"]);
    check(at, &["set", "merge", "u.dset", "t.dset", "s.dset"], "", 0, &["3 digests"], &[]);
    check(at, &["set", "diff", "s.dset", "u.dset"], "", 0, &["0 added"], &[]);
    check(at, &["set", "diff", "t.dset", "u.dset"], "", 1, &["2 added, 0 removed, 1 changed"], &[]);
    // Nothing is written half.
    let before = fs::read(at.join("s.dset")).unwrap();
    check(
        at,
        &["set", "build", "s.dset", "-"],
        &format!("{A}\nhello\n{B},x\n"),
        4,
        &[],
        &["-:2: `hello`", "-:3:", "nothing was written"],
    );
    assert_eq!(fs::read(at.join("s.dset")).unwrap(), before);
}

#[test]
fn a_killed_build_leaves_the_old_set() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    check(at, &["set", "build", "s.dset", "-"], A, 0, &["1 digests"], &[]);
    let before = fs::read(at.join("s.dset")).unwrap();
    for lines in [0_u32, 1, 100_000] {
        let mut build = command(at, &["set", "build", "s.dset", "-", "--memory", "1"]);
        let mut child = build.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        for line in 0..lines {
            writeln!(input, "{line:064x}").unwrap();
        }
        while !at.join(".s.dset.building").exists() {
            std::thread::yield_now();
        }
        // SIGKILL.
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(fs::read(at.join("s.dset")).unwrap(), before);
        check(at, &["set", "verify", "s.dset"], "", 0, &["1 entries"], &[]);
    }
    check(at, &["set", "build", "s.dset", "-"], B, 0, &["1 digests"], &[]);
    check(at, &["set", "lookup", "s.dset", B], "", 1, &["yes"], &[]);
}

#[test]
fn a_list_with_a_set_denies_asks_and_refuses() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    check(at, &["set", "build", "s.dset", "-", "--label", "AgentTesla"], &format!("{A}\n{MD5}"), 0, &[], &[]);
    let info = run(at, &["set", "info", "s.dset", "--format", "json"], "").stdout;
    let info = String::from_utf8(info).unwrap();
    let pin = &info[info.find("\"pin\":\"").unwrap() + 7..][..64];
    let list = |pin: &str| {
        let case = |digest: &str, verdict: &str| {
            format!(
                "[[test]]\nname = \"{verdict}\"\nat = 2020-01-01\ngiven = {{ product = \"Agent\", digests = [\"{digest}\"] }}\nexpect = {{ verdict = \"{verdict}\" }}\n"
            )
        };
        format!(
            "version = 1\ntitle = \"T\"\nowner = \"office X\"\ntime-zone = \"UTC\"\n[authority.law]\ntitle = \"A law\"\ncitations = [\"1 Law 1\"]\nstatus = [{{ is = \"in-force\", from = 2019-01-01 }}]\n[digests.bad]\nobject = \"archive\"\nnote = \"n\"\nset = {{ path = \"s.dset\"{pin} }}\n[rule.ban]\nauthority = \"law\"\ndigests = [\"bad\"]\n{}{}{}",
            case(A, "deny"),
            case(MD5, "review"),
            case(B, "allow")
        )
    };
    let pinned = list(&format!(", pin-sha256 = \"{pin}\""));
    fs::write(at.join("list.toml"), &pinned).unwrap();
    let verb = ["blocklist", "check", "list.toml"];
    check(at, &verb, "", 0, &["3 of 3 test(s) passed"], &["legacy-digest"]);
    // Where the entry says so, a legacy digest denies.
    let denies = pinned.replace("[digests.bad]", "[digests.bad]\nlegacy-digests = \"deny\"");
    fs::write(at.join("list.toml"), &denies).unwrap();
    check(at, &verb, "", 1, &["2 of 3 test(s) passed"], &["a hit on one denies"]);
    // Another set, none, an unpinned one, a damaged one: the list is not used.
    fs::write(at.join("list.toml"), list(&format!(", pin-sha256 = \"{B}\""))).unwrap();
    check(at, &verb, "", 4, &[], &["pin-mismatch"]);
    fs::write(at.join("list.toml"), list("")).unwrap();
    check(at, &verb, "", 4, &[], &["missing-pin", pin]);
    fs::write(at.join("list.toml"), &pinned).unwrap();
    let mut bytes = fs::read(at.join("s.dset")).unwrap();
    for place in [9, 200, 4096, 8192] {
        bytes[place] ^= 1;
        fs::write(at.join("s.dset"), &bytes).unwrap();
        check(at, &verb, "", 4, &[], &["bad-digest-set"]);
        bytes[place] ^= 1;
    }
    fs::remove_file(at.join("s.dset")).unwrap();
    check(at, &verb, "", 4, &[], &["missing-file"]);
}
