//! `debar.toml`: all problems in one run, every setting with its origin, nothing left half written.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use debar_tests::{debar, initialised, run_in};
use tempfile::TempDir;

const WRONG: &str = r#"version = "1"
blocklist = 3
ledger = ""
allow-in-process = "yes"
unknwon = 1

[facts]
act = []
end-use = { a = 1 }

[[plugin]]
id = "cxml"
path = 3
sha256 = "zz"
isolation = "wroker"
on-failure = "allow"
config = { when = 2020-01-01, n = nan }
extra = true

[[plugin]]
id = "cxml"
path = "x.so"

[route.a]
plugin = "cxm"
role = "buyer"
forwards = 1

[limits]
document-bytes = -1
"#;

#[test]
fn every_problem_is_told_in_one_run() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("debar.toml"), WRONG).unwrap();
    let ran = run_in(folder.path(), &["config", "show", "--error-format", "plain"]);
    assert_eq!(ran.code, Some(4), "{}", ran.err);
    for (place, part) in [
        ("1:11", "unknown version `\"1\"`"),
        ("2:13", "`blocklist` is a number"),
        ("3:10", "`ledger` is empty"),
        ("4:20", "`allow-in-process` is a text"),
        ("5:1", "no key `unknwon`"),
        ("8:7", "`act` is empty"),
        ("9:11", "`end-use` is a table"),
        ("13:8", "`path` is a number"),
        ("14:10", "not a SHA-256"),
        ("15:13", "unknown isolation `wroker`"),
        ("16:14", "unknown `on-failure = \"allow\"`"),
        ("17:19", "the date `2020-01-01`"),
        ("17:35", "`nan` has no form"),
        ("18:1", "no key `extra`"),
        ("21:6", "two plugins have the id `cxml`"),
        ("21:6", "has no pin"),
        ("25:10", "no plugin has the id `cxm`"),
        ("26:8", "unknown role `buyer`"),
        ("27:12", "`forwards` is a number"),
        ("30:18", "a limit of `-1` bytes"),
    ] {
        let told = ran
            .err
            .lines()
            .any(|line| line.starts_with(&format!("debar.toml:{place}: error")) && line.contains(part));
        assert!(told, "{place} {part}:\n{}", ran.err);
    }
    let drawn = run_in(folder.path(), &["config", "show"]);
    assert!(drawn.err.contains("--> debar.toml:2:13") && drawn.err.contains("= help:"), "{}", drawn.err);
}

#[test]
fn syntax_errors_are_told_together_and_not_twice() {
    let folder = TempDir::new().unwrap();
    fs::write(
        folder.path().join("debar.toml"),
        "version = 1\nledger = \"a\n[limits]\ndocument-bytes = x\n[facts]\nact = [1\n",
    )
    .unwrap();
    let ran = run_in(folder.path(), &["config", "show", "--error-format", "plain"]);
    assert_eq!(ran.code, Some(4));
    let places: Vec<&str> =
        ran.err.lines().filter_map(|line| line.split_once(": error").map(|(place, _)| place)).collect();
    assert!(places.len() >= 3, "{}", ran.err);
    assert!(places.iter().any(|place| place.starts_with("debar.toml:2:")), "{}", ran.err);
    assert!(places.iter().any(|place| place.starts_with("debar.toml:4:")), "{}", ran.err);
}

#[test]
fn every_setting_has_an_origin() {
    let folder = initialised();
    let file = folder.path().join("debar.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(
        &file,
        format!("{text}\n[route.r]\nplugin = \"cxml\"\nrole = \"seller\"\nfacts = {{ act = \"use\" }}\n\n[limits]\ndocument-bytes = 1_000_000\n"),
    )
    .unwrap();
    let shown = |args: &[&str]| {
        let ran = run_in(folder.path(), &[&["config", "show", "--origin"], args].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        ran.out
    };
    let out = shown(&[]);
    let line = |out: &str, name: &str| {
        out.lines()
            .find(|line| line.split(' ').next() == Some(name))
            .unwrap_or_else(|| panic!("{name}\n{out}"))
            .to_owned()
    };
    for (name, value, origin) in [
        ("config", "debar.toml", "default"),
        ("blocklist", "blocklist.toml", "file, line 3"),
        ("ledger", "ledger", "file, line 4"),
        ("allow-in-process", "false", "default"),
        ("worker.program", "beside the program", "default"),
        ("worker.sandbox", "prefer", "file, line"),
        ("review-contact", "none", "default"),
        ("limits.document-bytes", "1000000", "file, line"),
        ("limits.artifact-bytes", "68719476736", "default"),
        ("facts.buyer", "us-executive", "file, line"),
        ("plugin.cxml.path", "libdebar_plugin_cxml.so", "file, line"),
        ("plugin.cxml.isolation", "worker", "file, line"),
        ("plugin.cxml.on-failure", "hold", "file, line"),
        ("plugin.cxml.config", "{}", "file, line"),
        ("route.r.plugin", "cxml", "file, line"),
        ("route.r.role", "seller", "file, line"),
        ("route.r.already-transmitted", "false", "file, line"),
        ("route.r.forwards", "false", "file, line"),
        ("route.r.facts.act", "use", "file, line"),
    ] {
        let line = line(&out, name);
        let (said, from) = line.split_once("# ").unwrap();
        assert!(said.contains(value) && from.starts_with(origin), "{line}");
    }
    assert!(line(&shown(&["--config", "debar.toml"]), "config").ends_with("# flag"));
    let mut by_environment = debar(folder.path());
    by_environment.args(["config", "show", "--origin"]).env("DEBAR_CONFIG", "debar.toml");
    let out = String::from_utf8(by_environment.output().unwrap().stdout).unwrap();
    assert!(line(&out, "config").ends_with("# environment DEBAR_CONFIG"), "{out}");
}

#[test]
fn init_leaves_all_or_nothing() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("packs"), "a file where a folder has to be").unwrap();
    let ran = run_in(folder.path(), &["init", "."]);
    assert_eq!(ran.code, Some(5), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("nothing was left behind"), "{}", ran.err);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["packs"]);
    let deep = run_in(folder.path(), &["init", "a/b/c"]);
    assert_eq!(deep.code, Some(0), "{}", deep.err);
    assert!(folder.path().join("a/b/c/debar.toml").is_file());
}

#[test]
fn the_ledger_is_for_its_owner_alone() {
    let folder = initialised();
    run_in(folder.path(), &["check", "order.xml", "-q"]);
    let mode = |path: &str| fs::metadata(folder.path().join(path)).unwrap().permissions().mode() & 0o777;
    for path in ["ledger", "ledger/segments", "ledger/bodies"] {
        assert_eq!(mode(path), 0o700, "{path}");
    }
    for entry in fs::read_dir(folder.path().join("ledger/segments")).unwrap() {
        assert_eq!(entry.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_configuration_that_anybody_may_write_is_used_only_by_name() {
    let folder = initialised();
    let file = folder.path().join("debar.toml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
    let found = run_in(folder.path(), &["check", "order.xml"]);
    assert_eq!(found.code, Some(4), "{}", found.out);
    assert!(found.err.contains("everybody may write it") && found.err.contains("--config"), "{}", found.err);
    assert_eq!(run_in(folder.path(), &["check", "order.xml", "--config", "debar.toml"]).code, Some(1));
}
