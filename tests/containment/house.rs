//! A folder with a small list, the hostile plugin and a configuration around it.

use std::fs;
use std::path::{Path, PathBuf};

use debar_tests::{built, compiled, root};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// One vendor, refused to everybody.
const LIST: &str = r#"version = 1
title = "Own"
time-zone = "America/New_York"

[vendor.badsoft]
name = "Badsoft Limited"
brands = ["Badsoft"]

[authority.house]
title = "House rule"
force = "house-rule"
status = [{ is = "in-force", from = 2020-01-01 }]

[rule.house]
authority = "house"
vendors = ["badsoft"]
action = "deny"
"#;

/// Every deed that the hostile plugin knows: see `core/worker/tests/hostile/hostile.c`. Those of the second part end
/// only with the deadline or the bound of processor time.
pub const QUICK: [&str; 27] = [
    "segfault",
    "abort",
    "overflow",
    "exit-0",
    "exit-1",
    "print",
    "read-file",
    "write-file",
    "own-memory",
    "list-folder",
    "remove-file",
    "memory-file",
    "socket",
    "unix-socket",
    "fork",
    "exec",
    "thread",
    "kill-parent",
    "kill-all",
    "trace-parent",
    "new-code",
    "change-code",
    "raise-limits",
    "garbage",
    "forge",
    "listen-in",
    "flood",
];
pub const SLOW: [&str; 4] = ["loop", "sleep", "allocate", "close-socket"];

/// The hostile plugin, made once for a test; none without a compiler.
pub fn hostile(folder: &Path) -> Option<PathBuf> {
    let library = folder.join("libdebar_plugin_wild.so");
    compiled(&root().join("core/worker/tests/hostile/hostile.c"), &library, &[])?;
    Some(library)
}

/// A folder whose configuration uses a library as `wild`, and the plugin for canonical requests beside it.
pub fn house(library: &Path, isolation: &str, on_failure: &str, more: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let pin = |file: &Path| -> String {
        Sha256::digest(fs::read(file).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let canonical = built("libdebar_plugin_canonical.so").canonicalize().unwrap();
    let plugin = |id: &str, file: &Path, isolation: &str| {
        format!(
            "[[plugin]]\nid = \"{id}\"\npath = {file:?}\nsha256 = \"{}\"\nisolation = \"{isolation}\"\non-failure = \"{on_failure}\"\n",
            pin(file)
        )
    };
    let text = format!(
        "version = 1\nblocklist = \"own.toml\"\nledger = \"ledger\"\n{}{}\n[worker]\ncpu-seconds = 2\ndeadline-seconds = 3\nmemory-mib = 1024\n{more}",
        plugin("wild", library, isolation),
        plugin("canonical", &canonical, "worker"),
    );
    fs::write(folder.path().join("own.toml"), LIST).unwrap();
    fs::write(folder.path().join("debar.toml"), text).unwrap();
    folder
}
