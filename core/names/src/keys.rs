//! Keys under which names are equal. They decide nothing: two names with one key are one party, or share a name.
//! Invariant: every key of a name is folded text, and no key of a name that folds to something is empty.

mod differ;
mod stem;
mod variants;

use crate::fold::plain;
use crate::scan::squeeze;
use crate::tokens::{Token, TokenClass, tokens_of};

pub use differ::surely_differ;
pub use variants::{KeyKind, key_variants};

/// The folded words of `name`, joined by one space: case, width, accents, punctuation and mark-up are gone, `&` is
/// `and`, letters that stand alone are one word. Empty if `name` has no letter and no digit.
///
/// ```
/// # use debar_names::exact_key;
/// assert_eq!(exact_key("HUAWEI TECHNOLOGIES CO.,LTD"), exact_key("Huawei Technologies Co., Ltd."));
/// assert_eq!(exact_key("Foo S. A. R. L."), "foo sarl");
/// ```
pub fn exact_key(name: &str) -> String {
    plain(name)
}

/// The exact key without the legal form of the company, in the order of the name; the exact key itself if nothing
/// else would remain.
///
/// ```
/// # use debar_names::core_key;
/// assert_eq!(core_key("АО «Лаборатория Касперского»"), "лаборатория касперского");
/// assert_eq!(core_key("华为技术有限公司"), "华为技术");
/// assert_eq!(core_key("Co., Ltd."), "co ltd");
/// ```
pub fn core_key(name: &str) -> String {
    core_of(&plain(name))
}

/// The core key without its spaces: `KasperskyLab`, `kaspersky_lab` and `k a s p e r s k y lab` are one.
pub fn joined_key(name: &str) -> String {
    squeeze(&core_key(name))
}

/// The core key of a word with its Slavic case ending taken off; the word itself if it has none.
///
/// ```
/// # use debar_names::stem_of;
/// assert_eq!(stem_of("касперского"), stem_of("касперскому"));
/// assert_eq!(stem_of("kaspersky"), "kaspersky");
/// ```
pub fn stem_of(word: &str) -> String {
    stem::stemmed(&core_key(word)).unwrap_or_else(|| word.to_owned())
}

/// A folded word with its Slavic case ending taken off.
pub(crate) fn stem_of_folded(word: &str) -> String {
    stem::stemmed(word).unwrap_or_else(|| word.to_owned())
}

/// The core key of a text that is folded already.
fn core_of(folded: &str) -> String {
    let tokens = tokens_of(folded);
    let core = spell(tokens.iter().filter(|token| token.class != TokenClass::LegalForm), |token| &token.text);
    if core.is_empty() { folded.to_owned() } else { core }
}

/// Tokens as text again, with spaces where the folded text has them.
fn spell<'a>(tokens: impl Iterator<Item = &'a Token>, word: impl Fn(&'a Token) -> &'a str) -> String {
    let mut out = String::new();
    let mut end = None;
    for token in tokens {
        if end.is_some_and(|end| end != token.start) {
            out.push(' ');
        }
        out.push_str(word(token));
        end = Some(token.end);
    }
    out
}
