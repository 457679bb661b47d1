//! The file that becomes the set: written beside its place under a fixed name, locked, durable before it is renamed.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use crate::SetError;

/// Removed when it is dropped before it was put in its place.
#[derive(Debug)]
pub(super) struct Target {
    file: File,
    path: PathBuf,
    placed: bool,
}

impl Target {
    pub(super) fn create(set: &Path) -> Result<Self, SetError> {
        let name = set.file_name().ok_or(SetError::NotAFile)?;
        if set.is_dir() {
            return Err(SetError::NotAFile);
        }
        let mut building = OsString::from(".");
        building.push(name);
        building.push(".building");
        let path = set.with_file_name(building);
        // Read by whoever may read the folder; written by us alone, whatever the mask says, or it is never mapped.
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o644);
        let file = options.open(&path)?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(rustix::io::Errno::WOULDBLOCK) => return Err(SetError::Busy),
            Err(error) => return Err(error.into()),
        }
        // Whoever had the lock before may have renamed this very file.
        let same = fs::metadata(&path).is_ok_and(|now| {
            file.metadata().is_ok_and(|ours| (now.dev(), now.ino()) == (ours.dev(), ours.ino()))
        });
        if !same {
            return Err(SetError::Busy);
        }
        let target = Self { file, path, placed: false };
        // What a build that was killed has left.
        target.file.set_len(0)?;
        Ok(target)
    }

    pub(super) const fn file(&self) -> &File {
        &self.file
    }

    /// Makes it durable and renames it.
    pub(super) fn put(&mut self, set: &Path) -> Result<(), SetError> {
        self.file.sync_all()?;
        fs::rename(&self.path, set)?;
        self.placed = true;
        let folder = match set.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        File::open(folder)?.sync_all()?;
        Ok(())
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if !self.placed {
            let _ = fs::remove_file(&self.path);
        }
    }
}
