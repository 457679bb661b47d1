//! Plugins that are not written in Rust, and made by a compiler of the system when tests ask for them.
//!
//! Invariant: a library is made in a folder that only we can write.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::root;

/// Whether a program can be run here; says what is skipped when it cannot.
pub fn has(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        println!("skipped: no `{program}` here");
    }
    found
}

/// Builds `plugins/ID` with its own Makefile in a copy below `folder`; none without a compiler.
pub fn made(id: &str, folder: &Path) -> Option<PathBuf> {
    if !(has("cc") && has("c++") && has("make")) {
        return None;
    }
    let (from, to) = (root().join("plugins").join(id), folder.join(id));
    copy(&from, &to);
    let library = to.join(format!("libdebar_plugin_{id}.so"));
    let include = root().join("plugin-api/include");
    let output =
        Command::new("make").arg("-C").arg(&to).arg(format!("INCLUDE={}", include.display())).output();
    let output = output.unwrap_or_else(|error| panic!("make: {error}"));
    assert!(output.status.success(), "{id}: {}", String::from_utf8_lossy(&output.stderr));
    private(&library);
    Some(library)
}

/// Compiles one C file of a test as a plugin; none without a compiler.
pub fn compiled(source: &Path, library: &Path, flags: &[&str]) -> Option<()> {
    if !has("cc") {
        return None;
    }
    let output = Command::new("cc")
        .args(["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-fPIC", "-shared", "-fvisibility=hidden"])
        .args(["-Wno-infinite-recursion", "-Wno-unused", "-Wl,-z,noexecstack"])
        .args(flags)
        .arg(format!("-I{}", root().join("plugin-api/include").display()))
        .arg(source)
        .arg("-o")
        .arg(library)
        .output()
        .unwrap_or_else(|error| panic!("cc: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    private(library);
    Some(())
}

/// Whatever the umask is: nobody else may write it.
pub fn private(file: &Path) {
    let done = fs::set_permissions(file, Permissions::from_mode(0o755));
    done.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
}

fn copy(from: &Path, to: &Path) {
    let failed = |error: std::io::Error| -> ! { panic!("{}: {error}", from.display()) };
    fs::create_dir_all(to).unwrap_or_else(|error| failed(error));
    for entry in fs::read_dir(from).unwrap_or_else(|error| failed(error)).flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap_or_else(|error| failed(error));
        }
    }
}
