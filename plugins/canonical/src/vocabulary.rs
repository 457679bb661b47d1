//! The keys of the canonical request and the fields that they fill. Not the contract (that is the plugin API) and not
//! logic. Invariant: `schema/request.schema.json` names exactly these keys; a test compares them.

use debar_plugin_api::field;

/// Text fields of a request.
pub(crate) const REQUEST_TEXTS: &[(&str, u32)] = &[
    ("format_version", field::FORMAT_VERSION),
    ("kind", field::KIND),
    ("document_id", field::DOCUMENT_ID),
    ("id", field::DOCUMENT_ID),
    ("document_revision", field::DOCUMENT_REVISION),
    ("issued", field::ISSUED),
    ("currency", field::CURRENCY),
    ("signature", field::SIGNATURE),
    ("remark", field::REMARK),
    ("description", field::DESCRIPTION),
    ("comment", field::COMMENT),
];

/// Keys of a request with a reading of their own.
pub(crate) const REQUEST_OTHERS: &[&str] = &[
    "schema_version",
    "format",
    "operation",
    "total",
    "parties",
    "lines",
    "artifacts",
    "facts",
    "correlation",
    "undecodable",
    "extra",
];

/// Text fields of a line.
pub(crate) const LINE_TEXTS: &[(&str, u32)] = &[
    ("line_id", field::LINE_ID),
    ("id", field::LINE_ID),
    ("kind", field::LINE_KIND),
    ("name", field::NAME),
    ("description", field::DESCRIPTION),
    ("comment", field::COMMENT),
    ("brand", field::BRAND),
    ("model", field::MODEL),
    ("version", field::VERSION),
    ("supplier_part", field::SUPPLIER_PART),
    ("supplier_aux_part", field::SUPPLIER_AUX_PART),
    ("manufacturer_part", field::MANUFACTURER_PART),
    ("buyer_part", field::BUYER_PART),
    ("unit", field::UNIT),
    ("currency", field::PRICE_CURRENCY),
    ("origin", field::ORIGIN),
    ("line_ref", field::LINE_REF),
    ("parent_ref", field::PARENT_REF),
];

/// Decimals of a line.
pub(crate) const LINE_DECIMALS: &[(&str, u32)] =
    &[("quantity", field::QUANTITY), ("unit_price", field::UNIT_PRICE), ("amount", field::AMOUNT)];

/// Short forms for a party: the key is the role.
pub(crate) const ROLES: &[(&str, &str)] = &[
    ("supplier", "supplier"),
    ("manufacturer", "manufacturer"),
    ("publisher", "publisher"),
    ("author", "author"),
    ("distributor", "distributor"),
    ("buyer", "buyer"),
    ("originator", "originator"),
    ("end_user", "end-user"),
];

/// Short forms for an identifier: the key is the scheme.
pub(crate) const SCHEMES: &[&str] = &[
    "purl", "cpe", "lei", "uei", "cage", "duns", "vat", "gln", "gtin", "domain", "unspsc", "signer", "swid",
];

pub(crate) fn find<T: Copy>(table: &[(&str, T)], key: &str) -> Option<T> {
    table.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
}

/// Whether a key makes a request without `lines` a line of its own.
pub(crate) fn is_flat(key: &str) -> bool {
    let shared = ["id", "kind", "currency", "comment"].contains(&key);
    let text = find(LINE_TEXTS, key).is_some() && !shared;
    text || find(LINE_DECIMALS, key).is_some()
        || SCHEMES.contains(&key)
        || ["identifiers", "digests", "classifications", "children"].contains(&key)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const LINE_OTHERS: [&str; 7] =
        ["parties", "identifiers", "digests", "classifications", "artifacts", "children", "extra"];

    #[test]
    fn the_schema_names_exactly_these_keys() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../schema/request.schema.json")).unwrap();
        let keys = |at: &str| -> BTreeSet<String> {
            schema.pointer(at).unwrap().as_object().unwrap().keys().cloned().collect()
        };
        let names = |table: &[(&'static str, u32)]| table.iter().map(|(key, _)| *key).collect::<Vec<_>>();
        let roles = ROLES.iter().map(|(key, _)| *key);
        let request =
            names(REQUEST_TEXTS).into_iter().chain(REQUEST_OTHERS.iter().copied()).chain(roles.clone());
        assert_eq!(keys("/$defs/request/properties"), request.map(str::to_owned).collect());
        let line = names(LINE_TEXTS).into_iter().chain(names(LINE_DECIMALS)).chain(LINE_OTHERS);
        let line = line.chain(roles).chain(SCHEMES.iter().copied());
        assert_eq!(keys("/$defs/line/properties"), line.map(str::to_owned).collect());
    }
}
