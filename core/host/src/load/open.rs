//! Opens a plugin file without following a link, and only where nobody else can put another in its place.
//!
//! Invariant: what is judged is what is opened: each step is an open of one name below an opened folder.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{FileType, Mode, OFlags, Stat, fstat, openat};
use rustix::io::Errno;

use crate::HostError;

/// A file or folder that others could write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPlace {
    /// Its path.
    pub place: PathBuf,
    /// Its permissions.
    pub mode: u32,
    /// The group that owns it.
    pub group: u32,
}

/// No plugin is this large.
const MAX_BYTES: u64 = 512 << 20;

/// Opens a file for reading. With `beside_program` it must belong to the owner of the running program.
///
/// What others could write is collected on the whole way, so that it can be mended in one go.
pub(crate) fn open(path: &Path, beside_program: bool) -> Result<OwnedFd, HostError> {
    let unreadable = |source: std::io::Error| HostError::Unreadable { path: path.to_owned(), source };
    let absolute = std::path::absolute(path).map_err(unreadable)?;
    let program = owner_of_executable();
    let trusted = [Some(0), Some(rustix::process::geteuid().as_raw()), program];
    let names: Vec<&OsStr> = absolute
        .components()
        .filter_map(|component| match component {
            Component::Normal(name) => Some(name),
            Component::ParentDir => Some(OsStr::new("..")),
            Component::RootDir | Component::CurDir | Component::Prefix(_) => None,
        })
        .collect();
    let Some((last, folders)) = names.split_last() else {
        return Err(HostError::NotAFile { path: path.to_owned(), kind: "folder" });
    };

    let flags = OFlags::CLOEXEC | OFlags::NOFOLLOW;
    let mut place = PathBuf::from("/");
    let root = rustix::fs::open("/", flags | OFlags::PATH | OFlags::DIRECTORY, Mode::empty());
    let mut folder = root.map_err(|errno| unreadable(errno.into()))?;
    let mut open_to_others = Vec::new();
    judge(path, &place, &folder, &trusted, &mut open_to_others)?;
    for name in folders {
        place.push(name);
        // Without DIRECTORY: a link is then opened itself, and can be told from a file.
        folder = openat(&folder, *name, flags | OFlags::PATH, Mode::empty())
            .map_err(|errno| refused(path, &place, errno))?;
        match file_type(&stat(path, &folder)?) {
            FileType::Directory => judge(path, &place, &folder, &trusted, &mut open_to_others)?,
            FileType::Symlink => {
                return Err(HostError::Symlink { path: path.to_owned(), link: place });
            }
            _ => return Err(HostError::Missing { path: path.to_owned() }),
        }
    }
    place.push(last);
    // A FIFO must not make us wait, and a device must not be touched: look before the real open.
    let peek = openat(&folder, *last, flags | OFlags::PATH, Mode::empty())
        .map_err(|errno| refused(path, &place, errno))?;
    let kind = match file_type(&stat(path, &peek)?) {
        FileType::RegularFile => None,
        FileType::Symlink => return Err(HostError::Symlink { path: path.to_owned(), link: place }),
        FileType::Directory => Some("folder"),
        FileType::Fifo => Some("FIFO"),
        FileType::Socket => Some("socket"),
        _ => Some("device"),
    };
    if let Some(kind) = kind {
        return Err(HostError::NotAFile { path: path.to_owned(), kind });
    }
    let file = openat(&folder, *last, flags | OFlags::RDONLY | OFlags::NONBLOCK, Mode::empty())
        .map_err(|errno| refused(path, &place, errno))?;
    if file_type(&stat(path, &file)?) != FileType::RegularFile {
        return Err(HostError::NotAFile { path: path.to_owned(), kind: "changing thing" });
    }
    judge(path, &place, &file, &trusted, &mut open_to_others)?;
    if !open_to_others.is_empty() {
        return Err(HostError::Writable { path: path.to_owned(), places: open_to_others });
    }
    if beside_program && Some(stat(path, &file)?.st_uid) != program {
        return Err(HostError::Owner { path: path.to_owned(), place, uid: stat(path, &file)?.st_uid });
    }
    Ok(file)
}

/// User id of the owner of an opened file.
pub(crate) fn owner(path: &Path, file: &OwnedFd) -> Result<u32, HostError> {
    stat(path, file).map(|stat| stat.st_uid)
}

/// The whole file, read once.
pub(crate) fn read(path: &Path, file: OwnedFd) -> Result<Vec<u8>, HostError> {
    let mut bytes = Vec::new();
    File::from(file)
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| HostError::Unreadable { path: path.to_owned(), source })?;
    if bytes.is_empty() {
        return Err(HostError::Empty { path: path.to_owned() });
    }
    if bytes.len() as u64 > MAX_BYTES {
        return Err(HostError::TooLarge { path: path.to_owned(), limit: MAX_BYTES });
    }
    Ok(bytes)
}

/// Who owns the running program: that user could change the program itself, so is trusted with plugins.
pub(crate) fn owner_of_executable() -> Option<u32> {
    std::fs::metadata("/proc/self/exe").ok().map(|metadata| metadata.uid())
}

/// Refuses what is somebody else's, and notes what somebody else could write. A folder such as `/tmp`
/// (sticky, of root) is fine on the way.
fn judge(
    path: &Path,
    place: &Path,
    opened: &OwnedFd,
    trusted: &[Option<u32>],
    open_to_others: &mut Vec<OpenPlace>,
) -> Result<(), HostError> {
    let stat = stat(path, opened)?;
    if !trusted.contains(&Some(stat.st_uid)) {
        return Err(HostError::Owner { path: path.to_owned(), place: place.to_owned(), uid: stat.st_uid });
    }
    let sticky_of_root =
        file_type(&stat) == FileType::Directory && stat.st_mode & 0o1000 != 0 && stat.st_uid == 0;
    if stat.st_mode & 0o022 != 0 && !sticky_of_root {
        let (mode, group) = (stat.st_mode & 0o7777, stat.st_gid);
        open_to_others.push(OpenPlace { place: place.to_owned(), mode, group });
    }
    Ok(())
}

fn stat(path: &Path, opened: &OwnedFd) -> Result<Stat, HostError> {
    fstat(opened).map_err(|errno| HostError::Unreadable { path: path.to_owned(), source: errno.into() })
}

fn file_type(stat: &Stat) -> FileType {
    FileType::from_raw_mode(stat.st_mode)
}

fn refused(path: &Path, place: &Path, errno: Errno) -> HostError {
    match errno {
        Errno::NOENT | Errno::NOTDIR => HostError::Missing { path: path.to_owned() },
        Errno::LOOP => HostError::Symlink { path: path.to_owned(), link: place.to_owned() },
        other => HostError::Unreadable { path: path.to_owned(), source: other.into() },
    }
}
