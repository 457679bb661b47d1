//! The three verdicts and their order: deny over review over allow.

use std::fmt;

/// What may happen with a line or a whole request. Ordered by strictness, so that the strictest of
/// several is their maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Verdict {
    /// No rule stands against it.
    Allow,
    /// A person must decide; nothing goes through until then.
    Review,
    /// It must not go through. The default, so that a value nobody set never lets a purchase pass.
    #[default]
    Deny,
}

impl Verdict {
    /// The word on the wire: `allow`, `review` or `deny`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Review => "review",
            Self::Deny => "deny",
        }
    }

    /// Reads a word of the wire; an unknown word is a deny.
    pub fn read(word: &str) -> Self {
        match word {
            "allow" => Self::Allow,
            "review" => Self::Review,
            _ => Self::Deny,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict;

    #[test]
    fn the_strictest_wins_and_unknown_words_deny() {
        assert_eq!(Verdict::Allow.max(Verdict::Review).max(Verdict::Deny), Verdict::Deny);
        assert_eq!(Verdict::read("approve"), Verdict::Deny);
        for verdict in [Verdict::Allow, Verdict::Review, Verdict::Deny] {
            assert_eq!(Verdict::read(verdict.as_str()), verdict);
        }
    }
}
