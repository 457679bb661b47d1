//! Digests of what an entry is matched by and of what a rule asks for: to what a person's decision on a finding is
//! pinned. Not the revision of a list, which changes with every comment.
//!
//! Invariant: texts count as they are written, so any change of a listed name, brand, identifier or namesake is one.

use debar_model::Sha256Hex;
use sha2::{Digest as _, Sha256};

use crate::Blocklist;
use crate::read::meaning;

impl Blocklist {
    /// SHA-256 of what a `vendor` or `product` is matched by: names, aliases, brands, namesakes, identifiers, globs,
    /// part numbers, versions. None for other tables and for entries that are not there.
    pub fn forms_digest(&self, table: &str, id: &str) -> Option<Sha256Hex> {
        let forms = match table {
            "vendor" => meaning::forms_of_vendor(id, self.vendors.get(id)?),
            "product" => meaning::forms_of_product(id, self.products.get(id)?),
            _ => return None,
        };
        Some(Sha256Hex(Sha256::digest(forms).into()))
    }

    /// SHA-256 of what a rule asks for, for whom, since when and except what. Whom it names is no part of it: a
    /// further vendor of a rule changes nothing for the others.
    pub fn terms_digest(&self, rule: &str) -> Option<Sha256Hex> {
        let terms = meaning::terms(rule, self.rules.get(rule)?);
        Some(Sha256Hex(Sha256::digest(terms).into()))
    }
}
