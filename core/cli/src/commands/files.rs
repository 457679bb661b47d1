//! Files that commands read and write: whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::exit::Exit;
use crate::output::Terminal;

/// The bytes of a file or, for `-`, of standard input: at most one more than the limit, which tells the gate that
/// there are too many.
pub(super) fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, String> {
    let read = |source: &mut dyn Read| {
        let mut bytes = vec![];
        source.take(limit.saturating_add(1)).read_to_end(&mut bytes).map(|_| bytes)
    };
    let done = if path.as_os_str() == "-" {
        read(&mut io::stdin().lock())
    } else {
        File::open(path).and_then(|mut file| read(&mut file))
    };
    done.map_err(|error| format!("`{}` cannot be read: {error}", path.display()))
}

/// The same, with the fault told.
pub(super) fn read(path: &Path, limit: u64, terminal: &mut Terminal) -> Result<Vec<u8>, Exit> {
    bytes(path, limit).map_err(|why| {
        terminal.error(why, None);
        Exit::NoDecision
    })
}

/// Writes a file whole or not at all, and keeps the rights of one that is there. What is no regular file, such as
/// a pipe, is written to as it is.
pub(super) fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link keeps pointing to what it points to.
    let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
    let standing = fs::metadata(&target).ok();
    if standing.as_ref().is_some_and(|meta| !meta.is_file()) {
        return OpenOptions::new().write(true).open(&target)?.write_all(bytes);
    }
    // A folder that can be written to lets a protected file be replaced: whoever protected it meant otherwise.
    if standing.as_ref().is_some_and(|meta| meta.permissions().readonly()) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let temporary = beside(&target)?;
    let written = write_new(&temporary, bytes, standing.map(|meta| meta.permissions()))
        .and_then(|()| fs::rename(&temporary, &target));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn write_new(path: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

/// A name that no other process takes, in the folder of the target.
fn beside(target: &Path) -> io::Result<PathBuf> {
    let name = target.file_name().ok_or_else(|| io::Error::other("the path names no file"))?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.new", std::process::id()));
    Ok(target.with_file_name(hidden))
}
