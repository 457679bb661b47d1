//! Identifiers: parsed, checked and canonical, so that two spellings of one thing are equal.
//!
//! Not names: nothing here is fuzzy. Invariant: the text of a parsed identifier is canonical, and
//! parsing it again gives the same value.

mod any;
mod check;
mod code;
mod cpe;
mod domain;
mod error;
mod gs1;
mod lei;
mod purl;
mod scheme;
mod signer;
mod vat;

pub use any::Identifier;
pub use code::{Cage, Duns, Uei, Unspsc};
pub use cpe::Cpe;
pub use domain::Domain;
pub use error::IdentifierError;
pub use gs1::{Gln, Gtin};
pub use lei::Lei;
pub use purl::Purl;
pub use signer::Signer;
pub use vat::Vat;

#[cfg(test)]
mod tests;
