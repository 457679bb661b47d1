//! Digests of something else than a file, where the list says so.

use super::Lint;
use crate::{Blocklist, Code};

/// Words for digests that no delivered file has.
const OTHERS: [(&str, &str); 9] = [
    ("imphash", "of a table of imports"),
    ("import hash", "of a table of imports"),
    ("authentihash", "of the signed part of a program"),
    ("section hash", "of a section of a program"),
    ("section digest", "of a section of a program"),
    ("pehash", "of the structure of a program"),
    ("ssdeep", "a fuzzy one"),
    ("report id", "of a report"),
    ("report hash", "of a report"),
];

pub(super) fn check(lint: &mut Lint, list: &Blocklist) {
    for (id, set) in &list.digests {
        let note = set.head.note.clone().unwrap_or_default();
        let file = set.file.as_ref().map(|(name, _)| name).or(set.set.as_ref().map(|set| &set.name));
        let file = file.map(|name| name.to_lowercase()).unwrap_or_default();
        let said = format!("{id} {note} {file}").to_lowercase().replace(['-', '_'], " ");
        let by_name =
            [".mdb", ".msb"].iter().any(|end| file.ends_with(end)).then_some("of a section of a program");
        let other = OTHERS.iter().find(|(word, _)| said.contains(word)).map(|(_, what)| *what);
        if let Some(what) = by_name.or(other) {
            lint.warn_unless(
                &set.head,
                Code::NotAFileDigest,
                &set.head.place,
                format!("the digests of `{id}` seem to be {what}, which meets no file"),
                "give digests of whole files; those of parts and reports are never compared",
            );
        }
        if set.head.evidence.is_empty() && set.head.note.is_none() {
            lint.warn_unless(
                &set.head,
                Code::NoEvidence,
                &set.head.place,
                format!("nothing says where the digests of `{id}` come from"),
                "name the `evidence`, or say it in a `note`, so that whoever is denied can be told on what it rests",
            );
        }
    }
}
