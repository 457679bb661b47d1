//! Names too weak to decide on alone. It does not know what is listed or how common a name is. Invariant: it judges
//! the key that matched, so a weak brand inside a full company name is not weak.

use crate::fold::plain;
use crate::legal;
use crate::script::Script;
use crate::tokens::{Token, TokenClass, tokens_of};
use crate::weights;
use crate::words;

/// Why a name alone is weak evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WeakReason {
    /// Nothing is left after folding.
    Empty,
    /// Three letters or fewer; one Chinese character or Korean syllable, or two kana.
    TooShort,
    /// Only legal forms, generic words, numbers, stop words, and at most one place beside one generic word.
    OnlyGeneric,
    /// A single word that is common in English.
    DictionaryWord,
}

impl WeakReason {
    /// The reason as part of a sentence: `the name is ...`.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Empty => "empty after folding",
            Self::TooShort => "three letters or shorter",
            Self::OnlyGeneric => "made of generic words",
            Self::DictionaryWord => "a common word",
        }
    }
}

/// Whether `name` is too weak to deny on, and why. Ask about the key that matched: `ZTE` is weak, `ZTE Corporation` is
/// not; its core key is `ZTE` again.
///
/// ```
/// # use debar_names::{WeakReason, is_weak_name};
/// assert_eq!(is_weak_name("ZTE"), Some(WeakReason::TooShort));
/// assert_eq!(is_weak_name("Technologies Co., Ltd."), Some(WeakReason::OnlyGeneric));
/// assert_eq!(is_weak_name("ZTE Corporation"), None);
/// ```
pub fn is_weak_name(name: &str) -> Option<WeakReason> {
    if is_plainly_strong(name) {
        return None;
    }
    let text = plain(name);
    if text.is_empty() {
        return Some(WeakReason::Empty);
    }
    if weight(&text) <= 3 {
        return Some(WeakReason::TooShort);
    }
    if !text.split(' ').any(carries_a_name) && says_nothing(&tokens_of(&text)) {
        return Some(WeakReason::OnlyGeneric);
    }
    words::in_dictionary(&text).then_some(WeakReason::DictionaryWord)
}

/// Names of others from which on one word says little.
const MANY: u32 = 16;

/// About how many firms of a public register of 38,000 names have the one word that `name` is made of besides its legal
/// form, where that is many; not what [`is_weak_name`] says already, and never a reason to decide otherwise: a house of
/// many firms is among them. For those who choose what to list.
///
/// ```
/// # use debar_names::shared_by;
/// assert!(shared_by("Hitachi GmbH").is_some_and(|firms| firms >= 16));
/// assert_eq!(shared_by("Hitachi Zorvexin GmbH"), None);
/// assert_eq!(shared_by("Kaspersky"), None);
/// ```
pub fn shared_by(name: &str) -> Option<u32> {
    let all = tokens_of(&plain(name));
    let mut named = all.iter().filter(|token| token.class != TokenClass::LegalForm);
    let word = named.next().filter(|_| named.next().is_none())?;
    Some(weights::names_with(&word.text)).filter(|firms| *firms >= MANY && is_weak_name(name).is_none())
}

/// Whether a name of several ASCII words has one that carries it, which needs no folding. A no says nothing.
fn is_plainly_strong(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'.' | b',' | b'-');
    if !name.bytes().all(plain) {
        return false;
    }
    let mut room = [0_u8; 32];
    let (mut words, mut carried) = (0_usize, false);
    for word in name.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()).filter(|word| word.len() > 1) {
        words += 1;
        if !carried
            && word.len() > 3
            && let Some(low) = room.get_mut(..word.len())
        {
            low.copy_from_slice(word);
            low.make_ascii_lowercase();
            carried = std::str::from_utf8(low).is_ok_and(carries_a_name);
        }
    }
    carried && words > 1
}

/// Whether a word carries a name whatever stands beside it. A cheap answer: a no says nothing.
fn carries_a_name(word: &str) -> bool {
    word.is_ascii() && !legal::may_be_part(word) && words::class_of(word) == TokenClass::Distinctive
}

/// Whether no word carries a name. Three words or more with a place among them do: `China Telecom (Americas)`.
fn says_nothing(tokens: &[Token]) -> bool {
    let count = |class: TokenClass| tokens.iter().filter(|token| token.class == class).count();
    let (places, generic) = (count(TokenClass::Place), count(TokenClass::Generic));
    count(TokenClass::Distinctive) == 0 && !(places > 0 && generic > 0 && places + generic >= 3)
}

/// How much a text says, counted in letters of an alphabet.
fn weight(text: &str) -> usize {
    text.chars()
        .map(|c| match Script::of(c) {
            Script::Han | Script::Hangul => 2,
            _ => usize::from(c != ' '),
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

        #[test]
        fn what_is_plainly_strong_is_not_weak(
            words in prop::collection::vec(
                prop_oneof![
                    prop::sample::select(vec![
                        "Kaspersky", "Lab", "GmbH", "Co.", "Ltd.", "Technologies", "and", "China", "Honor", "Apple", "S.A.", "365", "Z", "3M",
                        "Applied", "Creative", "Device", "Limited", "Aktiengesellschaft", "Public", "Company",
                    ]).prop_map(str::to_owned),
                    "[A-Za-z0-9]{1,6}",
                ],
                0..4,
            ),
            joint in prop::sample::select(vec![" ", "-", ".", ", ", ""]),
        ) {
            let name = words.join(joint);
            if is_plainly_strong(&name) {
                let text = plain(&name);
                prop_assert!(weight(&text) > 3 && !words::in_dictionary(&text), "{}", name);
                prop_assert!(!says_nothing(&tokens_of(&text)), "{}", name);
            }
        }
    }

    #[test]
    fn weak_names() {
        fn check(name: &str, expect: Option<WeakReason>) {
            assert_eq!(is_weak_name(name), expect, "{name}");
        }
        check("", Some(WeakReason::Empty));
        check("...", Some(WeakReason::Empty));
        check("ZTE", Some(WeakReason::TooShort));
        check("Z.T.E.", Some(WeakReason::TooShort));
        check("Z Co", Some(WeakReason::TooShort));
        check("云", Some(WeakReason::TooShort));
        check("Co., Ltd.", Some(WeakReason::OnlyGeneric));
        check("Shenzhen Technologies Co., Ltd.", Some(WeakReason::OnlyGeneric));
        check("Endpoint Security 365", Some(WeakReason::OnlyGeneric));
        check("深圳科技有限公司", Some(WeakReason::OnlyGeneric));
        check("China Telecom (Americas) Corporation", None);
        check("Applied Creative Technology, Inc.", Some(WeakReason::OnlyGeneric));
        check("Honor", Some(WeakReason::DictionaryWord));
        check("APPLE", Some(WeakReason::DictionaryWord));
        check("Honor Device Co., Ltd.", None);
        check("ZTE Corporation", None);
        check("Kaspersky", None);
        check("华为", None);
        check("Касперский", None);
    }
}
