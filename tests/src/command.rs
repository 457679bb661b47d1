//! Runs the built command as a user would.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::built;

/// What a run left behind.
#[derive(Clone, Debug)]
pub struct Ran {
    /// The exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs `debar` in a folder, with its state below that folder and nothing else of the environment.
pub fn run_in(folder: &Path, args: &[&str]) -> Ran {
    let output =
        debar(folder).args(args).output().unwrap_or_else(|error| panic!("debar does not start: {error}"));
    Ran {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A folder that `init` has written into.
pub fn initialised() -> TempDir {
    let folder = TempDir::new().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
    let made = run_in(folder.path(), &["init", "."]);
    assert_eq!(made.code, Some(0), "{}{}", made.out, made.err);
    folder
}

/// The command, ready for arguments.
pub fn debar(folder: &Path) -> Command {
    let mut command = Command::new(built("debar"));
    command.current_dir(folder).env_clear().env("XDG_STATE_HOME", folder.join("state"));
    command
}
