//! Which field a column fills. Not its cells. Invariant: a name is either canonical, declared, or unknown; unknown
//! columns are kept as extensions under their own name.

use debar_plugin_api::{PluginError, field};

use crate::config::Csv;
use crate::vocabulary::{LINE_DECIMALS, LINE_TEXTS, REQUEST_TEXTS, ROLES, SCHEMES, find};

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// A text of the request. The rows of one `document_id` are one request.
    Request(u32),
    /// A text of the line.
    Line(u32),
    /// A decimal of the line.
    Decimal(u32),
    /// The name of a party.
    Party(&'static str),
    /// An identifier of a party: role and scheme.
    PartyIdentifier(&'static str, &'static str),
    /// The country of a party.
    PartyCountry(&'static str),
    /// An identifier of the product.
    Identifier(&'static str),
    /// A digest with its algorithm in the column's name, or in the cell.
    Digest(Option<&'static str>),
    /// Address of a file.
    Artifact,
    /// A fact.
    Fact(String),
    /// Another value under its own name.
    Extra(String),
}

const ALGORITHMS: &[&str] = &["md5", "sha1", "sha256", "sha384", "sha512"];
const REQUEST_COLUMNS: &[&str] = &["document_id", "document_revision", "issued"];

impl Column {
    /// Reads a canonical name; `None` for an unknown one.
    pub fn read(name: &str) -> Option<Self> {
        if let Some(name) = name.strip_prefix("extra.").filter(|name| !name.is_empty()) {
            return Some(Self::Extra(name.to_owned()));
        }
        if let Some(name) = name.strip_prefix("fact.").filter(|name| !name.is_empty()) {
            return Some(Self::Fact(name.to_owned()));
        }
        if let Some((party, part)) = name.split_once('.') {
            let role = find(ROLES, party)?;
            return match part {
                "name" => Some(Self::Party(role)),
                "country" => Some(Self::PartyCountry(role)),
                scheme => SCHEMES.iter().find(|s| **s == scheme).map(|s| Self::PartyIdentifier(role, s)),
            };
        }
        if REQUEST_COLUMNS.contains(&name) {
            return find(REQUEST_TEXTS, name).map(Self::Request);
        }
        match name {
            "digest" => return Some(Self::Digest(None)),
            "artifact" => return Some(Self::Artifact),
            _ => {}
        }
        find(LINE_TEXTS, name)
            .map(Self::Line)
            .or_else(|| find(LINE_DECIMALS, name).map(Self::Decimal))
            .or_else(|| find(ROLES, name).map(Self::Party))
            .or_else(|| SCHEMES.iter().find(|scheme| **scheme == name).map(|scheme| Self::Identifier(scheme)))
            .or_else(|| ALGORITHMS.iter().find(|word| **word == name).map(|word| Self::Digest(Some(word))))
    }

    /// The column of a header cell: as declared, else by its name, letter case, blanks and hyphens aside.
    pub fn of_header(name: &str, csv: &Csv) -> Self {
        let name = name.trim();
        if let Some(column) = csv.columns.get(name).and_then(|canonical| Self::read(canonical)) {
            return column;
        }
        let plain = name.to_lowercase().replace([' ', '-'], "_");
        let unknown = if name.is_empty() { "(no name)" } else { name };
        Self::read(&plain).unwrap_or_else(|| Self::Extra(unknown.to_owned()))
    }

    /// Whether the column alone shows that the table is a canonical one.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Extra(_))
    }

    /// Whether its cells tell which rows belong together.
    pub fn is_document(&self) -> bool {
        *self == Self::Request(field::DOCUMENT_ID)
    }
}

/// Checks the declared columns.
pub(crate) fn check(csv: &Csv) -> Result<(), PluginError> {
    match csv.columns.iter().find(|(_, canonical)| Column::read(canonical).is_none()) {
        Some((name, canonical)) => Err(PluginError::new(
            debar_plugin_api::ErrorKind::Config,
            "csv-column",
            format!("column `{name}` is declared as `{canonical}`, which is not a canonical name"),
        )
        .help("see the table of columns in the plugin's README; `extra.NAME` keeps any other column")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use debar_plugin_api::field;

    use super::Column;
    use crate::config::Csv;

    #[test]
    fn names_of_columns() {
        let csv = Csv { columns: [("Lieferant".to_owned(), "supplier".to_owned())].into(), ..Csv::default() };
        let check = |name: &str, expect: Column| assert_eq!(Column::of_header(name, &csv), expect, "{name}");
        check("supplier", Column::Party("supplier"));
        check("Lieferant", Column::Party("supplier"));
        check("lieferant", Column::Extra("lieferant".to_owned()));
        check(" Supplier Part ", Column::Line(field::SUPPLIER_PART));
        check("supplier.gln", Column::PartyIdentifier("supplier", "gln"));
        check("supplier.shoe", Column::Extra("supplier.shoe".to_owned()));
        check("end_user.country", Column::PartyCountry("end-user"));
        check("sha256", Column::Digest(Some("sha256")));
        check("fact.use", Column::Fact("use".to_owned()));
        check("", Column::Extra("(no name)".to_owned()));
        check("fact.", Column::Extra("fact.".to_owned()));
        check("operation", Column::Extra("operation".to_owned()));
    }
}
