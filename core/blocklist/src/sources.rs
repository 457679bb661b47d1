//! Where the files of a list come from. Not a file system: names are relative, forward slashes, never `..`.

use rustix::fs::OFlags;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use debar_model::{Algorithm, DigestIndex, Object, Sha256Hex};

/// The largest file of a list, in bytes. Digest sets that are larger belong on disk.
pub const MAX_FILE: u64 = 256 * 1024 * 1024;

/// How every digest set begins (`docs/digest-sets.md`).
const SET_BEGIN: &[u8] = b"debarset";

/// Why a file could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceError {
    /// There is no such file.
    Missing,
    /// The name leads out of the root file's directory.
    Outside,
    /// The file is larger than [`MAX_FILE`].
    TooLarge,
    /// It is no digest set that can be used: why, and what to do.
    NoSet(String, &'static str),
    /// Any other reason, in words.
    Other(String),
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there is no such file"),
            Self::Outside => f.write_str("the name leads out of the list's directory"),
            Self::TooLarge => write!(f, "the file is larger than {} MiB", MAX_FILE / 1024 / 1024),
            Self::NoSet(why, _) | Self::Other(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for SourceError {}

/// The files of a list by name.
pub trait Sources {
    /// The bytes of a file. `name` is relative to the directory of the root file, with forward slashes.
    ///
    /// # Errors
    /// See [`SourceError`]. A file that cannot be read keeps the whole list from being used.
    fn read(&self, name: &str) -> Result<Vec<u8>, SourceError>;

    /// Opens a digest set, checked and ready to answer; `pin` is the one that the list wants, where it has one. None
    /// where sets are not looked into, as in an editor: an engine holds everything on such a list.
    ///
    /// # Errors
    /// The file cannot be had, or is no set that can be used.
    fn digest_set(&self, _name: &str, _pin: Option<&Sha256Hex>) -> Result<Option<OpenSet>, SourceError> {
        Ok(None)
    }
}

/// A digest set that is open.
#[derive(Clone)]
pub struct OpenSet {
    /// Answers.
    pub index: Arc<dyn DigestIndex + Send + Sync>,
    /// The digest of its head, which stands for all of it.
    pub pin: Sha256Hex,
    /// Bytes of its file.
    pub len: u64,
    /// The algorithms of its entries, each with the objects that entries may be of.
    pub holds: Vec<(Algorithm, Object)>,
}

impl fmt::Debug for OpenSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenSet").field("pin", &self.pin).field("holds", &self.holds).finish_non_exhaustive()
    }
}

/// Files in memory.
#[derive(Clone, Debug, Default)]
pub struct MemorySources(BTreeMap<String, Vec<u8>>);

impl MemorySources {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds or replaces a file.
    pub fn add(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> &mut Self {
        self.0.insert(name.into(), bytes.into());
        self
    }

    /// The same with one more file.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.add(name, bytes);
        self
    }

    /// All files in order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }
}

impl Sources for MemorySources {
    fn read(&self, name: &str) -> Result<Vec<u8>, SourceError> {
        self.0.get(name).cloned().ok_or(SourceError::Missing)
    }
}

/// Files below a directory. Symbolic links are followed only when they stay inside it.
#[derive(Clone, Debug)]
pub struct DirSources {
    root: PathBuf,
}

impl DirSources {
    /// The files below `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Splits the path of a root file into the sources of its directory and its name there.
    pub fn of(file: &Path) -> Option<(Self, String)> {
        let name = file.file_name()?.to_str()?.to_owned();
        let parent = match file.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        Some((Self::new(parent), name))
    }
}

impl DirSources {
    /// Where a file really is.
    ///
    /// # Errors
    /// It is not there, or not inside the directory.
    pub fn locate(&self, name: &str) -> Result<PathBuf, SourceError> {
        let path = Path::new(name);
        if name.is_empty()
            || !path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
        {
            return Err(SourceError::Outside);
        }
        let root = self.root.canonicalize().map_err(|error| of_io(&error))?;
        let full = root.join(path).canonicalize().map_err(|error| of_io(&error))?;
        if !full.starts_with(&root) {
            return Err(SourceError::Outside);
        }
        Ok(full)
    }
}

impl Sources for DirSources {
    fn read(&self, name: &str) -> Result<Vec<u8>, SourceError> {
        let full = self.locate(name)?;
        // Not blocking: a pipe without a writer is told from a file only once it is open.
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed();
        let file = std::fs::OpenOptions::new().read(true).custom_flags(flags).open(&full);
        let file = file.map_err(|error| of_io(&error))?;
        if !file.metadata().map_err(|error| of_io(&error))?.is_file() {
            return Err(SourceError::Other("it is not a regular file".to_owned()));
        }
        let mut bytes = vec![];
        file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|error| of_io(&error))?;
        if bytes.len() as u64 > MAX_FILE {
            return Err(SourceError::TooLarge);
        }
        Ok(bytes)
    }

    /// Looks whether it is a set at all, and no further.
    fn digest_set(&self, name: &str, _pin: Option<&Sha256Hex>) -> Result<Option<OpenSet>, SourceError> {
        let full = self.locate(name)?;
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed();
        let file = std::fs::OpenOptions::new().read(true).custom_flags(flags).open(&full);
        let mut begin = vec![];
        let read = file.and_then(|file| file.take(SET_BEGIN.len() as u64).read_to_end(&mut begin));
        read.map_err(|error| of_io(&error))?;
        if begin == SET_BEGIN {
            return Ok(None);
        }
        let why = "it is no digest set".to_owned();
        Err(SourceError::NoSet(why, "make one of a list of digests by `debar set build`"))
    }
}

fn of_io(error: &std::io::Error) -> SourceError {
    match error.kind() {
        ErrorKind::NotFound => SourceError::Missing,
        _ => SourceError::Other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::{DirSources, SourceError, Sources};

    #[test]
    fn nothing_outside_of_the_directory_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let inside = dir.path().join("lists");
        std::fs::create_dir(&inside).unwrap();
        std::fs::write(dir.path().join("secret.toml"), "x").unwrap();
        std::fs::write(inside.join("list.toml"), "version = 1").unwrap();
        std::os::unix::fs::symlink(dir.path().join("secret.toml"), inside.join("link.toml")).unwrap();
        let (sources, name) = DirSources::of(&inside.join("list.toml")).unwrap();
        assert_eq!(sources.read(&name).unwrap(), b"version = 1");
        let absolute = dir.path().join("secret.toml");
        for bad in ["../secret.toml", "a/../../secret.toml", absolute.to_str().unwrap(), "", "link.toml"] {
            assert_eq!(sources.read(bad), Err(SourceError::Outside), "{bad}");
        }
        assert_eq!(sources.read("none.toml"), Err(SourceError::Missing));
    }

    #[test]
    fn a_pipe_without_a_writer_is_refused_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mkfifoat(rustix::fs::CWD, dir.path().join("list.toml"), mode).unwrap();
        let read = DirSources::new(dir.path()).read("list.toml");
        assert_eq!(read, Err(SourceError::Other("it is not a regular file".to_owned())));
        std::fs::create_dir(dir.path().join("folder.toml")).unwrap();
        assert!(matches!(DirSources::new(dir.path()).read("folder.toml"), Err(SourceError::Other(_))));
    }
}
