//! Where the kernel has no landlock or no seccomp: the level that is reported is the one that was reached, plugins are
//! still held to it by a process of their own, and `sandbox = "require"` refuses.

use std::fs;
use std::path::Path;
use std::process::Command;

use debar_tests::{built, has, root};
use tempfile::TempDir;

use crate::house::{hostile, house};

#[test]
fn what_the_kernel_lacks_is_said_and_required_levels_are_refused() {
    let bench = TempDir::new().unwrap();
    let Some(library) = hostile(bench.path()) else { return };
    let launcher = bench.path().join("without");
    assert!(has("cc"));
    let made = Command::new("cc")
        .args(["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-o"])
        .arg(&launcher)
        .arg(root().join("tests/containment/without.c"))
        .status()
        .unwrap();
    assert!(made.success());
    for (without, has_landlock, has_seccomp) in
        [("landlock", false, true), ("seccomp", true, false), ("both", false, false)]
    {
        let preferred = house(&library, "worker", "hold", "sandbox = \"prefer\"\n");
        fs::write(preferred.path().join("kind"), "well, a chair").unwrap();
        fs::write(preferred.path().join("deed"), "segfault").unwrap();
        let (code, out, err) = run(
            &launcher,
            without,
            preferred.path(),
            &["check", "kind", "--plugin", "wild", "--format", "json"],
        );
        if code == Some(99) {
            println!("skipped: system calls cannot be taken away here");
            return;
        }
        assert_eq!(code, Some(0), "{without}: {out}{err}");
        let (code, out, _) =
            run(&launcher, without, preferred.path(), &["check", "deed", "--plugin", "wild"]);
        assert_eq!(code, Some(3), "{without}: {out}");
        let level = level(&launcher, without, preferred.path());
        assert_eq!(level.contains("landlock"), has_landlock, "{without}: {level}");
        assert_eq!(level.contains("seccomp"), has_seccomp, "{without}: {level}");
        assert!(level.contains("limits") && level.contains("no-new-privileges"), "{without}: {level}");

        let required = house(&library, "worker", "hold", "sandbox = \"require\"\n");
        fs::write(required.path().join("kind"), "well, a chair").unwrap();
        let (code, out, err) =
            run(&launcher, without, required.path(), &["check", "kind", "--plugin", "wild"]);
        assert_eq!(code, Some(4), "{without}: {out}{err}");
        let said = format!("{out}{err}");
        assert!(said.contains("whole sandbox") && said.contains(&level), "{without}: no `{level}` in {said}");
    }
    // With both there nothing is refused.
    let whole = house(&library, "worker", "hold", "sandbox = \"require\"\n");
    fs::write(whole.path().join("kind"), "well, a chair").unwrap();
    let ran = debar_tests::run_in(whole.path(), &["check", "kind", "--plugin", "wild"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}

/// What the refusal of a gate that requires everything says was reached.
fn level(launcher: &Path, without: &str, house: &Path) -> String {
    let file = house.join("debar.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("\"prefer\"", "\"require\"")).unwrap();
    let (_, out, err) = run(launcher, without, house, &["check", "kind", "--plugin", "wild"]);
    let said = format!("{out}{err}");
    let reached = said.split("the kernel gives ").nth(1).unwrap_or_else(|| panic!("{without}: {said}"));
    let end = reached.find(['\n', ';', '`', '"']).unwrap_or(reached.len());
    reached.get(..end).unwrap_or_default().trim().to_owned()
}

fn run(launcher: &Path, without: &str, folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(launcher)
        .arg(without)
        .arg(built("debar"))
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("XDG_STATE_HOME", folder.join("state"))
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}
