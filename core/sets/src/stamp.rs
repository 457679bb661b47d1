//! Stamps: what a file was like when its whole body was last checked, in a private folder of the user.
//!
//! A stamp is a line of device, inode, size, times of change and the digest of the head. It counts only while all of
//! them are the same, it belongs to us, nobody else may write it, and it is at least a second younger than the
//! file's last change: within that second a change might leave the times as they were. Without a stamp that counts a
//! set is checked in full.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use debar_model::Sha256Hex;

/// A stamp is never longer.
const MAX: u64 = 512;

/// The folder of stamps.
#[derive(Clone, Debug)]
pub struct Stamps(Option<PathBuf>);

impl Stamps {
    /// Stamps in a folder; it is made when it does not exist.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self(Some(folder.into()))
    }

    /// No stamps: every opening checks in full.
    pub const fn none() -> Self {
        Self(None)
    }

    /// Whether the file is as it was when it was last checked in full.
    pub(crate) fn holds(&self, file: &Metadata, head: &Sha256Hex) -> bool {
        self.trusted(file, head).unwrap_or(false)
    }

    fn trusted(&self, file: &Metadata, head: &Sha256Hex) -> Option<bool> {
        let stamp = File::open(self.path(file)?).ok()?;
        let metadata = stamp.metadata().ok()?;
        let ours = metadata.uid() == rustix::process::geteuid().as_raw() && metadata.mode() & 0o022 == 0;
        let changed = (file.ctime(), file.ctime_nsec()).max((file.mtime(), file.mtime_nsec()));
        let late = (metadata.mtime(), metadata.mtime_nsec()) > (changed.0.saturating_add(1), changed.1);
        let mut text = String::new();
        stamp.take(MAX).read_to_string(&mut text).ok()?;
        Some(ours && metadata.is_file() && late && text == line(file, head))
    }

    /// Remembers that the file was checked in full. Whether that can be written makes no difference but in time.
    pub(crate) fn set(&self, file: &Metadata, head: &Sha256Hex) {
        let _ = self.write(file, head);
    }

    fn write(&self, file: &Metadata, head: &Sha256Hex) -> Option<()> {
        let path = self.path(file)?;
        let folder = path.parent()?;
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).ok()?;
        let mut name = OsString::from(path.file_name()?);
        name.push(format!(".{}", std::process::id()));
        let new = folder.join(name);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let done = options.open(&new).and_then(|mut file_of| file_of.write_all(line(file, head).as_bytes()));
        let done = done.and_then(|()| fs::rename(&new, &path));
        if done.is_err() {
            let _ = fs::remove_file(&new);
        }
        done.ok()
    }

    /// One stamp for each file of a device.
    fn path(&self, file: &Metadata) -> Option<PathBuf> {
        self.0.as_deref().map(|folder: &Path| folder.join(format!("{:x}-{:x}", file.dev(), file.ino())))
    }
}

fn line(file: &Metadata, head: &Sha256Hex) -> String {
    format!(
        "{} {} {} {}.{:09} {}.{:09} {head}\n",
        file.dev(),
        file.ino(),
        file.len(),
        file.mtime(),
        file.mtime_nsec(),
        file.ctime(),
        file.ctime_nsec()
    )
}
