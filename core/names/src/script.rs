//! The script of a character, as coarse as comparing names needs it; not the Unicode Script property.
//! Invariant: total over `char`, decided by block ranges (Unicode 16 Blocks.txt).

/// A writing system, or a group of them that folds alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Script {
    /// Latin letters, also full-width and with accents.
    Latin,
    /// Cyrillic letters.
    Cyrillic,
    /// Greek and Coptic letters.
    Greek,
    /// Chinese characters.
    Han,
    /// Hiragana and katakana.
    Kana,
    /// Korean syllables and letters.
    Hangul,
    /// Arabic letters.
    Arabic,
    /// Hebrew letters.
    Hebrew,
    /// Thai, Lao, Khmer, Burmese: written without spaces between words.
    Unspaced,
    /// Any other letters.
    Other,
    /// Digits, signs, spaces: no script of their own.
    Common,
}

impl Script {
    /// The script of `c`.
    pub fn of(c: char) -> Self {
        if c.is_ascii() {
            return if c.is_ascii_alphabetic() { Self::Latin } else { Self::Common };
        }
        match u32::from(c) {
            0xAA | 0xBA | 0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x2AF => Self::Latin,
            0x1D00..=0x1D25 | 0x1D2C..=0x1D5C | 0x1D62..=0x1D65 | 0x1D6B..=0x1D77 => Self::Latin,
            0x1D79..=0x1DBE | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F | 0xA722..=0xA7FF => Self::Latin,
            0xAB30..=0xAB64 | 0xFB00..=0xFB06 | 0xFF21..=0xFF3A | 0xFF41..=0xFF5A => Self::Latin,
            0x370..=0x373 | 0x376..=0x377 | 0x37A..=0x37D | 0x37F..=0x3FF | 0x1F00..=0x1FFF => Self::Greek,
            0x1D26..=0x1D2A | 0x2C80..=0x2CFF => Self::Greek,
            0x400..=0x52F | 0x1C80..=0x1C8F | 0x1D2B | 0x1D78 | 0x2DE0..=0x2DFF | 0xA640..=0xA69F => {
                Self::Cyrillic
            }
            0x590..=0x5FF | 0xFB1D..=0xFB4F => Self::Hebrew,
            0x600..=0x6FF | 0x750..=0x77F | 0x870..=0x8FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFE => Self::Arabic,
            0xE00..=0xEFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x19E0..=0x19FF | 0xA9E0..=0xA9FF => {
                Self::Unspaced
            }
            0xAA60..=0xAA7F => Self::Unspaced,
            0x2E80..=0x2FDF | 0x3005 | 0x3007 | 0x3021..=0x3029 | 0x3038..=0x303B | 0x3400..=0x4DBF => {
                Self::Han
            }
            0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => Self::Han,
            0x3041..=0x30FA | 0x30FC..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9F | 0x1AFF0..=0x1B16F => {
                Self::Kana
            }
            0x1100..=0x11FF | 0x3130..=0x318F | 0xA960..=0xA97F | 0xAC00..=0xD7FF | 0xFFA0..=0xFFDC => {
                Self::Hangul
            }
            _ if c.is_alphabetic() => Self::Other,
            _ => Self::Common,
        }
    }

    /// Whether words of this script stand side by side without spaces, so that a name may begin and end anywhere.
    pub const fn is_unspaced(self) -> bool {
        matches!(self, Self::Han | Self::Kana | Self::Hangul | Self::Unspaced)
    }

    /// The script of most letters of `text`; `Common` if it has none, the earlier variant on a tie.
    pub fn of_text(text: &str) -> Self {
        let mut counts = [0usize; 10];
        for script in text.chars().map(Self::of) {
            if let Some(count) = counts.get_mut(script as usize) {
                *count += 1;
            }
        }
        let mut best = (Self::Common, 0);
        for (script, count) in Self::LETTERS.into_iter().zip(counts) {
            if count > best.1 {
                best = (script, count);
            }
        }
        best.0
    }

    const LETTERS: [Self; 10] = [
        Self::Latin,
        Self::Cyrillic,
        Self::Greek,
        Self::Han,
        Self::Kana,
        Self::Hangul,
        Self::Arabic,
        Self::Hebrew,
        Self::Unspaced,
        Self::Other,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts() {
        fn check(text: &str, expect: Script) {
            assert_eq!(Script::of_text(text), expect, "{text}");
        }
        check("Kaspersky", Script::Latin);
        check("Kаѕреrѕку", Script::Cyrillic);
        check("Ελλάδα", Script::Greek);
        check("华为技术", Script::Han);
        check("カスペルスキー", Script::Kana);
        check("삼성전자", Script::Hangul);
        check("كاسبرسكي", Script::Arabic);
        check("בעמ", Script::Hebrew);
        check("บริษัท", Script::Unspaced);
        check("Շարժ", Script::Other);
        check("365 / 24", Script::Common);
        check("", Script::Common);
    }
}
