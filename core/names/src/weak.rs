//! Names too weak to decide on alone.

/// Why a name alone is weak evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WeakReason {
    /// Nothing is left after folding.
    Empty,
    /// Three letters or fewer.
    TooShort,
    /// Only legal forms, generic words, places, numbers and stop words.
    OnlyGeneric,
    /// A common word of the language.
    DictionaryWord,
}

/// Whether `name` is too weak to deny on, and why.
pub fn is_weak_name(name: &str) -> Option<WeakReason> {
    let core = crate::keys::joined_key(name);
    match core.chars().count() {
        0 => Some(WeakReason::Empty),
        1..=3 => Some(WeakReason::TooShort),
        _ => None,
    }
}
