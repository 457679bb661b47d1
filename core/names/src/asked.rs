//! Which names a few texts can meet at all: a cheap no for nearly every name of a large list, without folding it. It
//! matches nothing itself. Invariant: it may say yes in vain, and never no for a name of which some key or word would
//! be found in one of the texts.
//!
//! A key of a name is made of its words. Words of legal forms, joining words and generic words may be left out or
//! respelt; every other word of ASCII letters and digits stands in each key as it is. So where such a word stands in
//! no text, the name meets none. Of a name in other letters any word may be the one that is kept: it meets nothing
//! when none of its words begins what a text holds, as it is written, in Latin letters, or by its look.

use crate::confusable::to_latin;
use crate::fold::{Settled, settled, transliterated_letter};
use crate::hash::Set;
use crate::keys::key_variants;
use crate::legal;
use crate::scan::{scan_form, squeeze};
use crate::tokens::TokenClass;
use crate::words::{self, cjk};

/// Bytes in a row that are looked at.
const RUN: usize = 4;
const SLOTS: usize = 1 << 16;
/// Letters of a word that are looked at where its ending may be another, or where it is spelt in other letters.
const HEAD: usize = 4;
/// Bytes of a word up to which it is looked at without room of its own.
const LONGEST: usize = 48;

/// Texts that will be searched.
#[derive(Clone, Debug)]
pub struct AskedTexts {
    /// A bit for each run of bytes in any form of a text, spaces left out, by a hash of it.
    runs: Vec<u64>,
    /// Characters beyond ASCII in any form of a text.
    chars: Set<char>,
    /// How the keys of whole texts begin in ASCII: up to [`HEAD`] bytes, shorter ones filled up with zeros.
    heads: Set<u32>,
}

impl Default for AskedTexts {
    fn default() -> Self {
        Self { runs: vec![0; SLOTS / 64], chars: Set::default(), heads: Set::default() }
    }
}

impl AskedTexts {
    /// Takes in a text: every form of it that is searched, and every key under which it is looked up whole.
    pub fn add(&mut self, text: &str) {
        for form in scan_form(text).forms() {
            self.add_form(form.text());
        }
        for (_, key) in key_variants(text) {
            self.add_form(&key);
            let key = squeeze(&key);
            for len in 1..=HEAD {
                self.heads.extend(key.as_bytes().get(..len).filter(|head| head.is_ascii()).map(packed));
            }
        }
    }

    /// Takes in one more folded text that is searched.
    pub fn add_form(&mut self, folded: &str) {
        let squeezed = squeeze(folded);
        for run in squeezed.as_bytes().windows(RUN) {
            let slot = slot(run);
            if let Some(bits) = self.runs.get_mut(slot / 64) {
                *bits |= 1 << (slot % 64);
            }
        }
        self.chars.extend(squeezed.chars().filter(|c| !c.is_ascii()));
    }

    /// Whether some key, word or stem of a listed name or word may be met by one of the texts.
    pub fn may_meet(&self, name: &str) -> bool {
        if name.is_ascii() { self.may_meet_ascii(name.as_bytes()) } else { self.may_meet_foreign(name) }
    }

    fn may_meet_ascii(&self, name: &[u8]) -> bool {
        let odd = |byte: &u8| matches!(byte, b'&' | b'<' | b'\'' | b'`' | b'@' | b'$' | 0..=0x1F | 0x7F..);
        if name.iter().any(odd) {
            return true;
        }
        let mut room = [0_u8; LONGEST];
        let words = name.split(|byte| !byte.is_ascii_alphanumeric()).filter(|word| word.len() >= RUN);
        for word in words {
            let Some(low) = room.get_mut(..word.len()) else { return true };
            low.copy_from_slice(word);
            low.make_ascii_lowercase();
            if !self.holds(low) && !self.is_stem(low) && !may_be_left_out(low) {
                return false;
            }
        }
        true
    }

    /// A name that ends as Slavic ones do is also met without that end, by its sound.
    fn is_stem(&self, word: &[u8]) -> bool {
        let slavic = [&b"sky"[..], b"ski", b"skiy", b"skij", b"skii"].iter().any(|end| word.ends_with(end));
        slavic
            && !self.chars.is_empty()
            && word.get(..word.len().saturating_sub(3)).is_some_and(|stem| self.holds(stem))
    }

    fn may_meet_foreign(&self, name: &str) -> bool {
        let (mut script, mut word) = (Settled::Gap, String::new());
        // Upper or lower case of each letter of the word.
        let mut upper: Vec<bool> = vec![];
        let mut any = false;
        for c in name.chars().chain([' ']) {
            match settled(c) {
                None | Some((Settled::Ascii, _)) => return true,
                Some((Settled::Gap, _)) => {
                    any |= !word.is_empty();
                    if !word.is_empty() && self.may_meet_word(script, &word, &upper) {
                        return true;
                    }
                    word.clear();
                    upper.clear();
                }
                Some((other, _)) if !word.is_empty() && other != script => return true,
                Some((other, low)) => {
                    script = other;
                    word.push(low);
                    upper.push(low != c);
                }
            }
        }
        !any
    }

    /// The same for a word of letters of one script, folded.
    fn may_meet_word(&self, script: Settled, word: &str, upper: &[bool]) -> bool {
        let Some(rest) = upper.get(1..) else { return true };
        if rest.is_empty() {
            // A letter that stands alone may begin a word that is joined of several.
            let written = word.chars().any(|c| self.chars.contains(&c));
            return written || self.begins_key(word.chars()) || self.begins_key_by_look(word);
        }
        // A word may be cut where capitals begin.
        let all_capitals = upper.iter().all(|upper| *upper);
        if (!all_capitals && rest.contains(&true)) || words::canonical(word) != word {
            return true;
        }
        match script {
            Settled::Unspaced => self.may_meet_unspaced(word),
            _ => {
                let head =
                    word.char_indices().nth(HEAD).map_or(word, |(end, _)| word.get(..end).unwrap_or(word));
                self.holds(head.as_bytes()) || self.begins_key(word.chars()) || self.begins_key_by_look(word)
            }
        }
    }

    /// Of a word without spaces any part may be kept.
    fn may_meet_unspaced(&self, word: &str) -> bool {
        if word.chars().any(|c| self.chars.contains(&c)) {
            return true;
        }
        let parts = || cjk::parts(word).into_iter().flatten();
        self.begins_key(word.chars()) || parts().any(|(part, _)| self.begins_key(part.chars()))
    }

    /// Whether a key begins with these letters, written in Latin ones.
    fn begins_key(&self, letters: impl Iterator<Item = char>) -> bool {
        let mut head = Head::default();
        for c in letters {
            transliterated_letter(c, |c| head.push(c));
            if head.len == HEAD {
                break;
            }
        }
        head.len == 0 || self.heads.contains(&packed(head.bytes.get(..head.len).unwrap_or_default()))
    }

    /// The same for a word of letters that all look like Latin ones.
    fn begins_key_by_look(&self, word: &str) -> bool {
        let mut head = Head::default();
        for c in word.chars() {
            // Capitals look different.
            let capital = c.to_uppercase().next().and_then(to_latin);
            match (to_latin(c), capital) {
                (None, None) => return false,
                (Some(latin), Some(capital)) if latin == capital && latin != 'v' => head.push(latin),
                // Two are read as one, or it depends on the case.
                _ if head.len < HEAD => return true,
                _ => {}
            }
        }
        self.heads.contains(&packed(head.bytes.get(..head.len).unwrap_or_default()))
    }

    /// Whether bytes in a row may stand in a text; those that are too few may.
    fn holds(&self, bytes: &[u8]) -> bool {
        bytes.windows(RUN).all(|run| {
            let slot = slot(run);
            self.runs.get(slot / 64).is_some_and(|bits| bits >> (slot % 64) & 1 == 1)
        })
    }
}

#[derive(Default)]
struct Head {
    bytes: [u8; HEAD],
    len: usize,
}

impl Head {
    fn push(&mut self, c: char) {
        if let (Some(place), Ok(byte)) = (self.bytes.get_mut(self.len), u8::try_from(c)) {
            *place = byte;
            self.len += 1;
        }
    }
}

/// Whether a key may lack a folded word, or have another one for it.
fn may_be_left_out(word: &[u8]) -> bool {
    let Ok(word) = std::str::from_utf8(word) else { return true };
    legal::may_be_part(word) || matches!(words::class_of(word), TokenClass::Stop | TokenClass::Generic)
}

fn packed(head: &[u8]) -> u32 {
    head.iter().fold(0, |packed, byte| packed << 8 | u32::from(*byte))
}

fn slot(run: &[u8]) -> usize {
    let word = run.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
    (word.wrapping_mul(0x9E37_79B1) >> 16) as usize % SLOTS
}

#[cfg(test)]
mod tests {
    use super::AskedTexts;

    fn check(texts: &[&str], name: &str, expect: bool) {
        let mut asked = AskedTexts::default();
        texts.iter().for_each(|text| asked.add(text));
        assert_eq!(asked.may_meet(name), expect, "{name} in {texts:?}");
    }

    #[test]
    fn only_names_that_may_be_met_are_left() {
        let texts = ["Kaspersky Endpoint Security", "Huawei Technologies Co., Ltd."];
        for (name, expect) in [
            ("AO Kaspersky Lab", true),
            ("Kaspersky Rosinante Laboratories", false),
            ("KASPERSKY Systems GmbH", true),
            ("Huawei", true),
            ("Hikvision Digital Technology Co., Ltd.", false),
            ("Technologies Ltd.", true),
            ("ZTE", true),
            ("AT&T Mobility", true),
            ("Касперский", true),
            ("Лаборатория Касперского", true),
            ("ООО «Ромашка»", false),
            ("华为技术有限公司", true),
            ("海康威视", false),
            ("株式会社ヒクビジョン", false),
            ("Müller", true),
        ] {
            check(&texts, name, expect);
        }
        check(&["ООО «Ромашка»"], "ООО «Ромашка»", true);
        check(&["Ромашкой"], "Ромашка", true);
        check(&["Romashka"], "ООО «Ромашка»", true);
        check(&["海康"], "海康威视", true);
        check(&[], "Kaspersky", false);
    }
}
