//! Comparison keys.

use crate::fold::fold;

/// Folded words joined by one space.
pub fn exact_key(name: &str) -> String {
    fold(name).text().to_owned()
}

/// The exact key without legal forms; the exact key if nothing else would remain.
pub fn core_key(name: &str) -> String {
    exact_key(name)
}

/// The core key without spaces.
pub fn joined_key(name: &str) -> String {
    core_key(name).replace(' ', "")
}

/// Which key a variant is, from the strictest to the loosest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    /// [`exact_key`].
    Exact,
    /// [`core_key`].
    Core,
    /// [`joined_key`].
    Joined,
    /// The core key with words split at changes of case and between letters and digits.
    Split,
    /// The core key with two neighbouring words joined.
    AdjacentJoin,
    /// The core key with Slavic case endings removed.
    Stemmed,
    /// The core key in Latin letters.
    Transliterated,
    /// The core key read as the Latin letters that it looks like.
    Lookalike,
    /// The core key of the reading in display order.
    Reversed,
}

/// Every key under which `name` may be looked up, strictest first, without repeats.
pub fn key_variants(name: &str) -> Vec<(KeyKind, String)> {
    vec![
        (KeyKind::Exact, exact_key(name)),
        (KeyKind::Core, core_key(name)),
        (KeyKind::Joined, joined_key(name)),
    ]
}
