//! Any text: folded, cut into words, made into keys, prepared for a search.
//!
//! Invariant: folded text folds to itself, its words cover it, every range leads to bytes of the original, and keys
//! are neither empty nor twice.
#![no_main]

use debar_names::{core_key, exact_key, fold, is_weak_name, joined_key, key_variants, scan_form};
use libfuzzer_sys::fuzz_target;
use std::collections::HashSet;

fuzz_target!(|text: &str| {
    words(text);
    keys(text);
    search(text);
});

fn words(text: &str) {
    let folded = fold(text);
    assert_eq!(exact_key(folded.text()), folded.text());
    for out in folded.alternates().iter().map(|other| other.text()).chain([folded.text()]) {
        assert!(!out.starts_with(' ') && !out.ends_with(' ') && !out.contains("  "), "{out:?}");
        let foreign = |c: char| c.is_ascii_uppercase() || c.is_ascii_punctuation() || c.is_control();
        assert!(!out.contains(foreign), "{out:?}");
    }
    let mut end = 0;
    for token in folded.tokens() {
        assert_eq!(folded.text().get(token.start..token.end), Some(token.text.as_str()));
        assert!(matches!(folded.text().get(end..token.start), Some("" | " ")));
        end = token.end;
    }
    assert_eq!(end, folded.text().len());
}

fn keys(text: &str) {
    let empty = fold(text).text().is_empty();
    assert_eq!(exact_key(text).is_empty(), empty);
    assert_eq!(core_key(text).is_empty(), empty);
    assert_eq!(joined_key(text).is_empty(), empty);
    let variants = key_variants(text);
    let distinct: HashSet<&String> = variants.iter().map(|(_, key)| key).collect();
    assert!(distinct.len() == variants.len() && variants.len() <= 32, "{variants:?}");
    assert!(variants.iter().all(|(_, key)| !key.is_empty()) && variants.is_sorted_by_key(|(kind, _)| *kind));
    let _ = is_weak_name(text);
}

fn search(text: &str) {
    for form in scan_form(text).forms() {
        let found = form.text();
        for (at, c) in found.char_indices() {
            let origin = form.origin(at..at + c.len_utf8());
            assert!(text.get(origin.clone()).is_some(), "{origin:?}");
        }
        assert!(text.get(form.origin(0..found.len())).is_some());
        assert_eq!(form.at_boundary(0..found.len()).is_some(), !found.is_empty());
        form.at_boundary(1..usize::MAX);
    }
}
