//! A cheap question before the dear ones: can any listed form stand in this text at all? Most texts of an order
//! hold none, and need no folding. Invariant: it may say yes in vain, and never no when a form would be found.
//!
//! It looks at plain ASCII texts only, as letters and digits without what is between them; digits are taken for the
//! letters that they may stand for. Any other text, and one with marks that folding reads in more than one way, is
//! always a yes.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use super::hash::Short;

/// The most symbols of a form that are compared.
const LONGEST: usize = 8;
/// The least symbols of a form that may stand anywhere; shorter ones must be words.
const SHORTEST: usize = 4;

type Set = HashSet<u64, BuildHasherDefault<Short>>;

/// Which beginnings of forms a text must hold.
#[derive(Debug)]
pub(crate) struct Sieve {
    /// One bit for each run of four symbols that a form begins with.
    grams: Vec<u64>,
    heads: Set,
    /// Short forms, each a word of its own.
    words: Set,
    /// Words that carry a name, for fields that hold nothing but a name.
    carriers: Set,
    /// A form that cannot be asked for so cheaply is listed.
    everything: bool,
}

impl Default for Sieve {
    fn default() -> Self {
        let grams = vec![0; (1 << (5 * SHORTEST)) / 64];
        Self {
            grams,
            heads: Set::default(),
            words: Set::default(),
            carriers: Set::default(),
            everything: false,
        }
    }
}

impl Sieve {
    /// A folded text that must be there for a form to be found: anywhere, or as words of its own if it is short.
    pub fn add(&mut self, folded: &str) {
        if !folded.is_ascii() {
            return;
        }
        let symbols: Vec<u8> = folded.bytes().filter_map(symbol).collect();
        let head = symbols.get(..symbols.len().min(LONGEST)).unwrap_or_default();
        if head.is_empty() {
            return;
        }
        if head.len() < SHORTEST {
            self.words.insert(packed(head));
            return;
        }
        let gram = gram_of(head);
        if let Some(bits) = self.grams.get_mut(gram / 64) {
            *bits |= 1 << (gram % 64);
        }
        self.heads.insert(packed(head));
    }

    /// A word without which a whole field cannot equal a form under any key. Keys leave words out and respell
    /// generic ones, but keep this one.
    pub fn add_carrier(&mut self, word: &str) {
        let symbols: Vec<u8> = word.bytes().filter_map(symbol).collect();
        let head = symbols.get(..symbols.len().min(LONGEST)).unwrap_or_default();
        if word.is_ascii() && !head.is_empty() {
            self.carriers.insert(packed(head));
        }
    }

    /// A form is listed that the sieve cannot ask for: every text is a yes.
    pub fn let_everything_through(&mut self) {
        self.everything = true;
    }

    /// Whether a listed form may stand in a text, or, in a field that holds a name, equal it under some key.
    /// `symbols` is room to work in.
    pub fn may_hold(&self, text: &str, is_name: bool, symbols: &mut Vec<u8>) -> bool {
        let holds = |symbols: &[u8]| {
            self.holds_head(symbols)
                || holds_word(&self.words, symbols, SHORTEST - 1, false)
                || (is_name && holds_word(&self.carriers, symbols, LONGEST, true))
        };
        if self.everything {
            return true;
        }
        let Some(marks) = read(text, Way::default(), symbols) else { return true };
        holds(symbols) || marks.others().any(|way| read(text, way, symbols).is_none() || holds(symbols))
    }

    fn holds_head(&self, symbols: &[u8]) -> bool {
        let mut gram = 0;
        for (at, symbol) in symbols.iter().enumerate() {
            gram = (gram << 5 | usize::from(symbol & VALUE)) & ((1 << (5 * SHORTEST)) - 1);
            let Some(start) = (at + 1).checked_sub(SHORTEST) else { continue };
            let known = self.grams.get(gram / 64).is_some_and(|bits| bits >> (gram % 64) & 1 == 1);
            if known && self.begins_with_head(symbols.get(start..).unwrap_or_default()) {
                return true;
            }
        }
        false
    }

    fn begins_with_head(&self, symbols: &[u8]) -> bool {
        let longest = symbols.len().min(LONGEST);
        (SHORTEST..=longest)
            .any(|len| symbols.get(..len).is_some_and(|head| self.heads.contains(&packed(head))))
    }
}

/// Whether one of `words` begins where a word of the text begins and ends where one ends; one that was cut to
/// [`LONGEST`] may go on, and so may a short one where it is `open`, since a legal form may be written to it.
fn holds_word(words: &Set, symbols: &[u8], longest: usize, open: bool) -> bool {
    if words.is_empty() {
        return false;
    }
    symbols.iter().enumerate().filter(|(_, symbol)| *symbol & STARTS != 0).any(|(at, _)| {
        (1..=longest).any(|len| {
            symbols.get(at..at + len).is_some_and(|word| {
                let ends = len == LONGEST
                    || open && len < SHORTEST
                    || word.last().is_some_and(|last| last & ENDS != 0);
                ends && words.contains(&packed(word))
            })
        })
    })
}

/// A symbol's own bits, and whether a word starts or ends with it.
const VALUE: u8 = 0x1F;
const STARTS: u8 = 0x20;
const ENDS: u8 = 0x40;

/// Letters and digits as symbols of five bits; a digit is the letter that it may stand for.
const fn symbol(byte: u8) -> Option<u8> {
    Some(match byte {
        b'a'..=b'z' => byte - b'a' + 1,
        b'A'..=b'Z' => byte - b'A' + 1,
        b'0' => b'o' - b'a' + 1,
        b'1' => b'i' - b'a' + 1,
        b'3' => b'e' - b'a' + 1,
        b'4' => 1,
        b'5' => b's' - b'a' + 1,
        b'7' => b't' - b'a' + 1,
        b'2' => 27,
        b'6' => 28,
        b'8' => 29,
        b'9' => 30,
        _ => return None,
    })
}

/// How marks that folding reads in more than one way are read.
#[derive(Clone, Copy, Debug, Default)]
struct Way {
    /// `@` and `$` as the letters that they look like, not as gaps.
    signs: bool,
    /// Tags as nothing, not as words.
    no_tags: bool,
}

/// Which of these marks a text has.
#[derive(Clone, Copy, Debug, Default)]
struct Marks {
    signs: bool,
    tags: bool,
}

impl Marks {
    /// Every further way in which the text must be read.
    fn others(self) -> impl Iterator<Item = Way> {
        let ways = [(true, false), (false, true), (true, true)];
        ways.into_iter()
            .map(|(signs, no_tags)| Way { signs, no_tags })
            .filter(move |way| way.signs <= self.signs && way.no_tags <= self.tags)
    }
}

/// Reads a text into symbols; none if it must be read with more care than this.
fn read(text: &str, way: Way, symbols: &mut Vec<u8>) -> Option<Marks> {
    symbols.clear();
    let mut marks = Marks::default();
    let mut inside_tag = false;
    let mut before = b' ';
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        if inside_tag {
            inside_tag = byte != b'>';
            continue;
        }
        let sign = match byte {
            b'@' => Some(b'a'),
            b'$' => Some(b's'),
            _ => None,
        };
        marks.signs |= sign.is_some();
        let byte = sign.filter(|_| way.signs).unwrap_or(byte);
        match symbol(byte) {
            // A doubled v is read as w.
            Some(_) if matches!(byte, b'v' | b'V') && matches!(before, b'v' | b'V') => return None,
            Some(symbol) => {
                let seam = byte.is_ascii_uppercase() || byte.is_ascii_digit() != before.is_ascii_digit();
                let starts = seam || !before.is_ascii_alphanumeric();
                if let Some(last) = symbols.last_mut().filter(|_| starts) {
                    *last |= ENDS;
                }
                symbols.push(symbol | if starts { STARTS } else { 0 });
            }
            None if !byte.is_ascii() => return None,
            None => {
                match byte {
                    b'<' if bytes.get(at + 1) == Some(&b'!') => return None,
                    b'<' => {
                        marks.tags = true;
                        if way.no_tags {
                            inside_tag = true;
                            continue;
                        }
                    }
                    b'&' => and(bytes.get(at + 1..).unwrap_or_default(), symbols)?,
                    _ => {}
                }
                if let Some(last) = symbols.last_mut() {
                    *last |= ENDS;
                }
            }
        }
        before = byte;
    }
    if let Some(last) = symbols.last_mut() {
        *last |= ENDS;
    }
    Some(marks)
}

/// An ampersand is read as the word `and`; none if it begins a reference.
fn and(rest: &[u8], symbols: &mut Vec<u8>) -> Option<()> {
    if rest.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'#') {
        return None;
    }
    if let Some(last) = symbols.last_mut() {
        *last |= ENDS;
    }
    let word = b"and".iter().filter_map(|byte| symbol(*byte));
    symbols.extend(word.zip([STARTS, 0, ENDS]).map(|(symbol, edge)| symbol | edge));
    Some(())
}

fn gram_of(symbols: &[u8]) -> usize {
    symbols.iter().take(SHORTEST).fold(0, |gram, symbol| gram << 5 | usize::from(symbol & VALUE))
}

/// Up to eight symbols in one number, with their count.
fn packed(symbols: &[u8]) -> u64 {
    let bits = symbols.iter().fold(0, |bits, symbol| bits << 5 | u64::from(symbol & VALUE));
    bits << 4 | (symbols.len() as u64 & 0xF)
}

#[cfg(test)]
mod tests {
    use super::Sieve;

    fn check(forms: &[&str], text: &str, expect: bool) {
        let mut sieve = Sieve::default();
        for form in forms {
            sieve.add(form);
        }
        assert_eq!(sieve.may_hold(text, false, &mut vec![]), expect, "{text}");
    }

    #[test]
    fn yes_wherever_a_form_may_stand() {
        let forms = ["kaspersky lab", "hikvision", "zte"];
        for (text, expect) in [
            ("Kaspersky Lab", true),
            ("KASPER SKY-LAB", true),
            ("k a s p e r s k y", true),
            ("h1kv1s10n", true),
            ("Z.T.E. router", true),
            ("ZTE", true),
            ("aztec", false),
            ("zte5", true),
            ("ztec", false),
            ("Office chair", false),
            ("Kasten", false),
            ("", false),
            // What folding reads in more than one way.
            ("Ká", true),
            ("x &shy; y", true),
            ("<!-- x -->", true),
            ("hikvvision", true),
            ("K@spersky lab", true),
            ("hikv1$ion", true),
            ("Hik<b>vision</b>", true),
            ("p@nel", false),
            ("R & D", false),
            ("<b>bold</b>", false),
        ] {
            check(&forms, text, expect);
        }
        check(&[], "anything", false);
    }

    #[test]
    fn a_word_that_carries_a_name_counts_in_name_fields() {
        let mut sieve = Sieve::default();
        sieve.add("technology huawei");
        sieve.add_carrier("huawei");
        sieve.add_carrier("kasperskylab");
        for (text, is_name, expect) in [
            ("Tech Huawei", true, true),
            ("Tech Huawei", false, false),
            ("Tech Huaweicloud", true, false),
            ("KasperskyLabs", true, true),
        ] {
            assert_eq!(sieve.may_hold(text, is_name, &mut vec![]), expect, "{text}");
        }
    }

    #[test]
    fn a_form_that_cannot_be_asked_for_lets_everything_through() {
        let mut sieve = Sieve::default();
        sieve.let_everything_through();
        assert!(sieve.may_hold("x", false, &mut vec![]));
    }
}
