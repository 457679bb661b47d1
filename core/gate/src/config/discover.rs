//! Where things are when nobody says where: the config, the plugins, the state folder.

use std::ffi::OsString;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A configuration that nobody named and that somebody else may have put there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The file.
    pub path: PathBuf,
    /// Why it is not used, in words.
    pub why: &'static str,
}

/// Judges a configuration that was found and not named: it decides which list is asked and which code runs, so it
/// has to be the caller's own or the system's, and nobody else may write it.
///
/// # Errors
/// It is somebody else's.
pub fn own(path: &Path) -> Result<(), Foreign> {
    let foreign = |why| Err(Foreign { path: path.to_owned(), why });
    // What cannot be looked at cannot be read either, and reading it tells why.
    let Ok(meta) = std::fs::metadata(path) else { return Ok(()) };
    if meta.mode() & 0o002 != 0 {
        return foreign("everybody may write it");
    }
    if meta.uid() != 0 && meta.uid() != rustix::process::geteuid().as_raw() {
        return foreign("it belongs to another user");
    }
    Ok(())
}

/// The first of `./debar.toml` and `/etc/debar/debar.toml` that exists.
pub fn find_config(working_folder: &Path) -> Option<PathBuf> {
    [working_folder.join("debar.toml"), PathBuf::from("/etc/debar/debar.toml")]
        .into_iter()
        .find(|path| path.is_file())
}

/// Folders in which plugins are looked for without a configuration: `../lib/debar/plugins` seen
/// from the executable, then the executable's own folder.
pub fn plugin_folders(executable: &Path) -> Vec<PathBuf> {
    let Some(beside) = executable.parent() else { return vec![] };
    let installed = beside.parent().map(|prefix| prefix.join("lib/debar/plugins"));
    installed.into_iter().chain([beside.to_path_buf()]).filter(|folder| folder.is_dir()).collect()
}

/// The user's state folder by the XDG base directory rules: `$XDG_STATE_HOME/debar`, or
/// `~/.local/state/debar`. A relative variable is ignored, as those rules demand.
pub fn state_folder(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    absolute("XDG_STATE_HOME")
        .or_else(|| absolute("HOME").map(|home| home.join(".local/state")))
        .map(|state| state.join("debar"))
}

#[cfg(test)]
mod tests {
    use super::state_folder;
    use std::ffi::OsString;
    use std::path::PathBuf;

    #[test]
    fn the_state_folder_follows_xdg_and_ignores_relative_paths() {
        for (xdg, home, expect) in [
            (Some("/x"), Some("/home/u"), Some("/x/debar")),
            (Some("x"), Some("/home/u"), Some("/home/u/.local/state/debar")),
            (None, None, None),
        ] {
            let variable = |name: &str| match name {
                "XDG_STATE_HOME" => xdg.map(OsString::from),
                _ => home.map(OsString::from),
            };
            assert_eq!(state_folder(variable), expect.map(PathBuf::from));
        }
    }
}
