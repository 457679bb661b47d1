//! Characters with their place in the original text, and which of them leave no mark on the page.
//! Invariant: offsets are character boundaries of the original.

use crate::script::Script;

/// Stands where a tag was taken out; read as something invisible, but not reported as such.
pub(super) const REMOVED: char = '\u{FFFF}';

/// A character and the bytes of the original that it came from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ch {
    pub(super) c: char,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// The characters of `text` as they stand.
pub(super) fn chars_of(text: &str) -> impl Iterator<Item = Ch> + '_ {
    text.char_indices().map(|(at, c)| Ch {
        c,
        start: offset(at),
        end: offset(at.saturating_add(c.len_utf8())),
    })
}

/// An offset in 32 bits; texts beyond 4 GiB fold, but their offsets stop there.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Default-ignorable code points (Unicode `DerivedCoreProperties.txt`), noncharacters, and controls that are not
/// white space.
pub(super) fn is_invisible(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control() && !c.is_ascii_whitespace() && c != '\u{B}';
    }
    match u32::from(c) {
        0x85 => false,
        0x80..=0x9F | 0xAD | 0x34F | 0x61C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F => true,
        0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 => {
            true
        }
        0xFDD0..=0xFDEF | 0xFFF0..=0xFFFB | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF => true,
        n => n & 0xFFFE == 0xFFFE,
    }
}

/// Embeddings, overrides, isolates and marks of the bidirectional algorithm (UAX 9).
pub(super) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Marks that only close up: deleted, so that `int'l` is `intl`.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{B4}' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}' | '\u{2BB}'
            ..='\u{2BF}' | '\u{2B9}' | '\u{5F3}' | '\u{5F4}' | '\u{FF07}' | '\u{A78B}' | '\u{A78C}'
    )
}

/// Signs that compatibility decomposition would turn into letters of the word before them.
pub(super) fn is_brand_sign(c: char) -> bool {
    matches!(c, '\u{2122}' | '\u{2120}' | '\u{AE}' | '\u{A9}' | '\u{2117}')
}

/// Letters in boxes and flags, which have no compatibility decomposition.
pub(super) fn boxed_letter(c: char) -> Option<char> {
    let n = u32::from(c);
    let base = match n {
        0x1F130..=0x1F149 => 0x1F130,
        0x1F150..=0x1F169 => 0x1F150,
        0x1F170..=0x1F189 => 0x1F170,
        0x1F1E6..=0x1F1FF => 0x1F1E6,
        _ => return None,
    };
    char::from_u32(u32::from('a') + n - base)
}

/// Blocks of styled and full-width forms.
pub(super) fn is_styled(c: char) -> bool {
    matches!(
        u32::from(c),
        0x2070..=0x209C | 0x2100..=0x214F | 0x2460..=0x24FF | 0xFF01..=0xFFEE | 0x1D400..=0x1D7FF | 0x1F100..=0x1F1FF
    )
}

/// Letters of the large scripts that are their own compatibility composition, so that nothing has to be looked up.
pub(super) fn is_settled(c: char) -> bool {
    match u32::from(c) {
        0x419 | 0x439 => false,
        0x410..=0x44F | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 => true,
        _ => false,
    }
}

/// What to do with a combining mark behind a letter of this script: some scripts write vowels with them.
pub(super) fn drops_marks(script: Script) -> bool {
    matches!(script, Script::Latin | Script::Greek | Script::Arabic | Script::Hebrew | Script::Common)
}

/// The pairs of Cyrillic letter and mark that are letters of an alphabet, not accents.
pub(super) fn cyrillic_letter(base: char, mark: char) -> Option<char> {
    Some(match (base, mark) {
        ('и', '\u{306}') => 'й',
        ('И', '\u{306}') => 'Й',
        ('і', '\u{308}') => 'ї',
        ('І', '\u{308}') => 'Ї',
        ('у', '\u{306}') => 'ў',
        ('У', '\u{306}') => 'Ў',
        ('г', '\u{301}') => 'ѓ',
        ('Г', '\u{301}') => 'Ѓ',
        ('к', '\u{301}') => 'ќ',
        ('К', '\u{301}') => 'Ќ',
        _ => return None,
    })
}
