//! From a path to a table that may be called: open, read, pin, static checks, seal, load, handshake.
//!
//! Invariant: these steps stand in this order, and each works on the copy that was read, never on the path again.

mod elf;
mod library;
mod open;
mod seal;

use std::collections::HashMap;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use debar_model::Sha256Hex;
use debar_plugin_api::abi;

use crate::{HostError, Metadata};

pub(crate) use library::handshake;
pub use open::OpenPlace;
pub(crate) use open::open as open_judged;
pub(crate) use seal::Sealed;

/// Which bytes may be loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pin {
    /// Those with this SHA-256, from the configuration.
    Sha256(Sha256Hex),
    /// Those that are there now, when no configuration exists: the file must belong to the owner of the
    /// running program. The digest that is found is the pin of this run.
    Found,
}

/// A library whose bytes have passed every check that needs no loading.
pub(crate) struct Checked {
    pub sealed: Sealed,
    pub metadata: Metadata,
    pub entry: elf::EntrySymbol,
}

/// A library that is loaded, and stays.
#[derive(Clone)]
pub(crate) struct Loaded {
    pub api: abi::PluginApi,
    pub metadata: Metadata,
    pub sha256: Sha256Hex,
}

/// Digest and metadata of a plugin file after every static check; runs no code of it.
///
/// # Errors
/// As for loading, up to the point where the loader would be called.
pub fn inspect(path: &Path, pin: Pin) -> Result<(Sha256Hex, Metadata), HostError> {
    let judged = judge(path, pin)?;
    Ok((judged.sha256, judged.metadata))
}

/// What can be told of a plugin file without running any of it.
#[derive(Debug)]
pub struct Inspection {
    /// The bytes that were read and judged, for signatures; the path is not read again.
    pub bytes: Vec<u8>,
    /// Their digest.
    pub sha256: Sha256Hex,
    /// What the note says.
    pub metadata: Metadata,
    /// The one symbol that it exports.
    pub exported: &'static str,
    /// The libraries that it asks the loader for.
    pub needed: Vec<String>,
    /// User id of the file's owner.
    pub owner: u32,
}

/// Everything that can be told of a plugin file, after every static check; runs no code of it.
///
/// # Errors
/// As for loading, up to the point where the loader would be called.
pub fn survey(path: &Path, pin: Pin) -> Result<Inspection, HostError> {
    let Judged { bytes, sha256, metadata, owner, .. } = judge(path, pin)?;
    let needed = elf::needed(&bytes);
    Ok(Inspection { bytes, sha256, metadata, exported: abi::ENTRY_SYMBOL, needed, owner })
}

/// Metadata and a sealed copy of a plugin file after every static check, for a worker to load.
pub(crate) fn sealed(path: &Path, pin: Pin) -> Result<(Metadata, Sealed), HostError> {
    let checked = check(path, pin)?;
    Ok((checked.metadata, checked.sealed))
}

/// In a worker: loads the sealed copy that the host has checked, checking its form once more.
pub(crate) fn load_sealed(fd: OwnedFd, bytes: &[u8]) -> Result<abi::PluginApi, HostError> {
    let path = Path::new("plugin");
    let (metadata, entry) = elf::check(path, bytes)?;
    // The host knows the digest and has compared it with the pin; here nobody asks.
    let sealed = Sealed { fd, sha256: Sha256Hex([0; 32]) };
    library::load(path, Checked { sealed, metadata, entry }).map(|loaded| loaded.api)
}

/// Loads a library, or finds the same bytes loaded before.
pub(crate) fn load(path: &Path, pin: Pin) -> Result<Loaded, HostError> {
    let checked = check(path, pin)?;
    // Held while loading: the same bytes are never loaded twice.
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    let loaded = loaded.get_or_insert_with(HashMap::new);
    if let Some(known) = loaded.get(&checked.sealed.sha256) {
        return Ok(known.clone());
    }
    let library = library::load(path, checked)?;
    loaded.insert(library.sha256, library.clone());
    Ok(library)
}

/// Libraries are never unloaded, so one copy of each serves the whole process.
static LOADED: Mutex<Option<HashMap<Sha256Hex, Loaded>>> = Mutex::new(None);

/// Bytes that have passed every check that needs no loading. They are a copy: the path is not read again.
struct Judged {
    bytes: Vec<u8>,
    sha256: Sha256Hex,
    metadata: Metadata,
    entry: elf::EntrySymbol,
    owner: u32,
}

fn check(path: &Path, pin: Pin) -> Result<Checked, HostError> {
    let Judged { bytes, sha256, metadata, entry, .. } = judge(path, pin)?;
    let sealed = seal::seal(path, &bytes, sha256)?;
    Ok(Checked { sealed, metadata, entry })
}

fn judge(path: &Path, pin: Pin) -> Result<Judged, HostError> {
    let file = open::open(path, matches!(pin, Pin::Found))?;
    let owner = open::owner(path, &file)?;
    let bytes = open::read(path, file)?;
    let found = seal::digest(&bytes);
    if let Pin::Sha256(expected) = pin
        && expected != found
    {
        return Err(HostError::Pin {
            path: path.to_owned(),
            expected: expected.to_string(),
            found: found.to_string(),
        });
    }
    let (metadata, entry) = elf::check(path, &bytes)?;
    Ok(Judged { bytes, sha256: found, metadata, entry, owner })
}
