//! Legal forms of companies: which words of a name only say how it is incorporated. Not a register: what a form
//! means is of no interest here. Invariant: linear, and a name of nothing but forms is still reported word by word.

mod levels;
mod parts;
mod slavic;
mod table;

use std::sync::LazyLock;

use crate::ends::Ends;
use crate::fold::plain;
use crate::hash::{Set, Table};
use crate::script::Script;
use crate::tokens::TokenClass;
use crate::words;
use parts::Parts;

pub(crate) use levels::{FormLevel, Relation, levels_of};

/// For each of the folded `words` of a name, whether it is part of a legal form.
///
/// Forms that are words of their own kind (`GmbH`, `Ltd`, `ООО`) count anywhere but at the front; short ones that
/// could be anything (`SA`, `AS`, `Co`) only at the end, where further forms and places may follow; those that lead
/// (`ООО`, `PT`, `UAB`) also at the front, if a distinctive word follows.
pub(crate) fn mask(words: &[&str]) -> Vec<bool> {
    let mut mask = vec![false; words.len()];
    tail(words, &mut mask);
    head(words, &mut mask);
    inner(words, &mut mask);
    slavic::mask(words, &mut mask);
    mask
}

/// Whether `word` is a form wherever it stands.
pub(crate) fn is_certain(word: &str) -> bool {
    FORMS.by_text.get(word).is_some_and(|form| form.certain)
}

/// Whether a form may have `word` in it; a no is certain.
pub(crate) fn may_be_part(word: &str) -> bool {
    FORMS.parts.may_have(word)
}

/// Cuts a form off the end of a word in a script without spaces: what is before it, and the form.
pub(crate) fn unspaced_suffix(word: &str) -> Option<(&str, &str)> {
    let form = UNSPACED.suffix(word)?;
    word.split_at_checked(word.len().checked_sub(form.len())?)
}

/// Cuts a form off the front of a word in a script without spaces: the form, and what is behind it.
pub(crate) fn unspaced_prefix(word: &str) -> Option<(&str, &str)> {
    word.split_at_checked(UNSPACED.prefix(word)?.len())
}

/// The most words that one form is spread over, as in `s a r l` or `limited liability company`.
const LONGEST: usize = 8;

fn tail(words: &[&str], mask: &mut [bool]) {
    let mut end = words.len();
    let mut met = false;
    while end > 0 {
        let parts = words.iter().take(end).rev().take(LONGEST).take_while(|word| may_be_part(word)).count();
        let longest = (1..=parts).rev().find(|len| is_form(words.get(end - len..end)));
        if let Some(len) = longest {
            set(mask, end - len, end);
            end -= len;
            met = true;
            continue;
        }
        let Some(last) = words.get(end - 1) else {
            return;
        };
        if met && matches!(*last, "and" | "und" | "et" | "en" | "y" | "i" | "и") && end > 1 {
            set(mask, end - 1, end);
        } else if met || words::class_of(last) != TokenClass::Place {
            return;
        }
        end -= 1;
    }
}

fn head(words: &[&str], mask: &mut [bool]) {
    let mut start = 0;
    while let Some((len, form)) = longest_from(words, start) {
        let rest = start + len;
        let behind = words.iter().zip(mask.iter()).skip(rest).filter(|(_, legal)| !**legal);
        let mut classes = behind.map(|(word, _)| words::class_of(word));
        let named = if form.certain {
            classes.any(|class| !matches!(class, TokenClass::Stop | TokenClass::Number))
        } else {
            classes.any(|class| class == TokenClass::Distinctive)
        };
        if !form.head || !named {
            return;
        }
        set(mask, start, rest);
        start = rest;
    }
}

fn inner(words: &[&str], mask: &mut [bool]) {
    let mut at = 1;
    while at < words.len() {
        match longest_from(words, at) {
            Some((len, form)) if form.certain => {
                set(mask, at, at + len);
                at += len;
            }
            _ => at += 1,
        }
    }
}

/// The longest form that begins at `start`, and over how many words.
fn longest_from(words: &[&str], start: usize) -> Option<(usize, Form)> {
    if !words.get(start).is_some_and(|word| may_be_part(word)) {
        return None;
    }
    let mut text = String::new();
    let mut found = None;
    for (len, word) in words.iter().skip(start).take(LONGEST).enumerate() {
        text.push_str(word);
        if !FORMS.prefixes.contains(text.as_str()) {
            break;
        }
        if let Some(form) = FORMS.by_text.get(text.as_str()) {
            found = Some((len + 1, *form));
        }
    }
    found
}

fn is_form(words: Option<&[&str]>) -> bool {
    words.is_some_and(|words| match words {
        [word] => FORMS.by_text.contains_key(*word),
        _ => FORMS.by_text.contains_key(words.concat().as_str()),
    })
}

fn set(mask: &mut [bool], from: usize, to: usize) {
    for legal in mask.get_mut(from..to).unwrap_or_default() {
        *legal = true;
    }
}

#[derive(Clone, Copy, Debug)]
struct Form {
    certain: bool,
    head: bool,
}

struct Forms {
    /// By the folded form without spaces.
    by_text: Table<String, Form>,
    /// Every beginning of a form.
    prefixes: Set<String>,
    parts: Parts,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let mut forms = Forms { by_text: Table::default(), prefixes: Set::default(), parts: Parts::new() };
    for (_, line) in table::FORMS {
        for entry in line.split('|') {
            let name = entry.trim_end_matches(['!', '^']);
            let marks = entry.get(name.len()..).unwrap_or_default();
            let text = crate::scan::squeeze(&plain(name));
            let new = Form { certain: marks.contains('!'), head: marks.contains('^') };
            for (at, c) in text.char_indices() {
                forms.prefixes.insert(text.get(..at + c.len_utf8()).unwrap_or_default().to_owned());
            }
            forms.parts.add(&text);
            let form = forms.by_text.entry(text).or_insert(new);
            form.certain |= new.certain;
            form.head |= new.head;
        }
    }
    forms
});

/// Certain forms of scripts without spaces.
static UNSPACED: LazyLock<Ends> = LazyLock::new(|| {
    let unspaced = |text: &&&str| text.chars().all(|c| Script::of(c).is_unspaced());
    let certain = FORMS.by_text.iter().filter(|(_, form)| form.certain).map(|(text, _)| text.as_str());
    Ends::of(certain.collect::<Vec<_>>().iter().filter(unspaced).copied())
});

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::fold::fold;

    #[test]
    fn forms_in_names() {
        fn check(name: &str, expect: &str) {
            let folded = fold(name);
            let words: Vec<&str> = folded.text().split(' ').collect();
            let left: Vec<&str> =
                words.iter().zip(mask(&words)).filter(|(_, legal)| !legal).map(|(word, _)| *word).collect();
            assert_eq!(left.join(" "), expect, "{name}");
        }
        check("Kaspersky Lab, Inc.", "kaspersky lab");
        check("AO Kaspersky Lab", "kaspersky lab");
        check("OOO Kaspersky Group", "kaspersky group");
        check("Kaspersky Lab ZAO", "kaspersky lab");
        check("Kaspersky Lab Switzerland GmbH", "kaspersky lab switzerland");
        check("Kaspersky Lab Pty Ltd", "kaspersky lab");
        check("Huawei Technologies Co., Ltd.", "huawei technologies");
        check("Huawei Technologies Co., Ltd. (Shenzhen)", "huawei technologies shenzhen");
        check("Foo SA Luxembourg", "foo luxembourg");
        check("Foo GmbH & Co. KG", "foo");
        check("Foo and Co", "foo");
        check("Foo Sp. z o.o.", "foo");
        check("Foo Spółka z ograniczoną odpowiedzialnością", "foo");
        check("Foo S.à r.l.", "foo");
        check("Foo S. A. R. L.", "foo");
        check("Foo Limited Liability Company", "foo");
        check("Foo d.o.o. Beograd", "foo beograd");
        check("Foo A/S", "foo");
        check("PT Foo Bar Tbk", "foo bar");
        check("UAB Foo", "foo");
        check("АО «Лаборатория Касперского»", "лаборатория касперского");
        check("Общество с ограниченной ответственностью Ромашка", "ромашка");
        check("ТОВ Ромашка", "ромашка");
        check("ΦΟΟ Α.Ε.", "φοο");
        check("Công ty TNHH Foo", "foo");
        check("株式会社 カスペルスキー", "カスペルスキー");
        check("삼성 주식회사", "삼성");
        check("פו בע\"מ", "פו");
        check("AS Technologies", "as technologies");
        check("SAS Institute Inc", "sas institute");
        check("Limited Brands", "limited brands");
        check("Corporation Service Company", "corporation service");
        check("Co Ltd", "");
        check("Inc", "");
        check("SE Electronics", "se electronics");
    }

    #[test]
    fn table_is_broad_and_sound() {
        let codes: HashSet<&str> = table::FORMS.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes.len(), table::FORMS.len(), "a jurisdiction has two lines");
        assert!(codes.len() >= 60, "{}", codes.len());
        for (code, line) in table::FORMS {
            for entry in line.split('|') {
                let name = entry.trim_end_matches(['!', '^']);
                assert!(!fold(name).text().is_empty() && name == name.trim(), "{code}: {entry:?}");
            }
        }
        assert!(is_certain("gmbh") && !is_certain("sa") && !is_certain("kaspersky"));
    }
}
