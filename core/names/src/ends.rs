//! Words that another one may begin or end with, by their first and their last character, so that few are compared.
//! Invariant: the longest that fits is found.

use crate::hash::Table;

/// A set of words.
#[derive(Default)]
pub(crate) struct Ends {
    by_first: Table<char, Vec<&'static str>>,
    by_last: Table<char, Vec<&'static str>>,
}

impl Ends {
    /// The set of these words.
    pub(crate) fn of(words: impl Iterator<Item = &'static str>) -> Self {
        let mut ends = Self::default();
        for word in words {
            if let (Some(first), Some(last)) = (word.chars().next(), word.chars().next_back()) {
                ends.by_first.entry(first).or_default().push(word);
                ends.by_last.entry(last).or_default().push(word);
            }
        }
        for words in ends.by_first.values_mut().chain(ends.by_last.values_mut()) {
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        }
        ends
    }

    /// The longest word that `text` begins with.
    pub(crate) fn prefix(&self, text: &str) -> Option<&'static str> {
        let words = self.by_first.get(&text.chars().next()?)?;
        words.iter().copied().find(|word| text.starts_with(word))
    }

    /// The longest word that `text` ends with.
    pub(crate) fn suffix(&self, text: &str) -> Option<&'static str> {
        let words = self.by_last.get(&text.chars().next_back()?)?;
        words.iter().copied().find(|word| text.ends_with(word))
    }
}
