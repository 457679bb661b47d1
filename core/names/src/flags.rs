//! What folding had to undo: evidence for a finding, never a verdict. Invariant: a flag never changes the folded text.

use std::fmt;
use std::ops::{BitOr, BitOrAssign};

/// A set of remarks about a folded text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FoldFlags(u16);

impl FoldFlags {
    /// Nothing but case, spacing and punctuation was changed.
    pub const NONE: Self = Self(0);
    /// A word mixed scripts and look-alike letters were folded to its majority script.
    pub const HOMOGLYPH: Self = Self(1);
    /// HTML or XML tags, comments or character references stood inside the text.
    pub const MARKUP: Self = Self(1 << 1);
    /// Zero-width, default-ignorable or control characters were removed.
    pub const INVISIBLE: Self = Self(1 << 2);
    /// Bidirectional overrides were removed; a reversed reading exists if one of them turned letters round.
    pub const BIDI: Self = Self(1 << 3);
    /// Full-width, styled or enclosed letters were replaced by plain ones.
    pub const WIDTH: Self = Self(1 << 4);
    /// Accents were dropped.
    pub const ACCENT: Self = Self(1 << 5);
    /// At least five letters that stood apart were joined to one word.
    pub const SPACED: Self = Self(1 << 6);

    /// Whether every flag of `other` is set here.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether no flag is set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kebab-case names of the flags that are set, in a fixed order.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES.iter().filter(move |(flag, _)| self.contains(*flag)).map(|(_, name)| *name)
    }
}

const NAMES: [(FoldFlags, &str); 7] = [
    (FoldFlags::HOMOGLYPH, "homoglyph"),
    (FoldFlags::MARKUP, "markup"),
    (FoldFlags::INVISIBLE, "invisible"),
    (FoldFlags::BIDI, "bidi"),
    (FoldFlags::WIDTH, "width"),
    (FoldFlags::ACCENT, "accent"),
    (FoldFlags::SPACED, "spaced"),
];

impl BitOr for FoldFlags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for FoldFlags {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl fmt::Display for FoldFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, name) in self.names().enumerate() {
            if at > 0 {
                f.write_str(", ")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_order() {
        assert_eq!((FoldFlags::SPACED | FoldFlags::MARKUP).to_string(), "markup, spaced");
        assert_eq!(FoldFlags::NONE.to_string(), "");
        assert!(!FoldFlags::MARKUP.contains(FoldFlags::BIDI));
    }
}
