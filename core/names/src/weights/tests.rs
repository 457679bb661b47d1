//! The table of weights follows from the public listing of hardware makers and from nothing else. Invariant: running
//! it with `UPDATE=1` writes what is checked in.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use super::*;
use crate::compare::Prepared;

/// Names that a word must stand in to be in the table.
const LEAST: u64 = 3;

#[test]
fn table_is_derived() {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let Ok(listing) = fs::read_to_string(here.join("../../../shared/corpora/names/oui.tsv")) else {
        println!("skipped 1: names/oui.tsv is not beside the repository");
        return;
    };
    let path = here.join("src/weights/table.rs");
    let derived = derive(&listing);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &derived).unwrap();
    }
    let shipped = fs::read_to_string(&path).unwrap();
    assert!(shipped == derived, "the table is not what `UPDATE=1 cargo test -p debar-names weights` derives");
}

fn derive(listing: &str) -> String {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for name in listing.lines().skip(1).filter_map(|line| line.split('\t').next()) {
        let words: BTreeSet<String> = Prepared::new(name)
            .words
            .iter()
            .filter(|word| word.class != TokenClass::Number)
            .map(|word| word.group.to_string())
            .collect();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut levels: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (word, count) in counts.into_iter().filter(|(_, count)| *count >= LEAST) {
        levels.entry((count * count).ilog2()).or_default().push(word);
    }
    let mut out = String::from(
        "//! How many names of the background have a word, as derived by `UPDATE=1 cargo test -p debar-names weights`\n\
         //! from the IEEE OUI Public Listing (no copyright asserted by IEEE): words and counts only, no name. Not edited by\n\
         //! hand. Invariant: a word stands in one level; words in fewer than three names are left out.\n\n\
         /// Twice the binary logarithm of the number of names, rounded down, and the words, most frequent first.\n\
         #[rustfmt::skip]\n\
         pub(super) const LEVELS: &[(u16, &str)] = &[\n",
    );
    for (level, words) in levels.iter().rev() {
        write!(out, "    (\n        {level},\n        \"").unwrap();
        let mut column = 9;
        for (at, word) in words.iter().enumerate() {
            if at > 0 {
                out.push(' ');
                column += 1;
            }
            if column + word.len() > 105 {
                out.push_str("\\\n         ");
                column = 9;
            }
            out.push_str(word);
            column += word.len();
        }
        out.push_str("\",\n    ),\n");
    }
    out.push_str("];\n");
    out
}

#[test]
fn the_rarer_the_heavier() {
    fn check(rare: &str, common: &str, class: TokenClass) {
        let (rare_weight, common_weight) = (of(rare, class, Script::Latin), of(common, class, Script::Latin));
        assert!(rare_weight > common_weight, "{rare} {rare_weight} {common} {common_weight}");
    }
    check("kaspersky", "zte", TokenClass::Distinctive);
    check("laboratory", "technology", TokenClass::Generic);
    check("kaspersky", "delta", TokenClass::Distinctive);
}
