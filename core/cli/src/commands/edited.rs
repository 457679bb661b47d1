//! The list that a command edits, and the writing of its changed files: all that are still as they were read, or none.

use std::path::PathBuf;

use debar_blocklist::DirSources;
use debar_edit::{Changed, unified};
use debar_gate::config::ListChoice;

use super::files::replace;
use crate::args::Global;
use crate::exit::Exit;
use crate::output::Terminal;
use crate::settings;

/// A list on disk.
pub(super) struct Target {
    /// The files of its folder.
    pub(super) sources: DirSources,
    /// The name of its root file.
    pub(super) root: String,
    folder: PathBuf,
}

impl Target {
    /// The file that was named, or the list in use. The shipped lists are in the program and cannot be edited.
    pub(super) fn of(file: Option<&PathBuf>, global: &Global, terminal: &mut Terminal) -> Result<Self, Exit> {
        let path = match file {
            Some(file) => file.clone(),
            None => match settings::without_plugins(global, terminal)?.list.value {
                ListChoice::File(path) => path,
                ListChoice::Shipped => {
                    terminal.error(
                        "the shipped lists are part of the program and are not edited",
                        Some("name a file, or let `debar init FOLDER` write a list of your own that includes them"),
                    );
                    return Err(Exit::Usage);
                }
            },
        };
        let Some((sources, root)) = DirSources::of(&path) else {
            terminal.error(format!("`{}` names no file", path.display()), None);
            return Err(Exit::Usage);
        };
        let folder = path.parent().map(PathBuf::from).unwrap_or_default();
        Ok(Self { sources, root, folder })
    }

    /// The path of one of its files.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes the changed files. Nothing is written when one of them is no longer what was read.
    pub(super) fn write(&self, files: &[Changed], terminal: &mut Terminal) -> Result<(), Exit> {
        for file in files {
            let standing = std::fs::read(self.path(&file.name));
            if !standing.is_ok_and(|bytes| bytes == file.before.as_bytes()) {
                terminal.error(
                    format!("`{}` has changed meanwhile", self.path(&file.name).display()),
                    Some("nothing was written; run the command again"),
                );
                return Err(Exit::NoDecision);
            }
        }
        for file in files {
            if let Err(error) = replace(&self.path(&file.name), file.after.as_bytes()) {
                terminal
                    .error(format!("`{}` cannot be written: {error}", self.path(&file.name).display()), None);
                return Err(Exit::NoDecision);
            }
        }
        Ok(())
    }
}

/// Prints what changes as one unified diff.
pub(super) fn show(files: &[Changed], terminal: &mut Terminal) {
    for file in files {
        for line in unified(&file.name, &file.before, &file.after).lines() {
            terminal.line(line);
        }
    }
}
