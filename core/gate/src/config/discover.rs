//! Where things are when nobody says where: the config, the plugins, the state folder.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

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
