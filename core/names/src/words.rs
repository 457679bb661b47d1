//! What kind of word a folded word is, where that can be told without its neighbours. Legal forms need their
//! neighbours and are in `legal`. Invariant: tables hold folded words only (tested), one class each, first table wins.

pub(crate) mod cjk;
mod dictionary;
mod generic;
mod meaning;
mod places;
mod slavic;
mod stop;
mod trades;

use std::sync::LazyLock;

use crate::hash::{Set, Table};
use crate::legal;
use crate::tokens::TokenClass;

/// The class of one folded word without regard to its neighbours; never `LegalForm`.
pub(crate) fn class_of(word: &str) -> TokenClass {
    if let Some(entry) = entry(word) {
        return entry.class;
    }
    if is_number(word) {
        return TokenClass::Number;
    }
    match slavic::meaning(word).and_then(|english| TABLE.get(english)) {
        Some(entry) => entry.class,
        None => TokenClass::Distinctive,
    }
}

/// The word that stands for a group of abbreviations and inflections: `tech`, `technologies` -> `technology`.
pub(crate) fn canonical(word: &str) -> &str {
    entry(word).map_or(word, |entry| entry.canonical)
}

/// What is known of a word or, where it is nothing, of the word that it is the plural of.
fn entry(word: &str) -> Option<&'static Entry> {
    let plural = || word.strip_suffix('s').filter(|one| one.len() >= 3).and_then(|one| TABLE.get(one));
    TABLE.get(word).or_else(plural)
}

/// The English word for a generic word or a place of another script or language, if it is known.
pub(crate) fn meaning(word: &str) -> Option<&'static str> {
    let own = if word.is_ascii() { None } else { MEANINGS.get(word).copied() };
    own.or_else(|| if word.is_ascii() && entry(word).is_some() { None } else { slavic::meaning(word) })
}

/// Whether a folded word is a common word of English, which says little as a name.
pub(crate) fn in_dictionary(word: &str) -> bool {
    DICTIONARY.contains(word)
}

/// Whether the rest of a word is nothing but generic words, places and legal forms written together, at most four.
pub(crate) fn is_made_of_generic(rest: &str) -> bool {
    if rest.is_empty() || !rest.is_ascii() {
        return false;
    }
    let mut ends = vec![0];
    for _ in 0..4 {
        let mut next = Vec::new();
        for from in ends {
            for to in (from + 2..=rest.len().min(from + LONGEST)).rev() {
                if rest.get(from..to).is_some_and(is_joinable) && !next.contains(&to) {
                    next.push(to);
                }
            }
        }
        if next.contains(&rest.len()) {
            return true;
        }
        ends = next;
    }
    false
}

/// Whether `word` ends in what [`is_made_of_generic`] accepts: a cheap no for nearly every word.
pub(crate) fn ends_in_generic(word: &str) -> bool {
    let starts = word.len().saturating_sub(LONGEST)..=word.len().saturating_sub(2);
    starts.into_iter().any(|at| word.get(at..).is_some_and(is_joinable))
}

/// Every generic word and place that is known, in every script.
pub(crate) fn not_distinctive() -> impl Iterator<Item = &'static str> {
    TABLE.keys().chain(MEANINGS.keys()).copied().chain(cjk::known())
}

/// The longest word that is looked for inside another.
const LONGEST: usize = 18;

fn is_joinable(word: &str) -> bool {
    if word.len() < 3 {
        return matches!(word, "co" | "uk" | "us" | "eu");
    }
    matches!(TABLE.get(word).map(|entry| entry.class), Some(TokenClass::Generic | TokenClass::Place))
        || legal::is_certain(word)
}

/// Digits, ordinals, versions and quantities: `365`, `2nd`, `v6`, `x64`, `10gb`, `3y`. Not `3m` or `3com`.
fn is_number(word: &str) -> bool {
    if !word.contains(char::is_numeric) {
        return false;
    }
    let behind = word.trim_start_matches(|c: char| c.is_numeric());
    let before = word.trim_end_matches(|c: char| c.is_numeric());
    matches!(
        behind,
        "" | "st"
            | "nd"
            | "rd"
            | "th"
            | "y"
            | "yr"
            | "u"
            | "k"
            | "gb"
            | "tb"
            | "mb"
            | "kb"
            | "mhz"
            | "ghz"
            | "mp"
            | "mm"
            | "w"
    ) || matches!(before, "v" | "x")
}

struct Entry {
    class: TokenClass,
    canonical: &'static str,
}

static TABLE: LazyLock<Table<&'static str, Entry>> = LazyLock::new(|| {
    let mut table = Table::default();
    for (class, groups) in [
        (TokenClass::Stop, stop::WORDS),
        (TokenClass::Generic, generic::BUSINESS),
        (TokenClass::Generic, generic::PRODUCT),
        (TokenClass::Place, trades::PLACES),
        (TokenClass::Place, places::PLACES),
        (TokenClass::Generic, trades::WORDS),
    ] {
        for group in groups.split('|') {
            let mut words = group.split_whitespace();
            let Some(first) = words.next() else {
                continue;
            };
            // A later table adds to the groups of an earlier one.
            let canonical = table.get(first).map_or(first, |entry: &Entry| entry.canonical);
            for word in std::iter::once(first).chain(words) {
                table.entry(word).or_insert(Entry { class, canonical });
            }
        }
    }
    for word in generic::SINGLE.split_whitespace() {
        table.entry(word).or_insert(Entry { class: TokenClass::Generic, canonical: word });
    }
    for word in places::SINGLE.split_whitespace() {
        table.entry(word).or_insert(Entry { class: TokenClass::Place, canonical: word });
    }
    table
});

static MEANINGS: LazyLock<Table<&'static str, &'static str>> = LazyLock::new(|| {
    let mut table = Table::default();
    for group in meaning::WORDS.split('|') {
        let mut words = group.split_whitespace();
        if let Some(english) = words.next() {
            table.extend(words.map(|word| (word, english)));
        }
    }
    table
});

static DICTIONARY: LazyLock<Set<&'static str>> =
    LazyLock::new(|| dictionary::WORDS.split_whitespace().collect());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    #[test]
    fn classes() {
        fn check(words: &str, expect: TokenClass) {
            for word in words.split(' ') {
                assert_eq!(class_of(word), expect, "{word}");
            }
        }
        check(
            "technology tech communications comm svcs grp intl labs systems cloud computing",
            TokenClass::Generic,
        );
        check(
            "endpoint antivirus anti virus license seats renewal server camera router months gb",
            TokenClass::Generic,
        );
        check("of the and fur de", TokenClass::Stop);
        check("usa china shenzhen hangzhou deutschland uk moscow россия", TokenClass::Place);
        check("365 2nd v6 10gb x64", TokenClass::Number);
        check(
            "kaspersky huawei hikvision dahua hytera zte x5k2 3m 3com касперского",
            TokenClass::Distinctive,
        );
    }

    #[test]
    fn tables_are_folded() {
        let tables = [generic::SINGLE, places::SINGLE, dictionary::WORDS];
        let meanings = MEANINGS.iter().flat_map(|(word, english)| [*word, canonical(english)]);
        assert!(MEANINGS.values().all(|english| canonical(english) == *english));
        let words = TABLE.keys().copied().chain(tables.into_iter().flat_map(str::split_whitespace));
        let words = words.chain(meanings);
        for word in words {
            assert_eq!(fold(word).text(), word);
        }
    }

    #[test]
    fn joined_words() {
        fn check(rest: &str, expect: bool) {
            assert_eq!(is_made_of_generic(rest), expect, "{rest}");
        }
        check("cloud", true);
        check("security", true);
        check("cloudtechnologies", true);
        check("co", true);
        check("inc", true);
        check("y", false);
        check("cloudy", false);
        check("", false);
        check(&"co".repeat(400), false);
    }

    #[test]
    fn groups() {
        assert_eq!(canonical("tech"), canonical("technologies"));
        assert_eq!(canonical("comm"), canonical("communications"));
        assert_eq!(canonical("kaspersky"), "kaspersky");
    }
}
