//! What an administrator declares of the documents. Not a guess. Invariant: a key or a column that the plugin does
//! not know is refused when the plugin is made, not when a document comes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// The configuration of the plugin; every key may be left out.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The dialect of CSV documents.
    pub csv: Csv,
}

/// The dialect of CSV documents. Undeclared: commas, UTF-8 (or UTF-16 by its byte order mark), decimal points and
/// the canonical names as column names.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Csv {
    /// The character between fields: `,` `;` `|` or a tab.
    pub delimiter: Option<String>,
    /// What stands before the decimals.
    pub decimal: Option<DecimalMark>,
    /// What stands between groups of three digits, such as `.` or a space.
    pub grouping: Option<String>,
    /// The character set: `utf-8`, `utf-16le`, `utf-16be` or a one-byte set such as `windows-1252`.
    pub encoding: Option<String>,
    /// Column name in the document -> canonical name, such as `"Lieferant" = "supplier"`.
    pub columns: BTreeMap<String, String>,
}

/// What stands before the decimals of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DecimalMark {
    /// `1.50`
    Point,
    /// `1,50`
    Comma,
}
