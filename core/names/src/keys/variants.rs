//! All keys of one name, for an index of listed names and for a look-up in it. Not scored: the kind says how far the
//! key is from the name as written. Invariant: strictest first, no key twice, at most `LIMIT`.

use super::stem::stemmed;
use super::{core_of, spell};
use crate::fold::{Reading, fold, plain, transliterated, unfolded_umlauts};
use crate::scan::squeeze;
use crate::tokens::{TokenClass, tokens_of};
use crate::words;

/// Which key a variant is, from the strictest to the loosest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    /// [`exact_key`](crate::exact_key).
    Exact,
    /// [`core_key`](crate::core_key).
    Core,
    /// [`joined_key`](crate::joined_key).
    Joined,
    /// The core key with abbreviated and inflected generic words in one form and without stop words.
    Canonical,
    /// The core key with words split at changes of case, between letters and digits, and before generic words.
    Split,
    /// The core key with two neighbouring words joined.
    AdjacentJoin,
    /// The core key with Slavic case endings removed.
    Stemmed,
    /// The core key in Latin letters, or with umlauts written as two letters.
    Transliterated,
    /// The core key read as the Latin letters that it looks like.
    Lookalike,
    /// The core key of the letters in the order in which they are shown.
    Reversed,
    /// The core key with the words of tags and comments kept.
    Markup,
}

impl KeyKind {
    /// The kebab-case name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Core => "core",
            Self::Joined => "joined",
            Self::Canonical => "canonical",
            Self::Split => "split",
            Self::AdjacentJoin => "adjacent-join",
            Self::Stemmed => "stemmed",
            Self::Transliterated => "transliterated",
            Self::Lookalike => "look-alike",
            Self::Reversed => "reversed",
            Self::Markup => "markup",
        }
    }
}

/// The most keys that one name gets; names of many words have no adjacent joins.
const LIMIT: usize = 32;

/// Words of a name up to which adjacent words are joined.
const JOINED_WORDS: usize = 8;

/// Every key under which `name` may be looked up, strictest first, none twice; none at all if it folds to nothing.
pub fn key_variants(name: &str) -> Vec<(KeyKind, String)> {
    let folded = fold(name);
    let exact = folded.text();
    let core = core_of(exact);
    let mut keys = Keys::default();
    keys.add(KeyKind::Exact, exact.to_owned());
    keys.add(KeyKind::Core, core.clone());
    keys.add(KeyKind::Joined, squeeze(&core));
    keys.add(KeyKind::Canonical, canonical(&core));
    for split in [folded.body().split(), split_generic(exact)] {
        if split != exact {
            keys.add(KeyKind::Split, core_of(&plain(&split)));
        }
    }
    let words: Vec<&str> = core.split(' ').collect();
    if words.len() <= JOINED_WORDS {
        for at in 1..words.len() {
            keys.add(KeyKind::AdjacentJoin, joined_at(&words, at));
        }
    }
    if let Some(stem) = stemmed(&core) {
        keys.add(KeyKind::Stemmed, stem);
    }
    // Of the core, so that native legal forms are gone before they are spelt in Latin letters.
    if let Some(other) = transliterated(&core) {
        keys.add(KeyKind::Transliterated, other);
    }
    if let Some(spelt) = unfolded_umlauts(name) {
        keys.add(KeyKind::Transliterated, core_of(&plain(&spelt)));
    }
    for other in folded.alternates() {
        let kind = match other.reading() {
            Reading::Transliterated => KeyKind::Transliterated,
            Reading::Lookalike => KeyKind::Lookalike,
            Reading::Reversed => KeyKind::Reversed,
            Reading::Markup | Reading::Plain => KeyKind::Markup,
        };
        keys.add(kind, core_of(other.text()));
    }
    keys.found.sort_by_key(|(kind, _)| *kind);
    keys.found
}

#[derive(Default)]
struct Keys {
    found: Vec<(KeyKind, String)>,
}

impl Keys {
    fn add(&mut self, kind: KeyKind, key: String) {
        let new = || self.found.iter().all(|(_, known)| *known != key);
        if !key.is_empty() && self.found.len() < LIMIT && new() {
            self.found.push((kind, key));
        }
    }
}

fn canonical(core: &str) -> String {
    let tokens = tokens_of(core);
    let named = tokens.iter().filter(|token| token.class != TokenClass::Stop);
    spell(named, |token| match token.class {
        TokenClass::Generic => token.canonical(),
        _ => &token.text,
    })
}

fn joined_at(words: &[&str], at: usize) -> String {
    let mut out = String::new();
    for (place, word) in words.iter().enumerate() {
        if place > 0 && place != at {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Distinctive words apart from the generic words that they are written together with: `dahuasecurity`.
fn split_generic(folded: &str) -> String {
    let words: Vec<String> = folded.split(' ').map(split_word).collect();
    words.join(" ")
}

fn split_word(word: &str) -> String {
    if word.is_ascii() && words::class_of(word) == TokenClass::Distinctive {
        for at in 3..word.len().min(LONGEST_BRAND) {
            if let Some((brand, rest)) = word.split_at_checked(at)
                && words::is_made_of_generic(rest)
            {
                return format!("{brand} {rest}");
            }
        }
    }
    word.to_owned()
}

/// Letters of a brand up to which generic words are looked for behind it.
const LONGEST_BRAND: usize = 24;
