//! Whether those signed a plugin who may: minisign's signature of the whole file.
//!
//! Invariant: what is compared is the bytes that were read and pinned, before any of them runs.

use std::path::Path;

use debar_host::HostError;

use super::check::{Signed, text_of};
use super::key::{PublicKey, id_of_signature};

/// Who signed the bytes of a plugin.
///
/// # Errors
/// There is no such signature, it is of a key that is not among `keys`, or not of these bytes.
pub fn check_plugin_signature(
    path: &Path,
    bytes: &[u8],
    signature: &Path,
    keys: &[PublicKey],
) -> Result<Signed, HostError> {
    let wrong = |detail: &str| HostError::Signature {
        path: path.to_owned(),
        signature: signature.to_owned(),
        detail: detail.to_owned(),
    };
    if std::fs::symlink_metadata(signature).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound) {
        let signature = Some(signature.to_owned());
        return Err(HostError::Unsigned { path: path.to_owned(), signature });
    }
    let text = text_of(signature).map_err(|why| wrong(&why))?;
    let none = "it is no signature of minisign";
    let parsed = minisign_verify::Signature::decode(&text).map_err(|_| wrong(none))?;
    let id = id_of_signature(&text).ok_or_else(|| wrong(none))?;
    let Some(key) = keys.iter().find(|key| key.id == id) else {
        return Err(HostError::UnknownKey { path: path.to_owned(), key: id });
    };
    key.key
        .verify(bytes, &parsed, false)
        .map_err(|_| wrong(&format!("it is of {}, but not for this file as it is now", key.name)))?;
    Ok(Signed {
        name: key.name.clone(),
        key_id: id,
        comment: parsed.trusted_comment().to_owned(),
        file: signature.to_owned(),
    })
}
