//! Names of the files in a ledger's folder.
//!
//! ```text
//! lock                                    held while appending, empty
//! segments/00000000000000000001.jsonl     records from sequence number 1 on
//! segments/00000000000000000001.index     where its decisions stand, made when the segment is full
//! bodies/3d/3d2a...1620.gz                a stored input, by its SHA-256
//! tmp/                                    bodies that are being written
//! review.events                           where the reviews stand
//! ```

use debar_model::Sha256Hex;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::LedgerError;

/// A ledger's folder.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    root: PathBuf,
}

impl Layout {
    pub(crate) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    pub(crate) fn segments(&self) -> PathBuf {
        self.root.join("segments")
    }

    pub(crate) fn bodies(&self) -> PathBuf {
        self.root.join("bodies")
    }

    pub(crate) fn temporary(&self) -> PathBuf {
        self.root.join("tmp")
    }

    pub(crate) fn segment(&self, first: u64) -> PathBuf {
        self.segments().join(format!("{first:020}.jsonl"))
    }

    pub(crate) fn index(&self, first: u64) -> PathBuf {
        self.segments().join(format!("{first:020}.index"))
    }

    /// The folder of a body, and the body.
    pub(crate) fn body(&self, digest: &Sha256Hex) -> (PathBuf, PathBuf) {
        let name = digest.to_string();
        let folder = self.bodies().join(name.get(..2).unwrap_or_default());
        let file = folder.join(format!("{name}.gz"));
        (folder, file)
    }

    /// A path as reports name it.
    pub(crate) fn relative(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.root).unwrap_or(path).to_owned()
    }

    /// First sequence numbers of all segments, in order. A folder in which nothing was ever written is an empty
    /// ledger; one that is not there, or that holds other things, is none.
    pub(crate) fn list(&self) -> Result<Vec<u64>, LedgerError> {
        let folder = self.segments();
        let listing = "listing";
        let mut found = Vec::new();
        let entries = match fs::read_dir(&folder) {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                let unused = fs::read_dir(&self.root).is_ok_and(|mut entries| entries.next().is_none());
                let missing = || LedgerError::Missing { folder: self.root.clone() };
                return if unused { Ok(found) } else { Err(missing()) };
            }
            entries => entries.map_err(LedgerError::io(listing, &folder))?,
        };
        for entry in entries {
            let name = entry.map_err(LedgerError::io(listing, &folder))?.file_name();
            found.extend(name.to_str().and_then(first_of));
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Makes the folders that are missing; true when the ledger is new.
    pub(crate) fn create(&self) -> Result<bool, LedgerError> {
        let new = !self.segments().is_dir();
        let mut builder = DirBuilder::new();
        builder.mode(0o700).recursive(true);
        for folder in [&self.root, &self.segments(), &self.bodies(), &self.temporary()] {
            builder.create(folder).map_err(LedgerError::io("creating", folder))?;
        }
        if new {
            sync_folder(&self.root)?;
            if let Some(parent) = self.root.parent().filter(|parent| !parent.as_os_str().is_empty()) {
                // The folder above may be one that we may not open; its entry is then the system's care.
                let _ = File::open(parent).and_then(|folder| folder.sync_all());
            }
        }
        Ok(new)
    }
}

/// Opens a file for appending records or holding the lock.
pub(crate) fn open_writable(path: &Path, new: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o600);
    if new { options.create_new(true) } else { options.create(true).truncate(false) }.open(path)
}

pub(crate) fn sync_folder(path: &Path) -> Result<(), LedgerError> {
    let synced = File::open(path).and_then(|folder| folder.sync_all());
    synced.map_err(LedgerError::io("syncing", path))
}

/// The sequence number in a segment's name.
fn first_of(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(".jsonl")?;
    let canonical = digits.len() == 20 && digits.bytes().all(|byte| byte.is_ascii_digit());
    canonical.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::first_of;

    #[test]
    fn only_segments_are_segments() {
        for (name, expect) in [
            ("00000000000000000001.jsonl", Some(1)),
            ("18446744073709551615.jsonl", Some(u64::MAX)),
            ("18446744073709551616.jsonl", None),
            ("00000000000000000001.index", None),
            ("1.jsonl", None),
            ("+0000000000000000001.jsonl", None),
        ] {
            assert_eq!(first_of(name), expect, "{name}");
        }
    }
}
