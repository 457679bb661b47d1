//! What goes in: files as bytes, what to take of them, and why a whole import is refused.

use std::fmt;

use crate::text::glob;

/// The largest file that is read, in bytes; larger lists of digests go to `debar set build`.
pub const MAX_FILE: u64 = 2 << 30;

/// A file of the source.
#[derive(Clone, Copy, Debug)]
pub struct InputFile<'b> {
    /// Its name, without the folder: notes and evidence say it.
    pub name: &'b str,
    /// Its bytes.
    pub bytes: &'b [u8],
}

/// What was imported: told in the evidence of every entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The day of the snapshot, `2026-01-31`.
    pub date: String,
    /// The files in order of their names: name, bytes, SHA-256 in hex.
    pub files: Vec<(String, u64, String)>,
}

/// What is asked of an import.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The beginning of every id; the kind's word when empty.
    pub name: String,
    /// The day of the snapshot.
    pub snapshot: String,
    /// What to take; everything when empty. One of each field has to meet.
    pub select: Vec<Select>,
    /// The columns of a mapped CSV.
    pub columns: Columns,
}

/// Which columns of a CSV say what; names of the header, or numbers from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// What separates fields; `,` when absent.
    pub delimiter: Option<u8>,
    /// The name.
    pub name: Option<String>,
    /// Further names, several in one field with `;`.
    pub aliases: Vec<String>,
    /// A digest.
    pub digest: Option<String>,
    /// What the digest stands for.
    pub label: Option<String>,
    /// Identifiers: scheme and column.
    pub identifiers: Vec<(String, String)>,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub through: Option<String>,
    /// A note.
    pub note: Option<String>,
}

/// A field by which rows are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SelectField {
    /// The list within the source.
    List,
    /// `organisation`, `individual`, or the ecosystem of a package.
    Type,
    /// The programme.
    Program,
    /// The country.
    Country,
    /// The name, a package's name, or a digest's label.
    Name,
}

impl SelectField {
    /// The field of a word.
    pub fn read(word: &str) -> Option<Self> {
        Some(match word {
            "list" => Self::List,
            "type" => Self::Type,
            "program" => Self::Program,
            "country" => Self::Country,
            "name" => Self::Name,
            _ => return None,
        })
    }
}

/// A pattern over a field: `*` and `?`, whatever the case, over the whole field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Select {
    /// The field.
    pub field: SelectField,
    /// The pattern.
    pub pattern: String,
}

impl Select {
    /// Whether a row with these values is taken.
    pub(crate) fn takes(all: &[Self], values: &dyn Fn(SelectField) -> Vec<String>) -> bool {
        all.iter().all(|one| {
            let alternatives = || all.iter().filter(|other| other.field == one.field);
            values(one.field).iter().any(|value| alternatives().any(|select| glob(&select.pattern, value)))
        })
    }
}

/// Why nothing was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The file; empty when it is about all of them.
    pub file: String,
    /// Where in it.
    pub place: String,
    /// Why.
    pub why: String,
    /// What to do.
    pub help: &'static str,
}

impl Refusal {
    pub(crate) fn new(file: &str, why: impl Into<String>, help: &'static str) -> Self {
        Self { file: file.to_owned(), place: String::new(), why: why.into(), help }
    }

    pub(crate) fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = place.to_string();
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let space = if self.place.is_empty() { "" } else { ", " };
        if self.file.is_empty() {
            return f.write_str(&self.why);
        }
        write!(f, "{}{space}{}: {}", self.file, self.place, self.why)
    }
}

impl std::error::Error for Refusal {}
