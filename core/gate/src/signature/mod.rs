//! Signed lists and plugins: who has to sign, what is signed, and whether it was.
//!
//! The signatures of lists are minisign's (Ed25519 over BLAKE2b, prehashed) and cover the manifest of the list, which names
//! every file with its digest. Invariant: the manifest is made from the bytes that were read, never taken from disk,
//! so there is nothing to swap between the check and the use.

mod check;
mod key;
mod manifest;
mod plugin;

pub use check::{SignatureError, Signed, check_signatures};
pub use key::{KeyError, PublicKey};
pub use manifest::{manifest, manifest_name, signature_name};
pub use plugin::check_plugin_signature;
