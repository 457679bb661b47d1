//! Names of vendors and products: what is in them that nobody sees or that matches too much.

use std::collections::HashMap;

use debar_names::{WeakReason, exact_key, is_weak_name, shared_by, surely_differ};

use crate::fields::Context;
use crate::source::{At, Problem};
use crate::syntax::{Node, Value};
use crate::{Code, Listed};

/// A list of names.
pub(super) fn names(cx: &mut Context, node: &Node) -> Vec<Listed> {
    let listed = cx.texts(node);
    let items = cx.items(node);
    let mut known: HashMap<String, (At, &str)> = HashMap::new();
    let all_differ = all_differ(&items);
    for (index, item) in items.iter().enumerate() {
        let Value::Text(text) = &item.value else { continue };
        check(cx, item, text);
        if all_differ {
            continue;
        }
        let key = exact_key(text);
        if key.is_empty() {
            let removal = cx.removal(&items, index);
            cx.report(
                Problem::warning(
                    Code::NeverMatches,
                    item.at,
                    format!("nothing of `{text}` is left to compare, so it meets nothing"),
                )
                .help("write a name in letters or digits, or remove it")
                .fix_all("remove it", removal),
            );
            continue;
        }
        match known.get(&key) {
            // Two that are written alike are reported as such.
            Some((_, first)) if first == text => {}
            Some((first, _)) => {
                let removal = cx.removal(&items, index);
                cx.report(
                    Problem::warning(
                        Code::SameAfterFolding,
                        item.at,
                        format!("`{text}` is compared as `{key}`, and so is another name here"),
                    )
                    .also(*first, "the other one is here")
                    .help("remove it: case, width, accents and punctuation are folded anyway")
                    .fix_all("remove it", removal),
                );
            }
            None => {
                known.insert(key, (item.at, text));
            }
        }
    }
    listed
}

/// Whether no two names can be compared as the same; they are few, or that would take longer than to compare them.
fn all_differ(items: &[&Node]) -> bool {
    const FEW: usize = 8;
    let differ = |(at, item): (usize, &&Node)| {
        let mut before = items.iter().take(at);
        before.all(|other| match (&item.value, &other.value) {
            (Value::Text(one), Value::Text(other)) => surely_differ(one, other),
            _ => false,
        })
    };
    items.len() < 2 || items.len() <= FEW && items.iter().enumerate().all(differ)
}

/// One name.
pub(super) fn name(cx: &mut Context, node: &Node) -> Option<Listed> {
    let listed = cx.text(node)?;
    check(cx, node, &listed.text);
    Some(listed)
}

/// Whole names of what loosens: a glob is an error.
pub(super) fn exact_names(cx: &mut Context, node: &Node) -> Vec<Listed> {
    let mut all = vec![];
    for item in cx.items(node) {
        let Some(listed) = cx.text(item) else { continue };
        if listed.text.contains('*') {
            cx.report(
                Problem::error(
                    Code::LooseningGlob,
                    item.at,
                    format!("`{}` would let through more than one thing", listed.text),
                )
                .help("what loosens is named whole: write each name out")
                .fix_all("leave the `*` out", without_stars(item, &listed.text))
                .guess(),
            );
            continue;
        }
        all.push(listed);
    }
    all
}

/// Globs over a whole field: `*` and `?`, `\` escapes.
pub(super) fn globs(cx: &mut Context, node: &Node) -> Vec<Listed> {
    let mut all = vec![];
    for item in cx.items(node) {
        let Some(listed) = cx.text(item) else { continue };
        let text = &listed.text;
        let mut literals = 0;
        let mut escaped = false;
        for c in text.chars() {
            match (escaped, c) {
                (false, '\\') => escaped = true,
                (false, '*' | '?') => {}
                _ => {
                    escaped = false;
                    literals += usize::from(c.is_alphanumeric());
                }
            }
        }
        if escaped {
            cx.report(
                Problem::error(
                    Code::BadGlob,
                    item.at,
                    format!("the backslash at the end of `{text}` escapes nothing"),
                )
                .help("only `*` and `?` are special; write `\\\\` for a backslash")
                .fix_all("double the backslash", doubled(cx, item)),
            );
            continue;
        }
        if literals == 0 {
            cx.report(
                Problem::error(
                    Code::BadGlob,
                    item.at,
                    format!("`{text}` has no letter or digit and matches everything"),
                )
                .help("write the part of the name that all of them share"),
            );
            continue;
        }
        if literals < 4 {
            cx.report(
                Problem::warning(
                    Code::WideGlob,
                    item.at,
                    format!("`{text}` has only {literals} letters or digits"),
                )
                .help("so short a glob matches much that is not meant: add to it, or list the names"),
            );
        }
        all.push(listed);
    }
    all
}

/// A name without its `*`.
fn without_stars(node: &Node, text: &str) -> crate::fields::Changes {
    let plain = text.replace('*', " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let safe = plain.chars().any(char::is_alphanumeric) && !plain.contains(['"', '\\']);
    safe.then(|| vec![(node.at, format!("\"{plain}\""))])
}

/// The last backslash of a text once more, in the way in which the text is quoted.
fn doubled(cx: &Context, node: &Node) -> crate::fields::Changes {
    let written = cx.slice(node.at);
    let end = node.at.end.checked_sub(1)?;
    let more = match written.as_bytes() {
        [b'"', b'"', b'"', ..] | [b'\'', b'\'', b'\'', ..] => return None,
        [b'"', .., b'"'] => "\\\\",
        [b'\'', .., b'\''] => "\\",
        _ => return None,
    };
    Some(vec![(At { start: end, end, ..node.at }, more.to_owned())])
}

fn check(cx: &mut Context, node: &Node, text: &str) {
    if text.trim().is_empty() {
        return;
    }
    let plain = text.bytes().all(|byte| (b' '..0x7F).contains(&byte));
    if !plain && let Some(c) = text.chars().find(|c| is_invisible(*c)) {
        cx.report(
            Problem::warning(
                Code::InvisibleCharacters,
                node.at,
                format!(
                    "an invisible character U+{:04X} in `{}`",
                    u32::from(c),
                    text.replace(is_invisible, "")
                ),
            )
            .help("remove it: it came with the text from a web page or a PDF")
            .fix(
                "remove invisible characters",
                node.at,
                format!("\"{}\"", text.replace(is_invisible, "").escape_debug()),
            ),
        );
    }
    if !plain && let Some(word) = text.split(|c: char| !c.is_alphanumeric()).find(|word| is_mixed(word)) {
        cx.report(
            Problem::warning(
                Code::MixedScripts,
                node.at,
                format!("`{word}` mixes Latin with Cyrillic or Greek letters"),
            )
            .help("letters that look alike are compared as alike anyway: write the name in one script")
            .fix_all("write it in one script", one_script(cx, node, text)),
        );
    }
    if text.contains('*') {
        cx.report(
            Problem::warning(Code::GlobInName, node.at, format!("the `*` in `{text}` is taken literally"))
                .help("names are whole names; a product's patterns go into `globs`")
                .fix_all("leave the `*` out", without_stars(node, text))
                .guess(),
        );
    }
    let why = match is_weak_name(text) {
        Some(WeakReason::Empty) => "nothing of it is left to compare".to_owned(),
        Some(WeakReason::TooShort) => "three letters or fewer".to_owned(),
        Some(WeakReason::OnlyGeneric) => "nothing but legal forms, places and common words".to_owned(),
        Some(WeakReason::DictionaryWord) => "a common word".to_owned(),
        None => match shared_by(text) {
            Some(firms) => {
                format!("about {firms} firms of one public register have this word in their names")
            }
            None => return,
        },
    };
    cx.report(
        Problem::warning(Code::WeakName, node.at, format!("`{text}` is a weak name: {why}")).help(
            "it will meet names of others: add identifiers, or write `allow = [\"weak-name\"]` in this entry if it must stay",
        ),
    );
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || (c.is_control() && c != '\t')
}

/// The name with the letters of the mixed word's rarer script written in the other, when they all have a twin there and
/// the name is compared as the same one afterwards.
fn one_script(cx: &Context, node: &Node, text: &str) -> crate::fields::Changes {
    let twin = |c: char| {
        let position = CYRILLIC_TWINS.chars().position(|twin| twin == c)?;
        LATIN_TWINS.chars().nth(position)
    };
    let mut latin = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let foreign = word.chars().filter(|c| matches!(c, '\u{370}'..='\u{52f}')).count();
        let own = word.chars().filter(char::is_ascii_alphabetic).count();
        if is_mixed(word.trim_end_matches(|c: char| !c.is_alphanumeric())) && own > foreign {
            latin.extend(word.chars().map(|c| twin(c).unwrap_or(c)));
        } else {
            latin.push_str(word);
        }
    }
    let settled = !latin.split(|c: char| !c.is_alphanumeric()).any(is_mixed);
    let same = exact_key(&latin) == exact_key(text);
    let quoted = cx.slice(node.at);
    let whole = quoted.len() == text.len() + 2 && quoted.get(1..=text.len()) == Some(text);
    (settled && same && whole).then(|| {
        let end = node.at.end.saturating_sub(1);
        vec![(At { start: node.at.start + 1, end, ..node.at }, latin)]
    })
}

/// Capital and small letters of Cyrillic and their Latin twins, in the same order.
const CYRILLIC_TWINS: &str = "АВЕКМНОРСТХУаеорсухіјѕ";
const LATIN_TWINS: &str = "ABEKMHOPCTXYaeopcyxijs";

fn is_mixed(word: &str) -> bool {
    let latin = word.chars().any(|c| matches!(c, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}'));
    let other = word.chars().any(|c| matches!(c, '\u{370}'..='\u{52f}'));
    latin && other
}

/// Words of a class of goods: they are common words, and meant to be.
pub(super) fn class_words(cx: &mut Context, node: &Node) -> Vec<Listed> {
    let listed = cx.texts(node);
    for item in cx.items(node) {
        if let Value::Text(text) = &item.value
            && text.chars().filter(|c| c.is_alphanumeric()).count() < 3
            && !text.chars().any(|c| u32::from(c) > 0x2e80)
        {
            cx.report(
                Problem::warning(
                    Code::WeakName,
                    item.at,
                    format!("`{text}` is too short for a word of a class"),
                )
                .help("it will meet abbreviations of other things: write the whole word"),
            );
        }
    }
    listed
}
