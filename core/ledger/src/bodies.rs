//! Bodies on their way to the disk: inputs of decisions, each under its own SHA-256. Large ones become files here; the
//! others wait for the first record that names them and are written in front of it, with one sync for both.
//!
//! Not for native documents. Invariant: a digest that [`Bodies::put`] returned waits here or is on the disk.

use debar_model::Sha256Hex;
use debar_wire::sha256;
use rustix::fs::{FlockOperation, flock};
use std::collections::{HashMap, HashSet};
use std::fs::{self, DirBuilder, File};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::inline::{self, Printer};
use crate::layout::{Layout, open_writable, sync_folder};
use crate::{LedgerError, body};

/// How many digests are remembered as durable; beyond it the memory starts anew.
const REMEMBERED: usize = 1 << 16;
/// How often a file is written again after somebody removed it on the way.
const ATTEMPTS: usize = 8;

/// How many bytes of lines may wait for a record; beyond it they are written without one.
const WAITING: usize = 16 << 20;

pub(crate) struct Bodies {
    layout: Layout,
    printer: Printer,
    state: Mutex<State>,
    folders: Mutex<HashSet<PathBuf>>,
}

#[derive(Default)]
struct State {
    /// Lines of bodies that no record names yet.
    waiting: HashMap<Sha256Hex, Arc<[u8]>>,
    bytes: usize,
    /// Bodies that are on the disk, as far as this process remembers.
    durable: HashSet<Sha256Hex>,
}

impl Bodies {
    pub(crate) fn new(layout: Layout) -> Self {
        Self { layout, printer: Printer::default(), state: Mutex::default(), folders: Mutex::default() }
    }

    /// Takes a body. A large one is durable when this returns; another waits for its record.
    pub(crate) fn put(&self, content: &[u8]) -> Result<Sha256Hex, LedgerError> {
        if u64::try_from(content.len()).map_or(true, |len| len > body::LIMIT) {
            return Err(LedgerError::LargeBody { limit: body::LIMIT });
        }
        if looks_native(content) {
            return Err(LedgerError::NativeBody);
        }
        let digest = sha256(content);
        if self.has(&digest) {
            return Ok(digest);
        }
        if content.len() <= inline::LIMIT {
            self.wait(digest, self.printer.line(&digest, content));
            return Ok(digest);
        }
        let (folder, path) = self.layout.body(&digest);
        // A file that another process wrote may not be durable yet, and one that is broken is healed here.
        if !matches!(load(&path, &digest), Ok(Some(_))) {
            self.write(&path, &folder, &body::pack(content))?;
        }
        self.sync_entry(&folder)?;
        self.remember([digest]);
        Ok(digest)
    }

    /// Whether a body waits here or is remembered as durable.
    pub(crate) fn has(&self, digest: &Sha256Hex) -> bool {
        let state = self.state();
        state.durable.contains(digest) || state.waiting.contains_key(digest)
    }

    /// Whether a body is remembered as durable.
    pub(crate) fn is_durable(&self, digest: &Sha256Hex) -> bool {
        self.state().durable.contains(digest)
    }

    /// The line of a body that waits.
    pub(crate) fn waiting(&self, digest: &Sha256Hex) -> Option<Arc<[u8]>> {
        self.state().waiting.get(digest).map(Arc::clone)
    }

    /// All bodies that wait, in the order of their digests.
    pub(crate) fn all_waiting(&self) -> Vec<Sha256Hex> {
        let mut all: Vec<Sha256Hex> = self.state().waiting.keys().copied().collect();
        all.sort_unstable();
        all
    }

    /// Whether so much waits that it has to be written without a record.
    pub(crate) fn is_full(&self) -> bool {
        self.state().bytes > WAITING
    }

    /// Remembers bodies as durable; they wait no longer.
    pub(crate) fn remember(&self, digests: impl IntoIterator<Item = Sha256Hex>) {
        let mut state = self.state();
        for digest in digests {
            if let Some(line) = state.waiting.remove(&digest) {
                state.bytes = state.bytes.saturating_sub(line.len());
            }
            if state.durable.len() >= REMEMBERED {
                state.durable.clear();
            }
            state.durable.insert(digest);
        }
    }

    /// Makes sure that a body is a file, whole and durable.
    pub(crate) fn require_file(&self, digest: &Sha256Hex) -> Result<(), LedgerError> {
        let (folder, path) = self.layout.body(digest);
        load(&path, digest)?.ok_or(LedgerError::MissingBody(*digest))?;
        let file = File::open(&path).and_then(|file| file.sync_all());
        file.map_err(LedgerError::io("syncing", &path))?;
        self.sync_entry(&folder)?;
        self.remember([*digest]);
        Ok(())
    }

    /// Removes what crashed writers left. A file whose writer lives is locked by it and stays.
    pub(crate) fn sweep(&self) -> Result<(), LedgerError> {
        let folder = self.layout.temporary();
        let entries = fs::read_dir(&folder).map_err(LedgerError::io("listing", &folder))?;
        for entry in entries.flatten() {
            let Ok(file) = File::open(entry.path()) else { continue };
            if flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok() {
                // Someone else may have removed it first, which is as good.
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(())
    }

    fn write(&self, path: &Path, folder: &Path, bytes: &[u8]) -> Result<(), LedgerError> {
        for _ in 0..ATTEMPTS {
            let (temporary, mut file) = self.temporary()?;
            let failed = |doing| {
                let remove = temporary.clone();
                move |error| {
                    let _ = fs::remove_file(&remove);
                    LedgerError::io(doing, &remove)(error)
                }
            };
            file.write_all(bytes).map_err(failed("writing"))?;
            file.sync_all().map_err(failed("syncing"))?;
            make_folder(folder)?;
            match fs::rename(&temporary, path) {
                // Swept away between its creation and its lock.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                renamed => return renamed.map_err(failed("renaming")),
            }
        }
        Err(LedgerError::Abandoned)
    }

    /// A new file that is ours alone for as long as it is open.
    fn temporary(&self) -> Result<(PathBuf, File), LedgerError> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = self.layout.temporary().join(format!("{}-{number}", std::process::id()));
            match open_writable(&path, true) {
                Ok(file) => {
                    let locked = flock(&file, FlockOperation::NonBlockingLockExclusive);
                    if locked.is_ok() {
                        return Ok((path, file));
                    }
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(LedgerError::io("creating", &path)(error)),
            }
        }
    }

    /// Makes the names in a folder durable, and once in a process the folder's own name.
    fn sync_entry(&self, folder: &Path) -> Result<(), LedgerError> {
        sync_folder(folder)?;
        let known = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if !known().contains(folder) {
            sync_folder(&self.layout.bodies())?;
            known().insert(folder.to_owned());
        }
        Ok(())
    }

    fn wait(&self, digest: Sha256Hex, line: Vec<u8>) {
        let mut state = self.state();
        let len = line.len();
        if state.waiting.insert(digest, line.into()).is_none() {
            state.bytes += len;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A body that is a file, checked against its name; none when there is no such file.
pub(crate) fn load(path: &Path, digest: &Sha256Hex) -> Result<Option<Vec<u8>>, LedgerError> {
    let broken = |message: &str| LedgerError::BrokenBody { digest: *digest, message: message.to_owned() };
    let file = match fs::read(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(LedgerError::io("reading", path)(error)),
    };
    let content = body::unpack(&file).map_err(broken)?;
    if sha256(&content) == *digest {
        Ok(Some(content))
    } else {
        Err(broken("its content has another digest"))
    }
}

fn make_folder(folder: &Path) -> Result<(), LedgerError> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            Err(LedgerError::io("creating", folder)(error))
        }
        _ => Ok(()),
    }
}

/// Markup, EDI and mail begin in ways that no canonical request, list or setting does.
fn looks_native(content: &[u8]) -> bool {
    let text = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content).trim_ascii_start();
    let starts = |mark: &[u8]| text.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark));
    let marks: [&[u8]; 7] = [b"<", b"ISA*", b"UNA:", b"UNB+", b"MIME-Version:", b"Content-Type:", b"--"];
    let wide = content.starts_with(b"\xff\xfe") || content.starts_with(b"\xfe\xff");
    wide || marks.into_iter().any(starts)
}

#[cfg(test)]
mod tests {
    use super::looks_native;

    #[test]
    fn native_documents_are_not_stored() {
        for (content, expect) in [
            (&b"<?xml version=\"1.0\"?><cXML/>"[..], true),
            (b"\xef\xbb\xbf \n<Order/>", true),
            (b"ISA*00*          *00*", true),
            (b"UNA:+.? 'UNB+UNOC:3", true),
            (b"content-type: multipart/related", true),
            (b"--boundary\r\n", true),
            (b"\xff\xfe<\0", true),
            (b"{\"schema_version\":1}", false),
            (b"# a list\nversion = 1\n", false),
            (b"d41d8cd98f00b204e9800998ecf8427e  file\n", false),
            (b"", false),
        ] {
            assert_eq!(looks_native(content), expect, "{}", String::from_utf8_lossy(content));
        }
    }
}
