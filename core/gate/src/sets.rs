//! Digest sets of lists: opened beside the list, found again by their pins for what was decided before.
//!
//! The ledger keeps the files of a list but no sets, which can be larger than it. So where each pin was last seen is
//! noted in the user's state folder; a past list takes its set from there. Invariant: what is found by a note has the
//! pin that was asked for, or is not used.

use std::fs;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use debar_blocklist::{DirSources, MemorySources, OpenSet, SourceError, Sources};
use debar_model::{DigestIndex as _, Sha256Hex};
use debar_sets::{Set, SetError, Stamps};

use crate::config::state_folder;

/// Stamps of checked sets, in the user's state folder; none without one.
pub fn set_stamps() -> Stamps {
    folder().map_or_else(Stamps::none, |folder| Stamps::at(folder.join("checked")))
}

/// The files of a list in a directory, its digest sets included.
#[derive(Clone, Debug)]
pub(crate) struct ListFolder(pub(crate) DirSources);

impl Sources for ListFolder {
    fn read(&self, name: &str) -> Result<Vec<u8>, SourceError> {
        self.0.read(name)
    }

    fn digest_set(&self, name: &str, _pin: Option<&Sha256Hex>) -> Result<Option<OpenSet>, SourceError> {
        let path = self.0.locate(name)?;
        let set = open(&path, name)?;
        note(&set.pin, &path);
        Ok(Some(set))
    }
}

/// The files of a past list, its digest sets by their pins.
#[derive(Clone, Debug)]
pub(crate) struct PastList(pub(crate) MemorySources);

impl Sources for PastList {
    fn read(&self, name: &str) -> Result<Vec<u8>, SourceError> {
        self.0.read(name)
    }

    fn digest_set(&self, name: &str, pin: Option<&Sha256Hex>) -> Result<Option<OpenSet>, SourceError> {
        by_pin(name, pin).map(Some)
    }
}

/// A set by its pin, wherever it was last seen.
pub(crate) fn by_pin(name: &str, pin: Option<&Sha256Hex>) -> Result<OpenSet, SourceError> {
    let path = pin.and_then(noted);
    let set = path.and_then(|path| open(&path, name).ok()).filter(|set| Some(&set.pin) == pin);
    set.ok_or_else(|| {
        SourceError::NoSet(
            "no set with its pin is known any more".to_owned(),
            "put that set back where the list names it, and open a list that names it once",
        )
    })
}

fn open(path: &Path, name: &str) -> Result<OpenSet, SourceError> {
    let set = Set::open(path, name, &set_stamps()).map_err(|error| match error {
        SetError::Io(error) if error.kind() == std::io::ErrorKind::NotFound => SourceError::Missing,
        SetError::Io(error) => SourceError::Other(error.to_string()),
        error => SourceError::NoSet(error.to_string(), error.help()),
    })?;
    let (pin, len, holds) = (set.pin(), set.bytes(), set.holds());
    Ok(OpenSet { index: Arc::new(set), pin, len, holds })
}

fn folder() -> Option<PathBuf> {
    state_folder(|name| std::env::var_os(name)).map(|folder| folder.join("sets"))
}

fn noted(pin: &Sha256Hex) -> Option<PathBuf> {
    let text = fs::read_to_string(folder()?.join("pins").join(pin.to_string())).ok()?;
    Some(PathBuf::from(text))
}

/// Whether it can be noted makes no difference today.
fn note(pin: &Sha256Hex, path: &Path) {
    if noted(pin).as_deref() == Some(path) {
        return;
    }
    let (Some(folder), Some(text)) = (folder(), path.to_str()) else { return };
    let folder = folder.join("pins");
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder);
    let new = folder.join(format!(".{pin}.{}", std::process::id()));
    let _ = made
        .and_then(|()| fs::write(&new, text))
        .and_then(|()| fs::rename(&new, folder.join(pin.to_string())));
}
