//! A public key as minisign prints it: 42 bytes in base64, `Ed`, the key's id, the key.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Somebody who may sign a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// Who it is, as the configuration names them.
    pub name: String,
    /// The key's id as minisign shows it: 16 upper-case hex digits.
    pub id: String,
    pub(super) key: minisign_verify::PublicKey,
}

/// A text that is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyError;

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a public key of minisign")
    }
}

impl std::error::Error for KeyError {}

impl PublicKey {
    /// Reads the line of a `.pub` file, or the whole file with its comment.
    ///
    /// # Errors
    /// It is none.
    pub fn read(name: &str, text: &str) -> Result<Self, KeyError> {
        let line = text.lines().map(str::trim).rfind(|line| !line.is_empty()).ok_or(KeyError)?;
        let bytes = STANDARD.decode(line).map_err(|_| KeyError)?;
        let id = id_in(&bytes).filter(|_| bytes.starts_with(b"Ed") && bytes.len() == 42).ok_or(KeyError)?;
        let key = minisign_verify::PublicKey::from_base64(line).map_err(|_| KeyError)?;
        Ok(Self { name: name.to_owned(), id, key })
    }
}

/// The id of the key that a signature's second line names.
pub(super) fn id_of_signature(text: &str) -> Option<String> {
    id_in(&STANDARD.decode(text.lines().nth(1)?.trim()).ok()?)
}

/// Key ids are little-endian numbers.
fn id_in(bytes: &[u8]) -> Option<String> {
    let id: [u8; 8] = bytes.get(2..10)?.try_into().ok()?;
    Some(format!("{:016X}", u64::from_le_bytes(id)))
}
