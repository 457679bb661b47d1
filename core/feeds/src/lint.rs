//! The report of an import: every row that was dropped or is odd, with its place and why, and how many of each.
//!
//! Invariant: counts are of all rows; the rows that are shown are bounded, and the report says how many are not.

use std::collections::BTreeMap;

/// Notes of one kind that are kept with their places.
const KEPT: usize = 1000;
/// Characters of a row that are shown.
const SHOWN: usize = 120;

macro_rules! lints {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $drops:literal, $about:literal;)*) => {
        /// What is odd about a row.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Lint {
            $($(#[$doc])* #[doc = $about] $name,)*
        }

        impl Lint {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// What it means, and what was done.
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => $about),* }
            }

            /// Whether the row, or what the note is about, was left out.
            pub const fn drops(self) -> bool {
                match self { $(Self::$name => $drops),* }
            }
        }
    };
}

lints! {
    BadRow = "bad-row", true, "the row cannot be read and is left out";
    RaggedRow = "ragged-row", true, "the row has another number of fields than the header and is left out";
    TooLong = "too-long", true, "a field is longer than any name or digest and is left out with its row";
    BadText = "bad-text", false, "bytes that are no UTF-8, or control characters, were replaced";
    NoName = "no-name", true, "the row names nobody and is left out";
    NotAParty = "not-a-party", true, "vessels and aircraft neither sell nor make goods and are left out";
    NotSelected = "not-selected", true, "the row does not meet `--select`";
    WeakName = "weak-name", false, "the name is too short or too general to deny on: it asks a person";
    WeakAlias = "weak-alias", false, "the source calls the alias weak: it asks a person";
    SuccessorsLifted = "successors-lifted", false, "words on successors and subsidiaries stood in the name: they became the reach of the rule";
    SqueezedName = "squeezed-name", false, "the name looks like several in one: look at it";
    Merged = "merged", false, "the name stands in several rows, which became one entry";
    BadIdentifier = "bad-identifier", true, "the identifier is not valid and is left out";
    BadDate = "bad-date", false, "the date cannot be read: the row holds as if it had none";
    Ended = "ended", false, "the listing had ended by the day of the snapshot";
    Continued = "continued", false, "the remark goes on in the file of comments and was joined";
    Orphan = "orphan", true, "the row belongs to an entry that is not there";
    NoDigest = "no-digest", true, "the row has no digest that could be compared";
    BadDigest = "bad-digest", true, "the digest is not one, or not of its algorithm, and is left out";
    EmptyFile = "empty-file", true, "the digest is that of an empty file: it would meet every empty file";
    Duplicate = "duplicate", false, "the digest is given more than once";
    MixedAlgorithms = "mixed-algorithms", false, "the list mixes digests of several algorithms, told apart by length";
    Legacy = "legacy", false, "only SHA-1 or MD5, which can be forged: a hit asks a person";
    PointerSize = "pointer-size", false, "the size is that of a Git LFS pointer, so the digest may be of the pointer";
    StarWithoutLevel = "star-without-level", true, "a size of `*` needs the functionality level 73";
    Ignored = "ignored", true, "the signature is ignored by the source itself";
    BlockedAndAllowed = "blocked-and-allowed", true, "the digest is also on the source's list of harmless files";
    NotAFileHash = "not-a-file-hash", true, "the hash is of a part of a file or of its signature, never of the file";
    ReportHash = "report-hash", true, "the hash is of a report, never of an artefact";
    FileInside = "file-inside", false, "the digest is of a file inside of the package, which may be harmless elsewhere: it asks a person";
    Withdrawn = "withdrawn", false, "the record was withdrawn: it ends on that day";
    BadWithdrawn = "bad-withdrawn", false, "`withdrawn` is not in UTC with `Z`: the record is taken to stand";
    ModifiedEarly = "modified-early", false, "the record was modified before it was published";
    NoPackage = "no-package", true, "no package is affected: there is nothing to match";
    UnknownEcosystem = "unknown-ecosystem", true, "the ecosystem has no package URL";
    NoVersions = "no-versions", false, "neither versions nor ranges that can be compared: the whole package asks a person";
    NameCase = "name-case", false, "the package URL does not keep the case of this name: it asks a person";
    Deleted = "deleted", true, "the attribute was deleted at its source";
    NotForDetection = "not-for-detection", true, "the source says that it is not for detection";
    NotSupported = "not-supported", true, "the pattern or type cannot be compared";
    Revoked = "revoked", true, "the indicator was revoked";
}

/// One odd row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What is odd.
    pub lint: Lint,
    /// The file.
    pub file: String,
    /// Where in it: `line 12`, or a JSON Pointer.
    pub place: String,
    /// The text that it is about, cut.
    pub text: String,
}

/// What an import says of its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Notes in order of the files; at most 1,000 of each kind.
    pub notes: Vec<Note>,
    /// How many of each kind.
    pub counts: BTreeMap<Lint, u64>,
    /// Rows, records or lines that were looked at.
    pub rows: u64,
}

impl Report {
    /// How many of a kind.
    pub fn count(&self, lint: Lint) -> u64 {
        self.counts.get(&lint).copied().unwrap_or(0)
    }

    /// Notes that are counted but not kept.
    pub fn not_shown(&self) -> u64 {
        let all: u64 = self.counts.values().sum();
        all.saturating_sub(self.notes.len() as u64)
    }

    pub(crate) fn add(&mut self, lint: Lint, file: &str, place: &dyn std::fmt::Display, text: &str) {
        let count = self.counts.entry(lint).or_default();
        *count = count.saturating_add(1);
        if *count <= KEPT as u64 {
            self.notes.push(Note {
                lint,
                file: file.to_owned(),
                place: place.to_string(),
                text: text.chars().take(SHOWN).collect(),
            });
        }
    }

    pub(crate) fn add_many(&mut self, lint: Lint, many: u64) {
        if many > 0 {
            let count = self.counts.entry(lint).or_default();
            *count = count.saturating_add(many);
        }
    }
}
