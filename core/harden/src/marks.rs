//! Characters put between letters: unseen, combining, mark-up, spaces, punctuation. Not letters for letters. Invariant:
//! without what was put in, the letters are those of the text, in their order.

use debar_calibration::Dice;

const UNSEEN: &[char] = &[
    '\u{200B}',
    '\u{200C}',
    '\u{200D}',
    '\u{2060}',
    '\u{FEFF}',
    '\u{180E}',
    '\u{34F}',
    '\u{2063}',
    '\u{206F}',
    '\u{FE0F}',
    '\u{E0061}',
    '\u{E0100}',
    '\u{FFF9}',
    '\u{1D173}',
    '\u{7F}',
    '\u{8}',
];
/// Letters by their nature, blank by their look.
const BLANK: &[char] = &['\u{2800}', '\u{3164}', '\u{115F}', '\u{FFA0}', '\u{17B4}'];
const DIRECTIONS: &[char] = &[
    '\u{200E}', '\u{200F}', '\u{61C}', '\u{202A}', '\u{202C}', '\u{202D}', '\u{2066}', '\u{2068}', '\u{2069}',
];
const COMBINING: &[char] = &[
    '\u{301}', '\u{300}', '\u{323}', '\u{335}', '\u{336}', '\u{338}', '\u{307}', '\u{489}', '\u{20DD}',
    '\u{32A}', '\u{363}',
];
const SPACES: &[char] = &[
    '\u{A0}', '\u{2003}', '\u{2009}', '\u{202F}', '\u{3000}', '\u{1680}', '\u{205F}', '\t', '\u{B}', '\u{85}',
];
const INSIDE: &[char] = &['.', '-', '_', '·', '\'', '/', '|', '*', '~', '\u{2011}', ','];

pub(crate) fn zero_width(text: &str, dice: &mut Dice) -> Option<String> {
    let many = 1 + dice.below(4);
    between(text, UNSEEN, many, dice)
}

pub(crate) fn blank(text: &str, dice: &mut Dice) -> Option<String> {
    between(text, BLANK, 1, dice)
}

pub(crate) fn soft_hyphen(text: &str, dice: &mut Dice) -> Option<String> {
    let many = 1 + dice.below(3);
    between(text, &['\u{AD}'], many, dice)
}

/// A mark on some letters, Latin ones, where none of it has a meaning of its own.
pub(crate) fn combining(text: &str, dice: &mut Dice) -> Option<String> {
    text.is_ascii().then(|| between(text, COMBINING, 1 + dice.below(5), dice)).flatten()
}

/// Marks of direction inside, or the whole turned round behind an override.
pub(crate) fn bidi(text: &str, dice: &mut Dice) -> Option<String> {
    if dice.percent(40) {
        let turned: String = text.chars().rev().collect();
        return Some(format!("\u{202E}{turned}\u{202C}"));
    }
    let many = 1 + dice.below(3);
    between(text, DIRECTIONS, many, dice)
}

/// Some letters as references, named or numbered, once or twice escaped.
pub(crate) fn entities(text: &str, dice: &mut Dice) -> Option<String> {
    let all = dice.percent(30);
    let mut made = String::new();
    let mut done = false;
    for c in text.chars() {
        if c.is_alphanumeric() && (all || dice.percent(25)) {
            let number = u32::from(c);
            done = true;
            made.push_str(&match dice.below(4) {
                0 => format!("&#{number};"),
                1 => format!("&#x{number:X};"),
                2 => format!("&amp;#{number};"),
                _ => format!("&#0{number};"),
            });
        } else if c == ' ' && dice.percent(30) {
            made.push_str("&nbsp;");
        } else {
            made.push(c);
        }
    }
    done.then_some(made)
}

/// Tags and comments between letters, or around the text.
pub(crate) fn markup(text: &str, dice: &mut Dice) -> Option<String> {
    const PIECES: &[&str] =
        &["<b></b>", "<!-- -->", "<wbr>", "<span class=\"x\"></span>", "<![CDATA[]]>", "</i><i>"];
    let (left, right) = cut(text, dice)?;
    Some(match dice.below(4) {
        0 => format!("<p>{text}</p>"),
        1 => format!("<b>{left}</b>{right}"),
        2 => format!("&lt;b&gt;{left}&lt;/b&gt;{right}"),
        _ => format!("{left}{}{right}", dice.word(PIECES)),
    })
}

pub(crate) fn spaced_letters(text: &str, dice: &mut Dice) -> Option<String> {
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    if letters < 4 {
        return None;
    }
    let joint = dice.word(&[" ", " ", ".", "-", "\u{2009}", "_"]);
    let words = text.split_whitespace().map(|word| {
        let letters: Vec<String> = word.chars().map(String::from).collect();
        letters.join(joint)
    });
    Some(words.collect::<Vec<_>>().join("  "))
}

pub(crate) fn odd_spaces(text: &str, dice: &mut Dice) -> Option<String> {
    let space = String::from(*dice.one(SPACES)?);
    let more = format!("  {space}");
    text.contains(' ').then(|| text.replace(' ', if dice.percent(50) { &space } else { &more }))
}

/// A break between words, or inside of one with a hyphen.
pub(crate) fn line_break(text: &str, dice: &mut Dice) -> Option<String> {
    if text.contains(' ') && dice.percent(50) {
        return Some(text.replacen(' ', dice.word(&["\n", "\r\n", "\r", "\u{2028}", "\n\n"]), 1));
    }
    let (left, right) = cut(text, dice)?;
    Some(format!("{left}-{}{right}", dice.word(&["\n", "\r\n", "\n  "])))
}

pub(crate) fn around(text: &str, dice: &mut Dice) -> Option<String> {
    const PAIRS: &[(&str, &str)] = &[
        ("\"", "\""),
        ("«", "»"),
        ("„", "“"),
        ("(", ")"),
        ("【", "】"),
        ("***", "***"),
        ("", "®"),
        ("", "™"),
        ("", " (TM)"),
        ("- ", ";"),
        ("'", "'"),
        ("#", ""),
    ];
    let (before, after) = *dice.one(PAIRS)?;
    Some(format!("{before}{text}{after}"))
}

pub(crate) fn inside(text: &str, dice: &mut Dice) -> Option<String> {
    let (left, right) = cut(text, dice)?;
    let sign = *dice.one(INSIDE)?;
    Some(format!("{left}{sign}{right}"))
}

pub(crate) fn joined(text: &str, dice: &mut Dice) -> Option<String> {
    let joint = dice.word(&["", "_", "-", "."]);
    text.contains(' ').then(|| text.split_whitespace().collect::<Vec<_>>().join(joint))
}

/// A long word in two.
pub(crate) fn split(text: &str, dice: &mut Dice) -> Option<String> {
    let (left, right) = cut(text, dice)?;
    let letters = |part: &str| part.chars().rev().take_while(|c| c.is_alphanumeric()).count();
    let behind = right.chars().take_while(|c| c.is_alphanumeric()).count();
    (letters(left) >= 2 && behind >= 2).then(|| format!("{left} {right}"))
}

/// The two parts of the text around a place inside of its longest word.
fn cut<'t>(text: &'t str, dice: &mut Dice) -> Option<(&'t str, &'t str)> {
    let spots = insides(text);
    let at = *dice.one(&spots)?;
    text.split_at_checked(at)
}

/// Latin words below so many letters are not read as one word once they are torn apart.
const SHORT: usize = 4;

/// Places between two letters of one word of at least five letters; of a shorter one where there is none.
fn insides(text: &str) -> Vec<usize> {
    let longest = text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or_default();
    let mut spots = vec![];
    let mut last = None;
    let words: Vec<(usize, char)> = text.char_indices().collect();
    for &(at, c) in &words {
        let word = text.get(..at).unwrap_or_default().rsplit(' ').next().unwrap_or_default();
        let rest = text.get(at..).unwrap_or_default().split(' ').next().unwrap_or_default();
        let whole = word.chars().count() + rest.chars().count();
        let torn = last.is_some_and(char::is_alphanumeric) && c.is_alphanumeric();
        if torn && whole >= longest.min(5) && !(c.is_ascii() && whole < SHORT) {
            spots.push(at);
        }
        last = Some(c);
    }
    spots
}

fn between(text: &str, what: &[char], many: usize, dice: &mut Dice) -> Option<String> {
    let mut made = text.to_owned();
    for _ in 0..many {
        let spots = insides(&made);
        let at = *dice.one(&spots)?;
        made.insert(at, *dice.one(what)?);
    }
    Some(made)
}
