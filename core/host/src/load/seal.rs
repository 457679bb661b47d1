//! A sealed copy of the checked bytes, so that nothing can change between the check and the load.
//!
//! Invariant: the copy can be neither written, grown nor shrunk once it has a digest.

use std::fs::File;
use std::io::Write;
use std::os::fd::OwnedFd;
use std::path::Path;

use debar_model::Sha256Hex;
use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};
use sha2::{Digest, Sha256};

use crate::HostError;

/// A sealed copy and its digest.
pub(crate) struct Sealed {
    pub fd: OwnedFd,
    pub sha256: Sha256Hex,
}

/// SHA-256 of the whole file.
pub(crate) fn digest(bytes: &[u8]) -> Sha256Hex {
    Sha256Hex(Sha256::digest(bytes).into())
}

/// Copies and seals. No `MFD_EXEC`: the copy is mapped by the loader, never executed as a file, and the
/// flag fails where `vm.memfd_noexec` is set.
pub(crate) fn seal(path: &Path, bytes: &[u8], sha256: Sha256Hex) -> Result<Sealed, HostError> {
    let failed = |source: std::io::Error| HostError::Seal { path: path.to_owned(), source };
    let fd = memfd_create("debar-plugin", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)
        .map_err(|errno| failed(errno.into()))?;
    let mut file = File::from(fd);
    file.write_all(bytes).map_err(failed)?;
    let fd = OwnedFd::from(file);
    fcntl_add_seals(&fd, SealFlags::WRITE | SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL)
        .map_err(|errno| failed(errno.into()))?;
    Ok(Sealed { fd, sha256 })
}
