//! A cheap look at two names before they are folded: most differ in their letters, whatever stands between those.
//! Invariant: names that surely differ have different exact keys, and neither is empty.

use crate::fold::{Settled, settled};

/// Whether two names have different exact keys, and neither of them is empty. A no says nothing.
///
/// ```
/// # use debar_names::surely_differ;
/// assert!(surely_differ("Kaspersky Lab", "Kaspersky Labs"));
/// assert!(!surely_differ("Kaspersky Lab", "KASPERSKY-LAB"));
/// ```
pub fn surely_differ(one: &str, other: &str) -> bool {
    is_plain(one) && is_plain(other) && !letters(one).eq(letters(other))
}

/// Whether folding keeps all letters of a text as they are but for their case: they are of one alphabet, or of scripts
/// without spaces, and no sign among them stands for a letter.
fn is_plain(text: &str) -> bool {
    let mut alphabet = None;
    let mut any = false;
    for c in text.chars() {
        let script = match settled(c) {
            None => return false,
            Some((Settled::Gap, _)) => continue,
            Some((Settled::Unspaced, _)) => None,
            Some((Settled::Ascii, _)) if c.is_ascii_digit() => None,
            Some((script, _)) => Some(script),
        };
        any = true;
        if script.is_some() && alphabet.is_some() && script != alphabet {
            return false;
        }
        alphabet = alphabet.or(script);
    }
    any
}

fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter_map(settled).filter(|(script, _)| *script != Settled::Gap).map(|(_, low)| low)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::surely_differ;
    use crate::exact_key;

    #[test]
    fn letters_tell_most_names_apart() {
        for (one, other, expect) in [
            ("Kaspersky", "Hikvision", true),
            ("Kaspersky", "Kаspersky", false),
            ("ООО Ромашка", "ООО «Ромашка»", false),
            ("Ромашка", "Romashka", true),
            ("AT&T", "ATT", false),
            ("O'Reilly", "OReilly", false),
            ("", "x", false),
            ("...", "x", false),
        ] {
            assert_eq!(surely_differ(one, other), expect, "{one} and {other}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

        #[test]
        fn names_that_differ_have_other_keys(
            one in "[a-cA-C0аАβ华カ한 .,&'@«-]{0,5}|\\PC{0,4}",
            other in "[a-cA-C0аАβ华カ한 .,&'@«-]{0,5}|\\PC{0,4}",
        ) {
            if surely_differ(&one, &other) {
                let (first, second) = (exact_key(&one), exact_key(&other));
                prop_assert!(first != second && !first.is_empty() && !second.is_empty(), "{} {}", first, second);
            }
        }
    }
}
